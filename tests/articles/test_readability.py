"""The measures of an article, and the sentences that writers see as its hardest."""

from articles import readability
from articles.checks.reading import Reading
from articles.snapshots import Snapshot
from history import revisions

HARD = "Considerable uncertainty regarding its pharmacological effectiveness persists."
EASY = "We go for a walk in the sun."


def hardest(article):
    revision = revisions.latest(article)
    _, hard = readability.measured(Reading(article, Snapshot.from_dict(revision.snapshot), revision))
    return [one.sentence.text for one in hard]


def test_sentences_that_are_easier_than_the_text_are_not_among_its_hardest(draft):
    article = draft(text=f"{EASY} {HARD} You eat it.\n")
    assert hardest(article) == [HARD]


def test_the_only_sentence_is_the_hardest(draft):
    article = draft(text=f"{EASY}\n")
    assert hardest(article) == [EASY]
