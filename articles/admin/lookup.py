"""What the editor asks of the desk: where it starts from, and what a link may lead to. Answers are JSON."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from articles import addresses, permissions
from articles.enums import ArticleState
from articles.models import Article, Pillar
from articles.snapshots import Snapshot
from authors.models import Author
from content import references
from content.editor import declaration
from content.outline import headings
from content.validation import validate
from history import revisions
from images import picking
from images.signatures import ACCEPTED
from sources import choosing

Found = dict[str, Any]

MOST = 8
_LONGEST = 200


def config(form: Any, article: Article | None) -> dict[str, Any]:
    """What the page tells the editor. Three queries at most, and one each for pictures and sources, whatever the text
    holds.

    `document` is None where only the plain form can show what was sent; the editor then stays away.
    """
    document = form.editable()
    is_sound = document is not None and not validate(document)
    return {
        "form": "article_form",
        "text": "body",
        "label": "Text",
        "declaration": declaration(),
        "document": document,
        "article": article.pk if article else None,
        "targets": _targets(document) if is_sound else {},
        "sources": choosing.shown_by_id(references.source_ids(document)) if is_sound else [],
        "pictures": picking.shown_by_id(references.image_ids(document)) if is_sound else [],
        "addresses": {
            "lookup": reverse("admin:articles_article_lookup"),
            "library": reverse("admin:images_image_library"),
            "upload": reverse("admin:images_image_upload"),
            "focal": reverse("admin:images_image_focal", args=[0]),
            "sources": {name: reverse(f"admin:sources_source_{name}") for name in ("find", "ask", "enter")},
            "accept": ",".join(f"image/{kind.lower()}" for kind in ACCEPTED),
        },
    }


def lookup(request: HttpRequest) -> JsonResponse:
    """GET, for everyone at the desk: {"found": [{"target", "title", "about", "state"}, …]}, at most 8, best first.

    `q` are words of a title or name, with “#” and words of a heading after it for sections of the best article;
    `article` is the number of an article whose sections are wanted; `url` one of our own addresses; `within` the
    article in hand, which is not offered. Titles are told of everybody's drafts, because a text that is being written
    may lead to them; their sections are not. Six queries at most.
    """
    if not permissions.can_see_desk(request.user):
        raise PermissionDenied("Your role does not read here.")
    asked = request.GET
    if asked.get("url"):
        return JsonResponse({"found": _at(asked["url"])})
    if asked.get("article", "").isdecimal():
        article = Article.objects.filter(pk=_number(asked["article"])).first()
        return JsonResponse({"found": _sections(article, "", request.user)})
    words, sign, heading = asked.get("q", "")[:_LONGEST].partition("#")
    within = _number(asked.get("within", ""))
    if sign:
        return JsonResponse({"found": _sections(_articles(words, within).first(), heading, request.user)})
    return JsonResponse({"found": _matching(words, within)})


def _matching(words: str, within: int) -> list[Found]:
    articles = [_article(article) for article in _articles(words, within)[:MOST]]
    pillars = [_pillar(pillar) for pillar in _named(Pillar.objects.select_related("parent"), "title", words)[:MOST]]
    people = [_author(author) for author in _named(Author.objects.active(), "name", words)[:MOST]]
    # Of each kind some, so that many articles do not hide the pillar of that name.
    kept = [*articles[: max(MOST - 3, MOST - len(pillars) - len(people))], *pillars[:2], *people[:2]]
    return sorted(kept, key=partial(_distance, words.strip().casefold()))[:MOST]


def _distance(begun: str, found: Found) -> int:
    """Whoever writes out a name means what has it: the hub “Back Pain” comes before “Back Pain at Work”."""
    title = found["title"].casefold()
    return 0 if title == begun else 1 if title.startswith(begun) else 2


def _articles(words: str, within: int) -> QuerySet[Article]:
    """Whatever a link may lead to: drafts and planned ones too, withdrawn ones not."""
    rows = Article.objects.exclude(pk=within).exclude(state=ArticleState.WITHDRAWN).select_related("pillar__parent")
    return _named(rows, "working_title", words)


def _named(rows: QuerySet, field: str, words: str) -> QuerySet:
    """Rows whose name holds every one of the words; those that begin with them first."""
    for word in words.split()[:10]:
        rows = rows.filter(**{f"{field}__icontains": word})
    begins = Case(When(**{f"{field}__istartswith": words.strip()}, then=Value(0)), default=Value(1))
    return rows.order_by(begins, field, "pk")


def _sections(article: Article | None, words: str, user: Any) -> list[Found]:
    """The headings of an article's latest text, or of what readers see where others work on it; of a planned one
    none."""
    revision = None
    if article:
        revision = revisions.latest(article) if permissions.can_see(user, article) else article.live_revision
    if revision is None:
        return []
    found = headings(Snapshot.from_dict(revision.snapshot).body)
    wanted = words.casefold().split()
    return [
        {
            "target": {"kind": "article", "id": article.pk, "section": heading.block_id},
            "title": heading.text,
            "about": f"Section of “{article}”",
            "state": article.state,
        }
        for heading in found
        if all(word in heading.text.casefold() for word in wanted)
    ][: 3 * MOST]


def _at(url: str) -> list[Found]:
    target = addresses.target_of(url[:2_000])
    return list(_facts({references.target_from(target)}).values()) if target else []


def _targets(document: dict[str, Any]) -> dict[str, Found]:
    """What the links of a document are called, by `kind:id`."""
    return _facts(references.targets(document))


def _facts(targets: set[references.Target]) -> dict[str, Found]:
    ids = {kind: {target.id for target in targets if target.kind == kind} for kind in ("article", "pillar", "author")}
    rows = Article.objects.filter(pk__in=ids["article"]).select_related("pillar__parent") if ids["article"] else ()
    nodes = Pillar.objects.filter(pk__in=ids["pillar"]).select_related("parent") if ids["pillar"] else ()
    people = Author.objects.filter(pk__in=ids["author"]) if ids["author"] else ()
    found = [*map(_article, rows), *map(_pillar, nodes), *map(_author, people)]
    return {f"{one['target']['kind']}:{one['target']['id']}": one for one in found}


def about(article: Article) -> str:
    """What kind of thing it is, where it stands, and its state if readers cannot see it."""
    place = f" in {article.pillar.title}" if article.pillar_id else ""
    state = "" if article.is_published else f" · {article.get_state_display()}"
    return f"Article{place}{state}"


def _article(article: Article) -> Found:
    said = about(article)
    return {"target": _reference("article", article.pk), "title": str(article), "about": said, "state": article.state}


def _pillar(pillar: Pillar) -> Found:
    about = f"Pillar of {pillar.parent.title}" if pillar.parent_id else "Hub"
    return {"target": _reference("pillar", pillar.pk), "title": pillar.title, "about": about, "state": "published"}


def _author(author: Author) -> Found:
    return {"target": _reference("author", author.pk), "title": author.name, "about": "Author", "state": "published"}


def _reference(kind: str, pk: int) -> dict[str, Any]:
    return {"kind": kind, "id": pk}


def _number(words: str) -> int:
    """A primary key; 0, which none is, for anything else."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 19 else 0
