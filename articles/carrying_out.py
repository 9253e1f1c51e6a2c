"""Doing what the forms of articles.moving_forms say: at once, or by the worker where so many articles point there that
nobody would wait for it."""

import secrets
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import get_text_list
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles import inbound, refactoring
from articles.inbound import Origin
from articles.models import Article
from articles.moving_forms import FORMS, ActForm, PlaceForm, VersionForm, desk_page
from articles.publishing import NotPublishable
from articles.refactoring import Choice, Outcome, PlacesRefused, keep
from authors.models import User
from history import events, notices, revisions
from history.models import Event
from history.revisions import Conflict

# If more articles may change, the worker does it.
AT_ONCE = 40
# Of so many versions that wait for their publication the reasons are told.
MOST_TOLD = 5
UNSEEN = "has a new version, which readers do not see yet"
_REFUSED = "Nothing was done yet: see the places that are marked below."
_DONE = "carried out"
_NO_WORDS = ("page", "csrfmiddlewaretoken")


def said_of(data: QueryDict) -> set[str]:
    """The keys of the places of which a page speaks."""
    return {name.removesuffix("-seen") for name in data if name.endswith("-seen")}


def places_of(form: ActForm, data: QueryDict, *, by: Any, here: set[int]) -> tuple[list[Origin], dict[str, PlaceForm]]:
    """The articles `here` and those of which `data` speaks, and by key the form of each place of theirs."""
    said = said_of(data)
    origins = inbound.find(form.aim, by=by, only=here | refactoring.articles_of(said))
    places = [place for origin in origins for place in origin.places]
    return origins, {one.key: PlaceForm(data if one.key in said else None, place=one) for one in places}


def judge(form: ActForm, places: dict[str, PlaceForm], data: QueryDict) -> dict[str, Choice] | None:
    """By place, what was chosen, also for those that are not there any more; None where the forms say what is wrong."""
    bound = {key: place for key, place in places.items() if place.is_bound}
    # All are asked, so that each says what is wrong with it.
    wrong = [place for place in bound.values() if not place.is_valid()]
    if form.is_valid() and not wrong:
        chosen = {key: place.choice(form.elsewhere()) for key, place in bound.items()}
        if not any(place.errors for place in bound.values()):
            lost = {one["key"]: Choice(seen="gone") for one in gone(data, places)}
            return {key: choice for key, choice in chosen.items() if choice} | lost
    if not form.errors:
        form.add_error(None, _REFUSED)
    return None


def is_large(form: ActForm, choices: dict[str, Choice], keys: list[int]) -> bool:
    """Whether the worker should do it; `keys`: of the articles that point there. Only for a valid form."""
    concerned = refactoring.articles_of(choices) if form.rest() is keep else keys
    return len(concerned) > AT_ONCE


def attempt(form: ActForm, places: dict[str, PlaceForm], choices: dict[str, Choice], *, by: Any) -> Outcome | None:
    """Do what the forms say; where something is refused nothing is done, and the forms say what."""
    try:
        return refactoring.carry_out(form.act(), choices, by=by, others=form.rest())
    except PlacesRefused as refusal:
        form.add_error(None, _REFUSED)
        _tell_places(form, places, refusal.reasons)
    except Conflict as conflict:
        form.add_error(None, f"{conflict} Look at it as it is now; what you typed is still here.")
        form.renew()
    except NotPublishable as refusal:
        form.block(refusal.blockers)
    except ValidationError as refusal:
        form.land(refusal)
        form.renew()
    return None


def gone(data: QueryDict, places: dict[str, PlaceForm]) -> list[dict[str, str]]:
    """What somebody chose for places that are not there any more, so that no words typed are lost."""
    found = []
    for name, way in data.items():
        key = name.removesuffix("-way")
        if way and key != name and key not in places:
            words = {part: data.get(f"{key}-{part}", "") for part in ("sentence", "words", "lead_to")}
            found.append({"key": key, **words})
    return found


def told(done: Outcome) -> str:
    """What was done, in words."""
    said = f"Done: {done.note}"
    if done.places:
        number = len(done.live) + len(done.waiting)
        said += f" {done.places} place{'s' if done.places > 1 else ''} in {number} article{'s' if number > 1 else ''}"
        said += " changed with it."
    return said


