"""Acts on several articles at once."""

from dataclasses import replace
from typing import Any

import pytest

from articles import discarding, publishing, writing
from articles.admin import actions
from articles.enums import ArticleKind
from articles.models import Article, Pillar
from articles.snapshots import Snapshot
from history import revisions
from history.models import Event

LIST = "/admin/articles/article/"


def latest(article: Article) -> Snapshot:
    return Snapshot.from_dict(revisions.latest(article).snapshot)


def act(browser: Any, name: str, *chosen: Article, query: str = "", **said: Any) -> Any:
    """Choose articles, run an action, and confirm on the page that comes."""
    data = {"action": name, "_selected_action": [one.pk for one in chosen]}
    page = browser.post(f"{LIST}{query}", data)
    assert page.status_code == 200
    assert {row[0] for row in page.context["rows"]} == set(chosen)
    return confirm(browser, name, page, query=query, **said)


def confirm(browser: Any, name: str, page: Any, query: str = "", **said: Any) -> Any:
    rows = page.context["rows"]
    seen = {f"seen-{one.pk}": version.pk for one, _, _, version in rows if version}
    chosen = {"action": name, "confirmed": "yes", "_selected_action": [row[0].pk for row in rows]}
    return browser.post(f"{LIST}{query}", {**chosen, **seen, **said})


def report(page: Any) -> dict[str, str]:
    """What the page says, by title."""
    items = [*page.context["done"], *page.context["refused"]]
    return {one.title: one.note or one.state for one in items}


def test_each_is_published_or_refused_with_its_reason_and_a_link(at, draft, published, editor):
    bare = draft("Bare", standfirst="", contributors=())
    good, live = draft("Good", text="Read more: Planned\n"), published("Live")
    planned = Article.objects.planned().get()
    page = act(at(editor), "publish", bare, good, live, planned)
    assert report(page) == {
        "Good": "version 1 is published",
        "Bare": "not done",
        "Live": "Readers see version 1 already.",
        "Planned": "Nobody has written it yet.",
    }
    text = page.content.decode()
    assert f'href="{LIST}{bare.pk}/change/?refused=1"' in text
    assert f'href="{LIST}{good.pk}/change/"' in text
    for field, words in [("standfirst", "Write a standfirst"), ("byline", "Name at least one author")]:
        assert f'<li><a href="{LIST}{bare.pk}/change/?refused=1#id_{field}">{words}' in text
    good.refresh_from_db()
    bare.refresh_from_db()
    assert (good.is_published, bare.is_published) == (True, False)
    assert [event.act for event in Event.objects.filter(target_id=good.pk).order_by("pk")][-1] == "published"


def test_what_is_confirmed_is_what_is_published(at, draft, writer, editor):
    article = draft("Cold Floors")
    browser = at(editor)
    page = browser.post(LIST, {"action": "publish", "_selected_action": [article.pk]})
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, standfirst="Other words."), by=writer, base=base)
    done = confirm(browser, "publish", page)
    expected = "It was changed while you decided: version 2 is the latest now. Look at it first."
    assert report(done) == {"Cold Floors": expected}
    article.refresh_from_db()
    assert not article.is_published


def test_words_in_the_making_are_not_published(at, draft, writer, editor):
    article = draft("Cold Floors")
    snapshot, base = writing.current(article)
    revisions.write(article, replace(snapshot, standfirst="Half a sen").as_dict(), by=writer, base=base)
    page = act(at(editor), "publish", article)
    assert report(page) == {"Cold Floors": f"{writer} has written words in it that are not saved as a version yet."}


def test_nothing_happens_before_it_is_confirmed(at, draft, editor):
    article = draft("Cold Floors")
    page = at(editor).post(LIST, {"action": "publish", "_selected_action": [article.pk]})
    assert "version 1" in page.content.decode()
    article.refresh_from_db()
    assert not article.is_published


