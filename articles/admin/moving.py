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
    RenameForm,
    SectionForm,
    TopicForm,
    WithdrawForm,
)
from articles.publishing import NotPublishable
from articles.refactoring import Choice, Outcome, PlacesRefused
from content.outline import headings
from history import revisions
from history.desk import is_key
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


OF_ARTICLE = [
    ("<int:pk>/withdraw/", withdraw, "withdraw"),
    ("<int:pk>/merge/", merge, "merge"),
    ("<int:pk>/rename/", rename, "rename"),
    ("<int:pk>/move/", move, "move"),
    ("<int:pk>/sections/<slug:block>/", section, "section"),
]


def sections_of(article: Article) -> list[tuple[str, str]]:
    """The sections of the latest version: their words, and the page on which each can be changed."""
    latest = revisions.latest(article)
    found = headings(latest.snapshot["body"]) if latest else []
    return [(one.text, reverse("admin:articles_article_section", args=[article.pk, one.block_id])) for one in found]


def _posted(request: HttpRequest) -> Any:
    """What is to be judged; not yet where another page of places is asked for."""
    return request.POST if request.method == "POST" and "page" not in request.POST else None


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


def _back(request: HttpRequest, article: Article, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("admin:articles_article_change", article.pk)


def _page(request: HttpRequest, form: ActForm, title: str) -> HttpResponse:
    """Show what will happen and what points there; do it where the button was pressed, and say what came of it."""
    keys = inbound.keys(form.aim, by=request.user)
    pages = range(1, -(-len(keys) // inbound.MOST) + 1)
    page = _number(request.POST.get("page") or request.POST.get("shown"), pages)
    here = set(keys[(page - 1) * inbound.MOST : page * inbound.MOST])
    said = {name.removesuffix("-seen") for name in request.POST if name.endswith("-seen")}
    origins = inbound.find(form.aim, by=request.user, only=here | refactoring.articles_of(said))
    places = {
        place.key: PlaceForm(request.POST if place.key in said else None, place=place)
        for origin in origins
        for place in origin.places
    }
    if "page" in request.POST:
        form.retype(request.POST)
    elif request.method == "POST":
        done = _attempt(request, form, {key: places[key] for key in places.keys() & said})
        if done:
            _say(request, form, done)
            return redirect(_following(form))
    shown = [(one, [places[place.key] for place in one.places]) for one in origins]
    # What stands in the way is shown also where it belongs to another page.
    shown = [(one, some) for one, some in shown if one.article.pk in here or any(place.errors for place in some)]
    apart = places.keys() - {place.place.key for _, some in shown for place in some}
    kind = form.subject._meta.model_name
    context = admin.site.each_context(request) | {
        "title": title,
        "opts": form.subject._meta,
        "subject": form.subject,
        "back": reverse(f"admin:articles_{kind}_change", args=[form.subject.pk]),
        "list": reverse(f"admin:articles_{kind}_changelist"),
        "form": form,
        "consequences": _consequences(form),
        "tally": inbound.tally(form.aim, by=request.user),
        "origins": [(origin, _state(origin), some) for origin, some in shown],
        "kept": [places[key] for key in sorted(apart) if places[key].is_open],
        "page": page,
        "pages": pages if len(pages) > 1 else (),
        "first": (page - 1) * inbound.MOST + 1,
        "last": min(page * inbound.MOST, len(keys)),
        "number": len(keys),
        "gone": _gone(request, places),
        "titles": titles_near(form.subject),
        "titles_id": TITLES,
    }
    return render(request, "admin/moving.html", context)


def _number(said: str | None, pages: range) -> int:
    return int(said) if is_key(said) and int(said) in pages else 1


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
        for reason in _elsewhere(refusal.reasons, places):
            form.add_error(None, reason)
    except Conflict as conflict:
        form.add_error(None, f"{conflict} Look at it as it is now; what you typed is still here.")
        form.renew()
    except NotPublishable as refusal:
        form.add_error(None, f"It cannot be published like this: {refusal}")
    except ValidationError as refusal:
        form.land(refusal)
        form.renew()
    return None


def _elsewhere(reasons: dict[str, str], places: dict[str, PlaceForm]) -> list[str]:
    """What stands in the way at places for which nothing was chosen by itself: they get what is said for all."""
    apart = {key.partition("-")[0]: reason for key, reason in reasons.items() if key not in places}
    articles = Article.objects.filter(pk__in=refactoring.articles_of(apart)).order_by("working_title", "pk")
    return [f"“{one}”: {apart[str(one.pk)]}" for one in articles.without_text() if str(one.pk) in apart]


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
    kind, model = form.subject._meta.model_name, type(form.subject)
    if model.objects.filter(pk=form.subject.pk).exists():
        return reverse(f"admin:articles_{kind}_change", args=[form.subject.pk])
    return reverse(f"admin:articles_{kind}_changelist")


def _consequences(form: ActForm) -> list[str]:
    """What else changes, in words."""
    subject = form.subject
    former = subject.former_slugs.count()
    more = f" and {former} former one{'s' if former > 1 else ''}" if former else ""
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


def _state(origin: inbound.Origin) -> tuple[str, str]:
    return standing(origin.article, origin.latest)


def titles_near(subject: Article | Pillar) -> list[str]:
    """Titles to choose from while one types: published ones, those of the same topic first."""
    near = subject.pillar_id if isinstance(subject, Article) else subject.pk
    others = Article.objects.published().exclude(pk=subject.pk if isinstance(subject, Article) else None)
    place = Case(When(pillar=near, then=Value(0)), default=Value(1))
    return list(others.order_by(place, "title", "pk").values_list("title", flat=True)[:MOST_TITLES])
