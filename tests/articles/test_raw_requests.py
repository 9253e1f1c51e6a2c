"""What no browser sends: characters that no database keeps, broken bytes, endless words, fields that are not there.

Every address that takes words answers all of it, refuses or drops what cannot be kept, and never fails.
"""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import comments, publishing, releasing, scheduling, sharing, submitting, writing
from articles.models import Article
from authors import moderation
from authors.bios import BioSnapshot
from authors.models import User
from content.text import read
from history.models import Event
from tests.desk import filled

NUL, HALF, ENDLESS = "a\x00b", "a\ud800b", "word " * 40_000
LATER = timezone.now().replace(microsecond=0) + timedelta(days=1)
DESK = "/admin/articles/article/"
Post = tuple[str, dict[str, Any]]


@pytest.fixture
def root(db, client) -> Any:
    """A browser of somebody who may do everything, so that nothing is refused for a role."""
    client.force_login(User.objects.create_superuser("root@example.org", "a long password"))
    return client


@pytest.fixture
def text(draft) -> Article:
    return draft()


@pytest.fixture
def version(text) -> Any:
    return text.revisions.sealed().get()


@pytest.fixture
def live(published) -> Article:
    return published("Cold Floors")


def _desk(article: Article, name: str, *rest: Any) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *rest])


def _when(**said: Any) -> dict[str, Any]:
    return {"date": f"{LATER:%Y-%m-%d}", "time": f"{LATER:%H:%M}", "zone": "UTC", **said}


# What each page is sent when all is well. Those that change nothing for good come with their usual words.


@pytest.fixture
def withdrawal(live) -> Post:
    return _desk(live, "withdraw"), {"reason": "Out of date."}


@pytest.fixture
def request_for_changes(text, version, writer) -> Post:
    submitting.submit(text, by=writer)
    return _desk(text, "request_changes"), {"revision": version.pk, "comment": "Shorter."}


@pytest.fixture
def approval(text, version, writer) -> Post:
    submitting.submit(text, by=writer)
    return _desk(text, "approve"), {"revision": version.pk}


@pytest.fixture
def share(text) -> Post:
    return _desk(text, "share"), {"label": "For Ada", "days": "7"}


@pytest.fixture
def called(text, version) -> Post:
    return _desk(text, "name"), {"name": "First", "number": version.number}


@pytest.fixture
def latest_called(text) -> Post:
    return _desk(text, "name"), {"name": "First"}


@pytest.fixture
def comment(text) -> Post:
    block = writing.current(text)[0].body["content"][0]["attrs"]["id"]
    anchor = {"block": block, "quote": "Why", "prefix": "", "suffix": ""}
    return _desk(text, "comments"), {"do": "say", "text": "Really?", **anchor}


@pytest.fixture
def answer(text, writer) -> Post:
    said = comments.say(text, "Really?", by=writer)
    return _desk(text, "comments"), {"do": "reply", "text": "Yes.", "comment": said.pk}


@pytest.fixture
def plan(text, version) -> Post:
    words = {"act": "publish", "revision": version.pk, "which": "", "reason": "", "override_reason": ""}
    return _desk(text, "schedule"), _when(**words)


@pytest.fixture
def planned_withdrawal(live) -> Post:
    return _desk(live, "schedule"), _when(act="withdraw", reason="Out of date.")


@pytest.fixture
def plan_taken_back(text, version, editor) -> Post:
    made = scheduling.schedule(text, act="publish", at=LATER, zone="UTC", by=editor, revision=version)
    return _desk(text, "cancel_schedule", made.pk), {"reason": ""}


@pytest.fixture
def link_taken_back(text, writer) -> Post:
    return _desk(text, "revoke_link", sharing.share(text, by=writer, days=7)[0].pk), {"reason": ""}


@pytest.fixture
def discarding(text) -> Post:
    return _desk(text, "discard"), {"reason": ""}


@pytest.fixture
def restored_version(text, version) -> Post:
    return _desk(text, "restore", 1), {"base": version.token, "block": ""}


@pytest.fixture
def restored_passage(text, version) -> Post:
    block = writing.current(text)[0].body["content"][0]["attrs"]["id"]
    return _desk(text, "restore", 1), {"base": version.token, "block": block}


@pytest.fixture
def form(root, text) -> Post:
    page = root.get(_desk(text, "change"))
    return _desk(text, "change"), filled(page, submission="Mind the list.", _submit="1")


@pytest.fixture
def publication(root, text) -> Post:
    page = root.get(_desk(text, "change"))
    return _desk(text, "change"), filled(page, override_reason="Because.", _publish="1")


@pytest.fixture
def new_article(root) -> Post:
    return f"{DESK}add/", filled(root.get(f"{DESK}add/"), title="Warm Floors", _save="1")


@pytest.fixture
def action(text) -> Post:
    sent = {"_selected_action": text.pk, "tag": "sleep", "confirmed": "1", "index": "0", f"seen-{text.pk}": "1:1"}
    return DESK, {"action": "add_tag", **sent}


