import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sources import link_checks, nightly, outbound, web
from sources.enums import Answer
from sources.models import OutboundAddress, OutboundHost, WatchRun

pytestmark = pytest.mark.django_db

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


@pytest.fixture
def used(monkeypatch, settings):
    """What readers meet in this test alone; nobody else is asked whether our network works."""
    settings.SOURCES_LOOKUP = False
    urls = []
    monkeypatch.setattr(outbound, "_FINDERS", [lambda: urls])
    return urls


@pytest.fixture
def names(monkeypatch):
    """The names that lead to this machine; nobody knows any other."""
    known = set()

    def resolve(name, port):
        if name not in known:
            raise web.Failed(Answer.UNKNOWN_NAME)
        return ["127.0.0.1"]

    monkeypatch.setattr(web, "addresses_of", resolve)
    return known


@pytest.fixture
def page(elsewhere, used, names):
    """A page of a host that readers are led to: `page("one", 404)` is http://one.health-news.org:port/404."""

    def make(name="press", status=200, path="", **headers):
        host = f"{name}.health-news.org"
        names.add(host)
        path = path or f"/{name}/{status}"
        elsewhere.says(path, status, **headers)
        used.append(elsewhere.url(path, host))
        return used[-1]

    return make


def check(**more):
    outbound.note(timezone.now())
    return [(one.address.url, one.reply.answer, one.counts) for one in link_checks.check_due(**more)]


def row(url):
    return OutboundAddress.objects.get(url=url)


def free_hosts():
    OutboundHost.objects.update(free_at=timezone.now())


def test_what_is_due_is_asked_for_once_and_again_in_a_week(page):
    url, other = page("press"), page("clinic", 404)
    assert check() == [(url, Answer.FOUND, True), (other, Answer.MISSING, True)]
    free_hosts()
    assert check() == []
    assert row(url).next_check_at - timezone.now() > WEEK - HOUR


def test_one_host_is_given_a_moment_between_two_questions(page, elsewhere):
    page("press", 200), page("press", 204)
    assert len(check()) == 1
    assert OutboundHost.objects.get().free_at - timezone.now() > link_checks.BETWEEN / 2
    assert check() == []
    free_hosts()
    assert len(check()) == 1


def test_who_has_patience_waits_for_a_host(page, monkeypatch):
    monkeypatch.setattr(link_checks, "BETWEEN", timedelta(seconds=0.05))
    for status in (200, 204, 404):
        page("press", status)
    assert len(check(patience=1)) == 3


def test_host_that_asks_for_a_pause_is_left_alone_with_all_it_has(page, elsewhere):
    page("press", 429, Retry_After="7200"), page("press", 204)
    assert [answer for _, answer, _ in check(patience=1)] == [Answer.GUARDED]
    assert OutboundHost.objects.get().free_at - timezone.now() > 1.9 * HOUR
    assert len(elsewhere.asked) == 1


def test_too_many_without_a_pause_is_an_hour(page):
    page("press", 429)
    check()
    assert OutboundHost.objects.get().free_at - timezone.now() > 0.9 * HOUR


def test_host_in_trouble_is_left_alone_and_stops_no_other(page, names):
    page("press"), page("lost"), page("lost", 204), page("clinic")
    names.remove("lost.health-news.org")
    assert sorted(answer for _, answer, _ in check(patience=1)) == ["found", "found", "unknown_name"]
    assert OutboundHost.objects.get(name="lost.health-news.org").free_at - timezone.now() > 0.9 * HOUR


# Where redirects lead


@pytest.fixture
def leads(page, names, elsewhere):
    """A page that leads to another host: `leads("one", "two")`; `path` is that of both pages."""

    def make(name, to, path="/led", status=200):
        host = f"{to}.health-news.org"
        names.add(host)
        elsewhere.says(f"{path}/there", status)
        return page(name, 301, path, Location=elsewhere.url(f"{path}/there", host))

    return make


def host(name):
    return OutboundHost.objects.get(name=f"{name}.health-news.org")


def test_host_behind_a_redirect_is_free_again_a_moment_later(leads, names):
    url = leads("one", "two")
    assert check() == [(url, Answer.FOUND, True)]
    for name in ("one", "two"):
        assert timedelta(0) < host(name).free_at - timezone.now() <= link_checks.BETWEEN
        assert host(name).answered_at


