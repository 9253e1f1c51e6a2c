"""Writing: every change to an article's text is a revision. Nothing here reaches readers."""

from collections.abc import Iterable, Set
from dataclasses import replace
from typing import Any, NamedTuple

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

# With what a save reads of an article.
_READY = Article.objects.prefetch_related("working_links_out", "picture_uses", "citations")
_AT_ONCE = 100


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
    snapshot = _permitted(article, snapshot, by)
    with transaction.atomic():
        snapshot = replace(snapshot, body=links.settle(snapshot.body, by=by))
        before = revisions.take_turn(article)
        saved = _save(article, snapshot, before, by, base, note)
        _settle([saved])
    return saved.revision


def save_together(texts: Iterable[tuple[int, Revision, Snapshot]], *, by: Any, note: str) -> list[Revision]:
    """save() for many, inside the transaction of who holds the locks of all articles. `texts`: of each its key, its
    latest version and the new state. What is read of the articles is read for a hundred at once."""
    texts, saved = list(texts), []
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        articles = _READY.in_bulk([key for key, *_ in some])
        for key, before, snapshot in some:
            snapshot = _permitted(articles[key], snapshot, by)
            snapshot = replace(snapshot, body=links.settle(snapshot.body, by=by))
            saved.append(_save(articles[key], snapshot, before, by, before.token, note))
    _settle(saved)
    return [one.revision for one in saved]


def _permitted(article: Article, snapshot: Snapshot, by: Any) -> Snapshot:
    if not permissions.can_edit(by, article):
        raise PermissionDenied(permissions.NO_EDIT)
    return _checked(article, snapshot.normalised())


class _Saved(NamedTuple):
    """`unlinked`: articles to which it no longer links; `hands`: the logins whose words came in, `authors`: who is
    named. Empty where it made no revision."""

    revision: Revision
    unlinked: Set[int] = frozenset()
    hands: Set[int] = frozenset()
    authors: Set[int] = frozenset()


def _save(
    article: Article, snapshot: Snapshot, before: Revision | None, by: Any, base: str | None, note: str
) -> _Saved:
    # Writing into an open revision changes this very object.
    sealed = before.pk if before and before.is_sealed else None
    written = set() if sealed else _hands(before)
    revision = revisions.save_after(before, article, _stored(snapshot, before), by=by, base=base, note=note)
    if revision.pk == sealed:
        return _Saved(revision)
    unlinked = _follow(article, snapshot)
    events.record("saved", article, by, revision=revision.pk, number=revision.number)
    authors = {contributor.author for contributor in snapshot.contributors}
    return _Saved(revision, unlinked, written | _hands(revision), authors)


def _settle(saved: list[_Saved]) -> None:
    """Drop plans that nobody links to any more, and let those who wrote or are named work on the articles. Two queries,
    one more where somebody is new, and two where links are gone."""
    links.drop_unwanted_plans(set().union(*(one.unlinked for one in saved)))
    saved = [one for one in saved if one.hands or one.authors]
    if not saved:
        return
    hands, authors = (set().union(*(getattr(one, name) for one in saved)) for name in ("hands", "authors"))
    people = User.objects.filter(Q(pk__in=hands) | Q(author__in=authors), is_active=True).values_list("pk", "author")
    active, login_of = {pk for pk, _ in people}, {author: pk for pk, author in people}
    logins = {one.revision.article_id: one.hands & active | {login_of.get(who) for who in one.authors} for one in saved}
    there = set(Collaboration.objects.filter(article__in=logins).order_by().values_list("article", "user"))
    pairs = {(article, login) for article, some in logins.items() for login in some - {None}}
    Collaboration.objects.join_several(sorted(pairs - there))


def current(article: Article) -> tuple[Snapshot, str]:
    """The latest state of an article that has one, with the token to save against."""
    revision = revisions.latest(article)
    return Snapshot.from_dict(revision.snapshot), revision.token


def _stored(snapshot: Snapshot, before: Revision | None) -> dict[str, Any]:
    """`snapshot` as it is stored; in the very words of `before` where that says the same in an older shape."""
    if before and Snapshot.from_dict(before.snapshot) == snapshot:
        return before.snapshot
    return snapshot.as_dict()


def _follow(article: Article, snapshot: Snapshot) -> set[int]:
    article.working_title, article.working_slug = snapshot.title, snapshot.slug
    if article.was_public:
        article.save(update_fields=["working_title", "working_slug"])
    else:
        article.state = ArticleState.DRAFT
        projection.mirror(article, snapshot)
    picture_uses.note(article, snapshot.body)
    citations.note(article, snapshot.body)
    return links.note_working_links(article, snapshot.body, snapshot.listed)


def _hands(version: Revision | None) -> set[int]:
    """The logins of those whose words came in with it."""
    return {version.author_id, *version.hands.values()} - {None} if version else set()


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
