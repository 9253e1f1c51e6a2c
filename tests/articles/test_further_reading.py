"""The list of what to read after a text, of a live one and of a draft."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import further_reading, writing
from articles.neighbours import Neighbours, neighbours
from articles.snapshots import Snapshot
from history import revisions


@pytest.fixture
def article(published):
    for number in range(3):
        published(f"Knee {number}", text="The knee and the knee bones.\n")
    return published("Knee", text="The knee and its bones.\n")


def of_live(article):
    return further_reading.of_live(article, neighbours(article, article.pillar))


def of_draft(article):
    snapshot = Snapshot.from_dict(revisions.latest(article).snapshot)
    return further_reading.of_draft(article, snapshot, article.pillar, neighbours(article, article.pillar))


def test_what_is_overdue_is_left_out_when_it_is_rendered():
    yesterday, today = (timezone.localdate() - timedelta(days=days) for days in (1, 0))
    rows = [
        (yesterday.isoformat(), "Overdue", "overdue", "condition"),
        (today.isoformat(), "Due today", "due-today", "condition"),
        (None, "Never due", "never-due", "experience"),
    ]
    assert [(one.title, one.url) for one in further_reading.shown([], rows, Neighbours())] == [
        ("Due today", "/articles/due-today/"),
        ("Never due", "/articles/never-due/"),
    ]
    assert further_reading.shown([], rows[:2], Neighbours()) == []


def test_a_draft_shows_what_its_writer_lists_by_now(article, published, editor):
    far = published("Far")
    before, snapshot, base = of_draft(article), *writing.current(article)
    assert before == of_live(article)
    writing.save(article, replace(snapshot, listed=(far.pk,)), by=editor, base=base)
    assert [one.title for one in of_draft(article)] == ["Far", *[one.title for one in before if one.title != "Far"]][:5]
    assert of_live(article) == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what stands in the tables")
@pytest.mark.parametrize("listed", [of_live, of_draft])
def test_no_table_is_read_through_for_what_may_be_shown(listed, article):
    with CaptureQueriesContext(connection) as asked:
        assert listed(article)
    (further,) = [one["sql"] for one in asked if "articles_relatedreading" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {further}")
        plan = [row[3] for row in cursor.fetchall()]
    assert any("article_of_pillar" in line for line in plan)
    assert not [line for line in plan if line.startswith("SCAN")], plan
