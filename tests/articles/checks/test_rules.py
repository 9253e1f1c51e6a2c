"""Each rule by a document that breaks it and one that nearly does, both on their way to readers."""

from datetime import date
from typing import Any

import pytest

from articles import affiliates, checklist, publishing
from articles.checks.finding import at
from articles.checks.reading import Passage
from articles.checks.rules import RULES
from articles.models import AffiliateRule, Pillar
from articles.publishing import NotPublishable
from articles.snapshots import Snapshot
from history.models import Event
from sources import keeping, watching
from sources.models import Source
from sources.records import Person, Record
from tests.articles.checks.pairs import PAIRS, World
from tests.articles.test_reviewing import clinician as clinician
from tests.articles.test_reviewing import sign as sign

pytestmark = pytest.mark.django_db
# A version’s way through the desk, its address and what points at it: test_submitting, test_discarding,
# test_publishing, test_inbound.
ELSEWHERE = {"approval", "changes", "bin", "address", "inbound"}


@pytest.fixture
def world(draft, published, pillar, sign, editor) -> World:
    def source(title: str = "A study", *, age: int = 0, status: str = "", **facts: Any) -> Source:
        record = Record(title, authors=(Person("Doe", "J"),), year=date.today().year - age, doi="10.5555/a", **facts)
        made = keeping.bring(record, by=editor)[0]
        if status:
            watching.declare(made, status, by=editor, reason="Read.", on=date(2026, 1, 2))
        return made

    def withdrawn(title: str) -> Any:
        return publishing.withdraw(published(title), by=editor, reason="Old.")

    def demanding() -> int:
        Pillar.objects.update(review_required=True)
        return pillar.pk

    def pays(domain: str) -> None:
        affiliates.save_rule(AffiliateRule(domain=domain), by=editor)

    return World(
        source, published, withdrawn, lambda: published("The Guide", kind="guide") and None, demanding, sign, pays
    )


def codes(draft: Any, world: World, values: dict[str, Any], editor: Any) -> tuple[set[str], set[str]]:
    """What blocked and what was worth a look when it was published."""
    is_signed = values.pop("signed", False)
    article = draft(**values)
    revision = article.revisions.get()
    if is_signed:
        world.sign(article)
    try:
        publishing.publish(article, revision=revision, by=editor)
    except NotPublishable as refused:
        found = checklist.findings(article, article_snapshot(revision), revision)
        return {one.code for one in refused.blockers}, {one.code for one in found if not one.blocks}
    event = Event.objects.filter(act="published", target_id=article.pk).first()
    return set(), {one["check"] for one in event.data["worth_a_look"]}


def article_snapshot(revision: Any) -> Snapshot:
    return Snapshot.from_dict(revision.snapshot)


@pytest.mark.parametrize("code", PAIRS)
def test_text_that_breaks_the_rule_is_told_and_one_that_nearly_does_is_not(code, draft, world, editor):
    pair = PAIRS[code]
    blocked, hinted = codes(draft, world, pair.breaks(world), editor)
    assert (code in blocked, code in hinted) == (pair.blocks, not pair.blocks)


@pytest.mark.parametrize("code", PAIRS)
def test_text_that_nearly_breaks_the_rule_passes(code, draft, world, editor):
    blocked, hinted = codes(draft, world, PAIRS[code].near(world), editor)
    assert code not in blocked | hinted


def test_every_rule_has_its_pair():
    assert set(PAIRS) | ELSEWHERE == set(RULES)


def test_finding_points_at_its_sentence(draft):
    body = PAIRS["bare-attribution"].breaks(None)["body"]
    article = draft(body=body)
    found = checklist.findings(article, article_snapshot(article.revisions.get()))
    (one,) = [one for one in found if one.code == "bare-attribution"]
    assert one.words == "According to NIH studies, most stiffness is hormonal."
    whole = body["content"][0]["content"][0]["text"]
    assert (whole[one.start : one.end], one.block, one.fix) == (one.words, body["content"][0]["attrs"]["id"], "cite")


def test_number_of_queries_does_not_depend_on_the_text(draft, django_assert_max_num_queries):
    body = PAIRS["bare-attribution"].breaks(None)["body"]
    long = {**body, "content": [{**body["content"][0], "attrs": {"id": f"block{n:03}"}} for n in range(60)]}
    article = draft(body=long)
    snapshot = article_snapshot(article.revisions.get())
    with django_assert_max_num_queries(5):
        found = checklist.findings(article, snapshot)
    assert len([one for one in found if one.code == "bare-attribution"]) == 60


def test_key_of_a_finding_is_that_of_its_words():
    one, other = Passage("The same words.", "paragraph", "a"), Passage("the  same words.", "paragraph", "b", start=9)
    assert at(one, "m", "skin").key == at(other, "another", "skin").key
    assert at(one, "m", "skin").key != at(one, "m", "abbreviation").key
