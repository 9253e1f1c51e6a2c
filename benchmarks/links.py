"""Suggesting links: how many hidden links are found again, how related reading spreads, and how long it all takes.

A fifth of the links between the articles of HEALTHUSIAS_SHARED/corpora/health is hidden, once with the words of the
links left in the text and once with their sentences taken out. The shares of the score were tuned on other draws (seeds
11 to 22), and there on origins of odd keys only: the even ones are told apart here. Then 1,000 and 10,000 articles put
together from the same paragraphs are measured. In throw-away databases of both kinds; `BENCHMARK_ARTICLES=1000` leaves
out the larger.
"""

import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from benchmarks.link_corpus import Corpus, fill, generated
from benchmarks.search import CORPUS, migrated

SIZES = (1_000, 10_000)
SHARE, SEEDS = 0.2, (1, 2, 3)
WORDS = 2_000
ROUNDS = 25


def run() -> None:
    """Fill databases of each kind, measure, print."""
    from tools.postgres import postgres

    left_out: list[str] = []
    if not CORPUS.exists():
        print(f"left out: there is no {CORPUS}")
        return
    with tempfile.TemporaryDirectory() as folder, postgres(left_out) as url:
        for number, address in enumerate(filter(None, (f"sqlite:///{folder}/links.sqlite3", url))):
            kinds = ["found", "times"] if number == 0 else ["times"]
            for kind in kinds:
                where = address.replace("links.sqlite3", f"{kind}.sqlite3")
                migrated(where, folder, ["-m", "benchmarks.links", kind])
    for reason in left_out:
        print(f"left out: {reason}")


def found() -> None:
    """Hide links, and look whether they are suggested."""
    corpus = Corpus.read(CORPUS)
    print(f"{len(corpus.rows)} articles, {corpus.links} links within the site, {corpus.to_itself} of them to the own")
    print(f"article; the others make {len(corpus.pairs)} pairs of origin and target, of which {SHARE:.0%} are hidden")
    totals: dict[str, list[Hits]] = defaultdict(list)
    unplaced: list[Hits] = []
    for seed in SEEDS:
        hidden = set(random.Random(seed).sample(corpus.pairs, round(SHARE * len(corpus.pairs))))
        fill(corpus.articles(hidden))
        wanted: dict[int, set[int]] = defaultdict(set)
        for origin, target in hidden:
            wanted[origin].add(target)
        for name, suggested in _methods(corpus, hidden).items():
            totals[name] += [_hits(origin, targets, suggested(origin)) for origin, targets in sorted(wanted.items())]
        shown = _shown_without_words(corpus, hidden)
        unplaced += [_hits(origin, targets, shown(origin)) for origin, targets in sorted(wanted.items())]
    print(f"means of {len(SEEDS)} draws{'all origins':>32}{'even keys only':>23}")
    print(f"{'':34}{'recall@10 precision@5':>23}{'recall@10 precision@5':>23}")
    for name, hits in totals.items():
        print(f"  {name:32}{_told(hits)}{_told([one for one in hits if one.origin % 2 == 0])}")
    print("shown without words for a link, sentences taken out: an article, and how many of them were hidden links")
    for name, hits in (("all", unplaced), ("even keys only", [one for one in unplaced if one.origin % 2 == 0])):
        shown_there = sum(one.shown for one in hits)
        right = sum(one.at_ten for one in hits) / max(shown_there, 1)
        print(f"  {name:32}{shown_there / len(hits):10.2f}{right:13.3f}")
    _report_spread()


class Hits(NamedTuple):
    """Of one origin: found among the first ten, among the first five; hidden; shown at all."""

    origin: int
    at_ten: int
    at_five: int
    hidden: int
    shown: int


def _hits(origin: int, targets: set[int], first: list[int]) -> Hits:
    return Hits(origin, len(targets & set(first[:10])), len(targets & set(first[:5])), len(targets), len(first))


def _told(hits: list[Hits]) -> str:
    recall = sum(one.at_ten for one in hits) / sum(one.hidden for one in hits)
    return f"{recall:10.3f}{sum(one.at_five for one in hits) / (5 * len(hits)):13.3f}"


def _shown_without_words(corpus: Corpus, hidden: set[tuple[int, int]]) -> Callable[[int], list[int]]:
    from articles.suggesting import suggest

    bare = {article.pk: article for article in corpus.articles(hidden, without_sentences=True)}
    return lambda pk: [one.target.pk for one in suggest(_draft(bare[pk])) if one.place is None]


