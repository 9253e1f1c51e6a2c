"""Title, standfirst, place in the topics, authors and address: what every article needs."""

from collections.abc import Iterator

from articles import addresses
from articles.checks.finding import Finding, hint
from articles.checks.reading import Reading
from articles.enums import ArticleKind, ContributorRole
from articles.models import Article
from authors.models import Author

# STANDARDS, plain language: longer titles are cut where they are listed.
LONGEST_TITLE = 65


def check(reading: Reading) -> Iterator[Finding]:
    snapshot = reading.snapshot
    if len(snapshot.title) > LONGEST_TITLE:
        yield hint(
            "title", f"The title has {len(snapshot.title)} characters; beyond {LONGEST_TITLE} lists cut it.", "title"
        )
    if not snapshot.standfirst:
        message = "Write a standfirst: one or two sentences under the title."
        yield Finding("standfirst", message, code="standfirst", overridable=True)
    yield from _pillar(reading)
    if snapshot.kind != ArticleKind.PAGE and not _has_author(reading):
        message = "Name at least one author (JAMA: authorship is shown)."
        yield Finding("contributors", message, code="author", overridable=True)
    if addresses.is_taken(snapshot.slug, reading.article):
        yield Finding("slug", f"Another article has, or had, the address “{snapshot.slug}”.", code="address")


def _pillar(reading: Reading) -> Iterator[Finding]:
    snapshot = reading.snapshot
    if snapshot.kind == ArticleKind.PAGE and snapshot.pillar:
        message = "A page about the site stands outside the topics: leave the pillar empty."
        yield Finding("pillar", message, code="pillar")
    if snapshot.kind != ArticleKind.PAGE and not snapshot.pillar:
        yield Finding("pillar", "Choose the pillar to which the article belongs.", code="pillar")
    if snapshot.kind == ArticleKind.GUIDE and _has_other_guide(reading):
        yield Finding("pillar", "This pillar has a published guide already.", code="guide")


def _has_other_guide(reading: Reading) -> bool:
    guides = Article.objects.published().filter(kind=ArticleKind.GUIDE, pillar=reading.snapshot.pillar)
    return guides.exclude(pk=reading.article.pk).exists()


def _has_author(reading: Reading) -> bool:
    writers = [one.author for one in reading.snapshot.contributors if one.role == ContributorRole.WRITER]
    known = {one.author_id for one in reading.article.contributions.all()} if reading.article.pk else set()
    return not known.isdisjoint(writers) or Author.objects.filter(pk__in=writers).exists()
