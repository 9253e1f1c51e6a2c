"""What the checks say of a text as such texts are delivered."""

import pytest

from articles.checklist import CHECKS
from articles.checks.reading import Reading
from articles.delivery import read_article
from articles.models import Article
from articles.snapshots import Snapshot

pytestmark = [pytest.mark.shared, pytest.mark.django_db]


@pytest.fixture
def found(shared_dir):
    def of(kind):
        text = read_article(shared_dir / "seed/hrt-menopausal-back-stiffness.txt")
        snapshot = Snapshot(title=text.title, slug="s", standfirst=text.standfirst, kind=kind, body=text.body)
        reading = Reading(Article(title=text.title), snapshot)
        return [one for module in CHECKS for one in module.check(reading)]

    return of


def words(found, code):
    return [one.words for one in found if one.code == code]


def test_attribution_without_a_source_is_found(found):
    assert [
        said for said in words(found("condition"), "bare-attribution") if said.startswith("According to NIH studies")
    ]
    assert [one.code for one in found("treatment") if one.blocks and one.code == "bare-attribution"]


def test_title_that_says_more_than_the_text_is_found(found):
    (one,) = [one for one in found("condition") if one.code == "stronger-than-source"]
    assert (one.field, "“Eases … Improves”" in one.message, "linked to improved" in one.message) == (
        "title",
        True,
        True,
    )


def test_red_flags_in_a_plain_list_are_found_and_offered_as_a_card(found):
    (one,) = [one for one in found("condition") if one.code == "red-flag"]
    assert ("Signs It’s More Than Hormonal" in one.message, one.fix) == (True, "care_card")


def test_sides_that_a_treatment_lacks_are_found_whatever_it_is_filed_as(found):
    lacking = {"balance-risks", "balance-unknown"}
    told = {one.code: one.blocks for one in found("treatment") if one.code.startswith("balance")}
    assert told == dict.fromkeys(lacking, True)
    told = {one.code: one.blocks for one in found("condition") if one.code.startswith("balance")}
    assert told == dict.fromkeys(lacking, False)


def test_doses_and_times_without_a_source_are_found(found):
    told = " ".join(words(found("condition"), "unsourced-figure"))
    for said in ("Foam roller for 10 minutes", "caffeine after 2 PM", "five-minute breathing", "third week", "in half"):
        assert said in told


def test_abbreviation_of_the_title_and_long_sentences_are_found(found):
    told = found("condition")
    assert [one.message for one in told if one.code == "abbreviation" and one.field == "title"] == [
        "“HRT” in the title is not explained: write it out there."
    ]
    assert len(words(told, "long-sentence")) == 14
    assert [one for one in told if one.code == "no-card"]
