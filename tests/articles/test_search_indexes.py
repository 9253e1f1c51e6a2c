"""The indexes that the databases keep themselves: right after whatever is done to the plain rows."""

import io
from collections.abc import Callable, Iterator

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles import search as searching
from articles.models import Article, SearchEntry
from articles.search import search
from history import append_only

IS_SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def article(published: Callable[..., Article]) -> Article:
    return published("Hot at Night", "Why\n\nHot flushes wake you.\n")


@pytest.fixture(autouse=True)
def sound_index(db: None) -> Iterator[None]:
    """After every test FTS5 itself compares the index with the rows."""
    yield
    if IS_SQLITE:
        with connection.cursor() as cursor:
            for table in ("articles_searchindex", "articles_searchword"):
                cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")


def test_a_changed_row_is_found_by_its_new_words_alone(article: Article) -> None:
    SearchEntry.objects.filter(article=article).update(body="Zebras sleep.")
    assert (search("zebra").total, search("flushes").total) == (1, 0)
    assert search("zerbas").suggestion == "zebras"


def test_a_deleted_row_is_not_found(article: Article) -> None:
    SearchEntry.objects.all().delete()
    assert (search("flushes").total, search("flushse").total) == (0, 0)


def test_rows_written_in_bulk_are_found(article: Article) -> None:
    SearchEntry.objects.all().delete()
    SearchEntry.objects.bulk_create([SearchEntry(article=article, title="Zebras")])
    assert search("zebra").total == 1
    entry = SearchEntry.objects.get()
    entry.title = "Yaks"
    SearchEntry.objects.bulk_update([entry], ["title"])
    assert (search("zebra").total, search("yak").total) == (0, 1)


def test_an_upsert_replaces_the_words(article: Article) -> None:
    rows = [SearchEntry(article=article, title="Zebras")]
    SearchEntry.objects.bulk_create(rows, update_conflicts=True, unique_fields=["article"], update_fields=["title"])
    assert (search("zebra").total, search("night").total) == (1, 1)
    assert search("zebra").hits[0].title_html == "<mark>Zebras</mark>"


def test_a_dump_of_the_rows_restores_the_index(article: Article) -> None:
    dump = serializers.serialize("json", SearchEntry.objects.all())
    SearchEntry.objects.all().delete()
    for row in serializers.deserialize("json", dump):
        row.save()
    assert search("flushes").total == 1


def test_indexing_again_changes_nothing_and_forgetting_is_complete(article: Article) -> None:
    before = SearchEntry.objects.values().get()
    searching.index(article)
    assert SearchEntry.objects.values().get() == before
    searching.forget(article)
    assert search("flushes").total == 0


@pytest.mark.django_db(transaction=True)
def test_a_flush_empties_the_index(published: Callable[..., Article]) -> None:
    published("Hot at Night", "Why\n\nHot flushes wake you.\n")
    with append_only.removed(connection):
        call_command("flush", interactive=False, verbosity=0, stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_searchword")
        assert cursor.fetchone() == (0,)
    assert search("flushes").total == 0


@pytest.mark.django_db(transaction=True)
def test_the_indexes_can_be_removed_and_built_again(published: Callable[..., Article]) -> None:
    published("Hot at Night", "Why\n\nHot flushes wake you.\n")
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate([("articles", "0002_initial")])
    try:
        assert not {"articles_searchindex", "articles_searchword"} & set(connection.introspection.table_names())
        SearchEntry.objects.update(body="Zebras sleep.")
    finally:
        MigrationExecutor(connection).migrate(latest)
    assert (search("zebra").total, search("flushes").total) == (1, 0)
    assert search("zerbas").suggestion == "zebras"
