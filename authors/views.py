"""The people, as readers meet them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from authors.models import Author, FormerAuthorSlug
from authors.structured_data import profile
from content import references
from content.rendering import Surroundings, ld_json
from content.rendering import render as render_document
from images.pictures import show


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everyone who writes here, by name."""
    people = list(Author.objects.active())
    shown = show(portraits=[author.portrait_id for author in people if author.portrait_id])
    context = {"people": [(author, shown.portraits.get(author.portrait_id)) for author in people]}
    return render(request, "authors/index.html", context | {"breadcrumb": [("Home", "/"), ("Authors", request.path)]})


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """One person: what a moderator approved, and their articles, newest first."""
    person = Author.objects.public().filter(slug=slug).first()
    if person is None:
        return _moved(slug)
    ids = [person.portrait_id] if person.portrait_id else []
    shown = show(portraits=ids, crops=ids)
    around = Surroundings(destinations=references.resolve(references.targets(person.bio)))
    square = next((crop.url for crop in reversed(shown.crops.get(person.portrait_id, ()))), None)
    context = {
        "author": person,
        "portrait": shown.portraits.get(person.portrait_id),
        "bio": render_document(person.bio, around),
        "articles": list(person.articles.listed().for_lists().distinct()),
        "breadcrumb": [("Home", "/"), ("Authors", "/authors/"), (person.name, request.path)],
        "json_ld": ld_json(profile(person, square)),
    }
    return render(request, "authors/author.html", context)


def _moved(slug: str) -> HttpResponse:
    former = FormerAuthorSlug.objects.select_related("author").filter(slug=slug).first()
    if former is None:
        raise Http404("no author has or had this address")
    return redirect(former.author, permanent=True)
