"""Full-text search over published articles: one interface, SQLite's FTS5 or PostgreSQL's text search behind it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from articles import search_postgresql, search_sqlite
from articles.models import Article, SearchEntry
from articles.search_queries import Query, Term, parse, words_of
from articles.search_spelling import repair, words_worth_a_look
from content.outline import headings
from content.rendering import highlight
from content.text import plain_text

PER_PAGE = 10
LONGEST_SNIPPET = 400  # characters

# Headings and items of lists end without a stop; on one line they would run into each other.
_OPEN_END = re.compile(r"(?<![.?!…:;,])(?<![.?!…][”’\"')])\n")

_BACKENDS = {"sqlite": search_sqlite, "postgresql": search_postgresql}


@dataclass(frozen=True)
class Hit:
    article: Article
    title_html: SafeString
    snippet_html: SafeString


@dataclass(frozen=True)
class Results:
    """One page of answers. `suggestion` is what was searched instead, when nothing speaks of `query` itself."""

    query: str
    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    suggestion: str = ""
    page: int = 1
    pages: int = 1


def index(article: Article) -> None:
    """Write the article's words into the index, replacing what was there."""
    values = {
        "title": article.title,
        "headings": "\n".join(heading.text for heading in headings(article.body)),
        "standfirst": article.standfirst,
        "body": plain_text(article.body),
    }
    if not SearchEntry.objects.filter(article=article).update(**values):
        SearchEntry.objects.create(article=article, **values)


def forget(article: Article) -> None:
    """Take the article out of the index."""
    SearchEntry.objects.filter(article=article).delete()


def search(query: str, *, page: int = 1, per_page: int = PER_PAGE) -> Results:
    """Published articles that speak of all words of `query`, best first; "phrases" and -exclusions are understood.

    Any text is a query and none can raise; a page beyond the last is the last. Where nothing is found, a last word
    that is half written is completed, and misspelt ones are corrected (`suggestion` says what was searched then).
    At most three queries, five where something is repaired, none for a query without a wanted word.
    """
    asked = parse(query)
    if not asked.wanted:
        return Results(asked.text)
    backend, public = _BACKENDS[connection.vendor], _public()
    meant, suggestion = asked, ""
    total = backend.count(asked, public)
    if not total and (words := words_worth_a_look(asked)):
        meant, is_corrected = repair(asked, backend.vocabulary(words))
        total = backend.count(meant, public) if meant != asked else 0
        suggestion = meant.text if is_corrected else ""
    if not total:
        return Results(asked.text)
    pages = -(-total // per_page)
    page = min(max(page, 1), pages)
    hits = _hits(backend.rows(meant, public, start=(page - 1) * per_page, stop=page * per_page))
    return Results(asked.text, total, hits, suggestion, page, pages)


def speaking_of(phrases: Iterable[str], articles: QuerySet, *, most: int) -> list[int]:
    """The keys of those of `articles`, a query, in which one of the phrases stands, best first. One query at most."""
    runs = tuple(dict.fromkeys(run for phrase in phrases for run in words_of(phrase).runs if run))
    if not runs:
        return []
    asked = Query("", (Term(runs),))
    chosen = articles.order_by().values("pk").query.sql_with_params()
    return _BACKENDS[connection.vendor].keys(asked, chosen, most=most)


def _public() -> tuple[str, tuple]:
    """The SQL that selects what readers may see."""
    return Article.objects.published().order_by().values("pk").query.sql_with_params()


def _hits(rows: list[tuple[int, str, str, str]]) -> list[Hit]:
    articles = Article.objects.published().for_lists().in_bulk([row[0] for row in rows])
    return [
        Hit(articles[pk], highlight(title), highlight(_telling(standfirst, body)))
        for pk, title, standfirst, body in rows
        if pk in articles  # not withdrawn since the query before
    ]


def _telling(standfirst: str, body: str) -> str:
    """The passage of the text where the words stand; else the standfirst, which introduces the text."""
    passage = body if "\x02" in body or not standfirst else standfirst[:LONGEST_SNIPPET]
    return " ".join(_OPEN_END.sub(" · ", passage).split())
