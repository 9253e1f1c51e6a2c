"""Writing: every change to an article's text is a revision. Nothing here reaches readers."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import slug_re
from django.db import transaction
from django.db.models import Q

from articles import addresses, citations, links, permissions, picture_uses, projection
from articles.enums import AiUse, ArticleState
from articles.models import Article, Collaboration, Revision
from articles.snapshots import LONGEST_STATEMENT, Snapshot
from authors.models import Author, User
from history import events, revisions
from history.words import can_be_kept

_LONGEST = {
    "title": 200,
    "slug": 200,
    "search_description": 200,
    "ai_how": 300,
    "sponsor": 200,
    "sponsored_for": 300,
}


@transaction.atomic
def start(snapshot: Snapshot, *, by: Any, note: str = "", planned: str = "") -> Article:
    """Create an article with `snapshot` as its first revision. A planned article of the same title, or of the title
    `planned`, is taken over: what links to it leads here."""
    if not permissions.can_write(by):
        raise PermissionDenied("Your role may not start articles.")
    _check_words(snapshot)
    article = _planned(planned or snapshot.title) or Article()
    if not article.pk:
        article.title = article.working_title = _checked(article, snapshot.normalised()).title
        article.save()
        Collaboration.objects.join(article, [by])
        events.record("created", article, by)
    save(article, snapshot, by=by, base=None, note=note)
    return article


def save(article: Article, snapshot: Snapshot, *, by: Any, base: str | None, note: str = "") -> Revision:
    """Seal `snapshot` as a new revision of `article`, and return it.

    In one transaction: normalise and validate; settle call-outs (planned articles appear); write and seal with
    compare-and-set against `base`; update the working title, slug and links; before first publication mirror the
    columns; whoever wrote or is named works on it from now on; record an event. An unchanged snapshot makes no
    revision.
    Raises ValidationError by field, history.revisions.Conflict, PermissionDenied. Readers see no difference.
    """
    if not permissions.can_edit(by, article):
        raise PermissionDenied(permissions.NO_EDIT)
    snapshot = _checked(article, snapshot.normalised())
    with transaction.atomic():
        snapshot = replace(snapshot, body=links.settle(snapshot.body, by=by))
        before = revisions.latest(article)
        written = [before] if before and not before.is_sealed else []
        revision = revisions.save(article, _stored(snapshot, before), by=by, base=base, note=note)
        if before is None or revision.pk != before.pk or before.sealed_at != revision.sealed_at:
            _follow(article, snapshot)
            _join(article, snapshot, [*written, revision])
            events.record("saved", article, by, revision=revision.pk, number=revision.number)
    return revision


def current(article: Article) -> tuple[Snapshot, str]:
    """The latest state of an article that has one, with the token to save against."""
    revision = revisions.latest(article)
    return Snapshot.from_dict(revision.snapshot), revision.token


def _stored(snapshot: Snapshot, before: Revision | None) -> dict[str, Any]:
    """`snapshot` as it is stored; in the very words of `before` where that says the same in an older shape."""
    if before and Snapshot.from_dict(before.snapshot) == snapshot:
        return before.snapshot
    return snapshot.as_dict()


def _follow(article: Article, snapshot: Snapshot) -> None:
    article.working_title, article.working_slug = snapshot.title, snapshot.slug
    if article.was_public:
        article.save(update_fields=["working_title", "working_slug"])
    else:
        article.state = ArticleState.DRAFT
        projection.mirror(article, snapshot)
    links.note_working_links(article, snapshot.body, snapshot.listed)
    picture_uses.note(article, snapshot.body)
    citations.note(article, snapshot.body)


def _join(article: Article, snapshot: Snapshot, versions: list[Revision]) -> None:
    """One query, and one more where somebody is new."""
    hands = {pk for version in versions for pk in (version.author_id, *version.hands.values())} - {None}
    named = {contributor.author for contributor in snapshot.contributors}
    wanted = User.objects.filter(Q(pk__in=hands) | Q(author__in=named), is_active=True)
    Collaboration.objects.join(article, wanted.exclude(collaborations__article=article))


def _checked(article: Article, snapshot: Snapshot) -> Snapshot:
    if not snapshot.title:
        raise ValidationError({"title": "Give the article a title."})
    _check_words(snapshot)
    if problems := snapshot.body_problems():
        raise ValidationError({"body": [f"{problem.path}: {problem.message}" for problem in problems]})
    if not snapshot.slug:
        return replace(snapshot, slug=addresses.free_slug(snapshot.title, article))
    if not slug_re.match(snapshot.slug):
        raise ValidationError({"slug": "An address has letters without accents, digits, hyphens and underscores only."})
    if addresses.is_taken(snapshot.slug, article):
        raise ValidationError({"slug": f"Another article has, or had, the address “{snapshot.slug}”. Choose another."})
    return snapshot


def _check_words(snapshot: Snapshot) -> None:
    """What a database would refuse is refused here, at its field."""
    for field in ("title", "standfirst", "search_description", "ai_how", "sponsor", "sponsored_for"):
        if not can_be_kept(getattr(snapshot, field)):
            raise ValidationError({field: "There is a character in it that cannot be kept. Type the words anew."})
    for field, longest in _LONGEST.items():
        if len(getattr(snapshot, field)) > longest:
            raise ValidationError({field: f"At most {longest} characters are possible here."})
    if any(len(tag) > 100 or not can_be_kept(tag) for tag in snapshot.tags):
        raise ValidationError({"tags": "A tag has at most 100 characters; separate tags by commas."})
    if any(len(one.statement) > LONGEST_STATEMENT or not can_be_kept(one.statement) for one in snapshot.interests):
        message = f"A statement has at most {LONGEST_STATEMENT} characters, all of which can be kept."
        raise ValidationError({"interests": message})
    if snapshot.ai_use and snapshot.ai_use not in AiUse.values:
        raise ValidationError({"ai_use": "Choose what was done."})
    if snapshot.ai_editor and not Author.objects.filter(pk=snapshot.ai_editor).exists():
        raise ValidationError({"ai_editor": "Choose a person who is there."})


def _planned(title: str) -> Article | None:
    return Article.objects.planned().filter(title__iexact=title.strip()).order_by("pk").first()
