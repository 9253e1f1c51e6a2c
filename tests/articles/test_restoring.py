"""Bringing back older versions and single passages."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles import restoring, writing
from articles.snapshots import Snapshot
from content.schema import document
from history import revisions
from history.revisions import Conflict
from tests.articles.desk import paragraph

A, B, C, D = (paragraph(f"Block {name}.", f"block00{name}") for name in "abcd")


@pytest.fixture
def article(draft):
    return draft("Cold Floors", body=document(A, B, C, D))


def save(article, by, *blocks, **values):
    snapshot, base = writing.current(article)
    body = document(*blocks) if blocks else snapshot.body
    return writing.save(article, replace(snapshot, body=body, **values), by=by, base=base)


def texts(article) -> list[str]:
    body = Snapshot.from_dict(revisions.latest(article).snapshot).body
    return [block["content"][0]["text"] for block in body["content"]]


def bring_back(article, block, by, number: int = 1):
    revision, base = article.revisions.get(number=number), revisions.latest(article).token
    return restoring.restore_block(article, revision, block["attrs"]["id"], by=by, base=base)


def test_a_changed_block_says_again_what_it_said_in_its_present_place(article, writer):
    save(article, writer, C, paragraph("Other.", B["attrs"]["id"]), A)
    made = bring_back(article, B, writer)
    assert texts(article) == ["Block c.", "Block b.", "Block a."]
    assert (made.number, made.note) == (3, "A passage of version 1 restored")


@pytest.mark.parametrize(
    ("stands", "expected"),
    [
        ((A, C, D), "abcd"),
        ((C, D), "bcd"),
        ((D, A), "dab"),
        ((D, C), "dbc"),
        ((paragraph("Block x.", "block00x"),), "xb"),
    ],
)
def test_a_removed_block_comes_back_at_its_place(article, writer, stands, expected):
    save(article, writer, *stands)
    bring_back(article, B, writer)
    assert texts(article) == [f"Block {name}." for name in expected]


def test_nothing_else_of_the_version_comes_back(article, writer):
    save(article, writer, C, D, title="Warm Floors", tags=("warm",))
    bring_back(article, A, writer)
    snapshot = Snapshot.from_dict(revisions.latest(article).snapshot)
    assert (snapshot.title, snapshot.tags) == ("Warm Floors", ("warm",))
    assert texts(article) == ["Block a.", "Block c.", "Block d."]


def test_a_block_that_stands_as_it_was_makes_no_version(article, writer):
    assert bring_back(article, A, writer).number == 1
    assert article.revisions.count() == 1


def test_words_that_somebody_is_writing_are_kept(article, writer, editor):
    snapshot, base = writing.current(article)
    body = document(paragraph("Of the editor.", A["attrs"]["id"]), B, C, D)
    revisions.write(article, replace(snapshot, body=body).as_dict(), by=editor, base=base)
    bring_back(article, A, writer)
    assert texts(article) == [f"Block {name}." for name in "abcd"]
    kept = Snapshot.from_dict(article.revisions.get(number=2).snapshot).body["content"][0]
    assert kept["content"][0]["text"] == "Of the editor."


def test_a_stale_page_brings_nothing_back(article, writer):
    revision = article.revisions.get()
    stale = revision.token
    save(article, writer, A)
    with pytest.raises(Conflict):
        restoring.restore_block(article, revision, B["attrs"]["id"], by=writer, base=stale)
    with pytest.raises(Conflict):
        restoring.restore(article, revision, by=writer, base=stale)
    assert texts(article) == ["Block a."]


def test_a_block_that_the_version_did_not_have_is_refused(article, writer):
    with pytest.raises(ValidationError, match="Version 1 has no such passage"):
        bring_back(article, paragraph("x", "block00x"), writer)


def test_who_may_not_edit_brings_nothing_back(article, writer, doctor):
    save(article, writer, A)
    with pytest.raises(PermissionDenied):
        bring_back(article, B, doctor)
    assert texts(article) == ["Block a."]


def test_versions_of_another_article_are_refused(article, draft, writer):
    other = draft("Warm Floors")
    base = revisions.latest(other).token
    with pytest.raises(ValueError, match="another article"):
        restoring.restore_block(other, article.revisions.get(), A["attrs"]["id"], by=writer, base=base)
    with pytest.raises(ValueError, match="another article"):
        restoring.restore(other, article.revisions.get(), by=writer, base=base)
