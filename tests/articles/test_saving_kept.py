"""Pressing Save on a page that has saved everything by itself."""

import pytest

from articles import writing
from articles.models import Article
from articles.snapshots import Snapshot
from history import revisions
from history.revisions import Conflict
from tests.articles.desk import OpenPage, paragraph
from tests.desk import Browser, filled


@pytest.fixture
def article(draft):
    return draft(text="Why\n\nBecause it is early.\nBecause it is cold.\n")


@pytest.fixture
def page(article, writer):
    client = Browser()
    client.force_login(writer)
    return OpenPage(client, article)


@pytest.fixture
def change(article):
    return f"/admin/articles/article/{article.pk}/change/"


def test_save_seals_what_everyone_kept_until_now(article, page, change, editor, at):
    form = filled(page.client.get(change), kept="1")
    page.keep(blocks=page.block(paragraph("Hers.", page.ids[1])))
    his = OpenPage(at(editor), article, "his")
    his.keep(blocks=his.block(paragraph("His.", his.ids[2])))
    answer = page.client.post(change, {**form, "note": "Done", "_save": "1"})
    assert answer.status_code == 302
    revision = revisions.latest(article)
    assert (revision.number, revision.note) == (2, "Done")
    assert [name in str(revision.snapshot) for name in ("Hers.", "His.")] == [True, True]


def test_what_a_kept_page_shows_is_not_saved_over_what_stands(article, page, change):
    form = filled(page.client.get(change), kept="1", title="Only on the page")
    page.keep(fields=page.field("title", "Kept"))
    page.client.post(change, {**form, "_save": "1"})
    assert Snapshot.from_dict(revisions.latest(article).snapshot).title == "Kept"


def test_a_page_that_has_not_kept_everything_conflicts_as_ever(article, page, change, editor, at):
    form = filled(page.client.get(change), title="Hers")
    his = OpenPage(at(editor), article, "his")
    his.keep(fields=his.field("title", "His"))
    answer = page.client.post(change, {**form, "_save": "1"})
    assert answer.context["adminform"].form.conflict
    assert Article.objects.get().working_title == "Stiff in the Morning"


def test_another_write_at_that_very_moment_makes_it_begin_again(article, page, change, monkeypatch):
    page.keep(fields=page.field("title", "Kept"))
    form = filled(page.client.get(change), kept="1")
    save, tries = writing.save, []

    def late(*args, **kwargs):
        tries.append(1)
        if len(tries) == 1:
            raise Conflict(revisions.latest(article))
        return save(*args, **kwargs)

    monkeypatch.setattr(writing, "save", late)
    assert page.client.post(change, {**form, "_save": "1"}).status_code == 302
    assert (len(tries), revisions.latest(article).is_sealed) == (2, True)


def test_a_save_that_never_comes_through_ends(article, page, change, monkeypatch):
    form = filled(page.client.get(change), kept="1")

    def never(*args, **kwargs):
        raise Conflict(revisions.latest(article))

    monkeypatch.setattr(writing, "save", never)
    assert page.client.post(change, {**form, "_save": "1"}).context["adminform"].form.conflict