@pytest.fixture
def new_release(root, text) -> Post:
    page = root.get("/admin/articles/release/add/")
    words = {"name": "Spring", "articles": [text.pk], "override_reason": "", "which": "", "_schedule": "1", **_when()}
    return "/admin/articles/release/add/", filled(page, **words)


@pytest.fixture
def release(root, text, version, editor) -> Post:
    made = releasing.change(releasing.create("Spring", zone="UTC", by=editor), [version], by=editor)
    address = f"/admin/articles/release/{made.pk}/change/"
    return address, filled(root.get(address), override_reason="Because.", _release="1")


@pytest.fixture
def pillar_form(root, pillar) -> Post:
    address = f"/admin/articles/pillar/{pillar.pk}/change/"
    return address, filled(root.get(address), _save="1")


@pytest.fixture
def link_form(root, draft, text) -> Post:
    related = draft("With a Link", text="Why\n\nRelated Article: Stiff in the Morning\n")
    publishing.publish(related, revision=related.revisions.first(), by=User.objects.get(email="root@example.org"))
    address = f"/admin/articles/relatedlink/{related.links_out.first().pk}/change/"
    return address, filled(root.get(address), _save="1")


@pytest.fixture
def retirement(author) -> Post:
    return f"/admin/authors/author/{author.pk}/retire/", {"reason": "Left us."}


@pytest.fixture
def author_form(root, author) -> Post:
    address = f"/admin/authors/author/{author.pk}/change/"
    return address, filled(root.get(address), bio="She is kind.", role="nurse", _save="1")


@pytest.fixture
def bio_sent_back(author, editor) -> Post:
    waiting = moderation.submit_bio(author, BioSnapshot(bio=read("She is kind.\n")), by=editor, base=None)
    return f"/admin/authors/biorevision/{waiting.pk}/send-back/", {"reason": "Shorter."}


@pytest.fixture
def correction(live) -> Post:
    return _desk(live, "correct"), {"text": "It was wrong."}


@pytest.fixture
def correcting_publication(root, live) -> Post:
    page = root.get(_desk(live, "change"))
    return _desk(live, "change"), filled(page, title="Warmer", correction="It was wrong.", _publish="1")


@pytest.fixture
def paid_link() -> Post:
    address = "/admin/articles/affiliaterule/add/"
    return address, {"domain": "shop.example", "parameter": "tag", "note": "", "is_active": "on", "_save": "1"}


@pytest.fixture
def new_login(root) -> Post:
    address = "/admin/authors/user/add/"
    return address, {"email": "new@example.org", "name": "New", "_save": "1"}


@pytest.fixture
def login(root) -> Post:
    root.logout()
    return "/accounts/login/", {"login": "writer@example.org", "password": "no", "next": "/admin/"}


FORMS = (
    *("withdrawal", "request_for_changes", "approval", "share", "called", "latest_called", "comment", "answer"),
    *("plan", "planned_withdrawal", "plan_taken_back", "link_taken_back", "discarding", "restored_version"),
    *("restored_passage", "form", "publication", "new_article", "action", "new_release", "release", "pillar_form"),
    *("link_form", "retirement", "author_form", "bio_sent_back", "new_login", "login"),
    *("correction", "correcting_publication", "paid_link"),
)


def _encoded(words: dict[str, Any]) -> str:
    """The form's body; halves of characters and broken bytes stay what they are."""
    pairs = [(key, each) for key, said in words.items() for each in (said if isinstance(said, list) else [said])]
    return "&".join(f"{_quoted(key)}={_quoted(each)}" for key, each in pairs)


def _quoted(words: Any) -> str:
    return quote_from_bytes(words if isinstance(words, bytes) else str(words).encode("utf-8", "surrogatepass"))


def _sent(client: Any, address: str, words: dict[str, Any]) -> int:
    kind = "application/x-www-form-urlencoded"
    return client.post(address, _encoded(words), content_type=kind).status_code


def _variations(words: dict[str, Any]) -> list[dict[str, Any]]:
    one_by_one = [{**words, name: NUL} for name in words] + [{**words, name: "\x00"} for name in words]
    at_once = [dict.fromkeys(words, said) for said in (HALF, b"\xff\xfe", ENDLESS, "9" * 30, "", [])]
    missing = [{key: said for key, said in words.items() if key != name} for name in words]
    return [*one_by_one, *at_once, *missing, {}]


def _nuls() -> list[str]:
    """What the record holds that PostgreSQL could not; SQLite keeps everything."""
    return [one.act for one in Event.objects.all() if "\\u0000" in json.dumps([one.data, one.target_label])]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_never_fails_whatever_it_is_sent(name, root, request):
    address, words = request.getfixturevalue(name)
    answers = {_sent(root, address, sent) for sent in _variations(words)}
    assert answers <= {200, 302, 400, 403, 404, 409}
    assert _nuls() == []


@pytest.mark.parametrize("name", FORMS)
def test_what_a_form_is_tried_with_is_what_it_takes(name, root, request):
    """Else the test above would try nothing but the first refusal."""
    address, words = request.getfixturevalue(name)
    assert _sent(root, address, words) == (200 if name in {"share", "action", "login"} else 302)


