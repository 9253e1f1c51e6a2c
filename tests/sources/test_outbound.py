from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from history.models import Event
from sources import outbound
from sources.enums import Answer
from sources.models import OutboundAddress, OutboundHost
from sources.web import Reply
from tests.mail import delivered

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
URL = "https://press.health-news.org/a"
FOUND, MISSING, GUARDED = Reply(Answer.FOUND, 200), Reply(Answer.MISSING, 404), Reply(Answer.GUARDED, 403)


@pytest.fixture
def used(monkeypatch):
    """What readers meet in this test alone."""
    urls = []
    monkeypatch.setattr(outbound, "_FINDERS", [lambda: urls])
    return urls


@pytest.fixture
def address(used):
    used.append(URL)
    outbound.note(NOW)
    return OutboundAddress.objects.get()


def acts():
    return list(Event.objects.filter(target_kind="outboundaddress").order_by("pk").values_list("act", flat=True))


def replies(address, *said):
    """One answer after the other, each at its time since NOW; returns the address as it is then."""
    for after, reply in said:
        address = outbound.record(address, reply, NOW + after)
    return address


# Which they are


def test_list_follows_what_readers_meet_and_forgets_nothing(used):
    used += [URL, URL, "https://other.org/b#part"]
    assert outbound.note(NOW) == (2, 2, 0)
    assert outbound.note(NOW) == (2, 0, 0)
    row = OutboundAddress.objects.get(url=URL)
    replies(row, (DAY, MISSING))
    used[:] = ["https://other.org/b#part"]
    assert outbound.note(NOW) == (1, 0, 1)
    assert not OutboundAddress.objects.used().filter(url=URL)
    used.append(URL)
    assert outbound.note(NOW + WEEK) == (2, 0, 0)
    row.refresh_from_db()
    assert (row.is_used, row.answer, row.next_check_at) == (True, Answer.MISSING, NOW + WEEK)
    assert OutboundHost.objects.count() == 2


@pytest.mark.parametrize(
    "url",
    [
        *("mailto:a@b.org", "tel:+4930123", "https://example.org/a", "http://www.example.com", "https://a.test/"),
        *("http://localhost/", "http://health.site/a", "http://a..b/", "http://", "https://a.org/\x00", "http://[x/"),
        f"https://a.org/{'a' * 2000}",
    ],
)
def test_what_cannot_be_asked_for_is_not_noted(used, settings, url):
    settings.SITE_URL = "http://health.site"
    used.append(url)
    assert outbound.note(NOW) == (0, 0, 0)


def test_names_that_only_look_reserved_are_noted(used):
    used += ["https://myexample.com/", "https://example.com.evil.org/", "https://bücher.de/ü"]
    assert outbound.note(NOW).new == 3
    assert OutboundHost.objects.filter(name="xn--bcher-kva.de").exists()


def test_very_long_address_is_kept_whole(used):
    used.append("https://a.org/" + "漢" * 1_900)
    assert outbound.note(NOW).new == 1
    assert OutboundAddress.objects.get().url == used[0]


@pytest.mark.parametrize("rows", [3, 30])
def test_noting_costs_the_same_for_any_number(used, rows, django_assert_max_num_queries):
    used += [f"https://host{number}.org/{number}" for number in range(rows)]
    with django_assert_max_num_queries(5):
        outbound.note(NOW)
    with django_assert_max_num_queries(2):
        outbound.note(NOW)


# What is known of them


def test_one_failure_is_none(address):
    after = replies(address, (DAY, MISSING))
    assert (after.failures, after.failing_since, after.is_failing) == (1, NOW + DAY, False)
    assert acts() == []


@pytest.mark.parametrize("last", [WEEK - timedelta(seconds=1), 6 * DAY])
def test_many_failures_within_a_week_are_none(address, last):
    after = replies(address, *[(hours * timedelta(hours=1), MISSING) for hours in range(5)], (last, MISSING))
    assert not after.is_failing


def test_two_failures_seven_days_apart_count_once(address):
    after = replies(address, (0 * DAY, MISSING), (WEEK, Reply(Answer.BROKEN, 500)), (2 * WEEK, MISSING))
    assert (after.confirmed_at, after.failing_since) == (NOW + WEEK, NOW)
    assert acts() == ["link failing"]
    assert Event.objects.get(act="link failing").data == {
        "url": URL,
        "answer": "broken",
        "status": 500,
        "moved_to": "",
        "since": NOW.isoformat(),
    }


def test_success_between_two_failures_begins_anew(address):
    after = replies(address, (0 * DAY, MISSING), (DAY, FOUND), (WEEK, MISSING))
    assert (after.is_failing, after.failing_since) == (False, NOW + WEEK)