def likewise(done: Outcome) -> str:
    """The names of those versions that wait beside the first MOST_TOLD, if there are more."""
    names = [f"“{article}”" for article, _ in done.waiting[MOST_TOLD:]]
    return f"Likewise {get_text_list(names, 'and')}." if names else ""


def waits(form: ActForm) -> str:
    """What is said where the act made a version of a public article that readers do not see yet."""
    if not isinstance(form, VersionForm):
        return ""
    article = Article.objects.without_text().get(pk=form.subject.pk)
    latest = revisions.latest(article)
    if not article.is_published or article.live_revision_id == latest.pk:
        return ""
    return f"Readers do not see it yet: it waits in version {latest.number} with the changes that were there before."


def later(form: ActForm, data: QueryDict, *, by: Any) -> None:
    """Let the worker do what the valid form and the places say; it mails `by` what came of it."""
    words = data.copy()
    for name in _NO_WORDS:
        words.pop(name, None)
    of = form.of._meta.label
    about = {"of": of, "act": form.page, "subject": form.subject.pk, "section": getattr(form, "section", "")}
    carry_out_later.enqueue(key=secrets.token_hex(8), **about, by=by.pk, data=words.urlencode())


def typed(key: str, *, by: Any) -> QueryDict:
    """What this person had typed into a form that the worker was given; empty where it is not kept any more."""
    mine = {"args_kwargs__kwargs__key": key, "args_kwargs__kwargs__by": by.pk}
    rows = DBTaskResult.objects.filter(task_path=carry_out_later.module_path, **mine)
    row = rows.first() if key.isascii() and key.isalnum() else None
    return QueryDict(row.args_kwargs["kwargs"]["data"] if row else "")


@task()
def carry_out_later(key: str, of: str, act: str, subject: int, section: str, by: int, data: str) -> None:
    """Do it and tell who asked for it, in one transaction; a second time nothing happens."""
    if Event.objects.filter(act=_DONE, target_id=subject, data__key=key).exists():
        return
    user, said = User.objects.get(pk=by), QueryDict(data)
    model = apps.get_model(of)
    about = model.objects.get(pk=subject)
    form = FORMS[model, act](said, subject=about, **({"section": section} if section else {}))
    with transaction.atomic():
        _, places = places_of(form, said, by=user, here=set())
        choices = judge(form, places, said)
        done = _permitted(form, places, choices, user) if choices is not None else None
        if done:
            events.record(_DONE, about, user, key=key)
            is_there = model.objects.filter(pk=subject).exists()
            link = desk_page(about, "change", subject) if is_there else reverse("admin:index")
            notices.tell([user], f"Done: {about}", _mail(form, done), link=link)
        else:
            link = f"{form.address()}?again={key}"
            text = "Nothing was done:\n\n{}\n\nWhat you had typed is still here, for two weeks:"
            notices.tell([user], f"Not done: {about}", text.format("\n".join(_refusals(form, places))), link=link)


def _mail(form: ActForm, done: Outcome) -> str:
    waiting = [f"“{article}” {UNSEEN}:\n{why}" for article, why in done.waiting[:MOST_TOLD]]
    return "\n\n".join(filter(None, [told(done), waits(form), *waiting, likewise(done)]))


def _permitted(form: ActForm, places: dict[str, PlaceForm], choices: dict[str, Choice], by: Any) -> Outcome | None:
    try:
        return attempt(form, places, choices, by=by)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal) or "Your role may not do this any more.")
    return None


def _tell_places(form: ActForm, places: dict[str, PlaceForm], reasons: dict[str, str]) -> None:
    """Each reason at its place; at the top for places that get what is said for all."""
    for key, reason in reasons.items():
        if key in places and places[key].is_bound:
            places[key].refuse(reason)
    apart = {key.partition("-")[0]: reason for key, reason in reasons.items() if key not in places}
    articles = Article.objects.filter(pk__in=refactoring.articles_of(apart)).order_by("working_title", "pk")
    for article in articles.without_text():
        form.add_error(None, f"“{article}”: {apart[str(article.pk)]}")


def _refusals(form: ActForm, places: dict[str, PlaceForm]) -> list[str]:
    found = [error for errors in form.errors.values() for error in errors]
    return found + [error for place in places.values() for errors in place.errors.values() for error in errors]
