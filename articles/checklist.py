"""The one list of what stands between a version and its readers: what blocks, what is worth a look, and where it is."""

from collections.abc import Iterable
from typing import Any

from articles import permissions
from articles.checks import (
    abbreviations,
    attribution,
    balance,
    cards,
    experience,
    figures,
    headings,
    lengths,
    link_words,
    links,
    pictures,
    place,
    red_flags,
    review,
    risks,
    skin,
    sources,
    strength,
    titles,
    unfinished,
)
from articles.checks.finding import Finding
from articles.checks.reading import Reading
from articles.models import Article, Revision
from articles.snapshots import Snapshot

# What the page needs; evidence, balance and urgency; wording; the version itself.
CHECKS = (
    *(place, unfinished, pictures, headings, links, sources),
    *(attribution, figures, strength, titles, balance, experience, risks, cards, red_flags),
    *(link_words, abbreviations, skin, lengths),
    review,
)


def findings(article: Article, snapshot: Snapshot, revision: Revision | None = None) -> list[Finding]:
    """Everything that blocks or warns, check by check; what concerns `revision` as a version comes last.

    The number of queries does not depend on the text.
    """
    reading = Reading(article, snapshot, revision)
    return [finding for module in CHECKS for finding in module.check(reading)]


def blocking(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.blocks]


def may_override(found: Iterable[Finding], by: Any) -> bool:
    """Whether something blocks, all that blocks may be overridden, and `by` may do so."""
    blocks = blocking(found)
    return bool(blocks) and all(finding.overridable for finding in blocks) and permissions.can_override(by)
