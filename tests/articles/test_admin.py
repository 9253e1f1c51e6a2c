"""Articles on the desk."""

import re
from typing import Any

import pytest
from django.urls import reverse

from articles import writing
from articles.admin.working import OnlyByVerb, copy_of
from articles.enums import ArticleState
from articles.models import Article, Revision
from articles.snapshots import Contributor, Snapshot
from authors.models import Author
from history import revisions
from history.models import Event
from tests.desk import filled, send

LIST = "/admin/articles/article/"


def change(article: Article) -> str:
    return f"{LIST}{article.pk}/change/"


def latest(article: Article) -> Snapshot:
    return Snapshot.from_dict(revisions.latest(article).snapshot)


def test_writer_starts_an_article(at, writer, pillar, author):
    text = {"title": "Cold Floors", "standfirst": "Why feet matter.", "body": "Feet are cold in the morning.\n"}
    choices = {"kind": "condition", "pillar": pillar.pk, "byline": [author.pk], "tags": "feet, floors"}
    response = at(writer).post(f"{LIST}add/", {**text, **choices, "_save": "1"})
    assert response.status_code == 302
    article = Article.objects.get()
    assert (article.state, article.slug, article.working_slug) == (ArticleState.DRAFT, None, "cold-floors")
    assert latest(article).tags == ("feet", "floors")
    assert latest(article).contributors == (Contributor(author.pk),)
    assert [event.act for event in Event.objects.order_by("pk")] == ["created", "saved"]


def test_a_new_article_begins_with_the_name_of_who_begins_it(at, writer, editor, author):
    Author.objects.filter(pk=author.pk).update(user=writer)
    shown = [at(who).get(f"{LIST}add/").context["adminform"].form["byline"].value() for who in (writer, editor)]
    assert shown == [[author.pk], []]


def test_saving_changes_the_latest_version_and_not_the_live_one(at, writer, published):
    article = published("Cold Floors")
    response = send(at(writer), change(article), title="Warm Floors")
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.working_title) == ("Cold Floors", "Warm Floors")
    assert latest(article).title == "Warm Floors"


def test_form_shows_the_latest_version(at, writer, published):
    article = published("Cold Floors")
    send(at(writer), change(article), title="Warm Floors", tags="feet")
    page = at(writer).get(change(article))
    form = page.context["adminform"].form
    assert (form["title"].value(), form["tags"].value()) == ("Warm Floors", "feet")
    assert "version 1 is live, this is version 2" in page.content.decode()


def test_unchanged_form_makes_no_version(at, writer, draft):
    text = (
        "Why\n\nBecause it is early.\n- cold\n- dark\nRead more: Warm Floors\nA smaller heading\nAnd so on, always.\n"
    )
    article = draft(text=text)
    send(at(writer), change(article))
    assert article.revisions.count() == 1


def test_changed_line_keeps_every_other_block(at, writer, draft):
    article = draft(text="Why\n\nBecause it is early.\nRead more: Warm Floors\n")
    before = latest(article).body["content"]
    send(at(writer), change(article), body="Why\n\nBecause it is late.\nRead more: Warm Floors\n")
    after = latest(article).body["content"]
    assert [block["attrs"]["id"] for block in after] == [block["attrs"]["id"] for block in before]
    assert after[2] == before[2]


def test_byline_follows_the_posted_order_and_roles_are_chosen(at, writer, draft, author):
    second, third = (Author.objects.create(name=name, slug=name.lower()) for name in ("Bea", "Cyd"))
    before = (Contributor(author.pk, "fact_checker"), Contributor(second.pk))
    article = draft(contributors=before)
    send(at(writer), change(article), title="Nobody Came or Left")
    assert latest(article).contributors == before
    send(at(writer), change(article), byline=[third.pk, second.pk], illustrating=[second.pk])
    drew, checked = Contributor(second.pk, "illustrator"), Contributor(author.pk, "fact_checker")
    assert latest(article).contributors == (Contributor(third.pk), Contributor(second.pk), drew, checked)
    page = at(writer).get(change(article)).content.decode()
    assert page.index(">Cyd<") < page.index(">Bea<") < page.index(f">{author.name}<")


def test_listed_articles_keep_their_order(at, writer, draft):
    one, two, article = draft("One"), draft("Two"), draft("Three")
    send(at(writer), change(article), listed=[two.pk, one.pk])
    assert latest(article).listed == (two.pk, one.pk)


def test_unreadable_text_comes_back_with_its_line_and_everything_typed(at, writer, draft):
    article = draft()
    response = send(at(writer), change(article), title="Typed", body="One.\n⟦figure aaaaaaaa: a chair⟧\n")
    form = response.context["adminform"].form
    assert form.errors["body"][0].startswith("Line 2: ")
    assert form["title"].value() == "Typed"
    assert article.revisions.count() == 1


