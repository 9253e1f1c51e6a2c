"""Validate and render the longest demo text, as ratios to parsing its JSON."""

import json
import timeit
from pathlib import Path

from content.rendering import render
from content.text import read_manuscript
from content.validation import validate

REPEAT, NUMBER = 9, 30


def run() -> None:
    texts = [path.read_text(encoding="utf-8") for path in Path("demo/content").rglob("*.txt")]
    body = read_manuscript(max(texts, key=len)).body
    stored = json.dumps(body)
    base = _best(lambda: json.loads(stored))
    print(f"document of {len(body['content'])} blocks; parsing its JSON takes {base:.3f} ms")
    for name, act in (("validate", lambda: validate(body)), ("render", lambda: render(body))):
        value = _best(act)
        print(f"{name:28} {value:7.3f} ms   {value / base:5.2f} × parsing")


def _best(act: object) -> float:
    return min(timeit.repeat(act, number=NUMBER, repeat=REPEAT)) / NUMBER * 1000
