import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from history.models import Event
from sources import keeping
from sources.enums import Nature, SourceKind, SourceStatus
from sources.keeping import Changed
from sources.models import RetractionNotice, Source
from sources.records import Record


def test_source_comes_into_the_library_with_its_reference_and_an_event(source, editor):
    made = source(doi="https://doi.org/10.5555/X", pages="117–129", volume="12")
    assert made.doi == "10.5555/x"
    assert made.said.startswith('[["Doe JM.",""],[" Patches and stiffness.",""],[" J Invent Backs.","title"]')
    assert made.link == "https://doi.org/10.5555/x"
    event = Event.objects.get(act="source added")
    assert (event.actor_id, event.data) == (editor.pk, {"source": made.pk, "doi": "10.5555/x"})


@pytest.mark.parametrize("known", [{"doi": "10.5555/x"}, {"pmid": "31415926"}, {"nct": "NCT01234567"}])
def test_what_the_library_has_is_not_brought_twice(source, editor, known):
    first = source(**known)
    again, is_new = keeping.bring(Record("Another title", **known), by=editor)
    assert (again, is_new) == (first, False)
    assert Event.objects.filter(act="source added").count() == 1


def test_page_is_known_by_its_address(source):
    url = "https://health.example/back"
    assert source("One", kind=SourceKind.WEB_PAGE, url=url) == source("Two", kind=SourceKind.WEB_PAGE, url=url)


def test_chapters_of_one_book_are_several_sources(source):
    book = source("Book", kind=SourceKind.BOOK, isbn="9783161484100")
    assert source("Chapter", kind=SourceKind.CHAPTER, isbn="9783161484100") != book
    assert source("Other", kind=SourceKind.BOOK, isbn="978-3-16-148410-0") == book


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (Record("  "), "title"),
        (Record("x", kind=SourceKind.WEB_PAGE), "url"),
        (Record("x", year=24), "year"),
        (Record("x", year=3024), "year"),
        (Record("x", kind="poem"), "kind"),
        (Record("x", url="javascript:alert(1)"), "url"),
        (Record("x" * 1001), "title"),
    ],
)
def test_what_cannot_be_a_source_is_refused_at_its_field(editor, record, field):
    with pytest.raises(ValidationError) as refused:
        keeping.bring(record, by=editor)
    assert list(refused.value.error_dict) == [field]
    assert not Source.objects.exists()


def test_old_source_stands_by_a_reason(editor):
    with pytest.raises(ValidationError, match="Say why"):
        keeping.bring(Record("x", year=1990), by=editor, is_seminal=True)


def test_nobody_else_adds_or_changes(source, outsider, doctor):
    made = source()
    for person in (outsider, doctor):
        with pytest.raises(PermissionDenied):
            keeping.bring(Record("y"), by=person)
        with pytest.raises(PermissionDenied):
            keeping.change(made, Record("y"), by=person, version=1)


def test_change_is_recorded_and_writes_the_reference_anew(source, editor):
    made = keeping.change(source(), Record("Another", doi="10.5555/z"), by=editor, version=1)
    assert (made.title, made.version, made.link) == ("Another", 2, "https://doi.org/10.5555/z")
    assert Event.objects.get(act="source changed").data["changed"] == [
        *("title", "authors", "container_short", "year", "doi"),
    ]


def test_who_looked_at_an_older_state_changes_nothing(source, editor):
    made = source()
    keeping.change(made, Record("Another"), by=editor, version=1)
    with pytest.raises(Changed):
        keeping.change(made, Record("A third"), by=editor, version=1)
    assert Source.objects.get().title == "Another"


def test_identifier_of_another_source_is_refused(source, editor):
    source("One", doi="10.5555/one")
    two = source("Two", doi="10.5555/two")
    with pytest.raises(ValidationError, match="already"):
        keeping.change(two, Record("Two", doi="10.5555/one"), by=editor, version=1)


def test_source_that_was_retracted_is_known_as_such_at_once(source):
    row = {"nature": Nature.RETRACTION, "on": "2025-02-06", "doi": "10.5555/x", "notice_doi": "10.5555/n"}
    RetractionNotice.objects.create(record=1, **row)
    made = source(doi="10.5555/x")
    assert (made.status, made.notice) == (SourceStatus.RETRACTED, "https://doi.org/10.5555/n")


def test_title_must_be_that_of_the_identifiers_work():
    found = Record("Yoga in the evening", year=2020)
    with pytest.raises(ValidationError, match="belongs to another work: “Yoga in the evening”"):
        keeping.with_looked_up(Record("Patches and stiffness", doi="10.5555/x"), found)


def test_registry_fills_gaps_and_overwrites_nothing_else():
    found = Record("Patches and stiffness", year=2020, volume="12")
    typed = Record("patches and stiffness", doi="10.5555/x", year=2021)
    record = keeping.with_looked_up(typed, found)
    assert (record.title, record.year, record.volume, record.doi) == ("Patches and stiffness", 2021, "12", "10.5555/x")


def test_references_are_written_anew_when_the_rules_have_changed(source):
    made = source()
    Source.objects.update(said="[]")
    assert (keeping.restate(), keeping.restate()) == (1, 0)
    made.refresh_from_db()
    assert "Patches" in made.said


@pytest.mark.parametrize("name", ["doi", "pmid", "pmcid", "nct", "isbn"])
def test_wrong_identifier_is_told_how_a_right_one_looks(name):
    with pytest.raises(ValidationError) as refused:
        keeping.checked_identifier(name, "nonsense")
    assert len(refused.value.messages[0]) > 20
    assert keeping.checked_identifier(name, " ") == ""