def test_redirect_waits_for_the_moment_that_its_host_is_given(leads, page, monkeypatch):
    monkeypatch.setattr(link_checks, "BETWEEN", timedelta(seconds=0.3))
    there, url = page("two"), leads("one", "two")
    began = timezone.now()
    assert check() == [(there, Answer.FOUND, True), (url, Answer.FOUND, True)]
    assert timezone.now() - began >= timedelta(seconds=0.3)


def test_redirect_to_a_host_that_is_not_free_is_put_off_and_counts_for_nothing(leads, elsewhere):
    url = leads("one", "two")
    busy = OutboundHost.objects.create(name="two.health-news.org", free_at=timezone.now() + HOUR)
    assert check() == []
    assert [path for _, path, _ in elsewhere.asked] == ["/led"]
    assert (row(url).answer, row(url).next_check_at) == ("", busy.free_at)
    assert host("one").free_at - timezone.now() <= link_checks.BETWEEN
    assert host("two").free_at == busy.free_at


def test_trouble_behind_a_redirect_is_that_of_the_host_behind_it(leads, names):
    url = leads("one", "two")
    names.remove("two.health-news.org")
    # Who leads on has answered: it is not our own network.
    assert check() == [(url, Answer.UNKNOWN_NAME, True)]
    assert host("one").free_at - timezone.now() <= link_checks.BETWEEN
    assert host("two").free_at - timezone.now() > 0.9 * HOUR
    assert (host("one").answered_at is None, host("two").answered_at) == (False, None)


# Is it us?


def test_machine_without_a_network_counts_nothing(page, names):
    urls = [page("one"), page("two"), page("three")]
    names.clear()
    assert check() == [(urls[0], Answer.UNKNOWN_NAME, False)]
    assert (row(urls[0]).answer, row(urls[0]).failures, row(urls[0]).checked_at) == ("", 0, None)
    assert row(urls[0]).next_check_at > timezone.now() + 0.9 * HOUR


def test_network_that_goes_away_counts_nothing_afterwards(page, names, elsewhere):
    urls = [page(f"host{number}") for number in range(5)]
    assert len(check()) == 5
    names.clear()
    link_checks.make_due(timezone.now())
    OutboundHost.objects.update(free_at=timezone.now(), answered_at=timezone.now() - HOUR)
    assert [counts for *_, counts in check()] == [False]
    assert OutboundAddress.objects.filter(failures=0, answer=Answer.FOUND).count() == len(urls)
    # The one, and three others for its sake.
    assert OutboundHost.objects.filter(free_at__gt=timezone.now() + HOUR / 2).count() == 1 + link_checks.CONTROLS


def test_failure_counts_where_another_host_answers_when_it_is_asked(page, names, elsewhere):
    good, bad = page("press"), page("lost")
    names.remove("lost.health-news.org")
    check()
    OutboundHost.objects.update(free_at=timezone.now(), answered_at=timezone.now() - HOUR)
    OutboundHost.objects.filter(name="lost.health-news.org").update(answered_at=None)
    OutboundAddress.objects.filter(url=bad).update(next_check_at=timezone.now())
    before = len(elsewhere.asked)
    assert check() == [(bad, Answer.UNKNOWN_NAME, True)]
    assert len(elsewhere.asked) == before + 1
    assert row(good).failures == 0


def test_registry_of_the_site_serves_where_there_is_no_other_host(page, names, elsewhere, settings):
    bad = page("lost")
    names.clear()
    names.add("registry.health-news.org")
    settings.SOURCES_LOOKUP, settings.SOURCES_CROSSREF_URL = True, elsewhere.url("", "registry.health-news.org")
    assert check() == [(bad, Answer.UNKNOWN_NAME, True)]


def test_what_was_answered_in_http_needs_no_witness(page):
    assert check() == []
    assert [counts for *_, counts in (page("press", 404), check())[1]] == [True]


# The worker


def tasks():
    return DBTaskResult.objects.filter(task_path=link_checks.check_some.module_path)


