import datetime
import io
import itertools

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from history.models import Event
from sources import nightly, reports, retractions, watching
from sources.enums import Nature, SourceStatus, StatusOrigin
from sources.models import RetractionNotice, WatchRun
from sources.records import Notice
from tests.sources.samples import HEAD, line, table

R, C, E, B = Nature.RETRACTION, Nature.CORRECTION, Nature.CONCERN, Nature.REINSTATEMENT


def load(*lines, **more):
    return retractions.load(io.BytesIO(table(*lines)), **more)


def day(number):
    return datetime.date(2025, 1, number)


@pytest.mark.parametrize(
    ("natures", "status"),
    [
        ([], SourceStatus.FINE),
        ([C], SourceStatus.CORRECTED),
        ([C, R], SourceStatus.RETRACTED),
        ([R, C], SourceStatus.RETRACTED),
        ([E, C], SourceStatus.CONCERN),
        ([E, R], SourceStatus.RETRACTED),
        ([R, B], SourceStatus.FINE),
        ([R, B, C], SourceStatus.CORRECTED),
        ([R, B, R], SourceStatus.RETRACTED),
    ],
)
def test_status_follows_from_the_notices_in_the_order_of_their_days(natures, status):
    notices = [Notice(nature, day(number)) for number, nature in enumerate(natures, start=1)]
    for order in itertools.permutations(notices):
        assert watching.standing_of(order, StatusOrigin.TABLE).status == status


@given(st.lists(st.tuples(st.sampled_from(list(Nature)), st.integers(1, 28)), max_size=6))
def test_no_order_of_the_lines_changes_the_status(said):
    notices = [Notice(nature, day(number)) for nature, number in said]
    forward, backward = (watching.standing_of(some, "table") for some in (notices, notices[::-1]))
    assert (forward.status, forward.on) == (backward.status, backward.on)


def test_first_of_two_equal_notices_counts():
    found = watching.standing_of([Notice(R, day(7), "10.5555/b"), Notice(R, day(6), "10.5555/a")], "table")
    assert (found.on, found.notice) == (day(6), "https://doi.org/10.5555/a")


@pytest.mark.django_db
class TestTable:
    def test_quirks_of_the_table(self):
        report = load(
            line(1, "10.5555/A", "31415926"),
            line(2, "unavailable", "0"),
            line(3, "", "27182818", nature="Expression of concern", on="12/31/2024 0:00"),
            line(4, "10.5555/b", nature="Correction", on="2024-03-01"),
            line(5, "10.5555/c", nature="Poem"),
            line(6, "10.5555/d", on="soon"),
            line(7, "10.5555/e", on="2/30/2025 0:00"),
            "x,broken",
        )
        assert (report.read, report.new, report.skipped, report.refusals) == (8, 3, 1, 4)
        assert report.refused[0] == "line 6: “Poem” is no nature of a notice"
        first = RetractionNotice.objects.get(record=1)
        assert first.values() == (R, datetime.date(2025, 2, 6), "10.5555/a", "31415926", "10.5555/n1", "", first.reason)
        assert first.reason == "Error in Data; Fake"
        assert RetractionNotice.objects.get(record=3).on == datetime.date(2024, 12, 31)

    def test_bytes_that_are_no_letters_are_replaced(self):
        data = table(line(1, "10.5555/a")).replace(b"A title", b"\xff\xfe title").replace(b"Fake", b"F\x81ke")
        assert retractions.load(io.BytesIO(b"\xef\xbb\xbf" + data)).new == 1

    def test_loading_twice_changes_nothing(self):
        load(line(1, "10.5555/a"))
        again = load(line(1, "10.5555/a"))
        assert (again.new, again.changed, again.gone) == (0, 0, 0)

    def test_what_changed_is_changed_and_what_is_gone_is_removed(self):
        many = [line(number, f"10.5555/{number}") for number in range(100)]
        load(*many)
        report = load(line(0, "10.5555/zero"), *many[1:98])
        assert (report.new, report.changed, report.gone) == (0, 1, 2)
        assert RetractionNotice.objects.get(record=0).doi == "10.5555/zero"
        assert RetractionNotice.objects.count() == 98

    def test_half_a_table_removes_nothing(self):
        many = [line(number, f"10.5555/{number}") for number in range(100)]
        load(*many)
        with pytest.raises(retractions.NotATable, match="may be cut off"):
            load(*many[:50])
        assert RetractionNotice.objects.count() == 100
        assert load(*many[:50], even_if_shorter=True).gone == 50

    def test_one_that_was_killed_is_gone_on_with(self, monkeypatch):
        monkeypatch.setattr(retractions, "CHUNK", 10)
        many = [line(number, f"10.5555/{number}") for number in range(40)]

        def killed(read):
            if read == 20:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            load(*many, tell=killed)
        assert RetractionNotice.objects.count() == 20
        assert load(*many).new == 20

    def test_rehearsal_writes_nothing(self):
        assert load(line(1, "10.5555/a"), rehearsal=True).new == 1
        assert not RetractionNotice.objects.exists()

    @pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b'"' * 200_000])
    def test_what_is_no_table_is_refused(self, data):
        with pytest.raises(retractions.NotATable):
            retractions.load(io.BytesIO(data))

    def test_record_twice_in_one_file_counts_once(self):
        assert load(line(1, "10.5555/a"), line(1, "10.5555/b")).new == 1


