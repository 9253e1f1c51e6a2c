"""The pages of the board and of the reading order."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import reading_order
from articles.admin import boards
from articles.admin import ordering as numbered
from articles.enums import ArticleKind
from articles.models import Article, BoardThresholds, Pillar
from history.models import Event
from tests.content.builders import doc, paragraph, text, to_article
from tests.desk import filled

PILLARS = "/admin/articles/pillar/"
THRESHOLDS = "/admin/articles/boardthresholds/"


@pytest.fixture
def hub(pillar) -> Pillar:
    return pillar.parent


@pytest.fixture
def board(at, editor, hub):
    """The HTML of the hub's board, as an editor sees it."""

    def get(query: str = "", by=editor) -> str:
        answer = at(by).get(f"{PILLARS}{hub.pk}/board/{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_board_tells_rules_plans_and_the_hub_in_reading_order(published, draft, board, pillar):
    published("Beds", text="Why\n\nSo.\nMore: Curtains\n")
    published("Guide", kind=ArticleKind.GUIDE)
    draft("Coming")
    html = words(board())
    assert re.search(r"\d+ of 12 rules hold\.", html)
    assert "No article is an orphan Fails 1 time What nothing links to is read by nobody. Beds is linked from" in html
    assert "No two articles compete for one title Holds" in html
    assert "Curtains 1 article links to it : Curtains Write it : Curtains" in html
    assert html.index("Guide guide published") < html.index("Beds published 0 in, 0 out") < html.index("Coming draft")
    assert "In: how many texts link to it. Out: to how many articles and topics it links." in html


def test_titles_lead_to_what_they_name(published, board, pillar, hub):
    article = published("Beds", text="Why\n\nSo.\nMore: Curtains\n")
    planned = Article.objects.planned().get()
    BoardThresholds.objects.create(demand=1)
    html = board()
    for page, title in (
        (f"/admin/articles/article/{article.pk}/change/", "Beds"),
        (f"/admin/articles/article/{planned.pk}/change/", "Curtains"),
        (f"{PILLARS}{hub.pk}/change/", "Back Pain"),
    ):
        assert f'<a class="board-title" href="{page}">{title}</a>' in html
    assert "Curtains is promised by 1 article, and nobody has written it." in words(html)
    assert f'href="/admin/articles/article/{planned.pk}/links/"' in html


def test_what_is_planned_is_begun_in_the_topic_of_the_texts_that_promise_it(published, draft, pillar, hub, at, editor):
    for number, where in enumerate((hub, pillar, pillar)):
        draft(f"Article {number}", pillar=where.pk, text="Why\n\nSo.\nMore: Curtains\n")
    planned = Article.objects.planned().get()
    html = at(editor).get(f"/admin/articles/article/{planned.pk}/change/").content.decode()
    assert f'<option value="{pillar.pk}" selected>' in html
    links = f"/admin/articles/article/{planned.pk}/links/"
    assert f'<a href="{links}">See the sentences that promise it</a>' in html
    assert "Article 0" in at(editor).get(links).content.decode()


def test_every_repair_leads_to_a_page_that_opens(published, board, at, editor, hub):
    published("Beds", text="Why\n\nSo.\nMore: Curtains\n")
    published("The Beds")
    links = set(re.findall(r'href="(/admin/[^"]+)"', board()))
    repairs = [link for link in links if "/article/" in link or "/relatedlink/" in link or "/review/" in link]
    assert len(repairs) >= 6
    browser = at(editor)
    assert [link for link in repairs if browser.get(link.replace("&amp;", "&")).status_code != 200] == []


def test_the_list_of_links_is_narrowed_to_those_that_a_rule_speaks_of(published, at, editor, pillar):
    target, other = published("Beds"), published("Chairs")
    body = doc(paragraph("first000", text("one", to_article(target.pk)), " ", text("two", to_article(other.pk))))
    published("Origin", body=body)
    html = at(editor).get(f"/admin/articles/relatedlink/?target_article__exact={target.pk}").content.decode()
    assert (">one<" in html, ">two<" in html) == (True, False)


def test_the_guide_that_is_missing_begins_in_its_place(board, at, editor, pillar):
    link = re.search(
        rf'href="(/admin/articles/article/add/\?[^"]*pillar={pillar.pk}&[^"]*)"', board().replace("&amp;", "&")
    )
    html = at(editor).get(link[1]).content.decode()
    assert f'<option value="{pillar.pk}" selected>' in html
    assert '<option value="guide" selected>' in html


def test_long_lists_are_cut_and_stand_whole_on_pages_of_their_own(published, board, pillar, monkeypatch):
    for name, number in (("FAULTS", 2), ("PLANS", 2), ("ROWS", 2), ("PER_PAGE", 3)):
        monkeypatch.setattr(boards, name, number)
    for number in range(5):
        published(f"Article {number}", text=f"Why\n\nSo.\nMore: Plan {number}\n")
    html = board()
    assert ("?rule=orphans" in html, "?plans=all" in html, f"?topic={pillar.pk}" in html) == (True, True, True)
    for query, wanted in (("rule=orphans", "Article"), ("plans=all", "Plan"), (f"topic={pillar.pk}", "Article")):
        first, second = board(f"?{query}"), board(f"?{query}&page=2")
        found = [sorted(set(re.findall(rf">({wanted} \d)<", html))) for html in (first, second)]
        assert [len(some) for some in found] == [3, 2]
        assert f'href="?{query.replace("&", "&amp;")}&amp;page=2"' in first


@pytest.mark.parametrize("query", ["rule=none", "topic=999", "topic=x", "rule=", "rule=%00", "topic=-1"])
def test_lists_that_there_are_not_are_not_found(at, editor, hub, query):
    assert at(editor).get(f"{PILLARS}{hub.pk}/board/?{query}").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999999999999999999999", ""])
def test_a_page_that_there_is_not_is_the_nearest(board, page):
    assert "has no public guide" in board(f"?rule=down&page={page}")


def test_the_board_of_a_pillar_is_its_hubs(at, editor, pillar, hub):
    answer = at(editor).get(f"{PILLARS}{pillar.pk}/board/")
    assert (answer.status_code, answer["Location"]) == (302, f"{PILLARS}{hub.pk}/board/#topic-{pillar.pk}")
    assert at(editor).get(f"{PILLARS}999999/board/").status_code == 404


def test_who_does_not_see_every_draft_has_no_board(at, writer, outsider, hub, draft):
    draft("Secret")
    for person in (writer, outsider):
        answer = at(person).get(f"{PILLARS}{hub.pk}/board/")
        assert answer.status_code in (302, 403)
        assert "Secret" not in answer.content.decode()


def test_who_only_looks_is_offered_nothing_that_they_may_not(published, board, doctor, hub):
    published("Beds", text="Why\n\nSo.\nMore: Curtains\n")
    html = board(by=doctor)
    assert "Curtains" in html
    for offer in ("Write it", "Write the guide", "/order/", "boardthresholds"):
        assert offer not in html


def test_titles_are_shown_as_words(published, board, draft):
    published("<b>Beds</b> & “more”", text="Why\n\nSo.\nMore: <i>Curtains</i>\n")
    html = board()
    assert "&lt;b&gt;Beds&lt;/b&gt;" in html
    assert "<b>Beds" not in html
    assert "<i>Curtains" not in html


@pytest.mark.parametrize("rows", [1, 6])
def test_the_board_has_a_budget_whatever_its_size(at, editor, published, hub, rows):
    for number in range(rows):
        Pillar.objects.create(title=f"Pillar {number}", slug=f"pillar-{number}", parent=hub, review_required=False)
        published(f"Article {number}", text=f"Why\n\nSo.\nMore: Plan {number}\n")
    browser = at(editor)
    browser.get(f"{PILLARS}{hub.pk}/board/")
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(f"{PILLARS}{hub.pk}/board/").status_code == 200
    assert 10 <= len(queries) <= 12


def test_the_topics_list_and_form_lead_to_the_board_and_the_order(at, editor, writer, pillar, hub):
    ways = [f"{PILLARS}{hub.pk}/board/", f"{PILLARS}{pillar.pk}/order/"]
    html = at(editor).get(PILLARS).content.decode()
    assert [way for way in ways if way not in html] == []
    html = at(editor).get(f"{PILLARS}{pillar.pk}/change/").content.decode()
    assert [way for way in (f"{PILLARS}{pillar.pk}/board/", ways[1]) if way not in html] == []
    assert [way for way in ("/board/", "/order/") if way in at(writer).get(PILLARS).content.decode()] == []


# The reading order


@pytest.fixture
def three(published) -> list[Article]:
    return [published(title) for title in ("One", "Two", "Three")]


@pytest.fixture
def ordering(at, editor, pillar):
    """Sends the form of the reading order; `places` are numbers by article, all others stand as they do."""

    def send(places: dict | None = None, was: str | None = None, node: Pillar = pillar, **said: str):
        rows = list(reading_order.articles_of(node))
        data = {f"articles-place-{row.pk}": n for n, row in enumerate(rows, start=1)}
        data |= {f"articles-place-{row.pk}": value for row, value in (places or {}).items()}
        data["articles-was"] = was if was is not None else ",".join(str(row.pk) for row in rows)
        return at(editor).post(f"{PILLARS}{node.pk}/order/", {"what": "articles", **data, **said})

    return send


def titles(pillar: Pillar) -> list[str]:
    return [article.title for article in reading_order.articles_of(pillar)]


def test_numbers_are_saved(ordering, pillar, three):
    answer = ordering({three[2]: 1})
    assert (answer.status_code, titles(pillar)) == (302, ["Three", "One", "Two"])


def test_a_step_up_or_down_is_one_press_and_leads_back_to_its_row(ordering, pillar, three):
    answer = ordering(**{"articles-up": str(three[2].pk)})
    assert answer["Location"].endswith(f"#articles-row-{three[2].pk}")
    assert titles(pillar) == ["One", "Three", "Two"]
    ordering(**{"articles-down": str(three[0].pk)})
    assert titles(pillar) == ["Three", "One", "Two"]


def test_a_step_beyond_the_end_leaves_the_order(ordering, pillar, three):
    ordering(**{"articles-up": str(three[0].pk)})
    ordering(**{"articles-down": str(three[2].pk)})
    assert titles(pillar) == ["One", "Two", "Three"]


def test_numbers_that_were_typed_count_before_the_step(ordering, pillar, three):
    ordering({three[2]: 1}, **{"articles-down": str(three[0].pk)})
    assert titles(pillar) == ["Three", "Two", "One"]


@pytest.mark.parametrize("typed", ["0", "-3", "99", "first", "1.5", "９９", "1" * 400])
def test_a_number_that_is_none_is_told_at_its_row_and_everything_typed_stays(ordering, pillar, three, typed):
    answer = ordering({three[1]: typed, three[2]: 1})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{typed}"' in html
    assert "errorlist" in html
    assert titles(pillar) == ["One", "Two", "Three"]


def test_an_order_that_was_not_seen_is_refused_and_what_was_typed_stays(ordering, pillar, three, published):
    was = ",".join(str(article.pk) for article in three)
    published("Four")
    html = ordering({three[2]: 1}, was=was).content.decode()
    assert "The list has changed since this page was opened." in html
    assert titles(pillar) == ["One", "Two", "Three", "Four"]
    field = re.search(rf'<input[^>]*name="articles-place-{three[2].pk}"[^>]*>', html)[0]
    assert 'value="1"' in field
    now = ",".join(str(article.pk) for article in reading_order.articles_of(pillar))
    assert f'value="{now}"' in html
    assert Event.objects.filter(act="articles ordered").count() == 0


@pytest.mark.parametrize("was", ["", "x", "999999,1", "\x00", "-1", "9" * 30, ",,,"])
def test_a_forged_form_changes_nothing(ordering, pillar, three, was):
    assert ordering({three[2]: 1}, was=was).status_code == 200
    assert ordering(**{"articles-up": "999999", "articles-down": "x"}).status_code == 302
    assert ordering(what="everything").status_code == 200
    assert titles(pillar) == ["One", "Two", "Three"]


def test_the_order_stands_on_pages_where_it_is_long(ordering, at, editor, pillar, published, monkeypatch):
    monkeypatch.setattr(numbered, "PER_PAGE", 2)
    three = [published(title) for title in ("One", "Two", "Three")]
    html = at(editor).get(f"{PILLARS}{pillar.pk}/order/?page=2").content.decode()
    assert (">Three<" in html, ">One<" in html) == (True, False)
    was = ",".join(str(article.pk) for article in three)
    data = {"what": "articles", "articles-was": was, f"articles-place-{three[2].pk}": "1"}
    assert at(editor).post(f"{PILLARS}{pillar.pk}/order/?page=2", data).status_code == 302
    assert titles(pillar) == ["Three", "One", "Two"]


def test_pillars_of_a_hub_are_ordered_on_its_page(at, editor, hub, pillar):
    other = Pillar.objects.create(title="Treatments", slug="treatments", parent=hub, position=1)
    data = {"what": "pillars", "pillars-was": f"{pillar.pk},{other.pk}", "pillars-up": str(other.pk)}
    assert at(editor).post(f"{PILLARS}{hub.pk}/order/", data).status_code == 302
    assert list(reading_order.pillars_of(hub)) == [other, pillar]
    assert "Treatments" in at(editor).get(f"{PILLARS}{hub.pk}/order/").content.decode()


def test_a_pillar_has_no_pillars_to_order(at, editor, pillar):
    data = {"what": "pillars", "pillars-was": str(pillar.pk)}
    assert at(editor).post(f"{PILLARS}{pillar.pk}/order/", data).status_code == 200


def test_only_who_arranges_topics_opens_the_order(at, writer, doctor, pillar, three):
    for person in (writer, doctor):
        assert at(person).get(f"{PILLARS}{pillar.pk}/order/").status_code == 403
        assert at(person).post(f"{PILLARS}{pillar.pk}/order/", {"what": "articles"}).status_code == 403


@pytest.mark.parametrize("rows", [2, 9])
def test_the_page_of_the_order_has_a_budget(at, editor, hub, pillar, draft, rows):
    for number in range(rows):
        draft(f"Article {number}")
        Pillar.objects.create(title=f"Pillar {number}", slug=f"pillar-{number}", parent=hub)
    browser = at(editor)
    for node in (hub, pillar):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"{PILLARS}{node.pk}/order/").status_code == 200
        assert len(queries) <= 9


