"""Sections: which anchor belongs to which heading, for ever."""

import re
from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import slugify

from articles.models import Article, Section
from content.outline import headings

# Ids that the page itself uses; an anchor of that name would lead elsewhere.
_RESERVED = re.compile(
    r"(main|top|search|contents|references|further|site-search|in-this-guide|written|newest|page-corrections"
    r"|page-statements"
    r"|(reference|citation|about|hub|pillar)-\d.*|(care|key-points)-[a-z0-9]{8})$"
)


def allot(article: Article, document: dict) -> list[Section]:
    """Give each heading of `document` its anchor, retire those of headings that are gone, revive returning ones.

    Writes Section rows and `article.anchors` (not saved): {"living": {block: anchor}, "retired": {block: [anchor]},
    "order": [block]}. A retired anchor stands at the section that came before it, so that old links still land near.
    Returns all sections, retired ones too.
    """
    known = list(article.sections.all())
    new = _new(article, known, document)
    Section.objects.bulk_create(new)
    for section in _retired_and_revived(article, [*known, *new], document):
        section.save(update_fields=["stand_in", "retired_at"])
    article.anchors = _anchors([*known, *new]) | {"order": [heading.block_id for heading in headings(document)]}
    return [*known, *new]


def foresee(article: Article, document: dict) -> dict[str, dict]:
    """The living and retired anchors that `allot()` would give if `document` were published now. Writes nothing."""
    known = list(article.sections.all()) if article.pk else []
    both = [*known, *_new(article, known, document)]
    list(_retired_and_revived(article, both, document))
    return _anchors(both)


def _new(article: Article, known: list[Section], document: dict) -> list[Section]:
    """A section for each heading that has none yet."""
    blocks, taken = {section.block_id for section in known}, {section.anchor for section in known}
    new = []
    for heading in headings(document):
        if heading.block_id not in blocks:
            new.append(Section(article=article, block_id=heading.block_id, anchor=_free_anchor(heading.text, taken)))
            taken.add(new[-1].anchor)
    return new


def _retired_and_revived(article: Article, sections: list[Section], document: dict) -> Iterator[Section]:
    """Those of `sections` that change when `document` goes live, already changed and not saved."""
    # Not the keys of "living": PostgreSQL's jsonb does not keep their order.
    before = article.anchors.get("order", [])
    present = {heading.block_id for heading in headings(document)}
    for section in sections:
        alive = section.block_id in present
        stand_in = "" if alive else _stand_in(section, before, present)
        retired_at = None if alive else section.retired_at or timezone.now()
        if (stand_in, retired_at) != (section.stand_in, section.retired_at):
            section.stand_in, section.retired_at = stand_in, retired_at
            yield section


def _stand_in(section: Section, before: list[str], present: set[str]) -> str:
    """The nearest section that lives: upwards from where the gone one was, else its last stand-in, else the first."""
    if section.block_id in before:
        place = before.index(section.block_id)
        nearest = [*reversed(before[:place]), *before[place + 1 :]]
        return next((block for block in nearest if block in present), "")
    if section.stand_in in present:
        return section.stand_in
    if section.stand_in in before:
        place = before.index(section.stand_in)
        nearest = [*reversed(before[:place]), *before[place + 1 :]]
        return next((block for block in nearest if block in present), "")
    return ""


def _free_anchor(text: str, taken: set[str]) -> str:
    base = slugify(text)[:120].strip("-") or "section"
    if _RESERVED.match(base):
        base = f"section-{base}"
    anchor, number = base, 1
    while anchor in taken:
        number += 1
        anchor = f"{base}-{number}"
    return anchor


def _anchors(sections: list[Section]) -> dict[str, dict]:
    """`sections` as they are ordered: the oldest first."""
    retired: dict[str, list[str]] = {}
    for section in sections:
        if section.retired_at:
            retired.setdefault(section.stand_in, []).append(section.anchor)
    return {"living": {s.block_id: s.anchor for s in sections if not s.retired_at}, "retired": retired}
