"""The form of an article: what the editor sends, and the plain form beside it."""

import json
from typing import Any

import pytest

from articles.models import Article
from articles.snapshots import Snapshot
from content import references
from content.normalising import normalise
from content.rendering import render
from history import revisions
from history.text_forms import DAMAGED
from tests.content.builders import block, doc, example, heading, paragraph, related
from tests.desk import filled, send


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def body(article: Article) -> dict[str, Any]:
    return Snapshot.from_dict(revisions.latest(article).snapshot).body


def errors(response: Any) -> list[str]:
    return response.context["adminform"].form.errors.get("body", [])


def test_what_the_editor_sends_is_saved_and_the_plain_form_beside_it_is_not(at, writer, draft):
    article = draft()
    sent = normalise(doc(heading("first", "Why"), paragraph("second", "Because it is late.")))
    response = send(at(writer), change(article), document=json.dumps(sent), body="Something else.\n")
    assert response.status_code == 302
    assert body(article) == sent


def test_an_example_of_everything_is_saved_without_loss(at, writer, draft):
    article, sent = draft(), normalise(example())
    assert send(at(writer), change(article), document=json.dumps(sent)).status_code == 302
    assert body(article)["content"][0] == sent["content"][0]
    assert len(body(article)["content"]) == len(sent["content"])


def test_an_emptied_text_is_saved_as_empty(at, writer, draft):
    article = draft()
    send(at(writer), change(article), document=json.dumps(doc()))
    assert body(article) == doc()


def test_without_the_editor_the_plain_form_counts(at, writer, draft):
    article = draft()
    send(at(writer), change(article), document="", body="Why\n\nBecause it is dark.\n")
    assert body(article)["content"][1]["content"] == [{"type": "text", "text": "Because it is dark."}]


def test_a_call_out_that_the_editor_left_open_is_settled(at, writer, draft):
    article = draft()
    send(at(writer), change(article), document=json.dumps(doc(related("first", "Nobody Wrote This"))))
    planned = Article.objects.planned().get()
    assert body(article)["content"][0]["attrs"]["target"] == {"kind": "article", "id": planned.pk}


@pytest.mark.parametrize("damaged", ["{", "[]", "7", "nothing", '{"type": "doc"', "[" * 100_000])
def test_a_damaged_document_saves_nothing_and_says_what_to_do(at, writer, draft, damaged):
    article = draft()
    response = send(at(writer), change(article), document=damaged)
    assert (response.status_code, errors(response)) == (200, [DAMAGED])
    assert article.revisions.count() == 1


def test_a_problem_is_told_beside_the_text_in_words(at, writer, draft):
    article = draft()
    sent = doc(block("figure", "first", "A chair", image=3, alt="x" * 1_001))
    response = send(at(writer), change(article), document=json.dumps(sent))
    assert errors(response) == ["Picture “A chair”: alt has 1,001 characters; at most 1,000 are allowed."]
    assert article.revisions.count() == 1


def test_a_script_in_a_link_is_refused(at, writer, draft):
    wrong = {"type": "link", "attrs": {"target": {"kind": "url", "href": "javascript:alert(1)"}}}
    sent = doc(paragraph("first", {"type": "text", "text": "here", "marks": [wrong]}))
    response = send(at(writer), change(draft()), document=json.dumps(sent))
    assert "address must begin with one of http:" in errors(response)[0]


def test_the_editor_starts_with_the_latest_version(at, writer, draft):
    article = draft()
    form = at(writer).get(change(article)).context["adminform"].form
    assert form.editable() == body(article)


def test_the_editor_starts_empty_on_a_new_article(at, writer):
    form = at(writer).get("/admin/articles/article/add/").context["adminform"].form
    assert form.editable() == doc()


def test_a_refused_form_comes_back_with_what_was_sent_in_both_forms(at, writer, draft):
    article = draft()
    sent = normalise(doc(heading("first", "Why"), paragraph("second", "Because it is late.")))
    form = send(at(writer), change(article), document=json.dumps(sent), title="").context["adminform"].form
    assert form.editable() == sent
    assert form["body"].value() == "Why\n\nBecause it is late.\n"


def test_a_refused_plain_form_starts_the_editor_with_what_was_typed(at, writer, draft):
    article = draft()
    form = send(at(writer), change(article), body="Why\n\nBecause it is dark.\n", title="").context["adminform"].form
    assert form.editable()["content"][1]["content"] == [{"type": "text", "text": "Because it is dark."}]
    before = [found["attrs"]["id"] for found in body(article)["content"]]
    assert [found["attrs"]["id"] for found in form.editable()["content"]] == before


def test_a_plain_form_that_cannot_be_read_leaves_the_editor_out(at, writer, draft):
    response = send(at(writer), change(draft()), body="⟦figure zzzzzzzz: lost⟧\n")
    assert response.context["adminform"].form.editable() is None
    assert "zzzzzzzz" in filled(response)["body"]


def planned_link(title):
    return {"type": "link", "attrs": {"target": {"kind": "planned", "title": title}}}


def test_a_link_to_something_unwritten_makes_a_planned_article_on_save(at, writer, draft):
    article = draft()
    sent = doc(paragraph("first", {"type": "text", "text": "cold feet", "marks": [planned_link("Why Feet Are Cold")]}))
    send(at(writer), change(article), document=json.dumps(sent))
    planned = Article.objects.planned().get()
    (node,) = body(article)["content"][0]["content"]
    assert (planned.title, node["text"]) == ("Why Feet Are Cold", "cold feet")
    assert node["marks"][0]["attrs"]["target"] == {"kind": "article", "id": planned.pk}


def test_a_planned_link_whose_title_exists_meanwhile_leads_there(at, writer, draft):
    article, there = draft(), draft("Why Feet Are Cold")
    sent = doc(paragraph("first", {"type": "text", "text": "x", "marks": [planned_link("why feet are cold")]}))
    send(at(writer), change(article), document=json.dumps(sent))
    target = body(article)["content"][0]["content"][0]["marks"][0]["attrs"]["target"]
    assert target == {"kind": "article", "id": there.pk}
    assert not Article.objects.planned().exists()


def test_an_unsettled_planned_link_is_shown_as_its_words_and_is_no_row():
    made = normalise(doc(paragraph("first", {"type": "text", "text": "x", "marks": [planned_link("Nothing")]})))
    assert "<p>x</p>" in str(render(made))
    assert references.targets(made) == {references.Target("planned", "Nothing")}


@pytest.mark.parametrize("title", ["", " ", "x" * 201, 7, None])
def test_a_planned_link_needs_a_title(at, writer, draft, title):
    sent = doc(paragraph("first", {"type": "text", "text": "x", "marks": [planned_link(title)]}))
    assert errors(send(at(writer), change(draft()), document=json.dumps(sent)))