def test_quiet_tick_is_one_query(page, django_assert_num_queries):
    page("press")
    check()
    with django_assert_num_queries(1):
        assert link_checks.begin_due(timezone.now()) == 0


def test_slice_is_put_into_the_queue_once(page):
    page("press")
    outbound.note(timezone.now())
    assert [link_checks.begin_due(timezone.now()) for _ in range(3)] == [1, 0, 0]
    assert tasks().count() == 1


def test_switched_off_nobody_is_asked(page, settings, elsewhere):
    page("press")
    outbound.note(timezone.now())
    settings.LINK_CHECK = False
    assert link_checks.begin_due(timezone.now()) == 0
    assert link_checks.gather(timezone.now()) == ""
    link_checks.check_some.func()
    with pytest.raises(CommandError, match="switched off") as refusal:
        call_command("check_links")
    assert (refusal.value.returncode, elsewhere.asked) == (2, [])


def test_slice_ends_when_its_time_is_over(page, monkeypatch):
    for number in range(4):
        page(f"host{number}")
    outbound.note(timezone.now())
    monkeypatch.setattr(link_checks, "SLICE", 0)
    link_checks.check_some.func()
    assert OutboundAddress.objects.exclude(answer="").count() == 1


def test_after_an_outage_the_next_slice_is_an_hour_away(page, names):
    page("one"), page("two")
    names.clear()
    outbound.note(timezone.now())
    link_checks.check_some.func()
    assert tasks().get().run_after > timezone.now() + 0.9 * HOUR
    assert link_checks.begin_due(timezone.now() + HOUR / 2) == 0


def test_night_gathers_the_addresses_and_says_so(page, settings):
    page("press"), page("clinic")
    run = WatchRun.objects.create(day=timezone.localdate())
    nightly.run_watch.func(run.pk)
    run.refresh_from_db()
    assert run.said.endswith("Readers are led to 2 addresses elsewhere.")
    assert OutboundAddress.objects.count() == 2


# Two at once, and one that is killed


@pytest.mark.django_db(transaction=True)
def test_several_workers_ask_for_each_address_once_and_each_host_for_one_thing_at_a_time(
    shared_database, page, elsewhere, monkeypatch
):
    monkeypatch.setattr(link_checks, "BETWEEN", timedelta(0))
    for name in ("one", "two", "three"):
        for number in range(5):
            page(name, path=f"/{name}/{number}")
    outbound.note(timezone.now())
    asked, most, now = [], {}, {}
    ask, lock = web.ask, threading.Lock()

    def watched(url, **more):
        host = web.host_of(url)
        with lock:
            asked.append(url)
            now[host] = now.get(host, 0) + 1
            most[host] = max(most.get(host, 0), now[host])
        reply = ask(url, **more)
        with lock:
            now[host] -= 1
        return reply

    monkeypatch.setattr(web, "ask", watched)

    def work():
        try:
            while OutboundAddress.objects.filter(checked_at=None).exists():
                list(link_checks.check_due())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(asked) == sorted(OutboundAddress.objects.values_list("url", flat=True))
    assert set(most.values()) == {1}


@pytest.mark.django_db(transaction=True)
def test_several_workers_share_a_host_to_which_redirects_lead(shared_database, page, names, elsewhere, monkeypatch):
    monkeypatch.setattr(link_checks, "BETWEEN", timedelta(seconds=0.02))
    lock, now, most = threading.Lock(), {}, {}

    def there(request):
        name = request.headers["Host"]
        with lock:
            now[name] = now.get(name, 0) + 1
            most[name] = max(most.get(name, 0), now[name])
        threading.Event().wait(0.02)
        with lock:
            now[name] -= 1
        request.send_response(200)
        request.send_header("Content-Length", "0")
        request.end_headers()

    elsewhere.does("/there", there)
    for number in range(4):
        to = elsewhere.url("/there", "hub.health-news.org")
        page(f"host{number}", 302, f"/{number}", Location=to)
    page("hub", path="/hub")
    elsewhere.does("/hub", there)
    outbound.note(timezone.now())

    def work():
        try:
            while (left := OutboundAddress.objects.filter(checked_at=None)).exists():
                list(link_checks.check_due())
                # What was put off until a lease ends is taken up at once: leases are long.
                left.filter(next_check_at__gt=timezone.now()).update(next_check_at=timezone.now())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert set(OutboundAddress.objects.values_list("answer", flat=True)) == {Answer.FOUND}
    assert most == {elsewhere.url("", "hub.health-news.org").split("/")[-1]: 1}


