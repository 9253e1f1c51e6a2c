"""Whether a change is one that matters: to a reviewer, whose verdict it ends, and to readers, who see it dated.

STANDARDS A5: a claim, number, drug, care card, citation or heading that changed is material. Of an article that was
reviewed the change is measured against the version that was reviewed, so that many small edits do not slip through.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from articles.lexicon import drugs
from articles.snapshots import Snapshot
from content.claims import claims
from content.text import plain_text

# Our own rule: this share of a text's words added or removed counts even without any of the above.
CHANGED_WORDS_SHARE = 0.05

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
# The number of a source behind its claim (see _cited).
_SOURCE = re.compile(r" \[\d+\]$")
# So much of what changed is told in words.
_TOLD = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of material change: `kind` is how people call it, `gone` and `come` some of the words on each side."""

    kind: str
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()

    def __str__(self) -> str:
        gone, come = _said(self.gone), _said(self.come)
        sides = {
            "other sources for": [words for words in gone if words in come],
            "no longer": [words for words in gone if words not in come],
            "now": [words for words in come if words not in gone],
        }
        said = ", ".join(f"{how} {_listed(words)}" for how, words in sides.items() if words)
        return f"{self.kind} ({said})" if said else self.kind


def changes(old: Snapshot, new: Snapshot) -> list[Change]:
    """What differs materially between two states; none where the difference is one of style."""
    before, after = (_text(snapshot) for snapshot in (old, new))
    found = [
        _changed("title", [old.title], [new.title]),
        *(_changed(kind, facts(old.body), facts(new.body)) for kind, facts in _FACTS.items()),
    ]
    if before != after:
        found.append(_changed("number", _NUMBER.findall(before), _NUMBER.findall(after)))
        found.append(_changed("drug", drugs(before), drugs(after)))
        if _changed_share(before, after) >= CHANGED_WORDS_SHARE:
            found.append(Change("a twentieth of the words"))
    return [one for one in found if one]


def is_significant(old: Snapshot, new: Snapshot) -> bool:
    """Whether readers should be told of the change: the date "updated" moves only then (STANDARDS A7)."""
    return bool(changes(old, new))


def _changed(kind: str, before: Iterable[str], after: Iterable[str]) -> Change | None:
    old, new = Counter(before), Counter(after)
    gone, come = tuple((old - new).elements()), tuple((new - old).elements())
    return Change(kind, gone, come) if gone or come else None


def _blocks(kind: str) -> Callable[[dict[str, Any]], Iterator[str]]:
    def facts(body: dict[str, Any]) -> Iterator[str]:
        for block in body["content"]:
            if block["type"] == kind:
                yield f"{block['attrs'].get('urgency', '')} {plain_text({**body, 'content': [block]})}".strip()

    return facts


def _cited(body: dict[str, Any]) -> list[str]:
    """Which sources stand behind which claims; the source's number tells them apart, and is no fact for people."""
    return [f"{claim.sentence} [{claim.source}]" for claim in claims(body)]


_FACTS: dict[str, Callable[[dict[str, Any]], Iterable[str]]] = {
    "heading": _blocks("heading"),
    "care card": _blocks("care_card"),
    "key points": _blocks("key_points"),
    "table": _blocks("table"),
    "claim or its source": _cited,
}


def _said(words: tuple[str, ...]) -> list[str]:
    """Each once, as people read them."""
    return list(dict.fromkeys(_SOURCE.sub("", " ".join(one.split())) for one in words))


def _listed(words: list[str]) -> str:
    more = f" and {len(words) - _TOLD} more" if len(words) > _TOLD else ""
    return ", ".join(f"“{one[:60]}”" for one in words[:_TOLD]) + more


def _text(snapshot: Snapshot) -> str:
    return f"{snapshot.standfirst}\n{plain_text(snapshot.body)}"


def _changed_share(before: str, after: str) -> float:
    old, new = Counter(_WORD.findall(before)), Counter(_WORD.findall(after))
    changed = sum((old - new).values()) + sum((new - old).values())
    return changed / max(sum(old.values()), 1)
