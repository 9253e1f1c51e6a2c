import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from healthusias import queue
from healthusias.queue import PAUSES
from history import notices

NOW = timezone.now()


@pytest.fixture
def task(db):
    def make(status="READY", **values):
        result = notices.send.enqueue("ada@example.org", "Subject", "Text")
        DBTaskResult.objects.filter(pk=result.id).update(status=status, **values)
        return DBTaskResult.objects.get(pk=result.id)

    return make


def _status(row):
    return DBTaskResult.objects.values_list("status", flat=True).get(pk=row.pk)


def test_a_task_whose_worker_lives_is_left_alone(task):
    with queue.worker() as name:
        row = task("RUNNING", worker_ids=[name], started_at=NOW - timedelta(days=1))
        assert queue.rescue(NOW) == 0
        assert _status(row) == "RUNNING"


def test_a_task_whose_worker_ended_goes_back_at_once(task):
    with queue.worker() as name:
        row = task("RUNNING", worker_ids=[name], started_at=NOW)
    assert queue.rescue(NOW) == 1
    assert _status(row) == "READY"
    assert list(DBTaskResult.objects.ready()) == [row]


def test_a_task_whose_worker_was_killed_goes_back_at_once(task, settings):
    code = (
        "import sys, django; django.setup(); from django.conf import settings; "
        f"settings.DATA_DIR = {str(settings.DATA_DIR)!r}; from healthusias import queue\n"
        "with queue.worker() as name: print(name, flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, **pipes) as process:
        row = task("RUNNING", worker_ids=[process.stdout.readline().strip()], started_at=NOW)
        assert queue.rescue(NOW) == 0
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert queue.rescue(NOW) == 1
    assert _status(row) == "READY"
    assert sorted(path.name for path in (settings.DATA_DIR / "workers").iterdir()) == [".place"]


@pytest.mark.parametrize(("minutes", "rescued"), [(29, 0), (31, 1)])
@pytest.mark.parametrize("name", ["elsewhere-abc", "../../etc/passwd", ""])
def test_of_a_worker_elsewhere_only_time_tells(task, name, minutes, rescued):
    task("RUNNING", worker_ids=[name], started_at=NOW - timedelta(minutes=minutes))
    assert queue.rescue(NOW) == rescued


def test_a_task_that_kills_its_workers_is_given_up(task, caplog):
    row = task("RUNNING", worker_ids=["gone"] * 5, started_at=NOW - timedelta(hours=1))
    assert queue.rescue(NOW) == 1
    assert _status(row) == "FAILED"
    assert "is given up" in caplog.text
    assert queue.retry(NOW + timedelta(hours=2)) == 0


@pytest.mark.parametrize("tried", range(1, len(PAUSES) + 1))
def test_each_failure_is_tried_again_after_a_longer_pause(task, tried):
    row = task("FAILED", worker_ids=["one"] * tried, finished_at=NOW)
    pause = PAUSES[tried - 1]
    assert queue.retry(NOW + pause - timedelta(seconds=1)) == 0
    assert queue.retry(NOW + pause) == 1
    assert _status(row) == "READY"


def test_after_five_attempts_it_is_left_for_people(task):
    row = task("FAILED", worker_ids=["one"] * 5, finished_at=NOW)
    assert queue.retry(NOW + timedelta(hours=23)) == 0
    assert _status(row) == "FAILED"


def test_failures_of_long_ago_are_not_dug_up(task):
    task("FAILED", worker_ids=["one"], finished_at=NOW - timedelta(days=2))
    assert queue.retry(NOW) == 0


def test_old_results_are_forgotten_and_waiting_ones_kept(task):
    task("SUCCESSFUL", finished_at=NOW - timedelta(days=15))
    kept = [task("SUCCESSFUL", finished_at=NOW - timedelta(days=13)), task()]
    assert queue.prune(NOW) == 1
    assert set(DBTaskResult.objects.all()) == set(kept)
