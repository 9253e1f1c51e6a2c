"""The full-text index of each database over articles_searchentry; nothing outside SQL writes it.

SQLite: triggers keep two FTS5 tables right. Whoever changes the columns of SearchEntry later runs these statements
again afterwards: SQLite's schema editor builds a new table, and triggers die with the old one.
PostgreSQL: a generated column, and a trigger that collects words, from which the spelling of queries is mended.
"""

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
        normalize(regexp_replace(normalize(written, NFD), '[\u0300-\u036f]+', '', 'g'), NFC),
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
