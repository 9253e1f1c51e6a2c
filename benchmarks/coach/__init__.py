"""How precise the checks of wording are: of each labelled text an article is made, and read by the check of its rule.

`python -m benchmarks coach` reads the sentences by which the checks were tuned, and those that were held out apart.
"""

import csv
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FILES = {
    "seen": "seen.tsv",
    "held out": "held_out.tsv",
    "seen, second set": "seen_2.tsv",
    "held out, second set": "held_out_2.tsv",
}
# Findings that count for a rule although their code is another.
_ALSO = {"relative-risk": {"mixed-denominators"}}
# The module of articles.checks that looks for it.
_WHERE = {
    "bare-attribution": "attribution",
    "unsourced-figure": "figures",
    "strong-title": "titles",
    "stronger-than-source": "strength",
    "experience": "experience",
    "relative-risk": "risks",
    "red-flag": "red_flags",
    "skin": "skin",
    "link-words": "link_words",
    "abbreviation": "abbreviations",
    "long-sentence": "lengths",
    "long-paragraph": "lengths",
}
_MARKED = re.compile(r"\{(?P<link>[^{}]*)\}|(?:\s?\[\d+\])+")


def run() -> None:
    """Print precision and recall of each rule on each file, and how long reading takes."""
    _set_up()
    for name, file in FILES.items():
        measure(name, file)


def measure(name: str, file: str, *, tell: Callable[[dict[str, str], bool], None] | None = None) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    started = time.perf_counter()
    total = 0
    for row in rows(file):
        total += 1
        fired, expected = speaks(row), row["expected"] == "yes"
        counts[
            row["rule"],
            {(True, True): "hit", (True, False): "false", (False, True): "missed"}.get((fired, expected), "quiet"),
        ] += 1
        if tell and fired != expected:
            tell(row, fired)
    seconds = time.perf_counter() - started
    print(f"{name}: {total} texts, {1_000 * seconds / total:.2f} ms each")
    print(f"  {'rule':24}{'precision':>10}{'recall':>8}   hit, missed, false, rightly quiet")
    for rule in dict.fromkeys(rule for rule, _ in counts):
        hit, missed, false, quiet = (counts[rule, what] for what in ("hit", "missed", "false", "quiet"))
        precision, recall = hit / max(hit + false, 1), hit / max(hit + missed, 1)
        print(f"  {rule:24}{precision:10.2f}{recall:8.2f}   {hit}, {missed}, {false}, {quiet}")


def rows(file: str) -> Iterator[dict[str, str]]:
    with (Path(__file__).parent / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def speaks(row: dict[str, str]) -> bool:
    """Whether the check of the row's rule finds anything in its text."""
    import importlib

    rule = row["rule"]
    module = importlib.import_module(f"articles.checks.{_WHERE[rule]}")
    wanted = {rule, *_ALSO.get(rule, ())}
    return any(finding.code in wanted for finding in module.check(reading_of(row)))


def reading_of(row: dict[str, str]) -> Any:
    """An article that says the text where the row wants it."""
    from articles.checks.reading import Reading
    from articles.models import Article
    from articles.snapshots import Snapshot
    from content.schema import document

    title, blocks = "Ordinary Days", []
    first, *others = [part.strip() for part in row["text"].split("||")]
    if row["place"] == "title":
        title = first
    else:
        others.insert(0, first)
    for number, words in enumerate(others):
        paragraph = {"type": "paragraph", "content": _inline(words)}
        if row["place"] == "item":
            item = {"type": "list_item", "content": [paragraph]}
            blocks.append({"type": "bullet_list", "attrs": {"id": f"block{number:03}"}, "content": [item]})
        else:
            blocks.append({**paragraph, "attrs": {"id": f"block{number:03}"}})
    reading = Reading(Article(title=title), Snapshot(title=title, slug="", kind=row["kind"], body=document(*blocks)))
    # Nothing is looked up: what a sentence says is judged.
    reading.__dict__["sources"] = {}
    return reading


def _inline(words: str) -> list[dict[str, Any]]:
    """Text with the marks that the labels' signs stand for: a citation lies on the sentence before it."""
    nodes: list[dict[str, Any]] = []
    offset = 0
    for found in _MARKED.finditer(words):
        before = words[offset : found.start()]
        if found["link"] is None:
            nodes += _cited(before)
        else:
            target = {"kind": "url", "href": "https://example.org/"}
            nodes += [*_text(before), *_text(found["link"], {"type": "link", "attrs": {"target": target}})]
        offset = found.end()
    return [*nodes, *_text(words[offset:])]


def _cited(before: str) -> list[dict[str, Any]]:
    from content.claims import sentences

    found = sentences(before)
    start = found[-1][0] if found else 0
    return [*_text(before[:start]), *_text(before[start:], {"type": "citation", "attrs": {"source": 1, "locator": ""}})]


def _text(words: str, mark: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    return [{"type": "text", "text": words, **({"marks": [mark]} if mark else {})}] if words else []


def _set_up() -> None:
    import django

    os.environ.setdefault("SECRET_KEY", "for the benchmark")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthusias.settings")
    django.setup()
