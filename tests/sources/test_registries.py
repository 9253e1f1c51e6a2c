"""Reading what Crossref and PubMed answer."""

import datetime
import json

import pytest

from sources import crossref, pubmed, records
from sources.enums import Nature, Tier
from sources.records import Notice, Person, likeness
from tests.sources import samples


def work(**more):
    return crossref.record({**samples.WORK, **more})


def test_record_of_a_work():
    found = work()
    assert found.title == "Oestrogen patches and morning stiffness: a randomised trial"
    assert (found.doi, found.year, found.pages, found.tier) == ("10.5555/back.2024.17", 2024, "117-129", Tier.TRIAL)
    assert found.authors == (
        Person("Doe", "Jane M."),
        Person("Roe", "Jean-Pierre"),
        Person("The Stiffness Study Group"),
    )


def test_a_correction_before_it_hides_no_retraction():
    found = work(**{"updated-by": samples.RETRACTED})
    assert [one.nature for one in found.notices] == [Nature.CORRECTION, Nature.RETRACTION, Nature.RETRACTION]
    assert found.notices[1] == Notice(Nature.RETRACTION, datetime.date(2025, 2, 6), "10.5555/r")


def test_what_a_notice_does_to_others_is_no_matter_of_its_own():
    update = [{"DOI": "10.5555/x", "type": "retraction", "updated": {"date-parts": [[2025, 1, 1]]}}]
    assert work(**{"update-to": update}).notices == ()


def test_flag_in_the_title_counts_and_is_no_part_of_it():
    found = work(title=["RETRACTED: Patches"], subtitle=[], deposited={"date-parts": [[2025, 4, 2]]})
    assert found.title == "Patches"
    assert found.notices == (Notice(Nature.RETRACTION, datetime.date(2025, 4, 2)),)


@pytest.mark.parametrize(
    "broken",
    [
        {"author": None},
        {"author": ["Doe", 3, {}]},
        {"published-print": {"date-parts": [[None]]}},
        {"updated-by": [{"type": "retraction"}]},
        {"page": 7},
        {"container-title": "A Journal"},
        {"institution": {"name": "medRxiv"}},
    ],
)
def test_gaps_and_oddities_of_a_work_break_nothing(broken):
    assert work(**broken).title


@pytest.mark.parametrize("broken", [{}, {"title": []}, {"title": [""]}, [], None, "x", 3])
def test_what_has_no_title_is_no_work(broken):
    with pytest.raises(ValueError, match="no title"):
        crossref.record(broken)


@pytest.mark.parametrize(
    "data", [{"message": {"items": [1, 2]}}, [{"message": 1}, {"message": 2}], {"items": [1, 2]}, [1, 2]]
)
def test_works_of_any_kind_of_file(data):
    assert crossref.works(data) == [1, 2]


def only(data: bytes):
    (found,) = pubmed.records(data)
    return found


def test_record_of_an_article():
    found = only(samples.pubmed())
    assert (found.title, found.year, found.pages) == ("Patches and stiffness", 2024, "117-129")
    assert (found.pmid, found.doi, found.pmcid) == ("31415926", "10.5555/back.2024.17", "PMC1234567")
    assert found.authors == (Person("Doe", "Jane M"), Person("The Stiffness Study Group"))
    assert (found.container_short, found.mesh, found.language) == ("J Invent Backs", ("Back Pain",), "en")


@pytest.mark.parametrize(
    ("types", "tier"),
    [
        ("Journal Article|Randomized Controlled Trial", Tier.TRIAL),
        ("Systematic Review|Meta-Analysis", Tier.SYSTEMATIC_REVIEW),
        ("Practice Guideline", Tier.GUIDELINE),
        ("Journal Article", ""),
    ],
)
def test_kind_of_evidence_follows_from_the_publication_type(types, tier):
    assert only(samples.pubmed(types=types)).tier == tier


@pytest.mark.parametrize(
    ("kind", "source", "notice"),
    [
        (
            "RetractionIn",
            "Lancet. 2010 Feb 6;375:445. doi: 10.5555/r.",
            Notice(Nature.RETRACTION, datetime.date(2010, 2, 6), "10.5555/r"),
        ),
        ("ExpressionOfConcernIn", "J Back. 2011;3:4", Notice(Nature.CONCERN, datetime.date(2011, 1, 1))),
        ("ErratumIn", "no day", Notice(Nature.CORRECTION, datetime.date(2025, 3, 9))),
    ],
)
def test_notices_of_an_article(kind, source, notice):
    assert only(samples.pubmed(samples.COMMENT.format(kind, source))).notices == (notice,)


def test_publication_type_alone_says_that_it_was_retracted():
    found = only(samples.pubmed(types="Journal Article|Retracted Publication"))
    assert found.notices == (Notice(Nature.RETRACTION, datetime.date(2025, 3, 9)),)


@pytest.mark.parametrize("kind", ["CommentIn", "UpdateIn", "RetractionOf"])
def test_other_remarks_are_no_notices(kind):
    assert only(samples.pubmed(samples.COMMENT.format(kind, "J Back. 2020"))).notices == ()


def test_bombs_are_not_lit():
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><PubmedArticleSet>&b;</PubmedArticleSet>'
    with pytest.raises(ValueError, match=r"no XML"):
        pubmed.records(bomb)


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"<PubmedArticleSet/>", b"not xml"])
def test_what_is_no_pubmed_xml_is_said_to_be_none(data):
    with pytest.raises(ValueError, match=r"no XML|expected a PubmedArticleSet"):
        pubmed.records(data)


@pytest.mark.shared
def test_articles_of_the_corpus_are_read(shared_dir):
    found = []
    for path in sorted((shared_dir / "corpora" / "citations" / "pubmed-biopython").glob("pubmed*.xml")):
        found += pubmed.records(path.read_bytes())
    assert len(found) >= 6
    assert [one for one in found if isinstance(one, str)] == []
    assert all(one.title and one.pmid and one.year for one in found)


@pytest.mark.shared
def test_retracted_work_of_the_corpus_is_seen_through_its_correction(shared_dir):
    path = shared_dir / "corpora" / "citations" / "retractions" / "retracted_works.json"
    said = json.loads(path.read_text(encoding="utf-8"))["retracted"][0]
    work = {"title": [said["title_crossref"]], "DOI": said["doi"], "updated-by": said["crossref_updated_by"]}
    found = crossref.record(work)
    assert found.doi == "10.1016/s0140-6736(97)11096-0"
    assert not found.title.startswith("RETRACTED")
    assert Nature.RETRACTION in [one.nature for one in found.notices]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Patches and morning stiffness", "Patches and Morning Stiffness.", True),
        ("Patches & morning stiffness", "RETRACTED: Patches and morning stiffness", True),
        ("Œstrogen patches in the stiff spine", "Œstrogen patches in the stiff spine: a randomised trial", True),
        ("Patches and morning stiffness", "Yoga and evening stiffness", False),
        ("Stiffness", "Stiffness of the arteries", False),
        ("", "Patches", False),
    ],
)
def test_titles_that_belong_to_one_work(one, other, same):
    assert (likeness(one, other) >= records.SAME_TITLE) is same
