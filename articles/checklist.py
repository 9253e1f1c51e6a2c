"""The one list of what stands between a version and its readers: what blocks, what is worth a look, and where it is."""

from collections.abc import Iterable
from typing import Any

from articles import dismissing, permissions
from articles.checks import (
    abbreviations,
    attribution,
    balance,
    cards,
    disclosures,
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
from articles.models import Article, Dismissal, Revision
from articles.snapshots import Snapshot

# What the page needs; evidence, balance and urgency; wording; the version itself.
CHECKS = (
    *(place, unfinished, pictures, headings, links, sources),
    *(attribution, figures, strength, titles, balance, experience, risks, cards, red_flags),
    *(link_words, abbreviations, skin, lengths),
    *(disclosures, review),
)


def findings(article: Article, snapshot: Snapshot, revision: Revision | None = None) -> list[Finding]:
    """Everything that blocks or warns and was not set aside, check by check; what concerns `revision` as a version
    comes last.

    The number of queries does not depend on the text.
    """
    return parted(article, snapshot, revision)[0]


def parted(
    article: Article, snapshot: Snapshot, revision: Revision | None = None
) -> tuple[list[Finding], list[tuple[Finding, Dismissal]]]:
    """What findings() says, and what was set aside of it, each with its dismissal."""
    reading = Reading(article, snapshot, revision)
    found = [finding for module in CHECKS for finding in module.check(reading)]
    aside = {dismissal.key: dismissal for dismissal in dismissing.standing(article)}
    speaking = [one for one in found if not (one.dismissible and one.key in aside)]
    return speaking, [(one, aside[one.key]) for one in found if one.dismissible and one.key in aside]


def blocking(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.blocks]


def may_override(found: Iterable[Finding], by: Any) -> bool:
    """Whether something blocks, all that blocks may be overridden, and `by` may do so."""
    blocks = blocking(found)
    return bool(blocks) and all(finding.overridable for finding in blocks) and permissions.can_override(by)
