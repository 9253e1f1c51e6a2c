from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import releasing, scheduling
from articles.enums import PlanState
from articles.models import Article, Release
from tests.desk import filled, messages, send

LIST = "/admin/articles/release/"
LATER = timezone.now().replace(microsecond=0) + timedelta(days=1)


def _change(release):
    return f"{LIST}{release.pk}/change/"


@pytest.fixture
def release(editor):
    def make(*articles):
        made = releasing.create("Spring", zone="UTC", by=editor)
        return releasing.change(made, [one.revisions.sealed().first() for one in articles], by=editor)

    return make


def _when(moment=LATER):
    return {"date": f"{moment:%Y-%m-%d}", "time": f"{moment:%H:%M}", "zone": "UTC"}


def test_editor_puts_a_release_together_and_schedules_it(at, editor, draft):
    one, two = draft("One"), draft("Two")
    response = send(at(editor), f"{LIST}add/", name="Spring", articles=[one.pk, two.pk])
    release = Release.objects.get()
    assert response.url == _change(release)
    page = at(editor).get(response.url)
    assert [row["article"].pk for row in page.context["members"]] == [one.pk, two.pk]
    page = at(editor).post(_change(release), {**filled(page, **_when()), "_schedule": "1"}, follow=True)
    assert "Readers will get it on" in messages(page)[-1]
    release.refresh_from_db()
    assert release.state == PlanState.WAITING
    scheduling.run_due(LATER + timedelta(minutes=1))
    assert Article.objects.published().count() == 2


def test_a_member_that_cannot_go_public_is_named_and_nothing_is_saved(at, editor, draft, release):
    made = release(draft("Fine"))
    empty = draft("Empty", text="")
    page = at(editor).get(_change(made))
    typed = filled(page, articles=[*page.context["adminform"].form.initial["articles"], empty.pk], **_when())
    page = at(editor).post(_change(made), {**typed, "_schedule": "1"})
    text = page.content.decode()
    assert "“Empty”: The article has no text yet." in text
    assert (made.members.count(), Release.objects.get().state) == (1, PlanState.GATHERING)
    assert f'value="{LATER:%Y-%m-%d}"' in text


def test_scheduling_without_a_time_asks_for_it(at, editor, draft, release):
    page = send(at(editor), _change(release(draft())), "_schedule")
    assert "Say on which day" in page.content.decode()


def test_a_waiting_release_can_only_be_taken_back(at, editor, draft, release):
    made = releasing.schedule(release(draft()), at=LATER, zone="UTC", by=editor)
    text = at(editor).get(_change(made)).content.decode()
    assert 'name="_take_back"' in text
    assert 'name="_save"' not in text
    page = send(at(editor), _change(made), "_save", name="Forged")
    assert "out of its schedule" in page.content.decode()
    send(at(editor), _change(made), "_take_back")
    made.refresh_from_db()
    assert (made.state, made.name) == (PlanState.CANCELLED, "Spring")


def test_everything_is_published_at_once(at, editor, draft, release):
    made = release(draft("One"), draft("Two"))
    page = at(editor).get(_change(made))
    page = at(editor).post(_change(made), {**filled(page), "_release": "1"}, follow=True)
    assert "All articles of “Spring” are public." in messages(page)
    assert Article.objects.published().count() == 2
    assert 'type="submit"' not in page.content.decode().split('class="submit-row"')[1].split("</div>")[0]


def test_a_newer_version_is_shown_and_taken_on_request(at, editor, writer, draft, release):
    article = draft("Old words")
    made = release(article)
    send(at(writer), f"/admin/articles/article/{article.pk}/change/", title="New words")
    page = at(editor).get(_change(made))
    assert page.context["members"][0]["newest"] == 2
    send(at(editor), _change(made))
    assert made.members.get().revision.number == 1
    send(at(editor), _change(made), newest="on")
    assert made.members.get().revision.number == 2


def test_a_planned_article_has_nothing_to_release(at, editor, draft, release):
    draft(text="Read more: Warm Floors\n")
    planned = Article.objects.planned().get()
    page = send(at(editor), f"{LIST}add/", name="Spring", articles=[planned.pk])
    assert "Nothing is saved yet of: Warm Floors." in page.content.decode()
    assert not Release.objects.exists()


def test_a_time_in_a_gap_is_explained(at, editor, draft, release):
    march = date(LATER.year + 1, 3, 31)
    gap = march - timedelta(days=(march.weekday() + 1) % 7)
    said = {"date": gap.isoformat(), "time": "01:30", "zone": "Europe/London"}
    page = send(at(editor), _change(release(draft())), "_schedule", **said)
    assert "there is no 01:30 in Europe/London" in page.content.decode()


@pytest.mark.parametrize("role", ["writer", "doctor", "moderator", "outsider"])
def test_releases_are_the_editors_affair(role, request, at, draft, release):
    made = release(draft())
    client = at(request.getfixturevalue(role))
    for address in (LIST, f"{LIST}add/", _change(made)):
        assert client.get(address).status_code in (302, 403)
    client.post(_change(made), {"name": "Mine", "_save": "1"})
    assert Release.objects.get().name == "Spring"


def test_list_costs_the_same_for_any_number_of_releases(at, editor, draft, release):
    browser, counts = at(editor), []
    browser.get(LIST)
    for rows in (1, 4):
        while Release.objects.count() < rows:
            release(draft(f"Article {Article.objects.count()}"))
        with CaptureQueriesContext(connection) as queries:
            assert len(browser.get(LIST).context["cl"].result_list) == rows
        counts.append(len(queries))
    assert counts[0] == counts[1]
