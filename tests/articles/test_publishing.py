from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import publishing, writing
from articles.enums import ArticleKind, ArticleState
from articles.models import Article, Contribution, RelatedLink, SearchEntry, Section
from articles.publishing import NotPublishable
from content.text import read
from history import revisions
from history.models import Event
from tests.content.builders import doc, paragraph, text, to_article


def _save(article, by, **values):
    snapshot, token = writing.current(article)
    return writing.save(article, replace(snapshot, **values), by=by, base=token)


def test_writer_cannot_publish(draft, writer):
    article = draft()
    with pytest.raises(PermissionDenied):
        publishing.publish(article, revision=article.revisions.get(), by=writer)
    assert not Article.objects.published().exists()


def test_doctor_moderator_and_outsider_cannot_publish(draft, doctor, moderator, outsider):
    article = draft()
    for person in (doctor, moderator, outsider):
        with pytest.raises(PermissionDenied):
            publishing.publish(article, revision=article.revisions.get(), by=person)
    assert Article.objects.get().state == ArticleState.DRAFT


def test_publication_makes_the_sealed_revision_live(published, editor):
    article = published("Stiff in the Morning")
    assert (article.state, article.slug, article.live_revision.number) == ("published", "stiff-in-the-morning", 1)
    assert article.published_at == article.updated_at
    assert Event.objects.filter(act="published", target_id=article.pk, actor_id=editor.pk).count() == 1


def test_an_open_revision_cannot_be_published(draft, editor):
    article = draft()
    base = revisions.latest(article).token
    opened = revisions.write(article, writing.current(article)[0].as_dict() | {"title": "x"}, by=editor, base=base)
    with pytest.raises(ValidationError):
        publishing.publish(article, revision=opened, by=editor)
    assert not Article.objects.published().exists()


def test_another_articles_revision_cannot_be_published(draft, editor):
    one, other = draft("One"), draft("Other")
    with pytest.raises(ValidationError):
        publishing.publish(one, revision=other.revisions.get(), by=editor)
    assert not Article.objects.published().exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"standfirst": " "}, "standfirst"),
        ({"pillar": None}, "pillar"),
        ({"contributors": ()}, "contributors"),
        ({"text": ""}, "body"),
        ({"kind": ArticleKind.PAGE}, "pillar"),
    ],
)
def test_what_is_missing_blocks_publication_at_its_field(draft, editor, values, field):
    article = draft(**values)
    with pytest.raises(NotPublishable) as caught:
        publishing.publish(article, revision=article.revisions.get(), by=editor)
    assert [blocker.field for blocker in caught.value.blockers] == [field]
    assert Article.objects.get(pk=article.pk).state == ArticleState.DRAFT


def test_what_blocks_is_told_in_a_line_each(draft, editor):
    article = draft(standfirst="", contributors=())
    with pytest.raises(NotPublishable) as caught:
        publishing.publish(article, revision=article.revisions.get(), by=editor)
    lines = publishing.worded(caught.value).splitlines()
    assert lines == [blocker.message for blocker in caught.value.blockers]
    assert len(lines) == 2


def test_a_picture_without_words_blocks_unless_it_is_decorative(draft, editor):
    figure = {"type": "figure", "attrs": {"id": "aaaaaaaa", "image": 1, "alt": "", "decorative": False}, "content": []}
    body = read("Words.\n")
    article = draft(body={**body, "content": [*body["content"], figure]})
    found = publishing.blockers(article, writing.current(article)[0])
    assert [blocker.field for blocker in found] == ["body"]
    figure["attrs"]["decorative"] = True
    _save(article, editor, body={**body, "content": [*body["content"], figure]})
    assert publishing.blockers(article, writing.current(article)[0]) == []


def test_a_second_guide_of_a_pillar_is_refused(published, draft, editor):
    published("Guide", kind=ArticleKind.GUIDE)
    second = draft("Other guide", kind=ArticleKind.GUIDE)
    with pytest.raises(NotPublishable):
        publishing.publish(second, revision=second.revisions.get(), by=editor)
    assert Article.objects.published().count() == 1


def test_a_small_change_does_not_move_the_date_and_a_new_number_does(published, editor, writer):
    words = "Sleep helps the back of most people who try it for a while and keep to it. " * 3
    article = published(text=f"{words}Try it for 10 days.\n")
    first = article.updated_at
    revision = _save(article, writer, body=read(f"{words}Try it for 10 days!\n"))
    assert publishing.publish(article, revision=revision, by=editor).updated_at == first
    revision = _save(article, writer, body=read(f"{words}Try it for 12 days!\n"))
    assert publishing.publish(article, revision=revision, by=editor).updated_at > first
    assert Article.objects.get(pk=article.pk).published_at == article.published_at


