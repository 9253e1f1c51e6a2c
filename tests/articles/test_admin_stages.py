"""From draft to public on the desk: which buttons are there, what they do, and what they say when they refuse."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import discarding, publishing, scheduling, submitting
from articles.models import Article, Revision, Schedule
from history.models import Event
from tests.desk import filled, messages, send
from tests.mail import told

LIST = "/admin/articles/article/"
LATER = timezone.now().replace(microsecond=0) + timedelta(days=1)


def _page(article, name="change"):
    return f"{LIST}{article.pk}/{name}/"


def _text(client, article):
    return client.get(_page(article)).content.decode()


def _when(moment=LATER, zone="UTC", **said):
    return {"date": f"{moment:%Y-%m-%d}", "time": f"{moment:%H:%M}", "zone": zone, **said}


def test_writer_submits_what_the_form_says(at, writer, editor, draft):
    article = draft("Cold Floors")
    response = send(at(writer), _page(article), "_submit", title="Warm Floors", submission="Mind the list.")
    assert response.url == _page(article)
    revision = article.revisions.in_review().get()
    assert (revision.number, revision.snapshot["title"], revision.submission) == (2, "Warm Floors", "Mind the list.")
    assert told() == [(editor.email, "For review: Warm Floors")]
    text = _text(at(editor), article)
    assert "Version 2 is in review" in text
    assert "Mind the list." in text


def test_editor_approves_by_one_button_and_publishes(at, writer, editor, draft):
    article = draft()
    revision = submitting.submit(article, by=writer)
    page = at(editor).get(_page(article))
    assert f'formaction="{_page(article, "approve")}"' in page.content.decode()
    page = at(editor).post(_page(article, "approve"), {**filled(page), "revision": revision.pk}, follow=True)
    assert "Version 1 is approved; its writers are told by mail." in messages(page)
    assert page.context["checklist"] == []
    send(at(editor), _page(article), "_publish")
    assert Event.objects.get(act="published").data["stage"] == "approved"


def test_who_may_not_approve_reads_why_beside_the_button(at, editor, draft):
    article = draft()
    submitting.submit(article, by=editor)
    text = _text(at(editor), article)
    assert 'disabled aria-describedby="approve-why"' in text
    assert submitting.ALONE in text
    assert at(editor).post(_page(article, "approve"), {"revision": article.revisions.get().pk}).status_code == 403


def test_changes_are_requested_with_a_comment_that_the_writer_reads(at, writer, editor, draft):
    article = draft()
    revision = submitting.submit(article, by=writer)
    address = f"{_page(article, 'request-changes')}?revision={revision.pk}"
    assert address in _text(at(editor), article)
    assert at(editor).get(address).status_code == 200
    page = at(editor).post(_page(article, "request-changes"), {"revision": revision.pk, "comment": " "})
    assert page.context["errors"] == ["Say what should change: its writers will read it."]
    at(editor).post(_page(article, "request-changes"), {"revision": revision.pk, "comment": "Shorter <b>please</b>."})
    text = _text(at(writer), article)
    assert "Shorter &lt;b&gt;please&lt;/b&gt;." in text
    assert "Changes requested" in text


def test_submitting_what_is_in_review_is_refused_in_words(at, writer, draft):
    article = draft()
    submitting.submit(article, by=writer)
    assert "Version 1 is in review." in _text(at(writer), article)
    send(at(writer), _page(article), "_submit")
    page = at(writer).get(_page(article))
    assert "It is not submitted: Version 1 is in review already." in messages(page)[-1]


def test_each_finding_leads_to_its_place(at, editor, draft):
    figure = {"type": "figure", "attrs": {"id": "abcd2345", "image": 1, "alt": "", "decorative": False}, "content": []}
    words = {"type": "text", "text": "TK more"}
    paragraph = {"type": "paragraph", "attrs": {"id": "efgh2345"}, "content": [words]}
    body = {"type": "doc", "attrs": {"schema": 1}, "content": [paragraph, figure]}
    article = draft(standfirst="", body=body)
    page = at(editor).get(_page(article))
    found = [(one["field"], one["block"], one["blocks"]) for one in page.context["checklist"]]
    assert found == [
        ("standfirst", "", True),
        ("body", "efgh2345", False),
        ("body", "abcd2345", True),
        ("", "", False),
    ]
    text = page.content.decode()
    assert 'href="#id_standfirst"' in text
    assert 'data-goto="abcd2345"' in text


def test_an_editor_overrides_with_a_reason(at, editor, draft):
    article = draft(standfirst="")
    text = _text(at(editor), article)
    assert 'name="override_reason"' in text
    assert '<a href="#blocks">1 thing above blocks it</a>' in text
    assert 'id="blocks"' in text
    assert 'href="#id_override_reason"' in text
    response = send(at(editor), _page(article), "_publish", override_reason=" ")
    assert "refused" in at(editor).get(response.url).content.decode()
    send(at(editor), _page(article), "_publish", override_reason="It is urgent.")
    assert Article.objects.published().get() == article
    assert Event.objects.get(act="check overridden").data["reason"] == "It is urgent."


def test_page_of_a_version_that_readers_see_says_nothing_of_review(at, editor, writer, draft):
    article = draft("Cold Floors")
    submitting.submit(article, by=writer)
    assert "Version 1 is in review" in _text(at(editor), article)
    send(at(editor), _page(article), "_publish")
    assert "in review" not in _text(at(editor), article)


def test_page_of_a_version_published_over_a_request_does_not_repeat_it(at, editor, writer, draft):
    article = draft("Cold Floors")
    revision = submitting.submit(article, by=writer)
    submitting.request_changes(article, revision, by=editor, comment="Shorter, please.")
    assert "Shorter, please." in _text(at(editor), article)
    send(at(editor), _page(article), "_publish", override_reason="It is urgent.")
    assert "Shorter, please." not in _text(at(editor), article)


def test_forms_go_to_an_address_of_their_own_so_that_no_fragment_follows_the_answer(at, editor, draft):
    """Without it a browser sends the form to where it is, and scrolls the answer to the fragment of that address."""
    article = draft(standfirst="")
    assert f'action="{_page(article)}"' in _text(at(editor), article)
    refused = send(at(editor), _page(article), "_publish").url
    assert f'action="{refused}"' in at(editor).get(refused).content.decode()


def test_what_the_site_cannot_show_offers_no_override(at, editor, writer, draft):
    assert 'name="override_reason"' not in _text(at(editor), draft(standfirst="", pillar=None))
    assert 'name="override_reason"' not in _text(at(writer), draft(standfirst=""))


def test_scheduling_saves_first_and_then_asks_when(at, editor, draft):
    article = draft("Cold Floors")
    response = send(at(editor), _page(article), "_schedule", title="Warm Floors")
    assert response.url == _page(article, "schedule")
    page = at(editor).get(response.url)
    newest = Revision.objects.get(number=2)
    assert (page.context["chosen"], page.context["form"]["zone"].value()) == (newest, "UTC")
    page = at(editor).post(response.url, _when(act="publish", revision=newest.pk), follow=True)
    assert f"Planned: publish version 2 on {LATER.day} " in messages(page)[-1]
    assert "Publish version 2 on" in page.content.decode()
    assert "Scheduled:" in _text(at(editor), article)
    scheduling.run_due(LATER + timedelta(minutes=1))
    assert Article.objects.published().get().title == "Warm Floors"


def test_what_is_planned_is_taken_back_by_a_button(at, editor, draft):
    article = draft()
    said = {"act": "publish", "at": LATER, "zone": "UTC", "by": editor}
    planned = scheduling.schedule(article, revision=article.revisions.get(), **said)
    address = f"{_page(article, 'schedule')}{planned.pk}/cancel/"
    assert address in at(editor).get(_page(article, "schedule")).content.decode()
    page = at(editor).post(address, follow=True)
    assert messages(page) == ["It is taken back: nothing will happen then."]
    assert not Schedule.objects.waiting().exists()
    assert at(editor).post(_page(draft("Other"), "schedule") + f"{planned.pk}/cancel/").status_code == 404


def test_a_fold_asks_which_is_meant_and_takes_the_answer(at, editor, draft, monkeypatch):
    article = draft()
    monkeypatch.setattr("articles.wall_times.FURTHEST", timedelta(days=36_600))
    said = {"act": "publish", "revision": article.revisions.get().pk}
    said |= {"date": "2032-10-31", "time": "01:30", "zone": "Europe/London"}
    page = at(editor).post(_page(article, "schedule"), said)
    assert "it is 01:30 twice in Europe/London" in page.content.decode()
    assert page.content.decode().count('name="which"') == 2
    at(editor).post(_page(article, "schedule"), {**said, "which": "later"})
    assert Schedule.objects.get().at.isoformat() == "2032-10-31T01:30:00+00:00"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"date": "2020-01-01"}, "This is past"),
        ({"date": "2026-02-30"}, "Enter a valid date"),
        ({"date": "9999-12-31", "time": "23:59", "zone": "America/Los_Angeles"}, "a year that calendars have"),
        ({"date": "0001-01-01", "time": "00:00", "zone": "Asia/Tokyo"}, "a year that calendars have"),
        ({"time": "25:61"}, "Enter a valid time"),
        ({"zone": "Mars/Olympus"}, "There is no time zone “Mars/Olympus”"),
        ({"zone": "../../../etc/passwd"}, "There is no time zone"),
        ({"zone": "<script>"}, "There is no time zone “&lt;script&gt;”"),
        ({"zone": ""}, "This field is required"),
        ({"act": "explode"}, "Select a valid choice"),
        ({"revision": "999999"}, "Select a valid choice"),
        ({"revision": "1 OR 1=1"}, "Select a valid choice"),
        ({"date": "2032-03-28", "time": "01:30", "zone": "Europe/London"}, "there is no 01:30 in Europe/London"),
    ],
)
def test_nonsense_is_explained_and_plans_nothing(at, editor, draft, typed, words):
    article = draft()
    said = _when(act="publish", revision=article.revisions.get().pk) | typed
    assert words in at(editor).post(_page(article, "schedule"), said).content.decode()
    assert not Schedule.objects.exists()


def test_what_blocks_is_listed_beside_the_form_for_a_time(at, editor, draft):
    article = draft(standfirst="")
    said = _when(act="publish", revision=article.revisions.get().pk)
    page = at(editor).post(_page(article, "schedule"), said)
    assert "Not published: mend what blocks first." in page.content.decode()
    assert f'href="{_page(article)}#id_standfirst"' in page.content.decode()
    at(editor).post(_page(article, "schedule"), {**said, "override_reason": "It is urgent."})
    assert Schedule.objects.get().override_reason == "It is urgent."


def test_a_reason_is_asked_only_where_a_withdrawal_can_be_planned(at, editor, draft, published):
    pages = [
        at(editor).get(_page(article, "schedule")).content.decode() for article in (draft("Cold Floors"), published())
    ]
    assert ["which readers will see" in page for page in pages] == [False, True]


def test_a_withdrawal_is_planned_with_its_reason(at, editor, published):
    article = published()
    page = at(editor).post(_page(article, "schedule"), _when(act="withdraw"))
    assert "Say why" in page.content.decode()
    at(editor).post(_page(article, "schedule"), _when(act="withdraw", reason="The campaign is over."))
    assert Schedule.objects.get().reason == "The campaign is over."


def test_deleting_asks_once_and_the_bin_gives_back(at, writer, draft):
    article, other = draft("Cold Floors"), draft("Warm Floors")
    assert at(writer).get(_page(article, "discard")).status_code == 200
    assert not Article.objects.discarded().exists()
    at(writer).post(_page(article, "discard"))
    assert list(at(writer).get(LIST).context["cl"].result_list) == [other]
    assert list(at(writer).get(f"{LIST}?bin=yes").context["cl"].result_list) == [article]
    assert "In the bin" in _text(at(writer), article)
    page = at(writer).post(_page(article, "recover"), follow=True)
    assert "“Cold Floors” is out of the bin." in messages(page)
    assert Article.objects.kept().count() == 2


def test_what_cannot_be_deleted_says_why(at, editor, published):
    article = published()
    assert "Delete the draft" not in _text(at(editor), article)
    page = at(editor).get(_page(article, "discard"))
    assert "withdraw it instead" in page.content.decode()
    at(editor).post(_page(article, "discard"))
    assert not Article.objects.discarded().exists()


ACTS = {
    "approve": lambda article: ("post", _page(article, "approve")),
    "changes": lambda article: ("get", f"{_page(article, 'request-changes')}?revision={article.revisions.get().pk}"),
    "schedule": lambda article: ("get", _page(article, "schedule")),
    "discard": lambda article: ("get", _page(article, "discard")),
    "recover": lambda article: ("post", _page(article, "recover")),
}
EDITOR = {"approve", "changes", "schedule", "discard", "recover"}
MAY = {
    "writer": {"discard", "recover"},
    "editor": EDITOR,
    "administrator": EDITOR,
    "doctor": set(),
    "moderator": set(),
    "outsider": set(),
}


@pytest.mark.parametrize("role", MAY)
def test_each_role_enters_what_it_may(role, request, at, draft, writer):
    article = draft()
    revision = submitting.submit(article, by=writer)
    client = at(request.getfixturevalue(role))
    done = set()
    for act, address in ACTS.items():
        method, path = address(article)
        response = getattr(client, method)(path, {"revision": revision.pk} if method == "post" else {})
        if response.status_code in (200, 302) and "/login/" not in response.get("Location", ""):
            done.add(act)
    assert done == MAY[role]


def test_a_reader_of_the_desk_cannot_act_by_forged_requests(at, doctor, draft, editor):
    article = discarding.discard(draft(), by=editor)
    for name in ("discard", "recover", "schedule", "approve"):
        said = _when(act="publish", revision=article.revisions.get().pk)
        assert at(doctor).post(_page(article, name), said).status_code == 403
    assert Article.objects.discarded().get() == article


@pytest.mark.parametrize("revision", ["", "x", "0", "9" * 30, "-1", "١"])
def test_an_unknown_version_is_not_found(at, editor, draft, revision):
    assert at(editor).post(_page(draft(), "approve"), {"revision": revision}).status_code == 404


def test_the_page_for_a_time_costs_the_same_for_any_number_of_versions(at, editor, writer, draft):
    article, counts = draft(), []
    browser = at(editor)
    browser.get(_page(article, "schedule"))
    for number in range(2):
        for version in range(3 * number):
            send(browser, _page(article), title=f"Title {version}")
        with CaptureQueriesContext(connection) as queries:
            browser.get(_page(article, "schedule"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_links_to_what_readers_cannot_open_are_worth_a_look(at, editor, draft, published):
    gone = published("Gone Floors")
    publishing.withdraw(gone, by=editor, reason="Old.")
    target = {"kind": "article", "id": gone.pk}
    words = {"type": "text", "text": "here", "marks": [{"type": "link", "attrs": {"target": target}}]}
    paragraph = {"type": "paragraph", "attrs": {"id": "efgh2345"}, "content": [words]}
    article = draft("Cold Floors", text="Read more: Unwritten One\nRead more: Unwritten Two\n")
    body = article.revisions.get().snapshot["body"]
    other = draft("Other", body={**body, "content": [*body["content"], paragraph]})
    found = [one["message"] for one in at(editor).get(_page(other)).context["checklist"]]
    assert found == [
        "Not published yet, so readers see words without a link: “Unwritten One”, “Unwritten Two”.",
        "“here” leads to an article that was withdrawn.",
        "Nobody has approved this version.",
    ]


def test_a_planned_withdrawal_names_its_successor_and_what_to_read_instead(at, editor, published):
    article, carpet, rug = published("Floor"), published("Carpet"), published("Rug")
    said = _when(act="withdraw", reason="Old.", successor="Nobody Wrote This", instead="/articles/rug/")
    page = at(editor).post(_page(article, "schedule"), said)
    assert "Nothing is called “Nobody Wrote This”" in page.content.decode()
    assert "/articles/rug/" in page.content.decode()
    at(editor).post(_page(article, "schedule"), said | {"successor": "carpet"})
    planned = Schedule.objects.get()
    assert (planned.successor, list(planned.instead.all())) == (carpet, [rug])
    assert "leads to “Carpet” then" in at(editor).get(_page(article, "schedule")).content.decode()


def test_a_successor_that_readers_do_not_see_is_refused_at_its_field(at, editor, draft, published):
    article, sketch = published("Floor"), draft("Sketch")
    for successor in ("Sketch", "Floor"):
        page = at(editor).post(_page(article, "schedule"), _when(act="withdraw", reason="Old.", successor=successor))
        assert page.context["form"].errors["successor"] == [
            "Its address can only lead to another article that readers see."
        ]
    assert sketch.pk
    assert not Schedule.objects.exists()
