"""The watch over the sources, once a night: the table of retractions, then which addresses readers are led to."""

import logging
import os
import tempfile
from contextlib import suppress
from datetime import datetime, time
from pathlib import Path

import urllib3
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task
from urllib3.exceptions import HTTPError
from urllib3.util import Retry, Timeout

from sources import link_checks, lookup, retractions
from sources.models import WatchRun

# By the site's clock; whoever was off at that hour does it when next on.
AT = time(3, 0)
# The table has some 60 MB; more is something else.
LARGEST = 500 * 1024 * 1024

logger = logging.getLogger(__name__)


def begin_due(now: datetime) -> int:
    """Put tonight's watch into the queue, once, however many ask; returns 1 where it did."""
    here = timezone.localtime(now)
    if here.time() < AT or WatchRun.objects.filter(day=here.date()).exists():
        return 0
    with suppress(IntegrityError), transaction.atomic():
        run = WatchRun.objects.create(day=here.date(), started_at=now)
        run_watch.enqueue(run.pk)
        return 1
    return 0


@task()
def run_watch(pk: int) -> None:
    """Do one night's watch; a second time it finds nothing left to do."""
    run = WatchRun.objects.get(pk=pk)
    if run.finished_at:
        return
    run.data, said = {}, []
    said.append(_table(run))
    found = retractions.watch()
    run.data |= {"sources": found.sources, "changed": found.changed}
    said.append(f"{found.sources:,} sources watched, {len(found.changed)} changed.")
    said.append(link_checks.gather(timezone.now()))
    run.said, run.finished_at = " ".join(filter(None, said)), timezone.now()
    run.save()
    logger.info("Watch over sources: %s", run.said)


def _table(run: WatchRun) -> str:
    """Fetch and load the table, where there is one; says in words what came of it. A failure stops nothing: what is
    stored is still held against the sources."""
    try:
        if settings.RETRACTIONS_URL and lookup.is_on():
            fetch(settings.RETRACTIONS_URL, settings.RETRACTIONS_FILE)
        if not settings.RETRACTIONS_FILE.exists():
            return "There is no table of retractions to load."
        with settings.RETRACTIONS_FILE.open("rb") as file:
            report = retractions.load(file)
    except (retractions.NotATable, OSError, HTTPError) as error:
        logger.error("The table of retractions was not loaded: %s", error)
        run.data["table_failed"] = str(error)[:500]
        return f"The table of retractions was not loaded: {error}"
    run.data |= vars(report)
    return f"{report.read:,} notices read, {report.new:,} new, {report.changed:,} changed, {report.gone:,} gone."


def fetch(url: str, path: Path) -> None:
    """Download to `path`, which is what it was until all of it is there. Raises OSError, urllib3's HTTPError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pool = urllib3.PoolManager(timeout=Timeout(connect=10, read=60), headers={"User-Agent": settings.SITE_NAME})
    answer = pool.request("GET", url, preload_content=False, retries=Retry(total=3, backoff_factor=1))
    try:
        if answer.status != 200:
            raise OSError(f"{url} answers with {answer.status}")
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            size = 0
            try:
                for chunk in answer.stream(1024 * 1024):
                    size += len(chunk)
                    if size > LARGEST:
                        raise OSError(f"{url} is larger than {LARGEST // 1024 // 1024} MB")
                    file.write(chunk)
            except BaseException:
                os.unlink(file.name)
                raise
        os.replace(file.name, path)
    finally:
        answer.release_conn()
        answer.close()
