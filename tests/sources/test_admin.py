"""The desk's pages of sources, and what the editor asks."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from sources.models import Source
from tests.sources import samples
from tests.sources.test_files import RIS

pytestmark = pytest.mark.django_db
LIST = "/admin/sources/source/"


def asked(answer):
    return json.loads(answer.content)


def form(**said):
    return {"kind": "article", "title": "Patches and stiffness", "people": "Doe, Jane M.\nThe Study Group", **said}


def test_source_is_typed_in_at_the_desk(at, writer):
    answer = at(writer).post(f"{LIST}add/", form(doi="https://doi.org/10.5555/X", terms="Back Pain\n\nMenopause"))
    made = Source.objects.get()
    assert answer["Location"] == f"{LIST}{made.pk}/change/"
    assert made.authors == [{"family": "Doe", "given": "Jane M."}, {"family": "The Study Group", "given": ""}]
    assert (made.doi, made.mesh, made.added_by) == ("10.5555/x", ["Back Pain", "Menopause"], writer)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"doi": "nonsense"}, "A DOI begins with 10."),
        ({"isbn": "978-3-16-148410-1"}, "This is no ISBN"),
        ({"title": ""}, "This field is required"),
        ({"year": "abc"}, "Enter a whole number"),
        ({"is_seminal": "on"}, "Say why this old source"),
        ({"kind": "web_page"}, "Say where the page is"),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(at, writer, said, why):
    page = at(writer).post(f"{LIST}add/", form(container="Journal of Invented Backs", **said)).content.decode()
    assert why in page
    assert "Journal of Invented Backs" in page
    assert not Source.objects.exists()


def test_title_of_another_work_is_refused(at, writer, registry):
    registry.answer(samples.answer())
    page = at(writer).post(f"{LIST}add/", form(title="Yoga at night", doi="10.5555/back.2024.17")).content.decode()
    assert "belongs to another work: “Oestrogen patches" in page
    assert "Yoga at night" in page


def test_gaps_are_filled_by_a_registry(at, writer, registry):
    registry.answer(samples.answer())
    at(writer).post(f"{LIST}add/", form(title="Oestrogen patches and morning stiffness", doi="10.5555/back.2024.17"))
    made = Source.objects.get()
    assert (made.volume, made.pages, made.container_short) == ("12", "117-129", "J Invent Backs")


def test_change_of_an_older_state_is_refused_and_kept_on_the_page(at, writer, source):
    made = source()
    at(writer).post(f"{LIST}{made.pk}/change/", form(title="First", version="1"))
    page = at(writer).post(f"{LIST}{made.pk}/change/", form(title="Second", version="1")).content.decode()
    assert "Somebody has changed" in page
    assert "Second" in page
    assert Source.objects.get().title == "First"


def test_nothing_is_deleted(at, administrator, source):
    assert at(administrator).post(f"{LIST}{source().pk}/delete/", {"post": "yes"}).status_code in (403, 404)
    assert Source.objects.count() == 1


def test_list_is_searched_and_narrowed_in_few_queries(at, editor, source, django_assert_max_num_queries):
    for number in range(30):
        source(f"Study {number}", doi=f"10.5555/s{number}", year=2001 + number % 20)
    browser = at(editor)
    with django_assert_max_num_queries(10):
        page = browser.get(f"{LIST}?q=doe+study+29").content.decode()
    assert "Study 29" in page
    assert "Study 28" not in page
    assert "Study 3<" not in browser.get(f"{LIST}?q=10.5555/s29").content.decode()
    for query in ("status=retracted", "used=yes", "kind=book", "tier=trial"):
        assert "Study 29" not in browser.get(f"{LIST}?{query}").content.decode()
    assert "Study 29" in browser.get(f"{LIST}?age=10&used=no&kind=article&status=fine").content.decode()


@pytest.mark.parametrize("query", ["q=%00", "status=burnt", "age=x", "q=" + "9" * 400, "used=maybe", "q=2024"])
def test_odd_questions_break_no_list(at, editor, source, query):
    source()
    assert at(editor).get(f"{LIST}?{query}").status_code in (200, 302, 400)


def test_editor_finds_what_the_library_has(at, writer, source):
    made = source(doi="10.5555/x")
    for words in ("patches doe", "10.5555/X", "https://doi.org/10.5555/x", "2024 back"):
        (found,) = asked(at(writer).get(f"{LIST}find/", {"q": words}))["found"]
        assert found == {
            "id": made.pk,
            "title": "Patches and stiffness",
            "about": "Doe JM · J Invent Backs · 2024",
            "alarm": "",
        }


def test_editor_is_told_that_a_registry_can_be_asked(at, writer, doctor, registry):
    said = asked(at(writer).get(f"{LIST}find/", {"q": "doi:10.5555/y"}))
    assert said == {"found": [], "identifier": {"kind": "doi", "value": "10.5555/y"}, "can_ask": True}
    assert asked(at(writer).get(f"{LIST}find/", {"q": "978-3-16-148410-0"}))["can_ask"] is False


def test_editor_looks_up_and_gets_the_source(at, writer, registry):
    registry.answer(samples.answer(**{"updated-by": samples.RETRACTED}))
    answer = at(writer).post(f"{LIST}ask/", {"identifier": "https://doi.org/10.5555/back.2024.17"})
    assert answer.status_code == 201
    assert asked(answer)["source"]["alarm"] == "retracted"
    assert at(writer).post(f"{LIST}ask/", {"identifier": "10.5555/back.2024.17"}).status_code == 200
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "identifier", "why"),
    [
        (404, "10.5555/y", "knows no work"),
        (500, "10.5555/y", "You can type the source in"),
        (200, "nonsense", "no DOI"),
        (200, "", "no DOI"),
    ],
)
def test_editor_is_told_why_there_is_no_source(at, writer, registry, status, identifier, why):
    registry.answer(status=status)
    answer = at(writer).post(f"{LIST}ask/", {"identifier": identifier})
    assert answer.status_code == 200
    assert why in asked(answer)["problems"][0]


def test_editor_types_a_source_in(at, writer):
    answer = at(writer).post(f"{LIST}enter/", form(year="2024"))
    assert (answer.status_code, asked(answer)["source"]["title"]) == (201, "Patches and stiffness")
    answer = at(writer).post(f"{LIST}enter/", form(title="", doi="x"))
    assert asked(answer)["problems"] == ["Title: This field is required.", f"DOI: {_SHAPE}"]


_SHAPE = "A DOI begins with 10. and has a slash: 10.1056/NEJMoa1706198."


def test_file_is_taken_in_and_every_refusal_named(at, writer):
    file = SimpleUploadedFile("list.ris", RIS.encode())
    page = at(writer).post(f"{LIST}import/", {"file": file}).content.decode()
    assert "2 new, 0 known already, 1 refused" in page
    assert "<strong>record 3</strong>" in page
    file = SimpleUploadedFile("list.ris", RIS.encode())
    assert "0 new, 2 known already, 1 refused" in at(writer).post(f"{LIST}import/", {"file": file}).content.decode()


def test_rehearsal_of_an_import_keeps_nothing(at, writer):
    file = SimpleUploadedFile("list.ris", RIS.encode())
    page = at(writer).post(f"{LIST}import/", {"file": file, "rehearsal": "yes"}).content.decode()
    assert "nothing was changed" in page
    assert not Source.objects.exists()


@pytest.mark.parametrize("file", [None, b"", b"hello", b"\x00\xff"])
def test_file_that_is_none_is_said_to_be_none(at, writer, file):
    said = {} if file is None else {"file": SimpleUploadedFile("x.txt", file)}
    page = at(writer).post(f"{LIST}import/", said).content.decode()
    assert 'class="errornote"' in page


def test_status_is_asked_for_with_what_rests_on_it(at, editor, source):
    made = source()
    said = {"status": "retracted", "on": "2026-01-02", "notice": "https://x.example/", "reason": "Read the notice."}
    assert at(editor).post(f"{LIST}{made.pk}/status/", said).status_code == 302
    made.refresh_from_db()
    assert (made.status, made.status_reason) == ("retracted", "Read the notice.")
    page = at(editor).post(f"{LIST}{made.pk}/status/", {**said, "reason": ""}).content.decode()
    assert "This field is required" in page


def test_command_imports_files_and_names_what_it_refused(writer, tmp_path, capsys):
    path = tmp_path / "list.ris"
    path.write_text(RIS, encoding="utf-8")
    for more, count in ((["--dry-run"], 0), ([], 2)):
        with pytest.raises(CommandError) as ended:
            call_command("import_sources", str(path), "--by", writer.email, *more)
        assert (ended.value.returncode, Source.objects.count()) == (1, count)
    captured = capsys.readouterr()
    assert "2 new, 0 known already, 1 refused" in captured.out
    assert "refused, record 3" in captured.err


def test_command_ends_with_2_where_nothing_can_be_read(writer, outsider, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text("hello", encoding="utf-8")
    for file, by in ((path, writer.email), (tmp_path / "none", writer.email), (path, "nobody@example.org")):
        with pytest.raises(CommandError) as ended:
            call_command("import_sources", str(file), "--by", by)
        assert ended.value.returncode == 2