# Thresholds


def test_a_hubs_thresholds_begin_as_those_that_hold_and_are_saved(at, editor, hub, board):
    BoardThresholds.objects.create(sideways=7)
    browser, add = at(editor), f"{THRESHOLDS}add/?hub={hub.pk}"
    assert add in board()
    assert 'name="sideways" value="7"' in browser.get(add).content.decode()
    numbers = {"wordings": 2, "wordings_from": 4, "share": 30, "months": 12, "demand": 2}
    assert browser.post(add, {"hub": hub.pk, "sideways": 1, **numbers}).status_code == 302
    row = BoardThresholds.objects.get(hub=hub)
    assert f"{THRESHOLDS}{row.pk}/change/" in board()
    html = browser.post(add, {"hub": hub.pk, "sideways": 1, **numbers}).content.decode()
    assert "There are such thresholds already." in html


@pytest.mark.parametrize(("name", "value"), [("share", "0"), ("share", "101"), ("months", "x"), ("sideways", "99999")])
def test_a_threshold_out_of_bounds_is_told_and_kept(at, editor, hub, name, value):
    numbers = {"sideways": 1, "wordings": 2, "wordings_from": 4, "share": 30, "months": 12, "demand": 2, name: value}
    answer = at(editor).post(f"{THRESHOLDS}add/", {"hub": hub.pk, **numbers})
    assert answer.status_code == 200
    assert f'value="{value}"' in answer.content.decode()
    assert not BoardThresholds.objects.exists()


