"""Search with PostgreSQL's full text and trigrams; migrations 0003, 0009 and 0011 made what it reads."""

from collections.abc import Iterable

from django.db import connection

from articles.search_excerpts import excerpt, marked
from articles.search_queries import Query, Term

# Body, standfirst, headings, title; divided by the logarithm of the length.
_RANK = "ts_rank_cd('{0.02, 0.1, 0.3, 1.0}', entry.document, asked.query, 1)"
_MATCHING = """
FROM (SELECT {query} AS query) asked, articles_search_matching(asked.query) matching (id)
JOIN articles_searchentry entry ON entry.id = matching.id
JOIN articles_article article ON article.id = entry.article_id
WHERE article.id IN ({public})
"""
# The inner query picks the page before the outer one fetches its texts. Their words are marked here: ts_headline would
# parse every text whole, at ten milliseconds each. To mark are all words of the index with the stem of one asked for,
# and those that the index leaves out as too short, too long or numbers.
_PAGE = """
WITH stems AS (
    SELECT asked, stem FROM unnest(%s::text[]) asked, ts_lexize('english_stem', asked) stem WHERE stem <> '{{}}'
)
SELECT page.article_id, entry.title, entry.standfirst, left(entry.body, 160000), ARRAY(
    SELECT said.word FROM stems, articles_searchword said WHERE ts_lexize('english_stem', said.word) = stems.stem
    UNION SELECT asked FROM stems
)
FROM (
    SELECT entry.id, entry.article_id, {rank} AS rank, article.published_at
    {matching}
    ORDER BY rank DESC, article.published_at DESC, article.id DESC LIMIT %s OFFSET %s
) page JOIN articles_searchentry entry ON entry.id = page.id
ORDER BY page.rank DESC, page.published_at DESC, page.article_id DESC
"""
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
    asked = sorted({word for term in query.wanted for run in term.runs for word in run})
    with connection.cursor() as cursor:
        cursor.execute(page, [asked, *params, stop - start, start])
        found = cursor.fetchall()
    return [
        (pk, marked(title, words), marked(standfirst, words), excerpt(body, words))
        for pk, title, standfirst, body, words in found
    ]


def keys(query: Query, public: tuple[str, tuple], *, most: int) -> list[int]:
    """The articles that the SQL `public` selects and that match, best first."""
    matching, params = _matching(query, public)
    statement = f"SELECT entry.article_id {matching} ORDER BY {_RANK} DESC, article.id DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, most])
        return [key for (key,) in cursor.fetchall()]


def vocabulary(words: Iterable[str]) -> dict[str, int]:
    """Words of the index near one of `words`, each with the number of articles that have it."""
    with connection.cursor() as cursor:
        cursor.execute(_VOCABULARY, [list(words)])
        return dict(cursor.fetchall())


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
