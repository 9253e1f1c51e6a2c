"""Who only writes sees at the desk what they work on, what is planned, and nothing of anybody else's drafts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import collaborating, comments, publishing, scheduling, writing
from articles.models import Article, RelatedLink
from authors.models import User
from content.text import read
from history import revisions
from history.models import Event
from images import library
from tests.content.builders import block, doc, paragraph, to_article
from tests.content.builders import text as words
from tests.images import samples
from tests.mail import told

SECRET = "Frozen Shoulders"
# Of every page of one article: whether it is opened or sent to.
PAGES = [
    ("change/", "get"),
    ("history/", "get"),
    ("versions/1/", "get"),
    ("versions/1/restore/", "post"),
    ("versions/name/", "post"),
    ("events/", "get"),
    ("preview/", "get"),
    ("comments/", "get"),
    ("comments/", "post"),
    ("people/", "get"),
    ("people/", "post"),
    ("people/1/remove/", "post"),
    ("share/", "get"),
    ("share/", "post"),
    ("share/1/revoke/", "post"),
    ("discard/", "get"),
    ("discard/", "post"),
    ("recover/", "post"),
    ("withdraw/", "get"),
    ("approve/", "post"),
    ("request-changes/", "get"),
    ("schedule/", "get"),
    ("schedule/1/cancel/", "post"),
]
SCRIPTS = [("others/?prints=1&state=1", "get"), ("comments/all/", "get"), ("comments/all/", "post")]
SCRIPTS += [("autosave/", "post"), ("compare/", "post")]


@pytest.fixture
def ann(person) -> User:
    return person("writer", email="ann@example.org")


@pytest.fixture
def secret(draft) -> Article:
    return draft(SECRET, text="Why\n\nIcy words.\n")


def desk(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/"


@pytest.mark.parametrize(("page", "method"), PAGES)
def test_every_page_of_an_article_of_others_says_whose_it_is_and_nothing_more(at, ann, secret, writer, page, method):
    events = Event.objects.count()
    answer = getattr(at(ann), method)(f"{desk(secret)}{page}")
    html = answer.content.decode()
    assert answer.status_code == 403
    assert f"{writer} works on this article. Ask one of them, or an editor to add you." in html
    assert SECRET not in html
    assert "Icy words" not in html
    assert Event.objects.count() == events


@pytest.mark.parametrize(("page", "method"), SCRIPTS)
def test_its_scripts_are_refused_too(at, ann, secret, page, method):
    said = {"data": {}, "content_type": "application/json"} if method == "post" else {}
    answer = getattr(at(ann), method)(f"{desk(secret)}{page}", **said)
    assert answer.status_code == 403
    assert SECRET not in answer.content.decode()
    assert list(answer.json()) == ["message"]


def test_leaving_a_page_of_others_ends_nobodys_presence(at, ann, secret, writer):
    secret.presences.create(user=writer, tab="t", seen_at="2026-01-01T00:00Z")
    at(ann).post(f"{desk(secret)}leave/", {"tab": "t"}, content_type="application/json")
    assert secret.presences.count() == 1


def test_what_is_not_there_is_told_apart(at, ann, secret):
    assert at(ann).get(f"/admin/articles/article/{secret.pk + 9}/preview/").status_code == 404
    assert at(ann).get("/admin/articles/article/x/change/").status_code in (302, 404)


def test_the_public_page_is_named_where_there_is_one(at, ann, published):
    article = published("Cold Floors")
    html = at(ann).get(f"{desk(article)}change/").content.decode()
    assert 'What readers see is <a href="/articles/cold-floors/">on the site</a>' in html


@pytest.mark.parametrize("role", ["editor", "medical reviewer", "moderator", "administrator", "auditor"])
def test_all_others_see_every_draft(at, person, secret, role):
    browser = at(person(role, email="somebody@example.org"))
    assert browser.get(f"{desk(secret)}preview/").status_code == 200
    assert SECRET in browser.get("/admin/articles/article/").content.decode()


def test_who_works_on_it_opens_it_until_they_leave(at, ann, secret, writer):
    collaborating.add(secret, ann, by=writer)
    assert at(ann).get(f"{desk(secret)}change/").status_code == 200
    collaborating.remove(secret, ann, by=ann)
    assert at(ann).get(f"{desk(secret)}change/").status_code == 403


def test_what_is_planned_is_open_to_every_writer_until_somebody_writes_it(at, ann, draft, writer, snapshot):
    draft("Begun", text="Read more: Cold Feet\n")
    planned = Article.objects.planned().get()
    assert at(ann).get(f"{desk(planned)}change/").status_code == 200
    writing.start(snapshot("Cold Feet"), by=writer)
    assert at(ann).get(f"{desk(planned)}change/").status_code == 403


# Lists


def test_the_list_has_ones_own_and_what_is_planned(at, ann, secret, draft, snapshot):
    draft("Begun", text="Read more: Cold Feet\n")
    writing.start(snapshot("Mine"), by=ann)
    page = at(ann).get("/admin/articles/article/")
    assert {str(article) for article in page.context["cl"].result_list} == {"Mine", "Cold Feet"}
    for query in ("q=Frozen", "q=night", "bin=yes", "state__exact=draft&q=Frozen"):
        page = at(ann).get(f"/admin/articles/article/?{query}")
        assert SECRET not in [str(article) for article in page.context["cl"].result_list]


def test_a_forged_choice_reaches_no_article_of_others(at, ann, secret, pillar):
    said = {"action": "add_tag", "_selected_action": [secret.pk], "confirmed": "1", "tag": "ice"}
    html = at(ann).post("/admin/articles/article/", said).content.decode()
    assert SECRET not in html
    assert secret.revisions.count() == 1


def test_titles_are_offered_to_links_and_found_by_title_alone(at, ann, secret):
    ask = {"app_label": "articles", "model_name": "relatedlink", "field_name": "target_article"}
    found = {
        term: at(ann).get("/admin/autocomplete/", {**ask, "term": term}).json()["results"] for term in ("Froz", "night")
    }
    assert [[one["text"] for one in rows] for rows in found.values()] == [[SECRET], []]
    rows = at(ann).get("/admin/articles/article/lookup/", {"q": "Froz"}).json()["found"]
    assert [one["title"] for one in rows] == [SECRET]


def test_sections_of_others_are_those_that_readers_see(at, ann, writer, published, draft):
    hidden, live = draft("Hidden", text="Unseen\n\nIcy.\n"), published("Live", text="Public\n\nIcy.\n")
    snapshot, base = writing.current(live)
    writing.save(live, replace(snapshot, body=read("Coming\n\nIcy.\n")), by=writer, base=base)

    def titles(by: User, article: Article) -> list[str]:
        found = at(by).get("/admin/articles/article/lookup/", {"article": article.pk}).json()["found"]
        return [one["title"] for one in found]

    assert [titles(ann, one) for one in (hidden, live)] == [[], ["Public"]]
    assert [titles(writer, one) for one in (hidden, live)] == [["Unseen"], ["Coming"]]


def test_the_start_page_lists_nothing_of_others(at, ann, secret, editor, published):
    later = timezone.now().replace(microsecond=0) + timedelta(days=1)
    scheduling.schedule(secret, act="publish", revision=secret.revisions.get(), at=later, zone="UTC", by=editor)
    published("Cold Floors")
    html = at(ann).get("/admin/").content.decode()
    assert SECRET not in html
    assert 'href="/articles/cold-floors/">Cold Floors</a>' in html
    assert SECRET in at(editor).get("/admin/").content.decode()


def test_who_left_finds_it_in_no_list_although_they_wrote_in_it(at, ann, secret, writer, editor):
    collaborating.add(secret, ann, by=writer)
    snapshot, base = writing.current(secret)
    writing.save(secret, replace(snapshot, standfirst="Ann's."), by=ann, base=base)
    assert SECRET in at(ann).get("/admin/").content.decode()
    collaborating.remove(secret, ann, by=editor)
    assert SECRET not in at(ann).get("/admin/").content.decode()


def test_what_was_shared_stands_on_the_start_page_until_one_writes_in_it(at, ann, secret, writer):
    collaborating.add(secret, ann, by=writer)
    lists = {one.key: one for one in at(ann).get("/admin/").context["worklists"]}
    assert [(item.title, item.did) for item in lists["shared"].items] == [(SECRET, f"shared by {writer}")]
    snapshot, base = writing.current(secret)
    writing.save(secret, replace(snapshot, standfirst="Ann's."), by=ann, base=base)
    assert "shared" not in {one.key for one in at(ann).get("/admin/").context["worklists"]}


def test_links_of_others_are_not_listed_nor_opened(at, ann, writer, published, editor):
    target = published("Cold Floors")
    published("Linking", body=doc(paragraph("first", words("floors", to_article(target.pk)))))
    link, listed = RelatedLink.objects.get(), "/admin/articles/relatedlink/"
    assert [at(by).get(listed).context["cl"].result_count for by in (ann, writer, editor)] == [0, 1, 1]
    assert at(ann).get(f"{listed}{link.pk}/change/").status_code == 403
    assert at(writer).get(f"{listed}{link.pk}/change/").status_code == 200


def test_a_picture_tells_the_titles_of_ones_own_articles_alone(at, ann, writer, editor, draft):
    image = library.add(samples.file(samples.encoded(samples.photo())), title="A", alt="B", by=editor)
    draft(SECRET, body=doc(block("figure", "first", image=image.pk, alt="A")))
    page = f"/admin/images/image/{image.pk}/change/"
    assert SECRET not in at(ann).get(page).content.decode()
    assert "an article on which others work (draft)" in at(ann).get(page).content.decode()
    assert SECRET in at(writer).get(page).content.decode()
    found = at(ann).get("/admin/images/image/library/").json()["found"]
    assert [one["uses"] for one in found] == [["an article on which others work"]]


# What happened, and what is said


def test_the_record_is_closed_to_who_only_writes_and_open_of_ones_own(at, writer, secret, editor):
    browser = at(writer)
    for page in ("", "export/csv/", f"{Event.objects.latest('pk').pk}/change/"):
        assert browser.get(f"/admin/history/event/{page}").status_code == 403
    page = browser.get(f"{desk(secret)}events/")
    assert [(event.act, event.actor_label) for event in page.context["events"]] == [
        ("saved", str(writer)),
        ("created", str(writer)),
    ]
    assert "/admin/history/event/" not in page.content.decode()
    assert "/admin/history/event/" in at(editor).get(f"{desk(secret)}events/").content.decode()


def test_only_who_sees_the_article_is_named_and_told(ann, secret, writer, editor):
    said = "@ann and @editor, look"
    comments.say(secret, said, by=writer)
    assert [address for address, _ in told()] == [editor.email]
    collaborating.add(secret, ann, by=writer)
    told()
    thread = comments.say(secret, said, by=writer)
    assert [address for address, _ in told()] == [ann.email, editor.email]
    comments.reply(thread, "Yes.", by=ann)
    collaborating.remove(secret, ann, by=editor)
    told()
    comments.reply(thread, "No.", by=editor)
    assert [address for address, _ in told()] == [writer.email]


def test_words_kept_while_access_ends_are_refused_and_the_text_stays(at, ann, secret, writer):
    """The verbs ask again, whatever page was open."""
    with pytest.raises(Exception, match="You may not write in this article"):
        writing.save(secret, writing.current(secret)[0], by=ann, base=revisions.latest(secret).token)
    assert secret.revisions.count() == 1


def test_who_does_not_work_on_it_publishes_nothing(ann, secret):
    with pytest.raises(Exception, match="publish"):
        publishing.publish(secret, revision=secret.revisions.get(), by=ann)
    assert not Article.objects.published().exists()
