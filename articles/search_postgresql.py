"""Search with PostgreSQL's full text and trigrams; migration 0003 made the column, table and functions."""

import re
import unicodedata
from collections.abc import Iterable

from django.db import connection

from articles.search_queries import Query, Term

# Body, standfirst, headings, title; divided by the logarithm of the length.
_RANK = "ts_rank_cd('{0.02, 0.1, 0.3, 1.0}', entry.document, asked.query, 1)"
_MATCHING = """
FROM (SELECT {query} AS query) asked, articles_searchentry entry
JOIN articles_article article ON article.id = entry.article_id
WHERE entry.document @@ asked.query AND article.id IN ({public})
"""
# Words are marked in the folded text, as they were indexed; ts_headline would swallow what looks like a tag. The inner
# query picks the page before the outer one marks: marking parses the whole text.
_MARKS = "StartSel=\x02, StopSel=\x03, HighlightAll=true"
_PAGE = """
SELECT page.article_id,
       page.title, ts_headline('english', articles_search_fold(page.title), page.query, %s),
       page.standfirst, ts_headline('english', articles_search_fold(page.standfirst), page.query, %s),
       page.body, ts_headline('english', articles_search_fold(page.body), page.query, %s)
FROM (
    SELECT entry.article_id, entry.title, entry.standfirst, left(entry.body, 160000) AS body, asked.query,
           {rank} AS rank, article.published_at
    {matching}
    ORDER BY rank DESC, article.published_at DESC, article.id DESC LIMIT %s OFFSET %s
) page
ORDER BY page.rank DESC, page.published_at DESC, page.article_id DESC
"""
_EXCERPT, _BEFORE = 220, 60  # characters from the first mark on, and before it
_VOCABULARY = (
    "SELECT near.word, near.found FROM unnest(%s::text[]) asked, articles_search_near(asked) near WHERE found > 0"
)


def count(query: Query, public: tuple[str, tuple]) -> int:
    """How many of the articles that the SQL `public` selects match."""
    matching, params = _matching(query, public)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {matching}", params)
        return cursor.fetchone()[0]


def rows(query: Query, public: tuple[str, tuple], *, start: int, stop: int) -> list[tuple[int, str, str, str]]:
    """Article, title, standfirst and the body where it matches, best first; words in \\x02 … \\x03."""
    matching, params = _matching(query, public)
    page = _PAGE.format(matching=matching, rank=_RANK)
    with connection.cursor() as cursor:
        cursor.execute(page, [_MARKS, _MARKS, _MARKS, *params, stop - start, start])
        found = cursor.fetchall()
    return [
        (pk, _marked(*title), _marked(*standfirst), _excerpt(_marked(*body)))
        for pk, *texts in found
        for title, standfirst, body in [zip(texts[::2], texts[1::2], strict=True)]
    ]


def vocabulary(words: Iterable[str]) -> dict[str, int]:
    """Words of the index near one of `words`, each with the number of articles that have it."""
    with connection.cursor() as cursor:
        cursor.execute(_VOCABULARY, [list(words)])
        return dict(cursor.fetchall())


def _marked(text: str, folded: str) -> str:
    """The text with the marks of its folded form, which has as many characters unless the script is a rare one."""
    text = unicodedata.normalize("NFC", text)
    pieces = re.split("([\x02\x03])", folded)
    if len(text) != sum(map(len, pieces[::2])):
        return folded
    at, out = 0, []
    for piece, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        out += [text[at : at + len(piece)], mark]
        at += len(piece)
    return "".join(out)


def _excerpt(marked: str) -> str:
    """The stretch with the most marks, the earliest of equal ones; without marks, the beginning."""
    marks = [found.start() for found in re.finditer("\x02", marked)]
    best = max(marks, key=lambda at: (marked.count("\x02", at, at + _EXCERPT), -at), default=0)
    start = marked.rfind(" ", 0, best - _BEFORE) + 1 if best > _BEFORE else 0
    stop = marked.find(" ", best + _EXCERPT)
    end = "" if stop < 0 else "…"
    return ("…" if start else "") + marked[start : stop if end else None] + end


def _matching(query: Query, public: tuple[str, tuple]) -> tuple[str, list[str]]:
    wanted, params = _all_of(query.wanted)
    if query.unwanted:
        unwanted, more = _one_of([run for term in query.unwanted for run in term.runs])
        wanted, params = f"({wanted} && !!{unwanted})", params + more
    sql, public_params = public
    return _MATCHING.format(query=wanted, public=sql), [*params, *public_params]


def _all_of(terms: Iterable[Term]) -> tuple[str, list[str]]:
    pieces = [_one_of(term.runs) for term in terms]
    return "({})".format(" && ".join(sql for sql, _ in pieces)), [param for _, params in pieces for param in params]


def _one_of(runs: Iterable[tuple[str, ...]]) -> tuple[str, list[str]]:
    params = [" ".join(run) for run in runs]
    return "({})".format(" || ".join(["phraseto_tsquery('english', %s)"] * len(params))), params