def test_taken_address_lands_at_its_field(at, writer, draft):
    draft("Cold Floors")
    article = draft("Warm Floors")
    response = send(at(writer), change(article), slug="cold-floors", title="Typed")
    form = response.context["adminform"].form
    assert "Choose another" in form.errors["slug"][0]
    assert form["title"].value() == "Typed"


def test_form_that_comes_back_begins_with_what_is_wrong_and_leads_there(at, writer, draft):
    address = reverse("admin:articles_article_change", args=[draft("Cold Floors").pk])
    text = send(at(writer), address, slug="cold floors", tags="<b>" * 40).content.decode()
    note = text[text.index('class="errornote"') : text.index("state-line")]
    assert re.findall(r'<li><a href="#(\w+)">(\w+)</a>', note) == [("id_slug", "Address"), ("id_tags", "Tags")]
    assert 'id="id_slug"' in text
    assert 'id="id_tags"' in text


def test_note_tells_what_belongs_to_no_field(at, writer, editor, draft):
    article = draft("Cold Floors")
    address = reverse("admin:articles_article_change", args=[article.pk])
    page = at(writer).get(address)
    send(at(editor), address, title="Warm Floors")
    text = at(writer).post(address, filled(page, title="Hot Floors")).content.decode()
    note = text[text.index('class="errornote"') : text.index("conflict")]
    assert "<li>" in note
    assert "href" not in note


def test_overlong_tag_is_refused(at, writer, draft):
    response = send(at(writer), change(draft()), tags="x" * 101)
    assert "tags" in response.context["adminform"].form.errors


def test_copy_for_the_desk_cannot_be_saved(draft):
    with pytest.raises(OnlyByVerb):
        copy_of(draft()).save()


# Conflicts


def test_stale_form_comes_back_with_everything_typed(at, writer, editor, draft):
    article = draft("Mine")
    page = at(writer).get(change(article))
    writing.save(article, latest(article), by=editor, base=revisions.latest(article).token)
    theirs = writing.save(
        article, Snapshot(title="Theirs", slug="theirs"), by=editor, base=revisions.latest(article).token
    )
    response = at(writer).post(change(article), {**filled(page, title="Typed"), "_save": "1"})
    text = response.content.decode()
    assert response.context["adminform"].form["title"].value() == "Typed"
    assert f"{editor} saved" in text
    assert reverse("admin:articles_article_version", args=[article.pk, theirs.number]) in text
    assert 'name="on_top"' in text
    assert latest(article).title == "Theirs"


def test_writer_saves_on_top_after_looking(at, writer, editor, draft):
    article = draft("Mine")
    page = at(writer).get(change(article))
    theirs = writing.save(
        article, Snapshot(title="Theirs", slug="theirs"), by=editor, base=revisions.latest(article).token
    )
    typed = filled(page, title="Typed", seen=theirs.token, on_top="on")
    assert at(writer).post(change(article), {**typed, "_save": "1"}).status_code == 302
    titles = [Snapshot.from_dict(one.snapshot).title for one in article.revisions.sealed().order_by("number")]
    assert titles == ["Mine", "Theirs", "Typed"]


def test_third_version_asks_again(at, writer, editor, draft):
    article = draft("Mine")
    page = at(writer).get(change(article))
    theirs = writing.save(
        article, Snapshot(title="Theirs", slug="theirs"), by=editor, base=revisions.latest(article).token
    )
    writing.save(article, Snapshot(title="Again", slug="again"), by=editor, base=theirs.token)
    typed = filled(page, title="Typed", seen=theirs.token, on_top="on")
    response = at(writer).post(change(article), {**typed, "_save": "1"})
    assert response.status_code == 200
    assert latest(article).title == "Again"


def test_change_that_arrives_inside_the_verb_is_a_conflict_too(at, writer, editor, draft, monkeypatch):
    article = draft("Mine")
    page = at(writer).get(change(article))
    real = writing.save

    def late(*args: Any, **values: Any) -> Revision:
        monkeypatch.setattr(writing, "save", real)
        raise revisions.Conflict(revisions.latest(article))

    monkeypatch.setattr(writing, "save", late)
    response = at(writer).post(change(article), {**filled(page, title="Typed"), "_save": "1"})
    assert response.status_code == 200
    assert response.context["adminform"].form.conflict.latest == revisions.latest(article)
    assert response.context["adminform"].form["title"].value() == "Typed"


@pytest.mark.parametrize("base", ["", "x", "0:1", "99999999999999999999:1", "²:1"])
def test_forged_base_is_a_conflict(at, writer, draft, base):
    response = send(at(writer), change(draft()), base=base, title="Typed")
    assert response.status_code == 200
    assert response.context["adminform"].form.conflict
