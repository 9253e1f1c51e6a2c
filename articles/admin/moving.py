"""The desk's page for whatever others point at that goes, moves or changes its name: what will happen, every sentence
that points there, and what becomes of each. Withdrawing, merging, renaming and moving are the same page."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from articles import access, carrying_out, inbound, permissions
from articles.admin import findings
from articles.admin.listing import standing
from articles.enums import ArticleState
from articles.inbound import Aim
from articles.models import Article, Pillar
from articles.moving_forms import (
    TITLES,
    ActForm,
    MergeForm,
    MoveForm,
    PlaceForm,
    RenameAuthorForm,
    RenameForm,
    RetireAuthorForm,
    SectionForm,
    TopicForm,
    WithdrawForm,
    desk_page,
)
from articles.refactoring import Outcome
from authors.models import Author
from content.outline import headings
from history import revisions
from history.desk import is_key

# So many titles are offered while one is typed.
MOST_TITLES = 200
# So many changed articles are named after an act.
MOST_NAMED = 10


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away from readers: its address leads elsewhere, or says why."""
    article = _opened(request, pk)
    if not article.is_published:
        return _back(request, article, _why_not(article))
    return _page(request, WithdrawForm(_posted(request), subject=article), f"Withdraw “{article}”")


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Let another take its place."""
    article = _opened(request, pk)
    if not (article.is_published or article.state == ArticleState.PLANNED):
        return _back(request, article, _why_not(article))
    return _page(request, MergeForm(_posted(request), subject=article), f"Merge “{article}” into another")


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it another title or address."""
    article = _written(request, pk)
    return _page(request, RenameForm(_posted(request), subject=article), f"Rename “{article}”")


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it under another topic."""
    article = _written(request, pk)
    return _page(request, MoveForm(_posted(request), subject=article), f"Move “{article}”")


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pk: int, block: str) -> HttpResponse:
    """Rename or remove one section of it."""
    article = _written(request, pk)
    form = SectionForm(_posted(request), subject=article, section=block)
    if not form.heading:
        return _back(request, article, "The latest version has no such section any more. Choose another.")
    return _page(request, form, f"The section “{form.heading}” of “{article}”")


@require_http_methods(["GET", "POST"])
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a hub or pillar, or move it to another hub."""
    if not permissions.can_arrange(request.user):
        raise PermissionDenied
    pillar = get_object_or_404(Pillar.objects.select_related("parent"), pk=pk)
    return _page(request, TopicForm(_posted(request), subject=pillar), f"Rename or move “{pillar}”")