def test_a_renamed_article_keeps_its_former_address_and_a_draft_makes_none(published, editor, writer):
    article = published("Alpha")
    revision = _save(article, writer, slug="beta")
    assert list(article.former_slugs.all()) == []
    article = publishing.publish(article, revision=revision, by=editor)
    assert (article.slug, [row.slug for row in article.former_slugs.all()]) == ("beta", ["alpha"])


def test_renaming_there_and_back_leaves_only_the_other_address_as_former(published, editor, writer):
    article = published("Alpha")
    for slug in ("beta", "alpha"):
        article = publishing.publish(article, revision=_save(article, writer, slug=slug), by=editor)
    assert (article.slug, [row.slug for row in article.former_slugs.all()]) == ("alpha", ["beta"])


def test_a_former_address_cannot_be_taken_by_another_article(published, draft, editor, writer):
    article = published("Alpha")
    publishing.publish(article, revision=_save(article, writer, slug="beta"), by=editor)
    assert draft("Alpha").working_slug == "alpha-2"


def test_an_earlier_revision_can_be_published_again(published, editor, writer):
    article = published("First")
    publishing.publish(article, revision=_save(article, writer, title="Second"), by=editor)
    article = publishing.publish(article, revision=article.revisions.get(number=1), by=editor)
    assert (article.title, article.working_title) == ("First", "Second")


def test_withdrawing_needs_a_reason_and_keeps_the_text(published, editor):
    article = published()
    with pytest.raises(ValidationError):
        publishing.withdraw(article, by=editor, reason="  ")
    article = publishing.withdraw(article, by=editor, reason="Superseded.")
    assert (article.state, article.withdrawn_reason, article.title) == ("withdrawn", "Superseded.", article.title)
    assert not SearchEntry.objects.exists()


def test_writer_cannot_withdraw(published, writer):
    article = published()
    with pytest.raises(PermissionDenied):
        publishing.withdraw(article, by=writer, reason="I want to.")
    assert Article.objects.published().count() == 1


def test_a_withdrawn_article_can_be_published_again(published, editor):
    article = publishing.withdraw(published(), by=editor, reason="Superseded.")
    article = publishing.publish(article, revision=article.revisions.get(), by=editor)
    assert (article.state, article.withdrawn_reason, article.withdrawn_at) == ("published", "", None)


def _everything():
    rows = []
    for model in (Article, Section, RelatedLink, Contribution, SearchEntry):
        rows.append(list(model.objects.order_by("pk").values()))
    return rows


def test_rebuilding_changes_nothing(published, draft):
    draft("A draft")
    article = published(text="Why\n\nBecause.\nMore\nHelpful: A Planned One\n- one\n- two\n", tags=("HRT",))
    before = _everything()
    publishing.rebuild(article)
    assert _everything() == before


def test_failure_in_the_middle_leaves_the_old_page(published, editor, writer, monkeypatch):
    article = published("Old")
    revision = _save(article, writer, title="New", slug="new")
    monkeypatch.setattr(publishing.search, "index", lambda article: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publishing.publish(article, revision=revision, by=editor)
    article = Article.objects.get(pk=article.pk)
    assert (article.title, article.slug, article.live_revision.number) == ("Old", "old", 1)
    assert not article.former_slugs.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"state": ArticleState.PUBLISHED},
        {"state": ArticleState.WITHDRAWN},
        {"published_at": "2026-01-01T00:00Z"},
        {"withdrawn_reason": "because"},
    ],
)
def test_the_database_refuses_half_facts(draft, values):
    article = draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**values)


@pytest.mark.parametrize("size", [2, 20])
def test_an_update_costs_as_much_with_many_links_as_with_few(published, editor, size):
    targets = [published(f"Target {number}") for number in range(size)]
    links = (text(f"words {number}", to_article(target.pk)) for number, target in enumerate(targets))
    article = published("Origin", body=doc(*(paragraph(f"p{n}", "See ", link, ".") for n, link in enumerate(links))))
    snapshot, base = writing.current(article)
    first = snapshot.body["content"][0]
    first["content"][0]["text"] = "Look at "
    with CaptureQueriesContext(connection) as asked:
        publishing.publish(article, revision=writing.save(article, snapshot, by=editor, base=base), by=editor)
    # The transaction of a test makes savepoints of the verbs' own.
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 44
