"""The desk's page on which something is withdrawn, merged, renamed or moved together with what points there."""

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import inbound, publishing, writing
from articles.models import Article, Pillar
from articles.refactoring import CHANGED
from articles.snapshots import Snapshot
from content.linked import linked
from content.plain import plain_text
from history import revisions
from tests.content.builders import doc, heading, mark, paragraph, related, text, to_article

ARTICLE = "/admin/articles/article/{}/{}/"


def address(article: Article, act: str) -> str:
    return ARTICLE.format(article.pk, act)


def typed(page: Any, **changes: Any) -> dict[str, Any]:
    """What the browser would send: every field of the page as it stands, with `changes`."""
    forms = [page.context["form"], *(form for _, _, places in page.context["origins"] for form in places)]
    said = {form[name].html_name: form[name].value() for form in forms for name in form.fields}
    return {name: value for name, value in (said | changes).items() if value not in (None, False)}


def do(client: Any, url: str, follow: bool = True, **changes: Any) -> Any:
    return client.post(url, typed(client.get(url), **changes), follow=follow)


def keys(page: Any) -> list[str]:
    return [form.place.key for _, _, places in page.context["origins"] for form in places]


def latest(article: Article) -> Snapshot:
    return Snapshot.from_dict(revisions.latest(article).snapshot)


def errors(page: Any) -> list[str]:
    return [str(error) for some in page.context["form"].errors.values() for error in some]


@pytest.fixture
def target(published) -> Article:
    return published("Floor", body=doc(heading("why", "Why"), paragraph("x", "Because."), heading("how", "How", 3)))


@pytest.fixture
def origin(published, target) -> Article:
    body = doc(
        paragraph("a", "First. Walk on a ", text("floor", to_article(target.pk)), ". Last."),
        related("c", "Floor", {"kind": "article", "id": target.pk}),
    )
    return published("Origin", body=body)


@pytest.mark.parametrize("act", ["withdraw", "merge", "rename", "move"])
def test_every_page_shows_the_sentences_that_point_there(at, editor, target, origin, act):
    page = at(editor).get(address(target, act)).content.decode()
    assert "1 sentence and 1 call-out in 1 article point here." in page
    assert 'Walk on a <strong class="link-words">floor</strong>.' in page


def test_a_withdrawal_rewrites_a_sentence_and_leads_the_address_on(at, editor, target, origin, published):
    carpet = published("Carpet")
    url = address(target, "withdraw")
    sentence, callout = keys(at(editor).get(url))
    said = {f"{sentence}-way": "reword", f"{sentence}-sentence": "Walk on any floor.", f"{sentence}-words": "any floor"}
    page = do(at(editor), url, reason="Old.", successor="carpet", **said, **{f"{callout}-way": "retarget"})
    assert "2 places in 1 article changed with it." in page.content.decode()
    first, last = linked(latest(origin).body)
    assert (first.words, first.target.id, last.target.id) == ("any floor", target.pk, carpet.pk)
    assert Client().get("/articles/floor/")["Location"] == "/articles/carpet/"


def test_words_typed_without_a_choice_are_taken(at, editor, target, origin):
    url = address(target, "rename")
    sentence, _ = keys(at(editor).get(url))
    do(at(editor), url, **{f"{sentence}-sentence": "Stand on a floor."})
    assert linked(latest(origin).body)[0].sentence == "Stand on a floor."


def test_a_target_typed_without_a_choice_is_taken(at, editor, target, origin, published):
    carpet, url = published("Carpet"), address(target, "rename")
    sentence, _ = keys(at(editor).get(url))
    do(at(editor), url, slug="ground", **{f"{sentence}-lead_to": "Carpet"})
    assert [(one.words, one.target.id) for one in linked(latest(origin).body)] == [
        ("floor", carpet.pk),
        ("Floor", target.pk),
    ]


def test_a_new_title_reaches_the_callouts_that_bear_the_old_one(at, editor, target, origin):
    do(at(editor), address(target, "rename"), title="The Ground")
    assert [one.words for one in linked(latest(origin).body)] == ["floor", "The Ground"]
    assert Article.objects.get(pk=target.pk).title == "The Ground"


