"""Acting on suggested links: setting one with a click, declining it, or proposing it to those who write there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles import comments, links, permissions, writing
from articles.autosaving import ArticleDraft
from articles.models import Article, Comment, DeclinedLink, Revision
from articles.models.comment import CONTEXT, LONGEST_QUOTE
from articles.passages import Anchor
from articles.snapshots import Snapshot
from articles.word_links import Place, free_paragraphs, set_links, texts
from content import references
from history import drafting, events, notices, parts, revisions
from history.drafting import Wanted
from history.parts import Change

GONE = "The latest version of the article no longer says this, or it is linked by now. Look at the list again."
_ALREADY = "The latest version leads to “{}” already."


@dataclass(frozen=True)
class Spot:
    """Words of an article that are to be a link, as a person saw them: the block, the sentence, the words in it."""

    block_id: str
    sentence: str
    words: str


def accept(article: Article, spot: Spot, target: Article, *, by: Any) -> Revision:
    """Make the words at `spot` lead to `target` in the latest version of `article`; readers see it after publication.

    In one transaction: saved as a version, or, where somebody is writing, merged as one part into what they write;
    whoever else works on the article is told by mail; an event is recorded. Raises PermissionDenied, ValidationError
    where the latest version does not say this, leads to the target already, or the target is not public.
    """
    with _locked(article, by) as (article, snapshot, token):
        place = _place(snapshot, spot, article, target)
        wanted = replace(snapshot, body=set_links(snapshot.body, [(place, {"kind": "article", "id": target.pk})]))
        key = parts.block_key(place.block_id)
        revision = _saved(article, snapshot, wanted, key, by, token, f"Link to “{target}”")
        events.record("link accepted", article, by, to=target.pk, title=str(target), words=place.words)
        _tell(article, f"{by} made a link to “{target}” in this sentence:\n\n{spot.sentence}", by)
    return revision


def list_further(article: Article, target: Article, *, by: Any) -> Revision:
    """Put the target last under the further reading of the latest version of `article`. As accept()."""
    with _locked(article, by) as (article, snapshot, token):
        _check(snapshot, article, target)
        if target.pk in snapshot.listed:
            raise ValidationError(_ALREADY.format(target))
        wanted = replace(snapshot, listed=(*snapshot.listed, target.pk))
        revision = _saved(article, snapshot, wanted, "listed", by, token, f"“{target}” under further reading")
        events.record("further reading added", article, by, to=target.pk, title=str(target))
        _tell(article, f"{by} put “{target}” under its further reading.", by)
    return revision


def decline(article: Article, target: Article, *, by: Any) -> None:
    """Remember that `article` should not lead to `target`: it is not suggested again. Records an event, once."""
    if not permissions.can_edit(by, article):
        raise PermissionDenied(permissions.NO_EDIT)
    with transaction.atomic():
        said = {"declined_at": timezone.now(), "declined_by": by}
        if DeclinedLink.objects.get_or_create(article=article, target=target, defaults=said)[1]:
            events.record("link declined", article, by, to=target.pk, title=str(target))


def propose(article: Article, spot: Spot, target: Article, *, by: Any) -> Comment:
    """Say at the passage that it could lead to `target`, for those who write there. Raises as comments.say()."""
    return comments.say(article, f"This could lead to “{target}”.", by=by, anchor=anchor(spot))


def spot(place: Place, sentence: str) -> Spot:
    """The spot of a suggested place."""
    return Spot(place.block_id, sentence, place.words)


def anchor(spot: Spot) -> Anchor:
    """The passage of a spot, as comments and the editor find it."""
    before, _, after = spot.sentence.partition(spot.words)
    return Anchor(spot.block_id, spot.words[:LONGEST_QUOTE], before[-CONTEXT:], after[:CONTEXT])


@contextmanager
def _locked(article: Article, by: Any) -> Iterator[tuple[Article, Snapshot, str]]:
    """The article, its latest version and the token of that, in one transaction, for who may write in it. PostgreSQL:
    two who accept at once wait for each other, and the second finds the link there."""
    if not permissions.can_edit(by, article):
        raise PermissionDenied(permissions.NO_EDIT)
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        yield article, *writing.current(article)


def _check(snapshot: Snapshot, article: Article, target: Article) -> None:
    """Raise ValidationError where the text leads to the target already, or readers cannot go there."""
    leads = {(one.kind, one.id) for one in references.targets(snapshot.body)}
    same = {("article", target.pk), *([("pillar", target.pillar_id)] if target.is_guide else [])}
    if target.pk == article.pk or not target.is_published:
        raise ValidationError("Only another article that readers can see is linked like this.")
    if leads & same:
        raise ValidationError(_ALREADY.format(target))


def _place(snapshot: Snapshot, spot: Spot, article: Article, target: Article) -> Place:
    _check(snapshot, article, target)
    found = _found(snapshot.body, spot)
    if found is None:
        raise ValidationError(GONE)
    return found


def _found(document: dict[str, Any], spot: Spot) -> Place | None:
    """The words in their sentence, in their block if it still holds them, free of links and outside care cards."""
    cards = {block["attrs"]["id"] for block in document["content"] if block["type"] == "care_card"}
    said = re.compile(rf"(?<!\w){re.escape(spot.words)}(?!\w)")
    places = []
    for number, ((block_id, free), text) in enumerate(zip(free_paragraphs(document), texts(document), strict=True)):
        start = text.find(spot.sentence)
        if start >= 0 and spot.words.strip() and block_id not in cards:
            found = said.search(free, start, start + len(spot.sentence))
            places += [Place(block_id, number, found.start(), found.end(), spot.words)] if found else []
    return min(places, key=lambda place: (place.block_id != spot.block_id, place.paragraph), default=None)


def _saved(
    article: Article, snapshot: Snapshot, wanted: Snapshot, key: str, by: Any, token: str, note: str
) -> Revision:
    """Save what is wanted, which differs in the part of this key."""
    latest = revisions.latest(article)
    if latest.is_sealed:
        return writing.save(article, wanted, by=by, base=token, note=note[:300])
    before, after = parts.split(snapshot.as_dict()), parts.split(wanted.as_dict())
    change = Change(parts.print_of(before, key), after[key])
    merge, problems = drafting.autosave(ArticleDraft(article), Wanted({key: change}), by=by)
    if problems or key in merge.merged.conflicts:
        raise ValidationError(GONE)
    links.note_working_links(article, wanted.body, wanted.listed)
    return merge.revision


def _tell(article: Article, what: str, by: Any) -> None:
    text = f"{what}\n\nReaders see it once it is published."
    link = reverse("admin:articles_article_change", args=[article.pk])
    notices.tell(article.collaborations.people(), f"A link in “{article}”", text, link=link, by=by)