SCRIPTS: dict[str, dict[str, Any]] = {
    "start": {"title": "Warm Floors"},
    "autosave": {"blocks": {}, "fields": {"title": {"base": "x", "value": "y"}}, "tab": "tab1", "token": "1:1"},
    "compare": {"parts": [{"key": "title", "before": "x", "after": "y"}]},
    "leave": {"tab": "tab1"},
    "spoken": {"do": "say", "text": "Really?", "block": "", "quote": "", "prefix": "", "suffix": "", "comment": ""},
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_answered_whatever_it_sends(name, root, text):
    address = f"{DESK}start/" if name == "start" else _desk(text, name)
    strange = [NUL, HALF, ENDLESS, "", None, [], [None], {}, {"\x00": "\x00"}, 10**30, True]
    sent = [{**SCRIPTS[name], key: said} for key in SCRIPTS[name] for said in strange]
    answers = {root.post(address, json.dumps(one), content_type="application/json").status_code for one in sent}
    answers |= {root.post(address, one, content_type="application/json").status_code for one in (b"\xff", b"{", b"1")}
    assert answers <= {200, 201, 400, 404, 409, 422}
    assert _nuls() == []


FIELDS = ["title", "standfirst", "slug", "kind", "pillar", "tags", "contributors", "listed"]
FIELDS += ["interests", "ai_use", "ai_how", "ai_editor", "sponsor", "sponsored_for"]


@pytest.mark.parametrize("name", FIELDS)
def test_autosave_answers_whatever_a_field_holds(name, root, text):
    strange = [NUL, HALF, ENDLESS, None, [NUL], [HALF], [[NUL]], {"\x00": NUL}, [{"author": NUL, "role": NUL}], 10**30]
    for said in strange:
        sent = {"fields": {name: {"base": None, "value": said}}}
        answer = root.post(_desk(text, "autosave"), json.dumps(sent), content_type="application/json")
        assert answer.status_code in {200, 422}


# The pages that read something of their address, with what they read.
DESK_QUERIES: dict[str, tuple[str, ...]] = {
    DESK: ("q", "state__exact", "kind__exact", "kind", "pillar", "author", "stage", "bin", "todo", "waits", "o", "p"),
    f"{DESK}lookup/": ("q", "article", "url", "within"),
    "/admin/articles/pillar/": ("q", "o", "p"),
    "/admin/articles/relatedlink/": ("q", "origin__exact", "target", "o", "p"),
    "/admin/articles/release/": ("q", "state__exact", "o", "p"),
    "/admin/articles/tag/": ("q", "o", "p"),
    "/admin/articles/affiliaterule/": ("q", "is_active__exact", "o", "p"),
    "/about/corrections/": ("page",),
    "/admin/authors/author/": ("q", "bio", "retired", "o", "p"),
    "/admin/authors/biorevision/": ("q", "o", "p"),
    "/admin/authors/user/": ("q", "is_active__exact", "groups__id__exact", "o", "p"),
    "/admin/history/event/": ("q", "act", "target_kind__exact", "target_id__exact", "actor_id", "at__gte", "o", "p"),
    "/admin/images/image/": ("q", "retired", "o", "p"),
    "/admin/images/image/library/": ("q",),
    "/admin/autocomplete/": ("term", "app_label", "model_name", "field_name", "page"),
    "/search/": ("q", "page"),
    "/topics/sleep/": ("page",),
    "/authors/": ("page",),
}


@pytest.mark.parametrize("address", DESK_QUERIES)
def test_a_page_never_fails_whatever_its_address_asks(address, root, text):
    _ask(root, address, DESK_QUERIES[address])


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("others", ("token", "tab", "prints")),
        ("history", ("old", "new")),
        ("request_changes", ("revision",)),
        ("preview", ("page", "width")),
        ("change", ("refused", "_changelist_filters", "_popup")),
        ("schedule", ("revision",)),
    ],
)
def test_a_page_of_an_article_never_fails_whatever_its_address_asks(name, fields, root, text):
    _ask(root, _desk(text, name), fields)


def _ask(client: Any, address: str, fields: tuple[str, ...]) -> None:
    strange: list[Any] = [NUL, "\x00", HALF, b"\xff", "x" * 3000, "9" * 30, "-1", "²", ""]
    for sent in ({name: said} for name in fields for said in strange):
        assert client.get(f"{address}?{_encoded(sent)}").status_code in {200, 302, 400, 403, 404}, sent


@pytest.mark.parametrize("path", ["topics/{}/", "articles/{}/", "preview/{}/", "{}/", "back-pain/{}/", "authors/{}/"])
@pytest.mark.parametrize("said", ["%00", "a%00b", "%ED%A0%80", "%FF", "x" * 3000])
def test_an_address_that_cannot_be_is_not_found(path, said, client, pillar):
    assert client.get(f"/{path.format(said)}").status_code == 404
