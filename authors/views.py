"""The people, as readers meet them."""

import unicodedata
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from authors import public
from authors.models import Author, FormerAuthorSlug
from authors.structured_data import profile_page
from content import references
from content.references import Target
from content.rendering import ld_json
from history.redirects import moved
from images.pictures import Picture, show

# So many stand below one another without letters between them.
FEW = 24

Entry = tuple[Author, Picture | None]
Group = tuple[str, list[Entry]]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everyone who writes here: by name, by topic (?by=topic), or by letter where there are many."""
    people = list(Author.objects.active())
    shown = show(portraits=[author.portrait_id for author in people if author.portrait_id])
    entries = {author.pk: (author, shown.portraits.get(author.portrait_id)) for author in people}
    by_topic = request.GET.get("by") == "topic"
    groups = _by_topic(entries) if by_topic else _by_letter(entries)
    context = {"groups": groups, "by_topic": by_topic, "has_topics": by_topic or _has_topics()}
    return render(request, "authors/index.html", context | {"breadcrumb": [("Home", "/"), ("Authors", "/authors/")]})


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """One person: what a moderator approved, and their articles, newest first."""
    person = Author.objects.filter(slug=slug).first()
    if person is None:
        return _moved(slug)
    if person.anonymous_at:
        context = {"breadcrumb": [("Home", "/"), ("Authors", "/authors/")]}
        return render(request, "authors/left.html", context, status=410)
    profile, shown = public.profile(person)
    square = next((crop.url for crop in reversed(shown.crops.get(person.portrait_id, ()))), None)
    articles = list(person.articles.listed().for_lists().distinct())
    wrote = set(person.contributions.filter(role="writer").values_list("article", flat=True)) if articles else set()
    context = {
        "author": person,
        "profile": profile,
        "hidden": bool(person.bio_hidden_at),
        "written": [article for article in articles if article.pk in wrote],
        "other": [article for article in articles if article.pk not in wrote],
        "reviewed": list(person.articles.model.objects.listed().for_lists().filter(review__reviewer=person)),
        "breadcrumb": [("Home", "/"), ("Authors", "/authors/"), (person.name, request.path)],
        "json_ld": ld_json(profile_page(person, profile, square)),
    }
    return render(request, "authors/author.html", context)


def _by_letter(entries: Mapping[int, Entry]) -> list[Group]:
    """By the first letter of the last word of the name; one group without a heading where all fit on a page."""
    if len(entries) <= FEW:
        return [("", list(entries.values()))]
    letters: dict[str, list[Entry]] = {}
    for entry in entries.values():
        letters.setdefault(_letter(entry[0].name), []).append(entry)
    return sorted(letters.items())


def _letter(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.split()[-1] if name.split() else "")
    return plain[:1].upper() if plain[:1].isalpha() else "#"


def _by_topic(entries: Mapping[int, Entry]) -> list[Group]:
    """By the topics of expertise in their own order; who names none comes last. Two queries."""
    named = Author.expertise.through.objects.filter(author__in=entries).values_list("pillar", "author")
    people: dict[int, list[int]] = {}
    for topic, author in named:
        people.setdefault(topic, []).append(author)
    places = references.resolve({Target("pillar", topic) for topic in people})
    groups = [
        (place.title, [entries[pk] for pk in entries if pk in people[target.id]]) for target, place in places.items()
    ]
    silent = [entry for pk, entry in entries.items() if not any(pk in known for known in people.values())]
    return groups + ([("No topic named", silent)] if silent else [])


def _has_topics() -> bool:
    return Author.expertise.through.objects.filter(author__retired_at=None).exists()


def _moved(slug: str) -> HttpResponse:
    former = FormerAuthorSlug.objects.select_related("author").filter(slug=slug).first()
    if former is None:
        raise Http404("no author has or had this address")
    return moved(former.author)