@require_http_methods(["GET", "POST"])
def rename_author(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an author another name or address."""
    author = _kept(request, pk)
    return _page(request, RenameAuthorForm(_posted(request), subject=author), f"Rename “{author}”")


@require_http_methods(["GET", "POST"])
def retire_author(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer an author no longer."""
    author = _kept(request, pk)
    if author.retired_at:
        messages.error(request, f"{author} is retired already.")
        return redirect("admin:authors_author_change", pk)
    return _page(request, RetireAuthorForm(_posted(request), subject=author), f"Retire “{author}”")


OF_ARTICLE = [
    ("<int:pk>/withdraw/", withdraw, "withdraw"),
    ("<int:pk>/merge/", merge, "merge"),
    ("<int:pk>/rename/", rename, "rename"),
    ("<int:pk>/move/", move, "move"),
    ("<int:pk>/sections/<slug:block>/", section, "section"),
]


OF_AUTHOR = [("<int:pk>/rename/", rename_author, "rename"), ("<int:pk>/retire/", retire_author, "retire")]


def sections_of(article: Article) -> list[tuple[str, str]]:
    """The sections of the latest version: their words, and the page on which each can be changed."""
    latest = revisions.latest(article)
    found = headings(latest.snapshot["body"]) if latest else []
    return [(one.text, reverse("admin:articles_article_section", args=[article.pk, one.block_id])) for one in found]


def counted(aim: Aim, subject: Article | Pillar | Author, user: Any) -> dict[str, Any]:
    """How much points there: `tally`, and for a guide `topic`, what points at its topic (a Pointing); where only that
    does, the tally is ""."""
    found = inbound.tally(aim, by=user)
    topic = inbound.to_topic_of(subject, user) if isinstance(subject, Article) and not aim.section else None
    return {"tally": "" if topic and found.is_empty else found, "topic": topic}


def _typed(request: HttpRequest) -> QueryDict:
    """Into this page, or into the one that the worker could not carry out."""
    is_sent = request.method == "POST"
    return request.POST if is_sent else carrying_out.typed(request.GET.get("again", ""), by=request.user)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What is to be judged; not yet where another page of places is asked for."""
    return None if "page" in request.POST else _typed(request) or None


def _opened(request: HttpRequest, pk: int) -> Article:
    article = access.opened(request.user, pk, Article.objects.with_address().without_text())
    if not permissions.can_publish(request.user, article):
        raise PermissionDenied
    return article


def _written(request: HttpRequest, pk: int) -> Article:
    article = _opened(request, pk)
    if not article.revisions.exists():
        raise Http404("nobody has written it yet")
    return article


def _kept(request: HttpRequest, pk: int) -> Author:
    if not permissions.can_change_authors(request.user):
        raise PermissionDenied
    return get_object_or_404(Author, pk=pk)


def _why_not(article: Article) -> str:
    if not article.was_public:
        return "Readers have never met it. It can be deleted, not withdrawn or merged."
    leads = f" Its address leads to “{article.successor}”." if article.successor_id else ""
    return f"“{article}” is withdrawn already, and nothing was changed now.{leads}"


def _back(request: HttpRequest, article: Article, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("admin:articles_article_change", article.pk)


def _page(request: HttpRequest, form: ActForm, title: str) -> HttpResponse:
    """Show what will happen and what points there; do it where the button was pressed, and say what came of it."""
    # What is refused leaves its traces in the object, though not in the database.
    name = str(form.subject)
    keys = inbound.keys(form.aim, by=request.user)
    pages = range(1, -(-len(keys) // inbound.MOST) + 1)
    page = _number(request.POST.get("page") or request.POST.get("shown"), pages)
    here = set(keys[(page - 1) * inbound.MOST : page * inbound.MOST])
    data = _typed(request)
    origins, places = carrying_out.places_of(form, data, by=request.user, here=here)
    if "page" in request.POST:
        form.retype(request.POST)
    elif request.method == "POST" and (done := _done(request, form, places, keys)):
        return done
    shown = [(one, [places[place.key] for place in one.places]) for one in origins]
    # What stands in the way is shown also where it belongs to another page.
    shown = [(one, some) for one, some in shown if one.article.pk in here or any(place.errors for place in some)]
    apart = places.keys() - {place.place.key for _, some in shown for place in some}
    context = admin.site.each_context(request) | counted(form.aim, form.subject, request.user)
    context |= {
        "title": title,
        "opts": form.subject._meta,
        "subject": name,
        "back": desk_page(form.subject, "change", form.subject.pk),
        "list": desk_page(form.subject, "changelist"),
        "form": form,
        "blocked": findings.ways(desk_page(form.subject, "change", form.subject.pk), form.blocked),
        "consequences": _consequences(form),
        "origins": [(origin, _state(origin), some) for origin, some in shown],
        "kept": [places[key] for key in sorted(apart) if places[key].is_open],
        "page": page,
        "pages": pages if len(pages) > 1 else (),
        "first": (page - 1) * inbound.MOST + 1,
        "last": min(page * inbound.MOST, len(keys)),
        "number": len(keys),
        "gone": carrying_out.gone(data, places),
        "titles": titles_near(form.subject),
        "titles_id": TITLES,
    }
    return render(request, "admin/moving.html", context)


def _done(request: HttpRequest, form: ActForm, places: dict[str, PlaceForm], keys: list[int]) -> HttpResponse | None:
    """Do it, or leave it to the worker; None where something is refused."""
    choices = carrying_out.judge(form, places, request.POST)
    if choices is None:
        return None
    if carrying_out.is_large(form, choices, keys):
        carrying_out.later(form, request.POST, by=request.user)
        said = f"{len(keys)} articles point there, so it takes a moment. A mail will tell you what came of it."
        messages.success(request, said)
    elif done := carrying_out.attempt(form, places, choices, by=request.user):
        _say(request, form, done)
    else:
        return None
    return redirect(_following(form))


def _number(said: str | None, pages: range) -> int:
    return int(said) if is_key(said) and int(said) in pages else 1


def _say(request: HttpRequest, form: ActForm, done: Outcome) -> None:
    messages.success(request, carrying_out.told(done))
    if waits := carrying_out.waits(form):
        messages.warning(request, waits)
    for article, why in done.waiting[: carrying_out.MOST_TOLD]:
        page = desk_page(article, "change", article.pk)
        blocked = findings.ways(page, done.blocked.get(article.pk, []))
        said = render_to_string("admin/findings.html", {"findings": blocked}) if blocked else f" {why}"
        link = format_html('<a href="{}">“{}”</a> {}:', page, article, carrying_out.UNSEEN)
        messages.warning(request, format_html("{}{}", link, said))
    if others := carrying_out.likewise(done):
        messages.warning(request, others)
    if changed := [*done.live, *(article for article, _ in done.waiting)]:
        messages.info(request, _ways_back(changed))


def _ways_back(changed: list[Article]) -> SafeString:
    links = [(reverse("admin:articles_article_history", args=[one.pk]), one) for one in changed[:MOST_NAMED]]
    more = f" and {len(changed) - MOST_NAMED} others" if len(changed) > MOST_NAMED else ""
    named = format_html_join(", ", '<a href="{}">{}</a>', links)
    return format_html("To look at what was changed, or to take it back, open the versions of {}{}.", named, more)


def _following(form: ActForm) -> str:
    """The page of what was changed; the list where it is gone with its last link."""
    subject = form.subject
    is_there = type(subject).objects.filter(pk=subject.pk).exists()
    return desk_page(subject, "change", subject.pk) if is_there else desk_page(subject, "changelist")


def _consequences(form: ActForm) -> list[str]:
    """What else changes, in words."""
    subject = form.subject
    former = subject.former_slugs.count()
    more = f" and {former} former one{'s' if former > 1 else ''}" if former else ""
    if isinstance(subject, Author):
        return _consequences_for_author(form, more)
    if isinstance(subject, Pillar):
        articles = Article.objects.published().filter(pillar__in=form.aim.pillars).count()
        below = len(form.aim.pillars) - 1
        said = [f"Its address {subject.get_absolute_url()}{more} will lead to the new one."]
        said += [f"The addresses of {below} pillars below it change with it, and lead on."] if below > 1 else []
        said += ["The address of the pillar below it changes with it, and leads on."] if below == 1 else []
        return [*said, f"{articles} published article{'s stand' if articles != 1 else ' stands'} there, and stay so."]
    if not subject.is_published:
        return []
    latest = revisions.latest(subject)
    said = [f"Readers find it at {subject.get_absolute_url()}{more}."]
    if isinstance(form, WithdrawForm):
        said.append("Links that stay are shown to readers as their words, and become links again if it comes back.")
    if not isinstance(form, WithdrawForm | MergeForm) and latest.pk != subject.live_revision_id:
        said.append(
            "It has changes that readers do not see yet: this waits with them, and reaches readers when that version "
            "is published."
        )
    return said


def _consequences_for_author(form: ActForm, more: str) -> list[str]:
    if isinstance(form, RenameAuthorForm):
        return [
            f"The address {form.subject.get_absolute_url()}{more} will lead to the new one.",
            "Bylines and links follow by themselves. Where the name stands within a text, it stays: change it below.",
        ]
    articles = form.subject.articles.listed().count()
    return [
        "They will no longer be offered where authors are chosen, nor stand in the list of authors. It can be taken "
        "back.",
        f"{articles} published article{'s name' if articles != 1 else ' names'} them. Where their name stands within a "
        "text, it stays: change it below.",
    ]


def _state(origin: inbound.Origin) -> tuple[str, str]:
    return standing(origin.article, origin.latest)


def titles_near(subject: Article | Pillar | Author) -> list[str]:
    """What to choose from while one types: titles of published articles, those of the same topic first; for an author
    the names of others."""
    if isinstance(subject, Author):
        others = Author.objects.active().exclude(pk=subject.pk)
        return list(others.order_by("name", "pk").values_list("name", flat=True)[:MOST_TITLES])
    near = subject.pillar_id if isinstance(subject, Article) else subject.pk
    others = Article.objects.published().exclude(pk=subject.pk if isinstance(subject, Article) else None)
    place = Case(When(pillar=near, then=Value(0)), default=Value(1))
    return list(others.order_by(place, "title", "pk").values_list("title", flat=True)[:MOST_TITLES])
