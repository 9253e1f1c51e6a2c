"""The desk's page for whatever others point at that goes, moves or changes its name: what will happen, every sentence
that points there, and what becomes of each. Withdrawing, merging, renaming and moving are the same page."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.views.decorators.http import require_http_methods

from articles import access, inbound, permissions, refactoring
from articles.admin.listing import standing
from articles.enums import ArticleState
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
)
from articles.publishing import NotPublishable
from articles.refactoring import Choice, Outcome, PlacesRefused
from authors.models import Author
from content.outline import headings
from history import revisions
from history.revisions import Conflict

# So many titles are offered while one is typed.
MOST_TITLES = 200
_REFUSED = "Nothing was done yet: see the places that are marked below."


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away from readers: its address leads elsewhere, or says why."""
    article = _opened(request, pk)
    if not article.is_published:
        return _back(request, article, "Only a published article can be withdrawn.")
    return _page(request, WithdrawForm(_posted(request), subject=article), f"Withdraw “{article}”")


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Let another take its place."""
    article = _opened(request, pk)
    if not (article.is_published or article.state == ArticleState.PLANNED):
        return _back(request, article, "What readers never met is deleted, and what is withdrawn stays so.")
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


def desk_page(subject: Article | Pillar | Author, page: str, *keys: int) -> str:
    """The address of a page of the desk for things of this kind."""
    return reverse(f"admin:{subject._meta.app_label}_{subject._meta.model_name}_{page}", args=keys)


def sections_of(article: Article) -> list[tuple[str, str]]:
    """The sections of the latest version: their words, and the page on which each can be changed."""
    latest = revisions.latest(article)
    found = headings(latest.snapshot["body"]) if latest else []
    return [(one.text, reverse("admin:articles_article_section", args=[article.pk, one.block_id])) for one in found]


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


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


def _back(request: HttpRequest, article: Article, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("admin:articles_article_change", article.pk)


def _page(request: HttpRequest, form: ActForm, title: str) -> HttpResponse:
    """Show what will happen and what points there; do it where the button was pressed, and say what came of it."""
    origins = inbound.find(form.aim, by=request.user, most=inbound.MOST)
    places = {place.key: PlaceForm(_posted(request), place=place) for origin in origins for place in origin.places}
    if request.method == "POST":
        done = _attempt(request, form, places)
        if done:
            _say(request, form, done)
            return redirect(_following(form))
    context = admin.site.each_context(request) | {
        "title": title,
        "opts": form.subject._meta,
        "subject": form.subject,
        "back": desk_page(form.subject, "change", form.subject.pk),
        "list": desk_page(form.subject, "changelist"),
        "form": form,
        "consequences": _consequences(form),
        "tally": inbound.tally(form.aim, by=request.user),
        "origins": [(origin, _state(origin), [places[one.key] for one in origin.places]) for origin in origins],
        "most": inbound.MOST,
        "gone": _gone(request, places),
        "titles": _titles(form.subject),
        "titles_id": TITLES,
    }
    return render(request, "admin/moving.html", context)


def _attempt(request: HttpRequest, form: ActForm, places: dict[str, PlaceForm]) -> Outcome | None:
    """Do what the forms say; where something is refused nothing is done, and the forms say what."""
    if not form.is_valid() or not _are_valid(places):
        if not form.errors:
            form.add_error(None, _REFUSED)
        return None
    choices = _choices(request, form, places)
    if choices is None:
        form.add_error(None, _REFUSED)
        return None
    try:
        return refactoring.carry_out(form.act(), choices, by=request.user, others=form.rest())
    except PlacesRefused as refusal:
        form.add_error(None, _REFUSED)
        for key, reason in refusal.reasons.items():
            if key in places:
                places[key].refuse(reason)
    except Conflict as conflict:
        form.add_error(None, f"{conflict} Look at it as it is now; what you typed is still here.")
        form.renew()
    except NotPublishable as refusal:
        form.add_error(None, f"It cannot be published like this: {refusal}")
    except ValidationError as refusal:
        form.land(refusal)
        form.renew()
    return None


def _are_valid(places: dict[str, PlaceForm]) -> bool:
    """All are asked, so that each says what is wrong with it."""
    return not [place for place in places.values() if not place.is_valid()]


def _choices(request: HttpRequest, form: ActForm, places: dict[str, PlaceForm]) -> dict[str, Choice] | None:
    """By place, what was chosen, also for those that are not there any more; None where a choice lacks something."""
    chosen = {key: place.choice(form.target()) for key, place in places.items()}
    if any(place.errors for place in places.values()):
        return None
    gone = {one["key"]: Choice(seen="gone") for one in _gone(request, places)}
    return {key: choice for key, choice in chosen.items() if choice} | gone


def _gone(request: HttpRequest, places: dict[str, PlaceForm]) -> list[dict[str, str]]:
    """What somebody chose for places that are not there any more, so that no words typed are lost."""
    found = []
    for name, way in request.POST.items():
        key = name.removesuffix("-way")
        if way and key != name and key not in places:
            words = {part: request.POST.get(f"{key}-{part}", "") for part in ("sentence", "words", "lead_to")}
            found.append({"key": key, **words})
    return found


def _say(request: HttpRequest, form: ActForm, done: Outcome) -> None:
    said = f"Done: {form.act().note}"
    if done.places:
        number = len(done.live) + len(done.waiting)
        said += f" {done.places} place{'s' if done.places > 1 else ''} in {number} article{'s' if number > 1 else ''}"
        said += " changed with it."
    messages.success(request, said)
    for article, why in done.waiting[:5]:
        messages.warning(request, f"“{article}” has a new version, which readers do not see yet: {why}")
    if more := done.waiting[5:]:
        names = get_text_list([f"“{article}”" for article, _ in more], "and")
        messages.warning(request, f"Likewise {names}.")


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


def _titles(subject: Article | Pillar | Author) -> list[str]:
    """What to choose from while one types: titles of published articles, those of the same topic first; for an author
    the names of others."""
    if isinstance(subject, Author):
        others = Author.objects.active().exclude(pk=subject.pk)
        return list(others.order_by("name", "pk").values_list("name", flat=True)[:MOST_TITLES])
    near = subject.pillar_id if isinstance(subject, Article) else subject.pk
    others = Article.objects.published().exclude(pk=subject.pk if isinstance(subject, Article) else None)
    place = Case(When(pillar=near, then=Value(0)), default=Value(1))
    return list(others.order_by(place, "title", "pk").values_list("title", flat=True)[:MOST_TITLES])
