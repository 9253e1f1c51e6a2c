"""Search with SQLite's FTS5; migration 0003 made its tables."""

from collections.abc import Iterable

from django.db import connection

from articles.search_queries import Query, Term
from articles.search_spelling import MOST_EDITS

# Title, headings, standfirst, body.
_RANK = "bm25(articles_searchindex, 12.0, 4.0, 2.0, 1.0)"
_MATCHING = """
FROM articles_searchindex
JOIN articles_searchentry entry ON entry.id = articles_searchindex.rowid
JOIN articles_article article ON article.id = entry.article_id
WHERE articles_searchindex MATCH %s AND article.id IN ({public})
"""
_ORDER = f"ORDER BY {_RANK}, article.published_at DESC, article.id DESC"
# The inner query picks the page before the outer one marks words: marking reads the whole text.
_PAGE = """
SELECT entry.article_id,
       highlight(articles_searchindex, 0, char(2), char(3)),
       snippet(articles_searchindex, 2, char(2), char(3), '…', 40),
       snippet(articles_searchindex, 3, char(2), char(3), '…', 40)
{matching} AND articles_searchindex.rowid IN (
    SELECT page.id FROM (SELECT entry.id {matching} {order} LIMIT %s OFFSET %s) page
)
{order}
"""
_VOCABULARY = "SELECT term, doc FROM articles_searchvocabulary WHERE length(term) BETWEEN %s AND %s"


def count(query: Query, public: tuple[str, tuple]) -> int:
    """How many of the articles that the SQL `public` selects match."""
    sql, params = public
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_MATCHING.format(public=sql)}", [_expression(query), *params])
        return cursor.fetchone()[0]


def rows(query: Query, public: tuple[str, tuple], *, start: int, stop: int) -> list[tuple[int, str, str, str]]:
    """Article, title, standfirst and body (the two shortened to what matches), best first; words in \\x02 … \\x03."""
    sql, params = public
    page = _PAGE.format(matching=_MATCHING.format(public=sql), order=_ORDER)
    matching = [_expression(query), *params]
    with connection.cursor() as cursor:
        cursor.execute(page, [*matching, *matching, stop - start, start])
        return cursor.fetchall()


def keys(query: Query, public: tuple[str, tuple], *, most: int) -> list[int]:
    """The articles that the SQL `public` selects and that match, best first."""
    sql, params = public
    with connection.cursor() as cursor:
        statement = f"SELECT entry.article_id {_MATCHING.format(public=sql)} {_ORDER} LIMIT %s"
        cursor.execute(statement, [_expression(query), *params, most])
        return [key for (key,) in cursor.fetchall()]


def vocabulary(words: Iterable[str]) -> dict[str, int]:
    """Words of the index near one of `words`, each with the number of articles that have it."""
    lengths = [len(word) for word in words]
    # Half-written words have to be found as well, so there is no upper limit that an edit distance would allow.
    with connection.cursor() as cursor:
        cursor.execute(_VOCABULARY, [min(lengths) - MOST_EDITS, max(lengths) + 20])
        return dict(cursor.fetchall())


def _expression(query: Query) -> str:
    """FTS5's own language; words are letters and digits only, so that quotes are enough."""
    wanted = " AND ".join(map(_any_of, query.wanted))
    unwanted = " OR ".join(map(_any_of, query.unwanted))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _any_of(term: Term) -> str:
    return "({})".format(" OR ".join(f'"{" ".join(run)}"' for run in term.runs))
