"""What readers are told about a text besides the text: interests, use of AI, a sponsor, corrections, our policies."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString

from articles.enums import AiUse, ArticleKind
from articles.models import Article, Correction
from articles.models.article import article_url
from articles.snapshots import NO_INTEREST
from authors.models import FORMER, author_url
from content.rendering import day

# The pages about the site that each article leads to, where they are published: their addresses are fixed.
POLICY, DISCLAIMER = "editorial-policy", "medical-disclaimer"


class Named(NamedTuple):
    """A person and their public address, "" for who wants none."""

    name: str
    url: str


class Interests(NamedTuple):
    """What a person states; `part` is the part in which they do, "" for authors."""

    name: str
    part: str
    statement: str

    @property
    def is_none(self) -> bool:
        return self.statement.rstrip(".").casefold() == NO_INTEREST.casefold()


class Corrected(NamedTuple):
    """One correction; `on` is its day as an element."""

    at: datetime
    on: SafeString
    text: str


class Policies(NamedTuple):
    """Addresses of the two pages, "" for one that is not published."""

    policy: str
    disclaimer: str


class Statements(NamedTuple):
    """`ai_use` is one of AiUse, "" where nothing is stated. `ai_label`: readers are told at the top, because no person
    answers for what AI drafted, or no medical review of it holds."""

    interests: tuple[Interests, ...]
    ai_use: str
    ai_how: str
    ai_editor: Named | None
    ai_label: bool
    sponsor: str
    sponsored_for: str

    @property
    def is_drafted(self) -> bool:
        return self.ai_use == AiUse.DRAFTED

    @property
    def is_assisted(self) -> bool:
        return self.ai_use == AiUse.ASSISTED

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.interests or self.ai_use or self.sponsor)


def statements(article: Article, interests: tuple[Interests, ...], *, is_reviewed: bool) -> Statements:
    """Of a live article, or of one that shows a draft. A query where an editor answers for it who was not loaded."""
    return Statements(
        interests=interests,
        ai_use=article.ai_use,
        ai_how=article.ai_how,
        ai_editor=_editor(article),
        ai_label=needs_label(article, is_reviewed=is_reviewed),
        sponsor=article.sponsor,
        sponsored_for=article.sponsored_for,
    )


def needs_label(article: Article, *, is_reviewed: bool) -> bool:
    """Whether readers must be told before the text that AI drafted it (STANDARDS A10)."""
    return article.ai_use == AiUse.DRAFTED and not (article.ai_editor_id and is_reviewed)


def _editor(article: Article) -> Named | None:
    if article.ai_editor_id is None:
        return None
    if "answering" in vars(article):
        return article.answering
    author = article.ai_editor
    return named(author.name, author.slug, author.anonymous_at)


def named(name: str, slug: str, gone: datetime | str | None) -> Named:
    """A person as readers may know them."""
    return Named(FORMER, "") if gone else Named(name, author_url(slug))


def corrected(rows: Iterable[Correction]) -> tuple[Corrected, ...]:
    return tuple([Corrected(row.corrected_at, on(row.corrected_at), row.text) for row in rows])


def on(moment: datetime) -> SafeString:
    """The day in the site's time zone, as an element."""
    return day(moment.astimezone(timezone.get_default_timezone()).date())


def policies(article: Article) -> Policies:
    """One query where the article was not loaded by rendering.live_article()."""
    if "policies" in vars(article):
        return article.policies
    pages = Article.objects.published().filter(slug__in=[POLICY, DISCLAIMER], kind=ArticleKind.PAGE)
    there = set(pages.values_list("slug", flat=True))
    return policies_from(has_policy=POLICY in there, has_disclaimer=DISCLAIMER in there)


def policies_from(*, has_policy: bool, has_disclaimer: bool) -> Policies:
    return Policies(_page(POLICY) if has_policy else "", _page(DISCLAIMER) if has_disclaimer else "")


def _page(slug: str) -> str:
    return article_url(ArticleKind.PAGE, slug, None, None)
