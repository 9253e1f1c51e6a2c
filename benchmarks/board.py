"""The board of a hub with 10,000 articles of 20 links each: seconds, queries and memory, on each kind of database; and
what its size costs the readers of an article.

The baseline of the same run is fetching all its links and doing nothing with them. All texts and links are made up.
`BENCHMARK_ARTICLES=1000` makes fewer articles. `python -m benchmarks.board fill` fills the empty database
that DATABASE_URL names, `python -m benchmarks.board` measures one that is full.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

ARTICLES, LINKS, PILLARS = int(os.environ.get("BENCHMARK_ARTICLES", "10000")), 20, 20
ROUNDS = 5
_WORDS = ("back", "sleep", "walk", "night", "pain", "warmth", "stretch", "chair", "bone", "habit", "rest", "move")
_FILLING = "The morning is slow, the stairs are long, and the cat has opinions about both of them. " * 100


def run() -> None:
    """Fill a database of each kind, measure, and print a line for each step."""
    from tools.postgres import postgres

    left_out: list[str] = []
    with tempfile.TemporaryDirectory() as folder, postgres(left_out) as url:
        for address in filter(None, (f"sqlite:///{folder}/board.sqlite3", url)):
            environment = {**os.environ, "DATABASE_URL": address, "DATA_DIR": folder, "SECRET_KEY": "for the benchmark"}
            environment |= {"DEBUG": "false", "LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "healthusias.settings"}
            # What measures is another process than what fills, whose memory is not measured.
            for command in (
                ["manage.py", "migrate", "--verbosity=0"],
                ["manage.py", "collectstatic", "--noinput", "--verbosity=0"],
                ["-m", "benchmarks.board", "fill"],
                ["-m", "benchmarks.board"],
            ):
                subprocess.run([sys.executable, *command], env=environment, check=True)
    for reason in left_out:
        print(f"left out: {reason}")


def measure() -> None:
    """In a process with Django set up."""
    from django.db import connection

    from articles import board, clusters, pages, rendering, thresholds
    from articles.models import Article, Pillar, RelatedLink

    hub = Pillar.objects.hubs().get()
    print(f"\n{connection.vendor}: {Article.objects.count():,} articles, {RelatedLink.objects.count():,} links")
    before = _memory()
    links = RelatedLink.objects.order_by().values_list("article", "target_article", "target_pillar", "origin", "words")
    base = _timed("fetching the links alone", lambda: sum(1 for _ in links.iterator(5_000)))
    cluster = clusters.read(hub)
    _timed("reading the hub", lambda: clusters.read(hub), base)
    rules, asked = board.RULES, thresholds.holding(hub)
    _timed("judging its rules", lambda: [list(rule.check(cluster, asked)) for rule in rules], base)
    _timed("the whole page of the board", _page(hub), base)
    print(f"  memory at most {_memory():.0f} MB, {_memory() - before:.0f} MB more than before")
    slug = Article.objects.published().order_by("pk").values_list("slug", flat=True)[ARTICLES // 2]
    _timed("an article as readers get it", lambda: rendering.article_page(rendering.live_article(slug)))
    _timed("the lists of the hub as readers get it", lambda: pages.hub_lists(hub))


def _page(hub: Any) -> Callable[[], Any]:
    from django.test import Client

    from authors.models import User

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get())
    return lambda: _shown(client.get(f"/admin/articles/pillar/{hub.pk}/board/"))


def _shown(answer: Any) -> None:
    if answer.status_code != 200:
        sys.exit(f"the page answered {answer.status_code}")


def _timed(words: str, act: Callable[[], Any], base: float = 0) -> float:
    from django.db import connection

    asked: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        act()
    walls, own = [], []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        walls.append(time.perf_counter() - wall)
        own.append(time.process_time() - cpu)
    took, spent = statistics.median(walls), statistics.median(own)
    ratio = f", {took / base:.1f} × the baseline" if base else ""
    said = f"{took * 1000:,.1f} ms{ratio}; CPU of this process {spent * 1000:,.1f} ms"
    print(f"  {words}: {said}; {len(asked)} queries", flush=True)
    return took


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill() -> None:
    """A hub with its pillars, a guide for each, and articles that link up and to random others."""
    from django.db import connection

    from articles.models import Article, Pillar, ReadingPlace, RelatedLink, WorkingLink
    from authors.models import User

    # Who is marked as of a demo needs no second factor.
    User.objects.create_superuser("editor@example.org", "none", is_demo=True)
    hub = Pillar.objects.create(title="Back Pain", slug="back-pain")
    pillars = [Pillar(parent=hub, title=f"Pillar {n}", slug=f"pillar-{n}", position=n) for n in range(PILLARS)]
    pillars = Pillar.objects.bulk_create(pillars)
    draw = random.Random(20)
    guides = [_article(f"Guide to {node}", node, "guide") for node in (hub, *pillars)]
    texts = [_article(f"{_title(draw)} no{n}", pillars[n % PILLARS], "condition") for n in range(ARTICLES)]
    rows = Article.objects.bulk_create([*guides, *texts], batch_size=200)
    _publish(rows)
    texts = rows[len(guides) :]
    ReadingPlace.objects.bulk_create(
        [ReadingPlace(article=row, pillar_id=row.pillar_id, position=n) for n, row in enumerate(texts)], 1_000
    )
    RelatedLink.objects.bulk_create(_links(texts, hub, draw), batch_size=2_000)
    plans = Article.objects.bulk_create(
        [Article(title=f"Planned {n}", working_title=f"Planned {n}", state="planned") for n in range(100)]
    )
    WorkingLink.objects.bulk_create([WorkingLink(article=row, target=draw.choice(plans)) for row in texts], 1_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _article(title: str, pillar: Any, kind: str) -> Any:
    from articles.models import Article
    from content.schema import document

    block = {"type": "paragraph", "attrs": {"id": "aaaaaaaa"}, "content": [{"type": "text", "text": _FILLING}]}
    slug = title.lower().replace(" ", "-")
    values = {"kind": kind, "title": title, "working_title": title, "slug": slug, "working_slug": slug}
    return Article(pillar=pillar, body=document(block), standfirst="Made up.", **values)


def _publish(articles: list[Any]) -> None:
    """Give each the facts that the database asks of what is public."""
    from django.db.models import F, OuterRef, Subquery
    from django.utils import timezone

    from articles.models import Article, Revision
    from history import snapshots

    now, packed = timezone.now(), snapshots.pack({})
    sealed = {"number": 1, "packed": packed, "hash": snapshots.digest({}), "sealed_at": now}
    Revision.objects.bulk_create([Revision(article=row, **sealed) for row in articles], batch_size=200)
    of_article = Revision.objects.filter(article=OuterRef("pk")).order_by("pk").values("pk")[:1]
    live = {"live_revision": Subquery(of_article), "published_at": now, "updated_at": now}
    Article.objects.update(state="published", slug=F("working_slug"), **live)


def _links(articles: list[Any], hub: Any, draw: random.Random) -> Iterator[Any]:
    """Of each article one link to its pillar, one to the hub, the others to random articles, no two to the same."""
    from articles.models import RelatedLink

    for number, row in enumerate(articles):
        targets = [{"target_pillar_id": row.pillar_id}, {"target_pillar": hub}]
        others = draw.sample(range(len(articles) - 1), min(LINKS - 2, len(articles) - 1))
        targets += [{"target_article": articles[n + (n >= number)]} for n in others]
        for position, target in enumerate(targets):
            origin = "listed" if position > LINKS - 4 else "text"
            yield RelatedLink(article=row, origin=origin, position=position, words=_words(target, draw), **target)


def _words(target: dict[str, Any], draw: random.Random) -> str:
    """Mostly the target's title in one of many forms; two in a hundred say what others say, too."""
    about = getattr(target.get("target_article"), "title", "the guide")
    return _title(draw) if draw.random() < 0.02 else f"{draw.choice(_WORDS)} and {about}"


def _title(draw: random.Random) -> str:
    return " ".join(draw.sample(_WORDS, 4))


if __name__ == "__main__":
    import django

    django.setup()
    fill() if sys.argv[1:] == ["fill"] else measure()