def test_merging_leads_everything_to_the_other_without_more_choices(at, editor, target, origin, published):
    carpet = published("Carpet")
    do(at(editor), address(target, "merge"), into="/articles/carpet/")
    assert {one.target.id for one in linked(Article.objects.get(pk=origin.pk).body)} == {carpet.pk}
    assert Article.objects.get(pk=target.pk).successor == carpet


@pytest.mark.parametrize(("retitle", "words"), [("on", "Carpet"), (None, "Floor")])
def test_callouts_that_bear_the_title_of_what_is_merged_bear_that_of_the_other(
    at, editor, target, origin, published, retitle, words
):
    published("Carpet")
    do(at(editor), address(target, "merge"), into="Carpet", retitle=retitle)
    assert [one.words for one in linked(latest(origin).body)] == ["floor", words]


def test_callouts_bear_the_title_that_readers_know(at, editor, writer, target, origin, published):
    carpet = published("Carpet")
    for article, title in ((target, "Soil"), (carpet, "Rug, in Secret")):
        snapshot, base = writing.current(article)
        writing.save(article, replace(snapshot, title=title), by=writer, base=base)
    do(at(editor), address(target, "merge"), into="/articles/carpet/")
    assert [one.words for one in linked(latest(origin).body)] == ["floor", "Carpet"]


def test_what_shall_lead_elsewhere_than_to_the_other_says_where(at, editor, target, origin, published):
    published("Carpet")
    url = address(target, "merge")
    sentence, _ = keys(at(editor).get(url))
    page = do(at(editor), url, into="Carpet", **{f"{sentence}-way": "retarget"})
    assert "Say where it leads." in page.content.decode()
    assert Article.objects.get(pk=target.pk).is_published


@pytest.mark.parametrize(
    ("act", "said", "message"),
    [
        ("rename", {"title": "The Ground"}, "Done: “Floor” is called “The Ground” now. 1 place"),
        ("rename", {"slug": "ground"}, "“Floor” is called as before. Its address ends in “ground” now"),
        ("rename", {"title": "Soil", "slug": "soil"}, "“Soil” now. Its address ends in “soil” now, and the former one"),
    ],
)
def test_the_message_says_what_was_changed(at, editor, target, origin, act, said, message):
    assert message in do(at(editor), address(target, act), **said).content.decode()


def test_the_versions_of_what_was_changed_are_one_click_away(at, editor, target, origin, published):
    published("<Carpet>")
    page = do(at(editor), address(target, "merge"), into="<Carpet>").content.decode()
    assert f'open the versions of <a href="/admin/articles/article/{origin.pk}/history/">Origin</a>.' in page


def test_the_message_about_a_topic_says_what_was_changed(at, editor, pillar, published):
    url = f"/admin/articles/pillar/{pillar.pk}/move/"
    page = do(at(editor), url, title="People", parent=None).content.decode()
    assert "The topic “Special Populations” is called “People” now. It is a hub now." in page


def test_who_changes_what_waits_already_is_told_that_readers_do_not_see_it(at, editor, writer, target, origin):
    snapshot, base = writing.current(target)
    writing.save(target, replace(snapshot, standfirst="Not yet."), by=writer, base=base)
    page = do(at(editor), address(target, "rename"), title="The Ground").content.decode()
    assert "Readers do not see it yet: it waits in version 3" in page


def test_a_planned_article_is_merged_away(at, editor, published):
    published("Carpet")
    published("Origin", text="Read more: Nobody Wrote This\n")
    planned = Article.objects.planned().get()
    page = do(at(editor), address(planned, "merge"), into="Carpet")
    assert page.redirect_chain[-1][0] == "/admin/articles/article/"
    assert not Article.objects.planned().exists()


def test_an_article_and_a_topic_move(at, editor, target, pillar):
    do(at(editor), address(target, "move"), pillar=pillar.parent_id)
    assert Article.objects.get(pk=target.pk).pillar_id == pillar.parent_id
    do(at(editor), f"/admin/articles/pillar/{pillar.pk}/move/", slug="people", title="People")
    assert Pillar.objects.get(pk=pillar.pk).slug == "people"


