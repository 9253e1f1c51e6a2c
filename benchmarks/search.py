"""Searching a corpus of long articles on SQLite and PostgreSQL: milliseconds a search, and where they go.

The articles are those of HEALTHUSIAS_SHARED/corpora/health, published through the desk's verbs in throw-away databases,
which takes minutes; `BENCHMARK_ARTICLES=100` takes fewer. `python -m benchmarks.search CORPUS` fills and measures the
empty database that DATABASE_URL names, and only measures one that is full.
"""

import gzip
import html
import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

QUERIES = (
    "pain",
    "blood pressure",
    "nurse patient care",
    '"heart failure"',
    "kidney -dialysis",
    "sleep",
    "osteopor",
    "hypertention medication",
)
ROUNDS = 9
CORPUS = Path(os.environ.get("HEALTHUSIAS_SHARED", "../shared")) / "corpora/health/openstax.jsonl.gz"
_BLOCK = re.compile(r"<(h[1-6]|p|li)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def run() -> None:
    """Fill a database of each kind, measure, and print a table for each."""
    from tools.postgres import postgres

    left_out: list[str] = []
    if not CORPUS.exists():
        print(f"left out: there is no {CORPUS}")
        return
    with tempfile.TemporaryDirectory() as folder, postgres(left_out) as url:
        for address in filter(None, (f"sqlite:///{folder}/search.sqlite3", url)):
            migrated(address, folder, ["-m", "benchmarks.search", str(CORPUS)])
    for reason in left_out:
        print(f"left out: {reason}")


def migrated(address: str, folder: str, command: list[str]) -> None:
    """Make the tables of the database and run a command of Python on it, in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": address, "DATA_DIR": folder, "SECRET_KEY": "for the benchmark"}
    environment |= {"DEBUG": "false", "LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "healthusias.settings"}
    for each in (["manage.py", "migrate", "--verbosity=0"], command):
        subprocess.run([sys.executable, *each], env=environment, check=True)


def measure(corpus: Path) -> None:
    """In a process with Django set up: fill the database unless it is full, search it, print."""
    from django.db import connection

    from articles.models import Article

    began = time.perf_counter()
    if not Article.objects.published().exists():
        _fill(corpus)
        print(f"filled in {time.perf_counter() - began:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}: {Article.objects.published().count()} articles; medians of {ROUNDS} rounds")
    for query in QUERIES:
        _report(query)


def _report(query: str) -> None:
    from django.conf import settings
    from django.db import connection, reset_queries

    from articles.search import search

    walls, own, statements = [], [], []
    settings.DEBUG = True  # so that the connection keeps what it was asked, and how long it took
    for number in range(ROUNDS + 1):
        reset_queries()
        wall, cpu = time.perf_counter(), time.process_time()
        results = search(query)
        if number:  # the first round warms up
            walls.append((time.perf_counter() - wall) * 1000)
            own.append((time.process_time() - cpu) * 1000)
            statements.append([float(each["time"]) * 1000 for each in connection.queries])
    parts = " + ".join(f"{statistics.median(times):.0f}" for times in zip(*statements, strict=True))
    print(
        f"  {query:26}{results.total:5} found  {statistics.median(walls):7.1f} ms"
        f"   CPU of this process {statistics.median(own):5.1f}   statements {parts}"
    )


def _fill(corpus: Path) -> None:
    from articles import publishing, writing
    from articles.enums import AiUse
    from articles.models import Pillar
    from articles.snapshots import NO_INTEREST, Contributor, Interest, Snapshot
    from authors.models import Author

    editor = _editor()
    author = Author.objects.create(name="Ada Example", slug="ada-example")
    hub = Pillar.objects.create(title="Health", slug="health")
    pillar = Pillar.objects.create(parent=hub, title="Books", slug="books", review_required=False)
    for number, row in enumerate(_rows(corpus), start=1):
        snapshot = Snapshot(
            title=f"{row['title'][:150]} ({number})",
            slug="",
            standfirst="From an open textbook.",
            pillar=pillar.pk,
            contributors=(Contributor(author.pk),),
            interests=(Interest(author.pk, NO_INTEREST),),
            ai_use=AiUse.NONE,
            body=_body(row["html"]),
        )
        article = writing.start(snapshot, by=editor)
        publishing.publish(article, revision=article.revisions.get(), by=editor)


def _editor() -> Any:
    from django.contrib.auth.models import Group

    from authors.models import User
    from healthusias import roles

    roles.sync_roles()
    editor = User.objects.create_user("editor@example.org", "none", name="Edda Example", is_staff=True)
    editor.groups.add(Group.objects.get(name=roles.EDITOR))
    return editor


def _rows(corpus: Path) -> Iterator[dict[str, Any]]:
    most = int(os.environ.get("BENCHMARK_ARTICLES", "100000"))
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, itertools.islice(lines, most))


def _body(markup: str) -> dict[str, Any]:
    """Headings and paragraphs of an HTML text; list items as paragraphs."""
    from content.schema import document

    blocks = []
    for number, found in enumerate(_BLOCK.finditer(markup)):
        words = " ".join(html.unescape(_TAG.sub("", found[2])).split())
        words = "".join(letter for letter in words if letter.isprintable())
        kind, attrs = ("heading", {"level": 2}) if found[1].startswith("h") else ("paragraph", {})
        if words:
            content = [{"type": "text", "text": words}]
            blocks.append({"type": kind, "attrs": {"id": f"{number:08d}", **attrs}, "content": content})
    return document(*blocks)


if __name__ == "__main__":
    import django

    django.setup()
    measure(Path(sys.argv[1]))
