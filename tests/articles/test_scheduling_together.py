"""Several workers at once, workers that are killed, and a real one: what is due happens once, whole, and in time."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, connections
from django.utils import timezone

from articles import releasing, scheduling
from articles.enums import PlanState
from articles.models import Article, Release, Schedule
from history.models import Event

ROOT = Path(__file__).resolve().parents[2]
LATER = timezone.now().replace(microsecond=0) + timedelta(days=1)
DUE = LATER + timedelta(hours=1)
WORKERS = 4

# A worker that stops in the middle of its first publication, says so, and waits to be killed.
DOOMED = """
import sys, django
django.setup()
from datetime import datetime
from articles import publishing, scheduling
def stop(article):
    print("in the middle", flush=True)
    sys.stdin.read()
publishing.search.index = stop
scheduling.run_due(datetime.fromisoformat(sys.argv[1]))
"""


@pytest.fixture
def articles(shared_database, draft):
    return [draft(f"Article {number}") for number in range(4)]


@pytest.fixture
def planned(articles, editor):
    """Three articles for the same hour and, a second later, a release of the fourth with the first."""
    for number, article in enumerate(articles[:3]):
        said = {"act": "publish", "at": LATER + timedelta(seconds=number), "zone": "UTC", "by": editor}
        scheduling.schedule(article, revision=article.revisions.get(), **said)
    release = releasing.create("Together", zone="UTC", by=editor)
    releasing.change(release, [articles[0].revisions.get(), articles[3].revisions.get()], by=editor)
    releasing.schedule(release, at=LATER + timedelta(seconds=9), zone="UTC", by=editor)
    return articles


def _environment(folder, settings):
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        who = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
        url = f"postgres://{who}@{quote(database['HOST'], safe='')}:{database['PORT']}/{database['NAME']}"
    said = {"DATABASE_URL": url, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": settings}
    return {**os.environ, **said, "LOG_LEVEL": "WARNING"}


@contextmanager
def _process(folder, *command, settings="tests.settings"):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, *command], cwd=ROOT, env=_environment(folder, settings), **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def _publications():
    return Event.objects.filter(act="published").count()


def test_of_several_workers_at_once_each_act_is_done_by_one(planned):
    failures, settled = [], []
    start = threading.Barrier(WORKERS)

    def work():
        try:
            start.wait()
            settled.append(scheduling.run_due(DUE))
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (sum(settled), _publications()) == (4, 4)
    assert set(Schedule.objects.values_list("state", flat=True)) == {PlanState.DONE}
    assert Release.objects.get().state == PlanState.DONE
    assert Article.objects.published().count() == 4


def test_what_a_killed_worker_was_doing_is_undone_and_done_by_the_next(planned, tmp_path):
    with _process(tmp_path, "-c", DOOMED, DUE.isoformat()) as process:
        assert process.stdout.readline() == "in the middle\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (Article.objects.published().count(), Schedule.objects.waiting().count()) == (0, 3)
    assert scheduling.run_due(DUE) == 4
    assert (_publications(), Article.objects.published().count()) == (4, 4)


def test_a_release_of_a_killed_worker_is_whole_or_not_there(planned, tmp_path):
    Schedule.objects.all().delete()
    with _process(tmp_path, "-c", DOOMED, DUE.isoformat()) as process:
        assert process.stdout.readline() == "in the middle\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (Article.objects.published().count(), Release.objects.get().state) == (0, PlanState.WAITING)
    assert scheduling.run_due(DUE) == 1
    assert Article.objects.published().count() == 2


def test_the_worker_does_what_came_due_while_it_was_down_and_ends_when_told(planned, tmp_path):
    past = timezone.now() - timedelta(hours=3)
    for number, one in enumerate(Schedule.objects.order_by("pk")):
        Schedule.objects.filter(pk=one.pk).update(at=past + timedelta(minutes=number))
    Release.objects.update(at=past + timedelta(hours=1))
    with _process(tmp_path, "manage.py", "work", settings="healthusias.settings") as process:
        _wait_for(lambda: Article.objects.published().count() == 4)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert sorted(path.name for path in (tmp_path / "workers").iterdir()) == [".place"]


def _wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
