"""What the queue of background tasks lacks: tasks of a killed worker, tasks that failed, and results that grow old.

Every task may be run again: it finds out itself what is left to do.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.crypto import get_random_string
from django_tasks_db.models import DBTaskResult

# How long after a failure a task is tried again; then it is left for people to look at.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
# A failure that nobody could retry for so long is stale.
STALE_AFTER = timedelta(days=1)
# A task that ran so long on another machine is taken for one whose worker was killed.
LONGEST = timedelta(minutes=30)
# Mails and the like are not kept longer than it takes to look into a failure.
KEPT_FOR = timedelta(days=14)

_FIELDS = ("id", "status", "worker_ids", "task_path")

logger = logging.getLogger(__name__)


@contextmanager
def worker() -> Iterator[str]:
    """The name of this worker. While it lives it holds a lock on a file of that name, which ends with the process,
    however that ends: so the others know whether it is alive."""
    name = f"{_place()}-{get_random_string(12)}"
    path, hidden = _folder() / name, _folder() / f".{name}"
    with hidden.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # Seen by the others only once it is locked.
        hidden.rename(path)
        try:
            yield name
        finally:
            path.unlink(missing_ok=True)


def rescue(now: datetime) -> int:
    """Give the tasks of killed workers back to the queue; returns how many. One whose worker lives is left alone.

    A task whose workers were killed each time is marked as failed: it may be what kills them.
    """
    running = DBTaskResult.objects.running().only(*_FIELDS, "started_at").order_by("started_at")
    dead = [row for row in running if _is_dead(row, now)]
    for path in _folder().glob("[!.]*"):
        if _is_released(path):
            path.unlink(missing_ok=True)
    return sum(_requeue(row, now) if len(row.worker_ids) <= len(PAUSES) else _give_up(row, now) for row in dead)


def retry(now: datetime) -> int:
    """Give tasks that failed back to the queue after a pause, which grows; returns how many."""
    recent = DBTaskResult.objects.failed().filter(finished_at__gte=now - STALE_AFTER)
    rows = recent.only(*_FIELDS, "finished_at").order_by("finished_at")
    return sum(_requeue(row, now) for row in rows if _is_to_be_tried(row, now))


def prune(now: datetime) -> int:
    """Forget tasks that ended long ago; returns how many."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT_FOR).delete()[0]


def _requeue(row: DBTaskResult, now: datetime) -> bool:
    """One UPDATE, which only the first of two workers can make."""
    same = DBTaskResult.objects.filter(pk=row.pk, status=row.status, worker_ids=row.worker_ids)
    done = bool(same.update(status="READY", started_at=None, finished_at=None, run_after=now))
    if done:
        logger.warning("Task %s (%s) was %s; it is tried again.", row.pk, row.task_path, row.status.lower())
    return done


def _give_up(row: DBTaskResult, now: datetime) -> bool:
    same = DBTaskResult.objects.filter(pk=row.pk, status=row.status, worker_ids=row.worker_ids)
    logger.error("Task %s (%s) is given up: each of its workers was killed.", row.pk, row.task_path)
    return bool(same.update(status="FAILED", finished_at=now, traceback="Each of its workers was killed."))


def _is_to_be_tried(row: DBTaskResult, now: datetime) -> bool:
    tried = len(row.worker_ids)
    return 0 < tried <= len(PAUSES) and row.finished_at + PAUSES[tried - 1] <= now


def _is_dead(row: DBTaskResult, now: datetime) -> bool:
    name = row.worker_ids[-1] if row.worker_ids else ""
    path = _folder() / name
    # A name that another program gave is no path of ours.
    if name and path.parent == _folder() and path.is_file():
        return _is_released(path)
    # A worker of this place without its file has ended; of one elsewhere only time tells.
    return name.startswith(f"{_place()}-") or row.started_at is None or row.started_at + LONGEST <= now


def _is_released(path: Path) -> bool:
    """Whether the worker that held this file is gone."""
    with suppress(OSError), path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
    return False


def _place() -> str:
    """What the names of all workers begin with that keep their files in this folder."""
    path = _folder() / ".place"
    with suppress(FileExistsError), path.open("x") as file:
        file.write(get_random_string(16))
    return path.read_text()


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
