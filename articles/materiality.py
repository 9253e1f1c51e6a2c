"""Whether a change is one that readers should be told of: the date "updated" moves only then (STANDARDS A7)."""

import re
from collections import Counter
from typing import Any

from articles.snapshots import Snapshot
from content.text import plain_text

# Our own rule: this share of a text's words added or removed counts even without a changed number or heading.
CHANGED_WORDS_SHARE = 0.05

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def is_significant(old: Snapshot, new: Snapshot) -> bool:
    """Headings, numbers, care cards, figures' absence or presence, or a twentieth of the words changed."""
    if old.title != new.title or _facts(old.body) != _facts(new.body):
        return True
    before, after = (_text(snapshot) for snapshot in (old, new))
    if Counter(_NUMBER.findall(before)) != Counter(_NUMBER.findall(after)):
        return True
    return _changed_share(before, after) >= CHANGED_WORDS_SHARE


def _text(snapshot: Snapshot) -> str:
    return f"{snapshot.standfirst}\n{plain_text(snapshot.body)}"


def _facts(body: dict[str, Any]) -> list[tuple[str, str]]:
    telling = {"heading", "care_card", "table", "key_points"}
    return [(b["type"], plain_text({**body, "content": [b]})) for b in body["content"] if b["type"] in telling]


def _changed_share(before: str, after: str) -> float:
    old, new = Counter(_WORD.findall(before)), Counter(_WORD.findall(after))
    changed = sum((old - new).values()) + sum((new - old).values())
    return changed / max(sum(old.values()), 1)
