"""The full-text index of each database over articles_searchentry; nothing outside SQL writes it.

SQLite: triggers keep two FTS5 tables right. Whoever changes the columns of SearchEntry later runs these statements
again afterwards: SQLite's schema editor builds a new table, and triggers die with the old one.
PostgreSQL: a generated column, and a trigger that collects words, from which the spelling of queries is mended.
"""

# ruff: noqa: S608 -- only the constants below are put together
import logging

from django.db import migrations, transaction
from django.db.utils import DatabaseError

_COLUMNS = "title, headings, standfirst, body"
_NEW = "new.id, new.title, new.headings, new.standfirst, new.body"
_OLD = "old.id, old.title, old.headings, old.standfirst, old.body"
_FTS = "content='articles_searchentry', content_rowid='id'"


def _feeding(act, *statements):
    body = "; ".join(statements)
    return f"CREATE TRIGGER articles_search_{act.lower()} AFTER {act} ON articles_searchentry BEGIN {body}; END"


def _added(table):
    return f"INSERT INTO {table} (rowid, {_COLUMNS}) VALUES ({_NEW})"


def _removed(table):
    return f"INSERT INTO {table} ({table}, rowid, {_COLUMNS}) VALUES ('delete', {_OLD})"


# The stemmed index finds; the index of words as written knows what a mistyped word could be.
_INDEX, _WORDS = "articles_searchindex", "articles_searchword"
_SQLITE = [
    f"CREATE VIRTUAL TABLE {_INDEX} USING fts5({_COLUMNS}, {_FTS}, tokenize='porter unicode61 remove_diacritics 2')",
    f"CREATE VIRTUAL TABLE {_WORDS} USING fts5({_COLUMNS}, {_FTS}, tokenize='unicode61 remove_diacritics 2', detail=none)",
    f"CREATE VIRTUAL TABLE articles_searchvocabulary USING fts5vocab({_WORDS}, 'row')",
    _feeding("INSERT", _added(_INDEX), _added(_WORDS)),
    _feeding("DELETE", _removed(_INDEX), _removed(_WORDS)),
    _feeding("UPDATE", _removed(_INDEX), _removed(_WORDS), _added(_INDEX), _added(_WORDS)),
    f"INSERT INTO {_INDEX} ({_INDEX}) VALUES ('rebuild')",
    f"INSERT INTO {_WORDS} ({_WORDS}) VALUES ('rebuild')",
]
_NO_SQLITE = [
    *(f"DROP TRIGGER articles_search_{act}" for act in ("insert", "delete", "update")),
    *(f"DROP TABLE {table}" for table in ("articles_searchvocabulary", _WORDS, _INDEX)),
]

# Accents fall, and punctuation becomes space, or PostgreSQL would take "day/night" for a file and "hot.Then" for a host.
_PUNCTUATION = "!\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~"
_FOLD = rf"""
CREATE FUNCTION articles_search_fold(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(
        CASE WHEN written ~ '[\u00c0-\u1fff\u212a\u212b]'  -- most texts have none, and the rest is slow
            THEN normalize(regexp_replace(normalize(written, NFD), '[\u0300-\u036f]+', '', 'g'), NFC)
            ELSE written END,
        '{_PUNCTUATION}', repeat(' ', 32)
    )
$$"""


def _weighed(column, weight, longest):
    # A tsvector holds 1 MB at most; a longer text is found by its beginning.
    return f"setweight(to_tsvector('english', articles_search_fold(left({column}, {longest}))), '{weight}')"


_VECTOR = " || ".join(
    (
        _weighed("title", "A", 1_000),
        _weighed("headings", "B", 20_000),
        _weighed("standfirst", "C", 20_000),
        _weighed("body", "D", 160_000),
    )
)
# Words of articles that are gone stay here and are passed over by the search: counting them would make everybody who
# publishes wait for whoever published "the" before.
_COLLECT = """
CREATE FUNCTION articles_search_collect() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO articles_searchword (word)
    SELECT word FROM unnest(tsvector_to_array(to_tsvector('simple', articles_search_fold(left(
        concat_ws(' ', new.title, new.headings, new.standfirst, new.body), 160000))))) AS word
    WHERE length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]+$'
    ORDER BY word ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$"""