def _methods(corpus: Corpus, hidden: set[tuple[int, int]]) -> dict[str, Callable[[int], list[int]]]:
    from articles import search
    from articles.models import Article
    from articles.suggesting import rank

    bare = {article.pk: article for article in corpus.articles(hidden, without_sentences=True)}

    def ours(pk: int, article: Article | None = None) -> list[int]:
        draft = _draft(article or Article.objects.get(pk=pk))
        return [one.target for one in rank(draft, most=10)]

    def latest(pk: int) -> list[int]:
        pillar = Article.objects.get(pk=pk).pillar_id
        rows = Article.objects.published().filter(pillar=pillar).exclude(pk=pk).order_by("-published_at", "-pk")
        return list(rows.values_list("pk", flat=True)[:10])

    def full_text(pk: int) -> list[int]:
        words = Article.objects.get(pk=pk).title.split()
        return search.speaking_of(words, Article.objects.published().exclude(pk=pk), most=10)

    def perfect(pk: int) -> list[int]:
        return [target for origin, target in hidden if origin == pk]

    return {
        "suggestions": ours,
        "suggestions, sentences taken out": lambda pk: ours(pk, bare[pk]),
        "latest in the same pillar": latest,
        "full text on the title": full_text,
        "(all that can be had)": perfect,
    }


def _draft(article: Any) -> Any:
    from articles.snapshots import Snapshot
    from articles.suggesting import draft_of

    return draft_of(
        article, Snapshot(article.title, "", article.standfirst, pillar=article.pillar_id, body=article.body)
    )


def _report_spread() -> None:
    from articles import related_reading
    from articles.models import Article, RelatedReading

    began = time.perf_counter()
    related_reading.refresh()
    wall = time.perf_counter() - began
    everyone = list(Article.objects.listed().values_list("pk", flat=True))
    rows = RelatedReading.objects.order_by("article", "-score", "target").values_list("article", "target", "position")
    alike: dict[int, list[int]] = defaultdict(list)
    shown: list[int] = []
    for article, target, position in rows:
        alike[article].append(target)
        shown += [target] if position is not None and position < related_reading.SHOWN else []
    newest = [[pk for pk in everyone[:6] if pk != article][: related_reading.SHOWN] for article in everyone]
    print(f"related reading of {len(everyone)} articles, computed in {wall:.0f} s: distinct targets, most and median")
    print("inbound, Gini of inbound links")
    best = (target for targets in alike.values() for target in targets[: related_reading.SHOWN])
    for name, targets in (
        ("as shown", shown),
        ("most alike, not spread", best),
        ("the newest", itertools.chain.from_iterable(newest)),
    ):
        print(f"  {name:32}{_spread(targets, everyone)}")


def _spread(targets: Iterable[int], everyone: list[int]) -> str:
    inbound = Counter(targets)
    counts = sorted(inbound[pk] for pk in everyone)
    total = sum(counts)
    gini = sum((2 * place - len(counts) - 1) * count for place, count in enumerate(counts, 1)) / (len(counts) * total)
    return f"{len(inbound):6}{max(counts):6}{statistics.median(counts):6.0f}{gini:8.3f}"


def times() -> None:
    """Milliseconds a suggestion, among more and more articles."""
    from django.db import connection

    from articles import mentions, related_reading, suggesting
    from articles.models import Article

    corpus = Corpus.read(CORPUS)
    most = int(os.environ.get("BENCHMARK_ARTICLES", "10000"))
    drafts = [_draft(article) for article in generated(corpus, ROUNDS, first=10**6, words=WORDS, targets=SIZES[0])]
    for size in SIZES:
        if size > most:
            continue
        fill(generated(corpus, size, words=WORDS, targets=size))
        targets = list(Article.objects.published().order_by("pk").without_text()[:: size // ROUNDS][:ROUNDS])
        print(f"{connection.vendor}, {size:,} articles of {WORDS:,} words; medians of {ROUNDS}, in milliseconds")
        new = [replace(one, article=None, pillar=at.pillar_id) for one, at in zip(drafts, targets, strict=True)]
        _report("links for a draft", suggesting.suggest, new)
        _report("sentences elsewhere", mentions.proposals, targets)
        _report("related reading of one article", related_reading.propose, targets)


def _report(name: str, act: Callable[[Any], Any], subjects: list[Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    walls, own = [], []
    act(subjects[0])
    for subject in subjects:
        wall, cpu = time.perf_counter(), time.process_time()
        act(subject)
        walls.append((time.perf_counter() - wall) * 1000)
        own.append((time.process_time() - cpu) * 1000)
    with CaptureQueriesContext(connection) as asked:
        act(subjects[0])
    late = sorted(walls)[int(len(walls) * 0.95) - 1]
    print(
        f"  {name:32}{statistics.median(walls):7.0f}, 95 % within {late:5.0f}"
        f"   CPU of this process {statistics.median(own):5.0f}   {len(asked)} queries"
    )


if __name__ == "__main__":
    import django

    django.setup()
    {"found": found, "times": times}[sys.argv[1]]()
