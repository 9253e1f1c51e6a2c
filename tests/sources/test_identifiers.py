import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authors.bios import checked_orcid
from history.drafting import Refused
from sources import identifiers
from sources.identifiers import Identifier, identify


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("10.5555/Back(97)11096-0", "10.5555/back(97)11096-0"),
        ("(doi:10.5555/12345).", "10.5555/12345"),
        ("[10.5555/12345]", "10.5555/12345"),
        ("https://doi.org/10.5555/a%28b%29", "10.5555/a(b)"),
        ("https://doi.org/10.5555/abc?utm_source=x#top", "10.5555/abc"),
        ("doi.org/10.5555/abc", "10.5555/abc"),
        ("10.5555/", ""),
        ("10.55/abc", ""),
        ("10.5555/a b", ""),
        ("", ""),
    ],
)
def test_doi(pasted, expected):
    assert identifiers.doi(pasted) == expected


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("31415926", Identifier("pmid", "31415926")),
        ("PMID: 31415926", Identifier("pmid", "31415926")),
        ("https://pubmed.ncbi.nlm.nih.gov/31415926/?term=x", Identifier("pmid", "31415926")),
        ("PMC1234567", Identifier("pmcid", "PMC1234567")),
        ("https://clinicaltrials.gov/study/NCT01234567", Identifier("nct", "NCT01234567")),
        ("nct01234567", Identifier("nct", "NCT01234567")),
        ("0-306-40615-2", Identifier("isbn", "9780306406157")),
        ("0-306-40615-3", None),
        ("012345", None),
        ("123456789", None),
        ("PMC", None),
        ("NCT1", None),
        ("٣١٤", None),
        ("https://example.org/10.5555", None),
    ],
)
def test_what_was_pasted_is_told_by_its_shape(pasted, expected):
    assert identify(pasted) == expected


@given(st.text(max_size=80))
def test_nothing_that_is_pasted_breaks_it_and_what_is_read_reads_the_same_again(pasted):
    found = identify(pasted)
    if found:
        assert identify(found.value) == found


def test_address_of_an_awkward_doi_is_quoted():
    address = identifiers.address("doi", "10.5555/(sici)1<661::aid>3.0.co;2-2")
    assert address == "https://doi.org/10.5555/(sici)1%3C661::aid%3E3.0.co;2-2"


def orcid(typed: str) -> str:
    """Those of people are read where people are kept."""
    try:
        return checked_orcid(typed)
    except Refused:
        return ""


READERS = {name: getattr(identifiers, name) for name in ("doi", "pmid", "pmcid", "isbn", "issn")} | {"orcid": orcid}


@pytest.mark.shared
def test_identifiers_of_the_corpus(shared_dir):
    with (shared_dir / "corpora" / "citations" / "identifiers.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 20
    for row in rows:
        expected = "" if row["expected_normalised"] == "INVALID" else row["expected_normalised"]
        assert READERS[row["kind"]](row["input"]) == expected, row
