"""The link graph of a large site: milliseconds and queries for publishing, for the page before something is renamed,
for the links of an article from both sides and for a merger, on each kind of database.

10,000 articles of 20 links each (`BENCHMARK_ARTICLES=1000` makes fewer) to their neighbours; every fifth article also
links to the first, and 200 others to each of the next three. What suggested links are made from is empty at first. The
baseline of the same run is reading one article. `python -m benchmarks.graph`
fills and measures the empty database that DATABASE_URL names.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

ARTICLES = int(os.environ.get("BENCHMARK_ARTICLES", "10000"))
LINKS = 20
ROUNDS = 7
# So many articles lead to each of so many that are merged with all of them.
FANS, LARGE = 200, 3
# So many articles are made at once.
_BATCH = 500


def run() -> None:
    """Fill a database of each kind, measure, and print a line for each act."""
    from tools.postgres import postgres

    left_out: list[str] = []
    with tempfile.TemporaryDirectory() as folder, postgres(left_out) as url:
        for address in filter(None, (f"sqlite:///{folder}/graph.sqlite3", url)):
            environment = {**os.environ, "DATABASE_URL": address, "DATA_DIR": folder, "SECRET_KEY": "for the benchmark"}
            environment |= {"DEBUG": "false", "LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "healthusias.settings"}
            for command in (["manage.py", "migrate"], ["manage.py", "collectstatic", "--noinput"]):
                subprocess.run([sys.executable, *command, "--verbosity=0"], env=environment, check=True)
            subprocess.run([sys.executable, "-m", "benchmarks.graph"], env=environment, check=True)
    for reason in left_out:
        print(f"left out: {reason}")


def measure() -> None:
    """In a process with Django set up."""
    from django.db import connection
    from django.test.utils import setup_test_environment

    from articles.models import Article, RelatedLink

    setup_test_environment()
    began = time.perf_counter()
    editor = _fill()
    links = RelatedLink.objects.count()
    print(f"\n{connection.vendor}: {ARTICLES:,} articles, {links:,} links, made in {time.perf_counter() - began:.0f} s")
    base = 0.0
    for words, act in _acts(editor).items():
        took, spent, queries = _timed(act, LARGE if words.startswith("merging") else ROUNDS)
        base = base or took
        said = f"{took:,.1f} ms, {took / base:,.1f} × the baseline; CPU of this process {spent:,.1f} ms"
        print(f"  {words}: {said}; {queries} queries", flush=True)
    assert Article.objects.published().count() < ARTICLES


def _acts(editor: Any) -> dict[str, Callable[[int], Any]]:
    """What is measured, by its words; each is given the number of its round."""
    from articles import inbound, writing
    from articles.inbound import Aim
    from articles.models import Article
    from articles.moving import Merge
    from articles.publishing import publish
    from articles.refactoring import Choice, Way, carry_out
    from history import revisions
    from tests.desk import Browser

    popular, ordinary = Article.objects.order_by("pk")[0], Article.objects.order_by("pk")[ARTICLES // 2]

    def published(number: int) -> None:
        article = Article.objects.order_by("pk")[ARTICLES // 3]
        snapshot, base = writing.current(article)
        snapshot.body["content"][0]["content"][0]["text"] = f"Newly said {number}, and so on: "
        publish(article, revision=writing.save(article, snapshot, by=editor, base=base), by=editor)

    def merged(first: int, step: int) -> Callable[[int], int]:
        def merge(number: int) -> int:
            one, into = Article.objects.order_by("pk")[first + step * number], ordinary
            lead = Choice(Way.RETARGET, {"kind": "article", "id": into.pk})
            return carry_out(Merge(one, into), {}, by=editor, others=lambda _: lead).places

        return merge

    def page(act: str, article: Article) -> Callable[[int], None]:
        return lambda _: _asked(browser, f"/admin/articles/article/{article.pk}/{act}/")

    browser = Browser()
    browser.force_login(editor)
    liked = Article.objects.order_by("pk")[1]
    few, many, fans = (inbound.tally(Aim.at(one), by=editor).articles for one in (ordinary, popular, liked))
    return {
        "reading one article (the baseline)": lambda _: revisions.latest(Article.objects.get(pk=ordinary.pk)).snapshot,
        f"saving and publishing an article of {LINKS} links": published,
        f"the page before a renaming, {few} articles point there": page("rename", ordinary),
        f"the page before a renaming, {many:,} articles point there": page("rename", popular),
        f"the links of an article, {few} articles point there": page("links", ordinary),
        f"the links of an article, {many:,} articles point there": page("links", popular),
        "the list of all links": lambda _: _asked(browser, "/admin/articles/relatedlink/"),
        f"merging an article, {few} articles that point there led on and published": merged(ARTICLES // 4, 30),
        f"merging an article, {fans} articles that point there led on and published": merged(1, 1),
    }


def _fill() -> Any:
    """Make the site row by row as the verbs would leave it. Returns an editor."""
    from django.contrib.auth.models import Group

    from articles.models import Pillar
    from authors.models import Author, User
    from healthusias import roles

    roles.sync_roles()
    editor = User.objects.create_user("editor@example.org", is_staff=True)
    editor.groups.set(Group.objects.filter(name=roles.EDITOR))
    hub = Pillar.objects.create(title="Back Pain", slug="back-pain", review_required=False)
    pillar = Pillar.objects.create(title="Care", slug="care", parent=hub, review_required=False)
    author = Author.objects.create(name="Ada Example", slug="ada-example")
    for first in range(1, ARTICLES + 1, _BATCH):
        _make(range(first, min(first + _BATCH, ARTICLES + 1)), pillar.pk, author.pk, editor)
    _link()
    return editor


def _make(numbers: range, pillar: int, author: int, by: Any) -> None:
    from django.utils import timezone

    from articles.models import Article, Contribution, Revision
    from articles.snapshots import NO_INTEREST, Contributor, Snapshot
    from history import snapshots
    from tests.stating import stated

    now, made, versions = timezone.now(), [], []
    for number in numbers:
        title, slug = f"Article {number}", f"article-{number}"
        said = {"standfirst": "It is so.", "pillar": pillar, "contributors": (Contributor(author),)}
        values = Snapshot(title=title, slug=slug, body=_body(number), **said, **stated(author)).as_dict()
        names = {"title": title, "working_title": title, "slug": slug, "working_slug": slug, "standfirst": "It is so."}
        made.append(Article(pk=number, body=values["body"], pillar_id=pillar, ai_use=values["ai_use"], **names))
        sealed = {"number": 1, "hash": snapshots.digest(values), "sealed_at": now, "author": by}
        versions.append(Revision(pk=number, article_id=number, packed=snapshots.pack(values), **sealed))
    Article.objects.bulk_create(made)
    Revision.objects.bulk_create(versions)
    stating = {"author_id": author, "interests": NO_INTEREST}
    Contribution.objects.bulk_create([Contribution(article_id=number, **stating) for number in numbers])
    for article in made:
        article.state, article.live_revision_id, article.dated_revision_id = "published", article.pk, article.pk
        article.published_at = article.updated_at = now
    names = ["state", "live_revision", "dated_revision", "published_at", "updated_at"]
    Article.objects.bulk_update(made, names, batch_size=100)


def _link() -> None:
    """The rows of the graph; and, on PostgreSQL, that keys were given by hand."""
    from django.core.management.color import no_style
    from django.db import connection

    from articles import search
    from articles.models import Article, ReadingPlace, RelatedLink, Revision, WorkingLink

    for first in range(1, ARTICLES + 1, _BATCH):
        numbers = range(first, min(first + _BATCH, ARTICLES + 1))
        rows = [(number, place, target) for number in numbers for place, target in enumerate(_targets(number))]
        RelatedLink.objects.bulk_create(_row(*row) for row in rows)
        pairs = {(number, target) for number, _, target in rows}
        WorkingLink.objects.bulk_create(WorkingLink(article_id=one, target_id=other) for one, other in sorted(pairs))
    for article in Article.objects.order_by("pk").iterator(chunk_size=_BATCH):
        search.index(article)
    places = Article.objects.order_by("pk").values_list("pk", "pillar")
    ReadingPlace.objects.bulk_create(
        ReadingPlace(article_id=pk, pillar_id=pillar, position=number) for number, (pk, pillar) in enumerate(places)
    )
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [Article, Revision]):
            cursor.execute(sql)


def _row(number: int, place: int, target: int) -> Any:
    from articles.models import RelatedLink

    names = {"block_id": _block(place), "words": _words(place), "target_article_id": target}
    return RelatedLink(article_id=number, origin="text", position=place, **names)


def _targets(number: int) -> list[int]:
    """The first article from every fifth one, one of the next three from others, else those that come next."""
    near = [(number + step) % ARTICLES + 1 for step in range(1, LINKS + 1)]
    turn = number % (ARTICLES // FANS)
    return [1, *near[1:]] if number % 5 == 0 else [1 + turn, *near[1:]] if 0 < turn <= LARGE else near


def _block(place: int) -> str:
    return f"block{place:03}"


def _words(place: int) -> str:
    return f"what is said of it at place {place}"


def _body(number: int) -> dict[str, Any]:
    from content.schema import document

    return document(*(_paragraph(place, target) for place, target in enumerate(_targets(number))))


def _paragraph(place: int, target: int) -> dict[str, Any]:
    link = {"type": "link", "attrs": {"target": {"kind": "article", "id": target}}}
    before = "It is told in more than one place, and every one of them has its reasons. More stands in "
    words = [
        {"type": "text", "text": before},
        {"type": "text", "text": _words(place), "marks": [link]},
        {"type": "text", "text": ", where it is told at length. Nothing else is known."},
    ]
    return {"type": "paragraph", "attrs": {"id": _block(place)}, "content": words}


def _asked(browser: Any, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code


def _timed(act: Callable[[int], Any], rounds: int) -> tuple[float, float, int]:
    """The medians of some rounds in milliseconds, by the clock and of the processor, and the queries of the last."""
    from django.db import connection

    asked: list[str] = []

    # Django itself remembers 9,000 queries and no more.
    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    walls, own = [], []
    for number in range(rounds):
        asked.clear()
        with connection.execute_wrapper(count):
            wall, cpu = time.perf_counter(), time.process_time()
            act(number)
            walls.append((time.perf_counter() - wall) * 1000)
            own.append((time.process_time() - cpu) * 1000)
    return statistics.median(walls), statistics.median(own), len(asked)


if __name__ == "__main__":
    import django

    django.setup()
    measure()