def test_who_is_killed_loses_the_request_under_way(page, monkeypatch, elsewhere):
    urls = [page(f"host{number}") for number in range(4)]
    outbound.note(timezone.now())
    ask = web.ask

    def killed(url, **more):
        if url == urls[2]:
            raise KeyboardInterrupt
        return ask(url, **more)

    monkeypatch.setattr(web, "ask", killed)
    with pytest.raises(KeyboardInterrupt):
        list(link_checks.check_due())
    assert OutboundAddress.objects.exclude(answer="").count() == 2
    monkeypatch.setattr(web, "ask", ask)
    free_hosts()
    # What may have killed it comes after all others.
    assert [url for url, *_ in check()] == urls[3:]
    OutboundAddress.objects.filter(url=urls[2]).update(next_check_at=F("next_check_at") - link_checks.LEASE)
    assert [url for url, *_ in check()] == [urls[2]]


def test_host_of_a_killed_worker_is_free_after_a_while(page):
    page("press")
    outbound.note(timezone.now())
    host, now = OutboundHost.objects.get(), timezone.now()
    assert link_checks._claim(host, now)
    assert not link_checks._claim(host, now + link_checks.LEASE / 2)
    assert link_checks._claim(host, now + link_checks.LEASE)


# The command


def test_command_says_what_it_does_and_goes_on_where_it_stopped(page, capsys):
    urls = [page("one"), page("two", 404), page("three", 301, Location="/new")]
    page("three", path="/new")
    call_command("check_links", limit=1)
    said = capsys.readouterr()
    assert said.out == "1 addresses asked for, 0 not found.\n"
    assert f"1 of 1: {urls[0]} is there (200)" in said.err
    call_command("check_links")
    said = capsys.readouterr()
    assert said.out == "3 addresses asked for, 1 not found.\n"
    assert f"{urls[1]} has no such page any more (404)" in said.err
    assert f"{urls[2]} is there (200), now at " in said.err
    call_command("check_links")
    assert capsys.readouterr().out == "0 addresses asked for, 0 not found.\n"


def test_command_makes_all_due_or_what_one_host_has(page, capsys):
    page("one"), page("two")
    call_command("check_links")
    free_hosts()
    call_command("check_links", all=True, host="ONE.health-news.org")
    assert capsys.readouterr().out.endswith("1 addresses asked for, 0 not found.\n")
    free_hosts()
    call_command("check_links", all=True)
    assert capsys.readouterr().out.endswith("2 addresses asked for, 0 not found.\n")


def test_rehearsal_names_what_is_due_and_changes_nothing(page, capsys, elsewhere):
    urls = [page("one"), page("two")]
    call_command("check_links", dry_run=True)
    assert capsys.readouterr().out.splitlines()[:-1] == urls
    assert (OutboundAddress.objects.count(), elsewhere.asked) == (0, [])


def test_command_tells_of_our_own_outage(page, names):
    page("one"), page("two")
    names.clear()
    with pytest.raises(CommandError, match="cut off") as refusal:
        call_command("check_links")
    assert refusal.value.returncode == 1


def test_command_tells_what_is_left_and_refuses_nonsense(page, capsys):
    page("press", 429, Retry_After="7200"), page("press", 204)
    call_command("check_links")
    assert "1 are left; their hosts want a pause" in capsys.readouterr().out
    with pytest.raises(CommandError, match="from 1 on"):
        call_command("check_links", limit=0)


def test_command_counts_what_waits_for_the_host_behind_a_redirect_among_those_left(leads, capsys):
    OutboundHost.objects.create(name="two.health-news.org", free_at=timezone.now() + HOUR)
    leads("one", "two")
    call_command("check_links")
    assert capsys.readouterr().out == (
        "0 addresses asked for, 0 not found. 1 are left; their hosts want a pause, or another worker has them.\n"
    )