def test_move_makes_versions_and_leaves_readers_alone(at, draft, published, writer, pillar):
    other = Pillar.objects.create(title="Sleep", slug="sleep", parent=pillar.parent, review_required=False)
    one, live, there = draft("One"), published("Live"), draft("There", pillar=other.pk)
    about = draft("About Us", kind=ArticleKind.PAGE, pillar=None)
    page = act(at(writer), "move", one, live, there, about, pillar=other.pk)
    assert report(page) == {
        "One": "version 2 is saved",
        "Live": "version 2 is saved; readers see it once it is published",
        "There": "It is there already.",
        "About Us": "A page about the site stands outside the topics.",
    }
    live.refresh_from_db()
    assert (live.pillar_id, latest(live).pillar, latest(one).pillar) == (pillar.pk, other.pk, other.pk)
    assert revisions.latest(one).note == f"Moved to {other}"
    assert live.live_revision.number == 1


def test_tags_are_added_and_removed_whatever_their_case(at, draft, writer):
    first, second = draft("First", tags=("Sleep",)), draft("Second")
    page = act(at(writer), "add_tag", first, second, tag=" sleep ")
    assert report(page) == {"First": "It has the tag “sleep” already.", "Second": "version 2 is saved"}
    assert (latest(first).tags, latest(second).tags) == (("Sleep",), ("sleep",))
    page = act(at(writer), "remove_tag", first, second, tag="SLEEP")
    assert report(page) == {"First": "version 2 is saved", "Second": "version 3 is saved"}
    assert (latest(first).tags, latest(second).tags) == ((), ())


@pytest.mark.parametrize(("name", "said"), [("move", {}), ("add_tag", {"tag": " "}), ("add_tag", {"tag": "a, b"})])
def test_unfinished_answer_asks_again_and_does_nothing(at, draft, writer, name, said):
    article = draft("Cold Floors")
    page = act(at(writer), name, article, **said)
    assert page.context["form"].errors
    assert article.revisions.count() == 1


def test_draft_in_the_bin_is_not_touched(at, draft, writer):
    article = draft("Cold Floors")
    discarding.discard(article, by=writer)
    page = act(at(writer), "add_tag", article, query="?bin=yes", tag="sleep")
    assert report(page) == {"Cold Floors": "It is in the bin: take it out first."}


def test_failure_in_one_stops_no_other(at, draft, editor, monkeypatch):
    first, second = draft("First"), draft("Second")
    real = publishing.publish

    def busy(article: Article, **values: Any) -> Article:
        if article.pk == second.pk:
            raise revisions.Conflict(revisions.latest(article))
        return real(article, **values)

    monkeypatch.setattr(publishing, "publish", busy)
    page = act(at(editor), "publish", first, second)
    assert report(page)["First"] == "version 1 is published"
    assert report(page)["Second"].endswith("has saved another version in the meantime. Try again.")


def test_too_many_at_once_are_refused_as_a_whole(at, draft, editor, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    chosen = [draft("First").pk, draft("Second").pk]
    data = {"action": "publish", "_selected_action": chosen, "confirmed": "yes"}
    page = at(editor).post(LIST, data, follow=True)
    assert "At most 1 articles at once" in page.content.decode()
    assert not Article.objects.published().exists()


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("writer", {"move", "add_tag", "remove_tag"}),
        ("editor", {"publish", "move", "add_tag", "remove_tag"}),
        ("administrator", {"publish", "move", "add_tag", "remove_tag"}),
        ("doctor", set()),
        ("moderator", set()),
    ],
)
def test_role_decides_what_is_offered(role, offered, request, at, draft):
    article = draft("Cold Floors")
    browser = at(request.getfixturevalue(role))
    form = browser.get(LIST).context["action_form"]
    assert ({value for value, _ in form.fields["action"].choices if value} if form else set()) == offered
    for name in {"publish", "move", "add_tag", "remove_tag", "delete_selected"} - offered:
        browser.post(LIST, {"action": name, "_selected_action": [article.pk], "confirmed": "yes", "tag": "x"})
    article.refresh_from_db()
    assert (article.is_published, article.revisions.count()) == (False, 1)


def test_rows_that_cannot_be_are_refused(at, editor, draft):
    draft()
    sent = {"action": "publish", "_selected_action": "one"}
    assert at(editor).post(LIST, sent).status_code == 400