@pytest.mark.django_db
class TestWatch:
    def test_retraction_is_found_by_doi_or_pmid(self, source):
        by_doi, by_pmid, other = (
            source("A", doi="10.5555/a"),
            source("B", pmid="31415926"),
            source("C", doi="10.5555/c"),
        )
        load(line(1, "10.5555/A"), line(2, "", "31415926"))
        found = retractions.watch()
        assert (found.sources, len(found.changed)) == (3, 2)
        for one in (by_doi, by_pmid, other):
            one.refresh_from_db()
        assert [one.status for one in (by_doi, by_pmid, other)] == ["retracted", "retracted", "fine"]
        assert (by_doi.status_on, by_doi.status_reason) == (datetime.date(2025, 2, 6), "Error in Data; Fake")
        assert by_doi.notice == "https://doi.org/10.5555/n1"

    def test_empty_identifiers_match_nothing(self, source):
        made = source("A")
        load(line(1, "unavailable", "0"), line(2, "0", "0"), line(3, "", ""))
        assert retractions.watch().changed == []
        made.refresh_from_db()
        assert made.status == SourceStatus.FINE

    def test_second_watch_changes_nothing(self, source):
        source("A", doi="10.5555/a")
        load(line(1, "10.5555/a"))
        retractions.watch()
        before = Event.objects.count()
        assert retractions.watch().changed == []
        assert Event.objects.count() == before

    def test_reinstatement_undoes_it(self, source):
        made = source("A", doi="10.5555/a")
        load(line(1, "10.5555/a"))
        retractions.watch()
        load(line(1, "10.5555/a"), line(2, "10.5555/a", nature="Reinstatement", on="3/1/2025 0:00"))
        assert len(retractions.watch().changed) == 1
        made.refresh_from_db()
        assert (made.status, made.status_on, made.status_origin, made.notice) == ("fine", None, "", "")

    def test_notice_that_left_the_table_is_undone(self, source):
        made = source("A", doi="10.5555/a")
        load(line(1, "10.5555/a"))
        retractions.watch()
        load(even_if_shorter=True)
        retractions.watch()
        made.refresh_from_db()
        assert made.status == SourceStatus.FINE

    def test_those_who_want_to_know_are_told_once(self, source, monkeypatch):
        told = []
        monkeypatch.setattr(reports, "_LISTENERS", [lambda *said: told.append(said)])
        made = source("A", doi="10.5555/a")
        load(line(1, "10.5555/a"))
        retractions.watch()
        retractions.watch()
        assert [(one.pk, one.status, before, by) for one, before, by in told] == [(made.pk, "retracted", "fine", None)]

    def test_rehearsal_says_and_does_nothing(self, source):
        made = source("A", doi="10.5555/a")
        load(line(1, "10.5555/a"))
        assert len(retractions.watch(rehearsal=True).changed) == 1
        made.refresh_from_db()
        assert made.status == SourceStatus.FINE

    def test_registry_does_not_take_back_what_the_table_says(self, source):
        made = source("A", doi="10.5555/a")
        load(line(1, "10.5555/a"))
        watching.judge(made)
        nothing = watching.Standing()
        assert watching.settle(made, nothing, origin=StatusOrigin.CROSSREF) is False
        assert watching.settle(made, nothing, origin=StatusOrigin.TABLE) is True

    def test_number_of_queries_does_not_depend_on_the_sources(self, source, django_assert_max_num_queries):
        for number in range(12):
            source(f"A {number}", doi=f"10.5555/{number}")
        load(line(1, "10.5555/other"))
        with django_assert_max_num_queries(4):
            retractions.watch()