def test_a_section_is_removed_and_its_links_lead_to_another(at, editor, target, published):
    why, how = (target.sections.get(anchor=anchor).block_id for anchor in ("why", "how"))
    origin = published("Origin", body=doc(paragraph("a", "See ", text("why", to_article(target.pk, why)), ".")))
    do(at(editor), address(target, f"sections/{why}"), what="heading", others="retarget", instead=how)
    assert [one.target.section for one in linked(latest(origin).body)] == [how]
    assert at(editor).get(address(target, f"sections/{why}")).status_code == 302


@pytest.mark.parametrize(
    ("act", "said", "message"),
    [
        ("withdraw", {"reason": "Old.", "successor": "Nothing Such"}, "Nothing is called “Nothing Such”"),
        ("withdraw", {"reason": "Old.", "others": "retarget"}, "Say where they lead."),
        ("withdraw", {"reason": "Old.", "instead": "Origin\nNothing Such"}, "Nothing is called “Nothing Such”"),
        ("withdraw", {"reason": "Old.", "successor": "Floor"}, "another article that readers see"),
        ("merge", {"into": "Special Populations"}, "Nothing is called"),
        ("merge", {"into": ""}, "Name the article"),
        ("rename", {"slug": "origin"}, "has, or had, the address"),
        ("rename", {"slug": "no spaces"}, "valid"),
        ("rename", {"title": "\x00"}, "Null characters"),
        ("move", {"pillar": "7777"}, "valid choice"),
        ("rename", {"others": "burn"}, "valid choice"),
    ],
)
def test_what_is_refused_comes_back_with_all_that_was_typed(at, editor, target, origin, act, said, message):
    url = address(target, act)
    sentence, _ = keys(at(editor).get(url))
    words = {f"{sentence}-way": "reword", f"{sentence}-sentence": "My own floor.", f"{sentence}-words": "floor"}
    page = do(at(editor), url, **said, **words)
    assert page.status_code == 200
    assert message in " ".join(errors(page))
    assert "My own floor." in page.content.decode()
    assert Article.objects.get(pk=target.pk).is_published
    assert origin.revisions.count() == 1


def test_what_blocks_a_new_title_is_a_list_with_ways_to_its_places(at, editor, target, pillar):
    Pillar.objects.filter(pk=pillar.pk).update(review_required=True)
    snapshot, base = writing.current(target)
    bare = writing.save(target, replace(snapshot, standfirst=""), by=editor, base=base)
    publishing.publish(target, revision=bare, by=editor, override_reason="At once.")
    page = do(at(editor), address(target, "rename"), title="Ground")
    note = page.content.decode().split('class="errornote"')[1].split("</div>")[0]
    form = address(target, "change")
    assert f'<li><a href="{form}#id_standfirst">Write a standfirst: one or two sentences under the title.</a>' in note
    assert "<li>No clinician has reviewed it" in note
    assert 'href="#id_override_reason"' in note
    assert 'id="id_override_reason"' in page.content.decode()


def test_what_blocks_another_article_is_a_list_below_its_title(at, editor, target, origin, pillar):
    Pillar.objects.filter(pk=pillar.pk).update(review_required=True)
    sentence, _ = keys(at(editor).get(address(target, "withdraw")))
    changes = {"reason": "Wrong.", f"{sentence}-sentence": "Walk 20 minutes on a floor.", f"{sentence}-words": "floor"}
    text = do(at(editor), address(target, "withdraw"), **changes).content.decode()
    warning = text.split('<li class="warning">')[1].split("</ul>")[0]
    form = address(origin, "change")
    assert f'<a href="{form}">“{origin}”</a> has a new version, which readers do not see yet:' in warning
    assert '<ul class="findings"><li>No clinician has reviewed it' in warning


def test_a_place_without_a_target_says_so_where_it_stands(at, editor, target, origin):
    url = address(target, "withdraw")
    sentence, _ = keys(at(editor).get(url))
    page = do(at(editor), url, reason="Old.", **{f"{sentence}-way": "retarget"})
    (form,) = [form for _, _, places in page.context["origins"] for form in places if form.errors]
    assert (form.place.key, form.errors["lead_to"]) == (sentence, ["Say where it leads."])
    assert Article.objects.get(pk=target.pk).is_published


