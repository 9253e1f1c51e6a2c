"""Sections: which anchor belongs to which heading, for ever."""

import re

from django.utils import timezone
from django.utils.text import slugify

from articles.models import Article, Section
from content.outline import headings

# Ids that the page itself uses; an anchor of that name would lead elsewhere.
_RESERVED = re.compile(
    r"(main|top|search|contents|references|further|site-search|in-this-guide|written|newest"
    r"|(reference|citation|about|hub|pillar)-\d.*|(care|key-points)-[a-z0-9]{8})$"
)


def allot(article: Article, document: dict) -> None:
    """Give each heading of `document` its anchor, retire those of headings that are gone, revive returning ones.

    Writes Section rows and `article.anchors` (not saved): {"living": {block: anchor}, "retired": {block: [anchor]},
    "order": [block]}. A retired anchor stands at the section that came before it, so that old links still land near.
    """
    known = {section.block_id: section for section in article.sections.all()}
    living = list(headings(document))
    taken = {section.anchor for section in known.values()}
    created = []
    for heading in living:
        if heading.block_id not in known:
            anchor = _free_anchor(heading.text, taken)
            taken.add(anchor)
            created.append(Section(article=article, block_id=heading.block_id, anchor=anchor))
    Section.objects.bulk_create(created)
    known |= {section.block_id: section for section in created}
    _retire_and_revive(article, known, [heading.block_id for heading in living])
    article.anchors = _anchors(known.values()) | {"order": [heading.block_id for heading in living]}


def foresee(article: Article, document: dict) -> dict[str, dict]:
    """The anchors that `document` would get if it were published now, as in `article.anchors`. Writes nothing."""
    known = {section.block_id: section.anchor for section in article.sections.all()} if article.pk else {}
    taken, living = set(known.values()), {}
    for heading in headings(document):
        anchor = known.get(heading.block_id) or _free_anchor(heading.text, taken)
        taken.add(anchor)
        living[heading.block_id] = anchor
    return {"living": living, "retired": (article.anchors or {}).get("retired", {})}


def _retire_and_revive(article: Article, known: dict[str, Section], living: list[str]) -> None:
    # Not the keys of "living": PostgreSQL's jsonb does not keep their order.
    before = article.anchors.get("order", [])
    present = set(living)
    for section in known.values():
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
