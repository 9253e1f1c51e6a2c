"""Full-text search over published articles: one interface, SQLite's FTS5 or PostgreSQL's text search behind it."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.db import connection
from django.utils.safestring import SafeString

from articles import spelling
from articles.models import Article, SearchEntry
from articles.searching import BACKENDS
from content.outline import headings
from content.rendering import highlight
from content.text import plain_text

LONGEST_QUERY = 200
MOST_TERMS = 12
PER_PAGE = 10

_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))')
_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True)
class Term:
    """One thing asked for: a word, or a phrase of several; `excluded` when it must not occur."""

    words: tuple[str, ...]
    excluded: bool = False
    prefix: bool = False


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
    SearchEntry.objects.update_or_create(article=article, defaults=values)
    spelling.learn(" ".join(values.values()))


def forget(article: Article) -> None:
    """Take the article out of the index."""
    SearchEntry.objects.filter(article=article).delete()


def search(query: str, *, page: int = 1) -> Results:
    """Published articles that speak of all words of `query`, best first; "phrases" and -exclusions are understood.

    Any text is a query: signs mean nothing, at most 200 characters count, a page beyond the last is the last. Where
    nothing is found, the words are corrected to known ones and searched again. At most six queries.
    """
    query = clean(query)
    terms = parse(query)
    if not any(not term.excluded for term in terms):
        return Results(query)
    suggestion, total = "", _count(terms)
    if not total and (corrected := spelling.correct(query)):
        terms = parse(corrected)
        total = _count(terms)
        suggestion = corrected if total else ""
    if not total:
        return Results(query)
    pages = -(-total // PER_PAGE)
    page = min(max(page, 1), pages)
    return Results(query, total, _hits(terms, page), suggestion, page, pages)


def clean(query: str) -> str:
    """The query as it is shown again: without control characters and doubled blanks, cut at 200 characters."""
    letters = (" " if unicodedata.category(letter)[0] == "C" else letter for letter in query[:LONGEST_QUERY])
    return " ".join(unicodedata.normalize("NFC", "".join(letters)).split())


def parse(query: str) -> list[Term]:
    """The terms of a cleaned query. The last word also matches as a beginning, as if it were still being typed."""
    terms = []
    for found in _TERM.finditer(query):
        words = tuple(_WORD.findall((found["phrase"] or found["word"] or "").casefold()))
        if words:
            is_last = found.end() == len(query) and found["word"] is not None and len(words[-1]) > 2
            terms.append(Term(words, excluded=bool(found["minus"]), prefix=is_last and not found["minus"]))
    return terms[:MOST_TERMS]


def _count(terms: list[Term]) -> int:
    statement, parameters = BACKENDS[connection.vendor].count(terms)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0]


def _hits(terms: list[Term], page: int) -> list[Hit]:
    statement, parameters = BACKENDS[connection.vendor].rows(terms, PER_PAGE, (page - 1) * PER_PAGE)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    articles = Article.objects.published().for_lists().in_bulk([row[0] for row in rows])
    return [
        Hit(articles[pk], highlight(title), highlight(" ".join(snippet.split())))
        for pk, title, snippet in rows
        if pk in articles
    ]