def test_a_sentence_that_changed_meanwhile_is_shown_anew_with_what_was_typed(at, editor, writer, target, origin):
    url = address(target, "withdraw")
    open_page = at(editor).get(url)
    sentence, _ = keys(open_page)
    mine = {f"{sentence}-way": "reword", f"{sentence}-sentence": "My own floor.", f"{sentence}-words": "floor"}
    said = typed(open_page, reason="Old.", **mine)
    snapshot, base = writing.current(origin)
    snapshot.body["content"][0]["content"][0]["text"] = "First. Never walk on a "
    writing.save(origin, snapshot, by=writer, base=base)
    page = at(editor).post(url, said)
    shown = page.content.decode()
    assert CHANGED in shown
    assert "Never walk on a" in shown
    assert "My own floor." in shown
    assert Article.objects.get(pk=target.pk).is_published
    # Who has looked at it presses the button again.
    at(editor).post(url, typed(page, reason="Old.", **mine))
    assert linked(latest(origin).body)[0].sentence == "My own floor."


def test_words_for_a_place_that_is_gone_are_not_lost(at, editor, writer, target, origin):
    url = address(target, "withdraw")
    open_page = at(editor).get(url)
    sentence, _ = keys(open_page)
    said = typed(open_page, reason="Old.", **{f"{sentence}-way": "reword", f"{sentence}-sentence": "My own floor."})
    snapshot, base = writing.current(origin)
    del snapshot.body["content"][0]
    writing.save(origin, snapshot, by=writer, base=base)
    page = at(editor).post(url, said)
    assert "is not there any more" in page.content.decode()
    assert "My own floor." in page.content.decode()
    assert Article.objects.get(pk=target.pk).is_published


def test_the_second_of_two_editors_is_told(at, editor, person, target, pillar):
    other = person("editor", email="second@example.org")
    for url, changes in (
        (address(target, "rename"), {"slug": "ground"}),
        (f"/admin/articles/pillar/{pillar.pk}/move/", {"slug": "people"}),
    ):
        said = typed(at(other).get(url), title="Mine")
        do(at(editor), url, **changes)
        page = at(other).post(url, said)
        assert "Look at it as it is now" in " ".join(errors(page))
        assert "Mine" in page.content.decode()
        assert at(other).post(url, typed(page, **changes)).status_code == 302


def test_what_is_withdrawn_is_not_withdrawn_or_merged_again(at, editor, target):
    publishing.withdraw(target, by=editor, reason="Old.")
    for act in ("withdraw", "merge"):
        page = at(editor).get(address(target, act), follow=True)
        assert "“Floor” is withdrawn already, and nothing was changed now." in page.content.decode()


def test_what_readers_never_met_is_not_withdrawn(at, editor, draft):
    page = at(editor).get(address(draft("Floor"), "withdraw"), follow=True)
    assert "Readers have never met it." in page.content.decode()


def test_what_nobody_wrote_is_not_renamed(at, editor, published):
    published("Origin", text="Read more: Nobody Wrote This\n")
    planned = Article.objects.planned().get()
    for act in ("rename", "move", "sections/aaaaaaaa"):
        assert at(editor).get(address(planned, act)).status_code == 404


