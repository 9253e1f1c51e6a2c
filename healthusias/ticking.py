"""What happens by itself: every few seconds the worker asks each of these what is due."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections, connections
from django.utils import timezone

from articles import autosaving, discarding, review_queue, scheduling
from authors import credentials, moderation
from healthusias import queue
from history import sealing
from sources import link_checks, nightly

# In seconds. What is planned for a minute happens within it.
EVERY = 15

ACTS: tuple[Callable[[datetime], int], ...] = (
    scheduling.run_due,
    autosaving.seal_idle,
    queue.rescue,
    queue.retry,
    discarding.purge,
    queue.prune,
    sealing.seal_events,
    moderation.remind,
    credentials.expire,
    credentials.remind,
    review_queue.remind,
    nightly.begin_due,
    link_checks.begin_due,
)

logger = logging.getLogger(__name__)


def tick(now: datetime) -> dict[str, int]:
    """Do what is due; returns how much of each was done. One that fails is logged and does not stop the others."""
    done = {}
    for act in ACTS:
        name = f"{act.__module__.rpartition('.')[2]}.{act.__name__}"
        try:
            done[name] = act(now)
        except Exception:
            logger.exception("%s failed; it is tried again in %s s.", name, EVERY)
        if done.get(name):
            logger.info("%s: %s", name, done[name])
    return done


class Clock(threading.Thread):
    """Ticks until it is told to stop, beside the worker's tasks, which may take long."""

    def __init__(self, every: float = EVERY):
        super().__init__(name="clock", daemon=True)
        self.every, self._stopped = every, threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            # A connection that the database closed meanwhile is opened anew.
            close_old_connections()
            tick(timezone.now())
            self._stopped.wait(self.every)
        connections.close_all()

    def stop(self) -> None:
        """Let the act that runs come to its end, if that does not take long."""
        self._stopped.set()
        self.join(timeout=5)
