"""The desk's page of links, from each side: what an article links to; what points at an article, topic or author."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from articles import access, bio_links, inbound, permissions
from articles.admin.listing import standing
from articles.admin.moving import counted, sections_of
from articles.enums import ArticleState, LinkOrigin
from articles.inbound import Aim
from articles.models import Article, Pillar, RelatedLink
from articles.moving_forms import desk_page
from articles.snapshots import Snapshot
from authors import permissions as people
from authors.models import Author
from content.linked import linked
from content.outline import headings
from content.references import Target
from history import revisions

PER_PAGE = 50
_PAGES = {"article": "articles_article", "pillar": "articles_pillar", "author": "authors_author"}
_MODELS = {"article": Article, "pillar": Pillar, "author": Author}


@dataclass(frozen=True)
class Line:
    """One link: its words between what stands around them, the title of what it leads to or comes from with the page
    of that, what is to be said of it, and the heading of the section at which it aims."""

    before: str
    words: str
    after: str
    origin: str
    title: str
    url: str = ""
    note: str = ""
    section: str = ""


@require_safe
def of_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Links from here, as the latest version has them, and links to here: those that readers meet, and others."""
    article = access.opened(request.user, pk, Article.objects.with_address().without_text())
    may = permissions.can_publish(request.user, article)
    context = {
        "title": f"Links to and from “{article}”",
        "here": "Links to and from it",
        "outgoing": _outgoing(article),
        "acts": _acts(article) if may else [],
        "sections": sections_of(article) if may else [],
        "trouble": trouble(article),
    }
    return _page(request, article, context)


@require_safe
def of_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """What points at a hub or pillar; of a hub also what points at its pillars."""
    if not permissions.can_see_desk(request.user):
        raise PermissionDenied
    pillar = get_object_or_404(Pillar.objects.select_related("parent"), pk=pk)
    may = permissions.can_arrange(request.user, pillar)
    acts = [("Rename or move the topic", reverse("admin:articles_pillar_move", args=[pk]))] if may else []
    context = {"title": f"Links to “{pillar}”", "here": "Links to it", "acts": acts}
    context |= {"outgoing": None, "sections": [], "trouble": ""}
    return _page(request, pillar, context)


@require_safe
def of_author(request: HttpRequest, pk: int) -> HttpResponse:
    """What points at an author."""
    if not (permissions.can_see_desk(request.user) and people.can_see_authors(request.user)):
        raise PermissionDenied
    author = get_object_or_404(Author, pk=pk)
    acts = [("Rename…", "rename"), *([] if author.retired_at else [("Retire…", "retire")])]
    acts = acts if permissions.can_change_authors(request.user) else []
    acts = [(words, reverse(f"admin:articles_author_{name}", args=[pk])) for words, name in acts]
    context = {"title": f"Links to “{author}”", "here": "Links to them", "acts": acts}
    context |= {"outgoing": None, "sections": [], "trouble": ""}
    return _page(request, author, context)


OF_ARTICLE = [("<int:pk>/links/", of_article, "links")]
OF_AUTHOR = [("<int:pk>/links/", of_author, "links")]


def trouble(article: Article) -> str:
    """Why readers should not be led to an article just now, in words; "" where all is well. No query."""
    if not article.is_published:
        return str(article.get_state_display())
    due = article.review_due_on
    return f"review overdue since {date_format(due, 'j F Y')}" if due and due < timezone.localdate() else ""


def called_to_mind(article: Article, user: Any) -> str:
    """How much points at an article to which readers should not be led; "" for any other. Three queries where it is,
    six for a guide."""
    if not article.was_public or not trouble(article):
        return ""
    found = counted(Aim.at(article), article, user)
    return " ".join([str(found["tally"]), *([found["topic"].words] if found["topic"] else [])]).strip()


def about_address(article: Article, help_text: str, *, may_rename: bool) -> str:
    """What stands below the field of a live article's address: its help, then what comes of a change. One query."""
    count = inbound.live(Aim.at(article)).order_by().count()
    page = reverse(f"admin:articles_article_{'rename' if may_rename else 'links'}", args=[article.pk])
    about = {"help_text": help_text, "count": count, "page": page, "may_rename": may_rename}
    return render_to_string("admin/articles/article/about_address.html", about)


