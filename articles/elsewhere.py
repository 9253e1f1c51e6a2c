"""Links that leave the site: which addresses live texts lead to, where each stands, and following what has moved."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from articles import permissions, writing
from articles.models import Article, RelatedLink, Revision
from articles.prepared import Prepared
from articles.snapshots import Snapshot
from content import references
from content.references import Destination, Target
from content.rendering import day_words
from history.revisions import Conflict
from sources import outbound, web
from sources.enums import Answer
from sources.models import OutboundAddress

# Of the articles that lead to one address so many are shown.
SHOWN = 100
_COPIES = Prepared(
    lambda keys: (
        OutboundAddress.objects.failing()
        .filter(key__in=keys)
        .exclude(archived_url="")
        .order_by()
        .values_list("url", "archived_url")
    )
)


class Place(NamedTuple):
    """An article that leads to an address. `sees`: the person who asks may open it; `changes`: may write in it, and its
    latest version still has the address."""

    article: Article
    words: str
    sees: bool
    changes: bool


class Outcome(NamedTuple):
    """The versions that were saved, and the articles in which nothing was changed, each with why."""

    saved: list[Revision]
    left: list[tuple[Article, str]]


def in_use() -> Iterable[str]:
    """The addresses to which published texts lead. For sources.outbound."""
    return _live_links().exclude(url="").order_by().values_list("url", flat=True).distinct().iterator(chunk_size=5_000)


def places(address: OutboundAddress, user: Any) -> list[Place]:
    """The published articles that lead to an address, the first SHOWN by title. At most three queries."""
    articles = Article.objects.published().filter(pk__in=RelatedLink.objects.filter(url=address.url).values("article"))
    articles = articles.annotate(sees=permissions.sees(user), latest_pk=_latest()).without_text()
    shown = list(articles.order_by("title", "pk")[:SHOWN])
    words: dict[int, str] = {}
    for link in RelatedLink.objects.filter(url=address.url, article__in=shown).order_by("position"):
        words.setdefault(link.article_id, link.words)
    mine = [one for one in shown if one.sees] if address.moved_to and permissions.edits(user) else []
    latest = Revision.objects.in_bulk([one.latest_pk for one in mine])
    changes = {one.pk for one in mine if _leads(latest[one.latest_pk], address.url)}
    return [Place(one, words.get(one.pk, ""), one.sees, one.pk in changes) for one in shown]


def counted(urls: Iterable[str]) -> dict[str, int]:
    """How many published articles lead to each address; those to which none does are left out. One query."""
    rows = _live_links().filter(url__in=list(urls)).order_by().values("url")
    return dict(rows.annotate(number=Count("article", distinct=True)).values_list("url", "number"))


def known(links: Iterable[RelatedLink]) -> dict[str, OutboundAddress]:
    """What is known of the addresses of these links, by address. One query, none where no link leaves the site."""
    urls = {link.url for link in links} - {""}
    rows = OutboundAddress.objects.filter(key__in=[outbound.key_of(url) for url in urls]) if urls else ()
    return {row.url: row for row in rows}


def copies(targets: Iterable[Target]) -> dict[Target, Destination]:
    """The archived copies of what these addresses no longer have, for content.references. One query, none where none
    is of the web."""
    wanted = {str(target.id): target for target in targets if web.is_web(str(target.id))}
    rows = _COPIES([outbound.key_of(url) for url in wanted]) if wanted else ()
    return {wanted[url]: Destination(url, url, copy) for url, copy in rows if url in wanted}


def standing(address: OutboundAddress) -> tuple[str, str]:
    """The mark (a class of the small sign) and the words for where an address stands."""
    status = f" ({address.status})" if address.status else ""
    answer = f"{address.get_answer_display()}{status}"
    if address.failing_since:
        since = f"{answer} since {day_words(timezone.localtime(address.failing_since).date())}"
        return ("failed", since) if address.is_failing else ("changes_requested", f"{since}; it is asked again")
    if address.moved_to:
        return "scheduled", f"has moved to {address.moved_to}"
    if address.answer == Answer.GUARDED:
        return "open", f"{answer}: look yourself"
    return ("published", answer) if address.answer else ("planned", "has not been asked for yet")


def follow(address: OutboundAddress, article: Article, *, by: Any) -> Revision | None:
    """Save a version of `article` in which every link to the address leads where that has moved; None where its latest
    version has no such link. Readers see it after publication.

    Raises ValidationError where the address has not moved, and like writing.save.
    """
    if not address.moved_to:
        raise ValidationError("This address has not moved. Change the link in the article.")
    snapshot, base = writing.current(article)
    body = _led(snapshot.body, address.url, address.moved_to)
    if body == snapshot.body:
        return None
    note = f"New address: {address.moved_to}"[:300]
    return writing.save(article, replace(snapshot, body=body), by=by, base=base, note=note)


def follow_everywhere(address: OutboundAddress, articles: Iterable[Article], *, by: Any) -> Outcome:
    """follow() in each of the articles, each in a transaction of its own: one that refuses stops no other."""
    outcome = Outcome([], [])
    for article in articles:
        try:
            revision = follow(address, article, by=by)
        except (ValidationError, Conflict, PermissionDenied) as refusal:
            said = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            outcome.left.append((article, " ".join(said)))
        else:
            if revision:
                outcome.saved.append(revision)
    return outcome


def leading_to(address: OutboundAddress, user: Any) -> QuerySet[Article]:
    """The published articles with a link to the address that this person sees."""
    wanted = RelatedLink.objects.filter(url=address.url).order_by().values("article")
    return Article.objects.published().filter(permissions.seen(user), pk__in=wanted).without_text().order_by("pk")


def _live_links() -> QuerySet[RelatedLink]:
    return RelatedLink.objects.filter(article__in=Article.objects.published().order_by().values("pk"))


def _latest() -> Subquery:
    return Subquery(Revision.objects.filter(article=OuterRef("pk")).latest_first().values("pk")[:1])


def _leads(revision: Revision, url: str) -> bool:
    found = references.targets(Snapshot.from_dict(revision.snapshot).body)
    return any((target.kind, target.id) == ("url", url) for target in found)


def _led(document: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    def led(target: dict[str, Any] | None, words: str) -> dict[str, Any] | None:
        is_old = target is not None and target["kind"] == "url" and target["href"] == old
        return {**target, "href": new} if is_old else target

    return references.map_targets(document, led)