_FORGET = """
CREATE FUNCTION articles_search_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM articles_searchword; RETURN NULL; END $$"""
_ON = "ON articles_searchentry FOR EACH"
_POSTGRESQL = [
    _FOLD,
    f"ALTER TABLE articles_searchentry ADD COLUMN document tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED",
    "CREATE INDEX articles_search_document ON articles_searchentry USING gin (document)",
    "CREATE TABLE articles_searchword (word text PRIMARY KEY)",
    _COLLECT,
    f"CREATE TRIGGER articles_search_collect AFTER INSERT OR UPDATE {_ON} ROW EXECUTE FUNCTION articles_search_collect()",
    _FORGET,
    f"CREATE TRIGGER articles_search_forget AFTER TRUNCATE {_ON} STATEMENT EXECUTE FUNCTION articles_search_forget()",
    "UPDATE articles_searchentry SET title = title",
]
_NO_POSTGRESQL = [
    "DROP FUNCTION articles_search_near(text)",
    "DROP TRIGGER articles_search_forget ON articles_searchentry",
    "DROP FUNCTION articles_search_forget()",
    "DROP TRIGGER articles_search_collect ON articles_searchentry",
    "DROP FUNCTION articles_search_collect()",
    "DROP TABLE articles_searchword",
    "ALTER TABLE articles_searchentry DROP COLUMN document",
    "DROP FUNCTION articles_search_fold(text)",
]


def _near(nearest):
    """The words that `asked` could mean: those that begin like it, and the `nearest` of about its length.

    Each with the number of articles that have it; words that the index leaves out ("very") count as known. Without the
    setting, the planner reads the whole table for each word.
    """
    return f"""
CREATE FUNCTION articles_search_near(asked text) RETURNS TABLE (word text, found bigint)
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT near.word, CASE WHEN numnode(query) = 0 THEN 1 ELSE
        (SELECT count(*) FROM articles_searchentry entry WHERE entry.document @@ query) END
    FROM (
        (SELECT each.word FROM articles_searchword each WHERE each.word LIKE asked || '%'
         ORDER BY length(each.word), each.word LIMIT 40)
        UNION
        (SELECT each.word FROM articles_searchword each
         WHERE length(each.word) BETWEEN length(asked) - 2 AND length(asked) + 2 AND {nearest})
    ) near, plainto_tsquery('english', near.word) query
$$"""


_SAME_ENDS = "left(each.word, 1) = left(asked, 1) AND (substr(each.word, 2, 1) = substr(asked, 2, 1) OR right(each.word, 2) = right(asked, 2))"
# Nothing but the distance may order them, or the index cannot.
_LIKEST = "true ORDER BY each.word <-> asked LIMIT 80"
_LIKENESS = "CREATE INDEX articles_search_likeness ON articles_searchword USING gist (word gist_trgm_ops)"


def _has_trigrams(schema_editor):
    """Installs pg_trgm, which needs the right to create in this database; without it, corrections are only fewer."""
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm", None)
    except DatabaseError as error:
        logging.getLogger(__name__).warning(
            "The extension pg_trgm could not be installed (%s). The search will not correct a wrong first letter.",
            str(error).partition("\n")[0],
        )
        return False
    return True


def build(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRESQL:
        schema_editor.execute(statement, None)
    if is_sqlite:
        return
    if _has_trigrams(schema_editor):
        schema_editor.execute(_LIKENESS, None)
        schema_editor.execute(_near(_LIKEST), None)
    else:
        schema_editor.execute(_near(_SAME_ENDS), None)


def remove(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _NO_SQLITE if is_sqlite else _NO_POSTGRESQL:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_initial")]

    operations = [migrations.RunPython(build, remove)]