def test_address_that_answers_again_is_said_to(address):
    after = replies(address, (0 * DAY, MISSING), (WEEK, MISSING), (8 * DAY, FOUND))
    assert (after.failures, after.failing_since, after.confirmed_at) == (0, None, None)
    assert acts() == ["link failing", "link answered again"]


def test_refusal_of_machines_counts_neither_for_nor_against(address):
    assert replies(address, (0 * DAY, GUARDED), (WEEK, GUARDED)).failures == 0
    after = replies(OutboundAddress.objects.get(), (2 * WEEK, MISSING), (15 * DAY, GUARDED), (3 * WEEK, MISSING))
    assert (after.failures, after.is_failing) == (2, True)


def test_next_question_comes_sooner_after_a_failure_and_in_time_to_confirm_it(address):
    asked, moments = NOW, []
    for _ in range(6):
        address = outbound.record(address, MISSING, asked)
        moments.append(asked - NOW)
        asked = address.next_check_at
    assert moments == [days * DAY for days in (0, 1, 3, 7, 14, 21)]
    assert address.confirmed_at == NOW + WEEK


def test_pause_that_is_asked_for_is_kept_within_a_week(address):
    assert replies(address, (0 * DAY, Reply(Answer.GUARDED, 429, "", 7200))).next_check_at == NOW + 2 * DAY / 24
    again = Reply(Answer.BROKEN, 503, "", 10_000_000)
    assert replies(OutboundAddress.objects.get(), (DAY, again)).next_check_at == NOW + DAY + WEEK


def test_new_address_is_told_once_and_goes_when_it_is_none(address):
    moved = Reply(Answer.FOUND, 200, "https://press.health-news.org/new")
    after = replies(address, (0 * DAY, moved), (WEEK, moved))
    assert (after.moved_to, acts()) == (moved.moved_to, ["link moved"])
    assert list(OutboundAddress.objects.moved()) == [after]
    assert replies(after, (2 * WEEK, FOUND)).moved_to == ""
    assert not OutboundAddress.objects.moved()


def test_second_of_two_workers_writes_nothing(address):
    same = OutboundAddress.objects.get()
    assert outbound.record(address, MISSING, NOW)
    assert outbound.record(same, MISSING, NOW + WEEK) is None
    assert OutboundAddress.objects.get().failures == 1


# What people say


def test_editor_names_an_archived_copy_and_takes_it_back(address, editor):
    outbound.name_copy(address, "  https://archive.health-news.org/1 ", by=editor)
    outbound.name_copy(address, "https://archive.health-news.org/1", by=editor)
    assert OutboundAddress.objects.get().archived_url == "https://archive.health-news.org/1"
    outbound.name_copy(address, "", by=editor)
    assert acts() == ["archived copy named"] * 2


@pytest.mark.parametrize(
    "copy", ["javascript:alert(1)", "archive", "ftp://a.org/", URL, "https://a.org/\x00", "https://a.org/" + "a" * 2000]
)
def test_what_is_no_copy_is_refused(address, editor, copy):
    with pytest.raises(ValidationError) as refusal:
        outbound.name_copy(address, copy, by=editor)
    assert list(refusal.value.message_dict) == ["archived_url"]


def test_who_has_looked_ends_a_failure(address, editor):
    after = outbound.vouch(replies(address, (0 * DAY, MISSING), (WEEK, MISSING)), by=editor, now=NOW + 8 * DAY)
    assert (after.failures, after.is_failing) == (0, False)
    assert after.next_check_at == NOW + 8 * DAY + outbound.TRUSTED_FOR
    assert Event.objects.get(act="link found by a person").actor_id == editor.pk


@pytest.mark.parametrize("who", ["writer", "doctor", "moderator", "outsider"])
def test_only_editors_say_so(address, request, who):
    somebody = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        outbound.name_copy(address, "https://a.org/", by=somebody)
    with pytest.raises(PermissionDenied):
        outbound.vouch(address, by=somebody, now=NOW)
    assert acts() == []


def test_editors_are_told_once_of_all_that_fails(used, editor, writer):
    used += [f"https://host{number}.org/" for number in range(outbound.TOLD + 2)]
    outbound.note(NOW)
    for row in OutboundAddress.objects.all():
        replies(row, (0 * DAY, MISSING), (WEEK, MISSING))
    assert (outbound.tell_editors(NOW), outbound.tell_editors(NOW)) == (22, 0)
    ((to, subject, body),) = delivered()
    assert (to, subject) == (editor.email, "22 links lead nowhere any more")
    assert body.count("has no such page any more") == outbound.TOLD
    assert "… and 2 more." in body
    assert "/admin/sources/outboundaddress/?answers=failing" in body


def test_nobody_is_told_of_what_is_used_no_longer(address, used, editor):
    replies(address, (0 * DAY, MISSING), (WEEK, MISSING))
    used.clear()
    outbound.note(NOW)
    assert outbound.tell_editors(NOW) == 0
