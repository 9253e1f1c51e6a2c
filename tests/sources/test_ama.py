import datetime

import pytest

from sources import ama
from sources.enums import SourceKind
from sources.models import Source
from sources.records import Person, Record

PEOPLE = tuple(Person(f"Doe{letter}", f"{letter}. M.") for letter in "ABCDEFG")
PAPER = Record(
    "Patches and stiffness",
    authors=PEOPLE[:2],
    container="Journal of Invented Backs",
    container_short="J Invent Backs",
    year=2024,
    volume="12",
    issue="3",
    pages="117-129",
    doi="10.5555/x",
)


def said(**more):
    values = {name: getattr(PAPER, name) for name in Record.__dataclass_fields__} | more
    return ama.plain(Record(**values))


def test_journal_article():
    assert said() == "DoeA AM, DoeB BM. Patches and stiffness. J Invent Backs. 2024;12(3):117-129. doi:10.5555/x"


def test_title_of_the_journal_is_in_italics_and_the_doi_leads_on():
    pieces, url = ama.reference(PAPER)
    assert [words.strip() for words, role in pieces if role == "title"] == ["J Invent Backs."]
    assert pieces[-1] == (" doi:10.5555/x", "link")
    assert url == "https://doi.org/10.5555/x"


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (PEOPLE[:6], "DoeA AM, DoeB BM, DoeC CM, DoeD DM, DoeE EM, DoeF FM."),
        (PEOPLE[:7], "DoeA AM, DoeB BM, DoeC CM, et al."),
        ((Person("World Health Organization"),), "World Health Organization."),
        ((Person("Müller-Roe", "Jean-Pierre"),), "Müller-Roe JP."),
        ((Person("Doe", "JM"),), "Doe JM."),
        ((Person("Doe Jr", "Ann"),), "Doe Jr A."),
        ((), ""),
    ],
)
def test_authors(people, expected):
    assert ama.authors(people) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"title": "Is it so?"}, "Is it so? J Invent Backs."),
        ({"volume": "", "issue": "", "pages": ""}, "stiffness. J Invent Backs. 2024. doi"),
        ({"issue": "", "pages": "e1234"}, "2024;12:e1234. doi"),
        ({"container_short": ""}, "Journal of Invented Backs. 2024"),
        ({"doi": "", "pmid": "31415926"}, "117-129. PMID:31415926"),
        ({"kind": SourceKind.PREPRINT, "container_short": "medRxiv"}, "medRxiv. Preprint posted online 2024. doi"),
        (
            {"kind": SourceKind.BOOK, "publisher": "Press", "edition": "2", "doi": "", "pages": ""},
            "Patches and stiffness. 2nd ed. Press; 2024.",
        ),
        ({"kind": SourceKind.CHAPTER, "publisher": "Press", "container": "A Book"}, "In: A Book. Press; 2024:117-129."),
    ],
)
def test_parts_of_a_reference(more, expected):
    assert expected in said(**more)


def test_page_that_may_change_says_when_it_was_looked_at():
    page = Source(
        kind=SourceKind.WEB_PAGE,
        title="Back pain",
        container="Invented Health Service",
        year=2025,
        url="https://health.example/back",
        accessed_on=datetime.date(2026, 3, 4),
    )
    assert ama.plain(page) == (
        "Back pain. Invented Health Service. Published 2025. Accessed March 4, 2026. https://health.example/back"
    )