def test_a_page_costs_the_same_for_any_number_of_sentences(at, editor, target, published):
    browser, counts = at(editor), []
    for number in (2, 9):
        for n in range(number):
            body = doc(*(paragraph(f"p{m}", "A ", text("floor", to_article(target.pk)), ".") for m in range(number)))
            published(f"Origin {number} {n}", body=body)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address(target, "rename"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# More articles than one page shows


class Fields(HTMLParser):
    """What a browser sends for the page's form, without the buttons."""

    def __init__(self, page: Any):
        super().__init__()
        self.said: dict[str, str] = {}
        self._name = self._select = ""
        self.feed(page.content.decode().partition('class="small-page moving"')[2].partition("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        self._select = name if tag == "select" else self._select
        self._name = name if tag == "textarea" else ""
        if tag == "textarea":
            self.said[name] = ""
        if tag == "input" and kind != "submit" and (kind not in ("radio", "checkbox") or "checked" in given):
            self.said[name] = given.get("value", "")
        if tag == "option" and ("selected" in given or self._select not in self.said):
            self.said[self._select] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        self._name = ""

    def handle_data(self, data: str) -> None:
        if self._name:
            # A browser leaves out the first line's end.
            self.said[self._name] += data.removeprefix("\n")


@pytest.fixture
def five(published, target, monkeypatch) -> list[Article]:
    """Origin 0 to Origin 4, of which two stand on a page."""
    monkeypatch.setattr(inbound, "MOST", 2)
    link = text("floor", to_article(target.pk))
    return [published(f"Origin {n}", body=doc(paragraph("a", f"Floor {n} is a ", link, "."))) for n in range(5)]


def place_of(article: Article) -> str:
    return f"{article.pk}-{article.body['content'][0]['attrs']['id']}-0"


def test_every_article_is_reached_and_what_was_chosen_is_kept(at, editor, target, five):
    browser, url = at(editor), address(target, "withdraw")
    first, last = place_of(five[0]), place_of(five[4])
    said = Fields(browser.get(url)).said | {"reason": "Old.", "others": "drop", f"{first}-sentence": "My own floor."}
    page = browser.post(url, said | {"page": "3"})
    assert [str(origin.article) for origin, _, _ in page.context["origins"]] == ["Origin 4"]
    assert Article.objects.get(pk=target.pk).is_published
    said = Fields(page).said | {f"{last}-way": "reword", f"{last}-sentence": "A floor at last."}
    page = browser.post(url, said | {"page": "1"})
    said = Fields(page).said
    assert (said["reason"], said["others"], said[f"{first}-sentence"]) == ("Old.", "drop", "My own floor.")
    assert page.context["form"].errors == {}
    assert "5 places in 5 articles changed with it." in browser.post(url, said, follow=True).content.decode()
    found = [plain_text(latest(one).body).strip() for one in five]
    assert found == [
        "My own floor.",
        "Floor 1 is a floor.",
        "Floor 2 is a floor.",
        "Floor 3 is a floor.",
        "A floor at last.",
    ]
    assert [len(linked(latest(one).body)) for one in five] == [1, 0, 0, 0, 1]


def test_what_stands_in_the_way_is_shown_from_any_page(at, editor, writer, target, five):
    browser, url, first = at(editor), address(target, "withdraw"), place_of(five[0])
    said = Fields(browser.get(url)).said | {"reason": "Old.", f"{first}-sentence": "My own floor."}
    said = Fields(browser.post(url, said | {"page": "2"})).said
    snapshot, base = writing.current(five[0])
    snapshot.body["content"][0]["content"][0]["text"] = "Floor 0 was never a "
    writing.save(five[0], snapshot, by=writer, base=base)
    page = browser.post(url, said)
    assert [str(origin.article) for origin, _, _ in page.context["origins"]] == ["Origin 0", "Origin 2", "Origin 3"]
    shown = page.content.decode()
    assert CHANGED in shown
    assert "was never a" in shown
    assert "My own floor." in shown
    assert Article.objects.get(pk=target.pk).is_published


def test_a_refusal_at_a_place_on_no_page_names_its_article(at, editor, target, five, pillar, published):
    published("Origin 5", listed=(target.pk,))
    url = address(target, "withdraw")
    said = Fields(at(editor).get(url)).said
    page = at(editor).post(url, said | {"reason": "Old.", "others": "retarget", "lead_to": pillar.get_absolute_url()})
    assert "“Origin 5”: Only articles are listed at the end." in " ".join(errors(page))


@pytest.mark.parametrize("number", ["0", "4", "x", "99999999999999999999", "-1", ""])
def test_a_page_that_there_is_not_is_the_first(at, editor, target, five, number):
    page = at(editor).post(address(target, "withdraw"), {"page": number})
    assert [str(origin.article) for origin, _, _ in page.context["origins"]] == ["Origin 0", "Origin 1"]


# Links from each side


def test_links_are_shown_from_each_side_in_their_sentences(at, writer, target, origin, draft):
    draft("Sketch", body=doc(paragraph("a", "A sketch of a ", text("floor", to_article(target.pk)), ".")))
    to = at(writer).get(address(target, "links")).content.decode()
    assert 'Walk on a <strong class="link-words">floor</strong>.' in to
    assert "A sketch of a" in to
    out = at(writer).get(address(origin, "links")).content.decode()
    assert f'<a href="/admin/articles/article/{target.pk}/change/">Floor</a>' in out


def test_links_from_here_say_what_readers_cannot_reach(at, editor, published, target, pillar, author):
    gone = published("Gone")
    articles = [("one", gone.pk), (" two", target.pk), (" x", 9999)]
    body = doc(
        paragraph("a", *(text(words, to_article(key)) for words, key in articles)),
        paragraph("b", text("who", mark("link", target={"kind": "author", "id": author.pk}))),
        paragraph("c", text("where", mark("link", target={"kind": "pillar", "id": pillar.pk}))),
        paragraph("d", text("away", mark("link", target={"kind": "url", "href": "https://example.org/"}))),
        related("e", "Nobody Wrote This"),
    )
    article = published("Origin", body=body)
    publishing.withdraw(gone, by=editor, reason="Old.")
    Article.objects.filter(pk=target.pk).update(review_due_on=None)
    page = at(editor).get(address(article, "links"))
    assert "<h1>Links to and from “Origin”</h1>" in page.content.decode()
    assert "› Links to and from it</div>" in page.content.decode()
    found = page.context["outgoing"]
    said = [(line.words.strip(), line.title, line.note) for line in found]
    assert said == [
        ("one", "Gone", "withdrawn"),
        ("two", "Floor", ""),
        ("x", "", "not there any more"),
        ("who", "Ada Example", ""),
        ("where", "Special Populations", ""),
        ("away", "https://example.org/", ""),
        ("Nobody Wrote This", "Nobody Wrote This", "planned"),
    ]


def test_links_to_a_topic_are_shown_with_those_to_its_pillars(at, writer, pillar, published):
    target = {"kind": "pillar", "id": pillar.pk}
    published("Origin", body=doc(paragraph("a", "See ", text("people", mark("link", target=target)), ".")))
    for node in (pillar, pillar.parent):
        page = at(writer).get(f"/admin/articles/pillar/{node.pk}/links/").content.decode()
        assert "See <strong" in page
        assert f"<h1>Links to “{node}”</h1>" in page
        assert "› Links to it</div>" in page


def test_a_withdrawn_target_calls_its_links_to_mind(at, editor, target, origin):
    change = address(target, "change")
    assert "Readers should not be led here" not in at(editor).get(change).content.decode()
    publishing.withdraw(target, by=editor, reason="Old.")
    assert "1 sentence and 1 call-out in 1 article point here." in at(editor).get(change).content.decode()


def test_links_page_costs_the_same_for_any_number(at, editor, target, published, draft):
    browser, counts = at(editor), []
    for number in (2, 9):
        body = doc(*(paragraph(f"p{m}", "A ", text("floor", to_article(target.pk)), ".") for m in range(number)))
        for n in range(number):
            published(f"Origin {number} {n}", body=body)
            draft(f"Draft {number} {n}", body=body)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address(target, "links"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("links", "said"),
    [
        (0, "Nothing that readers see points here."),
        (1, "1 place points here, and follows a change by itself."),
        (3, "3 places point here, and follow a change by themselves."),
    ],
)
def test_the_form_says_below_a_live_address_what_a_change_concerns(at, editor, writer, target, published, links, said):
    for number in range(links):
        published(f"Origin {number}", body=doc(paragraph("a", text("floor", to_article(target.pk)))))
    with CaptureQueriesContext(connection) as queries:
        form = at(editor).get(address(target, "change")).content.decode()
    help_text = form.split('id="id_slug_helptext"')[1].split("</div>")[0]
    assert f"Empty: made of the title. {said} The former address leads on." in help_text
    assert f'href="{address(target, "rename")}"' in help_text
    assert sum("COUNT" in one["sql"] and "relatedlink" in one["sql"] for one in queries) == 1
    theirs = at(writer).get(address(target, "change")).content.decode()
    assert f'<a href="{address(target, "links")}">See the sentences</a>' in theirs


def test_the_form_of_a_draft_says_nothing_of_former_addresses(at, editor, draft):
    assert "The former address" not in at(editor).get(address(draft(), "change")).content.decode()


def test_a_stranger_sees_no_draft_of_others_among_the_links(at, person, pillar, draft):
    target = {"kind": "pillar", "id": pillar.pk}
    draft("Sketch", body=doc(paragraph("a", "See ", text("people", mark("link", target=target)), ".")))
    stranger = person("writer", email="stranger@example.org")
    page = at(stranger).get(f"/admin/articles/pillar/{pillar.pk}/links/").content.decode()
    assert "Sketch" not in page
    assert "Nothing points here." in page
