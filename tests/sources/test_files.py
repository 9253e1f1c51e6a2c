import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import files
from sources.enums import SourceKind
from sources.records import Person
from tests.sources import samples

RIS = """TY  - JOUR
AU  - Doe, Jane M.
AU  - Roe, Bo
TI  - Patches and stiffness
JO  - J Invent Backs
PY  - 2024/05//
VL  - 12
IS  - 3
SP  - 117
EP  - 129
DO  - 10.5555/back.17
UR  - https://health.example/17
ER  -

TY  - BOOK
AU  - World Health Organization
T1  - Backs of the world
PB  - Invented Press
PY  - 2019
SN  - 978-3-16-148410-0
ER  -
this line belongs to nothing
ER  -
"""
BIBTEX = r"""@string{jib = "Journal of Invented Backs"}
@comment{nothing}
@article{doe2024, author={Doe, Jane M. and M{\"u}ller, J{\"o}rg and {World Health Organization} and others},
  title={The {HRT} study \& others}, journal=jib, year=2024, volume=12, number={3}, pages={117--129},
  doi={https://doi.org/10.5555/back.17}}
@online{page, title={Back pain}, url={https://health.example/back}, year={2025}, organization={IHS}}
@article{broken, title={Unclosed
"""


def records(data, name=""):
    return files.read(data if isinstance(data, bytes) else data.encode(), name)


def test_ris():
    paper, book, rest = records(RIS)
    assert paper.record.authors == (Person("Doe", "Jane M."), Person("Roe", "Bo"))
    assert (paper.record.doi, paper.record.pages, paper.record.year) == ("10.5555/back.17", "117-129", 2024)
    assert (book.record.kind, book.record.isbn, book.record.publisher) == (
        SourceKind.BOOK,
        "9783161484100",
        "Invented Press",
    )
    assert (rest.record, rest.where) == (None, "record 3")
    assert "TY" in rest.problem


def test_bibtex():
    paper, page, broken = records(BIBTEX)
    assert paper.where == "doe2024"
    assert paper.record.title == "The HRT study & others"
    assert paper.record.authors == (
        Person("Doe", "Jane M."),
        Person("Müller", "Jörg"),
        Person("World Health Organization"),
    )
    assert (paper.record.container, paper.record.pages) == ("Journal of Invented Backs", "117-129")
    assert (page.record.kind, page.record.url) == (SourceKind.WEB_PAGE, "https://health.example/back")
    assert (broken.record, broken.where) == (None, "broken")


def test_crossref_json():
    first, second = records(json.dumps({"message": {"items": [samples.WORK, {"DOI": "10.5555/y"}]}}))
    assert first.record.doi == "10.5555/back.2024.17"
    assert (second.record, second.problem) == (None, "it has no title")


def test_pubmed_xml():
    (found,) = records(samples.pubmed())
    assert (found.where, found.record.pmid) == ("PMID 31415926", "31415926")


def test_table():
    text = (
        "title;authors;journal;year;doi;type\n"
        "Patches;Doe, Jane; Roe, Bo\n"
        '"A ""quoted"" title";"Doe, Jane; Roe, Bo";J Back;2024;10.5555/z;guideline\n'
        "Old;;;last year;;\n;;;2020;;\nOdd;;;;;nonsense\n"
    )
    short, whole, old, nameless, odd = records(text, "list.csv")
    assert short.record.title == "Patches"
    assert whole.record.title == 'A "quoted" title'
    assert whole.record.authors == (Person("Doe", "Jane"), Person("Roe", "Bo"))
    assert (whole.record.container, whole.record.kind) == ("J Back", SourceKind.GUIDELINE)
    assert old.problem == "“last year” is no year"
    assert nameless.problem == "it has no title"
    assert odd.problem.startswith("the kind “nonsense” is not one of article")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"hello", "no RIS"),
        (b"{broken", "no JSON"),
        (b"<html/>", "cannot be read"),
        (b"a,b\n1,2\n", "must be “title”"),
        (b"title,colour\n1,2\n", "Unknown columns: colour"),
    ],
)
def test_file_that_is_none_says_why(data, why):
    with pytest.raises(files.Unreadable, match=why):
        records(data)


def test_old_encodings_are_read():
    assert records("title,year\nM\xfcller,2020\n".encode("cp1252"), "x.csv")[0].record.title == "Müller"


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30), max_size=4))
def test_table_gives_back_what_was_written(titles):
    out = io.StringIO()
    csv.writer(out).writerows([["title", "year"], *([title, "2020"] for title in titles)])
    found = [entry.record for entry in records(out.getvalue(), "x.csv") if entry.record]
    assert all(record.year == 2020 for record in found)


@given(st.binary(max_size=300))
def test_nothing_that_is_uploaded_breaks_it(data):
    for start in (b"", b"TY  - ", b"@article{x, ", b"[", b"<PubmedArticleSet>", b"title,year\n"):
        try:
            found = files.read(start + data)
        except files.Unreadable:
            continue
        assert all((entry.record is None) != (entry.problem == "") for entry in found)