def test_a_hub_is_chosen_for_thresholds_and_not_made_there(at, editor, hub):
    html = at(editor).get(f"{THRESHOLDS}add/").content.decode()
    assert f'<option value="{hub.pk}">{hub.title}</option>' in html
    assert "— all hubs that have none of their own —" in html
    assert "related-widget-wrapper" not in html


@pytest.mark.parametrize("hub", ["x", "0", "99999999999999999999999", "%00", ""])
def test_thresholds_of_a_hub_that_there_is_not_begin_empty(at, editor, hub):
    assert at(editor).get(f"{THRESHOLDS}add/?hub={hub}").status_code == 200


def test_the_second_of_two_who_change_thresholds_is_told_and_keeps_what_they_typed(at, editor, person):
    row = BoardThresholds.objects.create(sideways=2, months=36)
    page = f"/admin/articles/boardthresholds/{row.pk}/change/"
    said = filled(at(editor).get(page)) | {"sideways": 4}
    at(person("editor", email="second@example.org")).post(page, filled(at(editor).get(page)) | {"months": 24})
    refused = at(editor).post(page, said)
    shown = refused.content.decode()
    assert "Somebody has changed these thresholds meanwhile. They say now: links sideways, at least 2" in shown
    assert "stale after months 24" in shown
    assert (refused.context["adminform"].form["sideways"].value(), row.sideways) == ("4", 2)
    # Who has read that saves again.
    assert at(editor).post(page, filled(refused)).status_code == 302
    row.refresh_from_db()
    assert (row.sideways, row.months) == (4, 36)