def _page(request: HttpRequest, subject: Article | Pillar | Author, context: dict[str, Any]) -> HttpResponse:
    aim = Aim.at(subject)
    listing = Paginator(inbound.live(aim), PER_PAGE).get_page(request.GET.get("page"))
    sees, sections = permissions.edits(request.user), _headings(subject)
    context |= admin.site.each_context(request) | counted(aim, subject, request.user)
    context |= {
        "opts": subject._meta,
        "subject": subject,
        "back": desk_page(subject, "change", subject.pk),
        "list": desk_page(subject, "changelist"),
        "listing": listing,
        "incoming": [_incoming(row, sees, sections) for row in listing],
        "others": _others(aim, request.user, sections),
        "bios": bio_links.pointing_at(aim),
    }
    return render(request, "admin/linked.html", context)


def _headings(subject: Article | Pillar | Author) -> dict[str, str]:
    """The words of an article's headings by their blocks, in the latest version. One query."""
    latest = revisions.latest(subject) if isinstance(subject, Article) else None
    return {one.block_id: one.text for one in headings(Snapshot.from_dict(latest.snapshot).body)} if latest else {}


def _section(block_id: str | None, sections: dict[str, str]) -> str:
    """In words that follow on where a link leads; "" for the whole."""
    if not block_id:
        return ""
    return f"to “{sections[block_id]}”" if block_id in sections else "to a section that the latest version lacks"


def _incoming(row: RelatedLink, may_edit: bool, sections: dict[str, str]) -> Line:
    before, words, after = inbound.in_sentence(row)
    url = reverse("admin:articles_relatedlink_change", args=[row.pk]) if may_edit else ""
    section = _section(row.target_block_id, sections)
    return Line(before, words, after, row.get_origin_display(), row.article.title, url, section=section)


def _others(aim: Aim, user: Any, sections: dict[str, str]) -> list[Line]:
    """The places in texts that readers do not see, as far as this person may."""
    found = inbound.find(aim, by=user, public=False, most=inbound.MOST)
    lines = []
    for origin in found:
        _, state = standing(origin.article, origin.latest)
        url = reverse("admin:articles_article_change", args=[origin.article.pk])
        for place in origin.places:
            one = place.linked
            around = (one.before, one.words, one.after) if one else ("", place.words, "")
            section, label = _section(place.target.section, sections), LinkOrigin(place.origin).label
            lines.append(Line(*around, label, str(origin.article), url, state, section))
    return lines


def _outgoing(article: Article) -> list[Line]:
    """What the latest version links to. At most four queries."""
    latest = revisions.latest(article)
    if latest is None:
        return []
    snapshot = Snapshot.from_dict(latest.snapshot)
    found = [(one.before, one.words, one.after, one.origin, one.target) for one in linked(snapshot.body)]
    listed = [("", "", "", LinkOrigin.LISTED, Target("article", pk)) for pk in snapshot.listed]
    rows = _rows({target for *_, target in (*found, *listed)})
    return [_line(*one, rows) for one in (*found, *listed)]


def _rows(targets: set[Target]) -> dict[tuple[str, Any], Any]:
    found = {}
    for kind, model in _MODELS.items():
        keys = {target.id for target in targets if target.kind == kind}
        rows = model.objects.without_text() if kind == "article" else model.objects.all()
        found |= {(kind, row.pk): row for row in rows.filter(pk__in=keys)} if keys else {}
    return found


def _line(before: str, words: str, after: str, origin: str, target: Target, rows: dict[tuple[str, Any], Any]) -> Line:
    row = rows.get((target.kind, target.id))
    label = LinkOrigin(origin).label
    if row is None:
        note = "" if target.kind == "url" else "not there any more"
        return Line(before, words, after, label, str(target.id) if target.kind == "url" else "", "", note)
    url = reverse(f"admin:{_PAGES[target.kind]}_change", args=[row.pk])
    note = trouble(row) if target.kind == "article" else ""
    return Line(before, words or str(row), after, label, str(row), url, note)


def _acts(article: Article) -> list[tuple[str, str]]:
    """What may be done here with what others point at: words and page."""
    names = {"rename": "Rename…", "move": "Move to another topic…", "merge": "Merge into another…"}
    names |= {"withdraw": "Withdraw…"} if article.is_published else {}
    if article.state == ArticleState.PLANNED:
        names = {"merge": names["merge"]}
    elif not article.is_published:
        del names["merge"]
    return [(words, reverse(f"admin:articles_article_{name}", args=[article.pk])) for name, words in names.items()]