@pytest.mark.django_db
class TestWord:
    """What a person says became of a source."""

    def say(self, source, status, by, on=None, **more):
        return watching.declare(source, status, by=by, reason="I read it.", on=on or day(5), **more)

    def test_counts_and_is_recorded(self, source, editor):
        made = self.say(source("A"), "retracted", editor, notice="https://x.example/")
        assert (made.status, made.status_origin, made.status_on) == ("retracted", "desk", day(5))
        assert Event.objects.get(act="source status changed").data["reason"] == "I read it."

    def test_nothing_older_takes_it_back(self, source, editor):
        made = self.say(source("A", doi="10.5555/a"), "fine", editor, on=datetime.date(2025, 6, 1))
        load(line(1, "10.5555/a"))
        retractions.watch()
        made.refresh_from_db()
        assert made.status == "fine"
        load(line(1, "10.5555/a"), line(2, "10.5555/a", on="7/1/2025 0:00"))
        retractions.watch()
        made.refresh_from_db()
        assert made.status == "fine", "the first notice is the one that counts"

    def test_needs_a_reason_and_the_right(self, source, editor, writer, outsider):
        made = source("A")
        with pytest.raises(ValidationError):
            watching.declare(made, "retracted", by=editor, reason=" ", on=day(1))
        with pytest.raises(ValidationError):
            self.say(made, "burnt", editor)
        for person in (writer, outsider):
            with pytest.raises(PermissionDenied):
                self.say(made, "retracted", person)


@pytest.mark.django_db
class TestCommandAndNight:
    def test_command_loads_and_watches(self, source, tmp_path, capsys):
        source("A", doi="10.5555/a")
        path = tmp_path / "table.csv"
        path.write_bytes(table(line(1, "10.5555/a")))
        call_command("watch_sources", "--retractions", str(path), "--dry-run")
        assert "1 sources watched, 0 changed\nNothing was changed" in capsys.readouterr().out
        call_command("watch_sources", "--retractions", str(path))
        out = capsys.readouterr().out
        assert "1 notices: 1 new" in out
        assert "1 sources watched, 1 changed" in out

    def test_command_ends_with_1_where_there_is_no_table(self, tmp_path):
        for name in ("nothing.csv", "none.csv"):
            (tmp_path / "none.csv").write_text("x", encoding="utf-8")
            with pytest.raises(CommandError) as refused:
                call_command("watch_sources", "--retractions", str(tmp_path / name))
            assert refused.value.returncode == 1

    def test_night_comes_once_a_day(self, settings):
        night = datetime.datetime(2026, 5, 4, 3, 30, tzinfo=datetime.UTC)
        assert nightly.begin_due(night.replace(hour=2)) == 0
        assert [nightly.begin_due(night) for _ in range(3)] == [1, 0, 0]
        assert nightly.begin_due(night + datetime.timedelta(days=1)) == 1

    def test_nights_watch_says_what_it_did(self, source, settings):
        source("A", doi="10.5555/a")
        settings.RETRACTIONS_FILE.parent.mkdir(parents=True, exist_ok=True)
        settings.RETRACTIONS_FILE.write_bytes(table(line(1, "10.5555/a")))
        run = WatchRun.objects.create(day=day(1))
        nightly.run_watch.func(run.pk)
        run.refresh_from_db()
        assert run.said == "1 notices read, 1 new, 0 changed, 0 gone. 1 sources watched, 1 changed."
        nightly.run_watch.func(run.pk)

    def test_broken_table_does_not_stop_the_watch(self, source, settings):
        source("A", doi="10.5555/a")
        load(line(1, "10.5555/a"))
        settings.RETRACTIONS_FILE.parent.mkdir(parents=True, exist_ok=True)
        settings.RETRACTIONS_FILE.write_text(HEAD[:40], encoding="utf-8")
        run = WatchRun.objects.create(day=day(1))
        nightly.run_watch.func(run.pk)
        run.refresh_from_db()
        assert "not loaded" in run.said
        assert "1 changed" in run.said

    def test_table_is_fetched_whole_or_not_at_all(self, registry, settings, monkeypatch):
        path = settings.RETRACTIONS_FILE
        url = f"{settings.SOURCES_CROSSREF_URL}/table.csv"
        registry.answer(b"first")
        nightly.fetch(url, path)
        assert path.read_bytes() == b"first"
        registry.answers = []
        registry.answer(b"x" * 2_000)
        monkeypatch.setattr(nightly, "LARGEST", 1_000)
        with pytest.raises(OSError, match="larger"):
            nightly.fetch(url, path)
        assert [one.name for one in path.parent.iterdir()] == [path.name]
        assert path.read_bytes() == b"first"
