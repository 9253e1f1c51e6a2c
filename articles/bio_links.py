"""Where the public bios of authors lead: to what of ours, and to which addresses elsewhere. A bio is changed on its own
page and moderated, so here it is only looked at."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from articles.inbound import Aim
from authors.models import Author
from content import references


class Bio(NamedTuple):
    """The bio of an author that leads to an address, and who is to be told of it, None where nobody is known."""

    author: Author
    tell: Any


def in_use() -> Iterable[str]:
    """The addresses elsewhere to which public bios lead. For sources.outbound."""
    for _, addresses in _leading_away():
        yield from addresses


def pointing_at(aim: Aim) -> list[Author]:
    """The authors whose bios, as readers see them, point there, by name. One query."""
    keys = aim.articles | aim.pillars | aim.authors
    some = Q(pk__in=[])
    for key in keys:
        some |= Q(said__contains=f'"id": {key}')
    # The text of a document tells which bios to look into; their links tell the rest.
    rows = Author.objects.public().annotate(said=Cast("bio", TextField())).filter(some)
    rows = rows.only("name", "slug", "bio").order_by("name", "pk")
    return [author for author in rows if any(map(aim.is_hit_by, references.targets(author.bio)))]


def leading_to(url: str) -> list[Bio]:
    """The bios that lead to an address elsewhere, by name. To be told is the author in person; for who has no login,
    whoever sent the bio. Two queries."""
    keys = [pk for pk, addresses in _leading_away() if url in addresses]
    people = (
        Author.objects.filter(pk__in=keys).select_related("user", "live_bio__submitted_by").defer("live_bio__packed")
    )
    return [Bio(one, _heard(one.user) or _heard(one.live_bio and one.live_bio.submitted_by)) for one in people]


def counted(urls: Iterable[str]) -> dict[str, int]:
    """How many public bios lead to each address; those to which none does are left out. One query."""
    wanted = set(urls)
    return Counter(url for _, addresses in _leading_away() for url in addresses & wanted) if wanted else {}


def _leading_away() -> Iterator[tuple[int, set[str]]]:
    """The authors who are public, with the addresses elsewhere in the text of their bios and below it."""
    leading = Q(said__contains='"url"') | ~Q(links=[])
    rows = Author.objects.public().annotate(said=Cast("bio", TextField())).filter(leading).order_by("pk")
    for pk, bio, links in rows.values_list("pk", "bio", "links").iterator(chunk_size=500):
        yield pk, {*links, *references.addresses(bio)}


def _heard(user: Any) -> Any:
    return user if user and user.is_active else None
