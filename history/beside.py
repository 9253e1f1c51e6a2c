"""Two states of single parts side by side, word by word: what a page shows where two people changed the same."""

from typing import Any

from content.combining import combine
from content.diff import diff, word_diff
from content.plain import lines
from content.schema import empty_document
from history.drafting import Draft, Malformed, Refused, checked_block
from history.parts import BLOCK, ORDER

MOST_PARTS = 500


def beside(pairs: Any, draft: Draft) -> list[dict[str, Any]]:
    """For each {"key", "before", "after"}: {"key", "label", "runs": [{"mark", "text"}], "details": [names], "both"}.

    `runs` are content.diff's; `details` name what changed besides the words; `both`, of blocks alone, is
    content.combining's node of both states, if there is one. A value that could not be kept anyway is shown as no
    words. Raises Malformed.
    """
    if not isinstance(pairs, list) or len(pairs) > MOST_PARTS:
        raise Malformed(f"parts must be a list of {MOST_PARTS} at most")
    return [_one(pair, draft) for pair in pairs]


def _one(pair: Any, draft: Draft) -> dict[str, Any]:
    if not isinstance(pair, dict) or not isinstance(pair.get("key"), str) or not {"before", "after"} <= pair.keys():
        raise Malformed("a part says key, before and after")
    key, sides = pair["key"], [pair["before"], pair["after"]]
    if key == ORDER:
        return {"key": key, "label": "Order of the text", "runs": [], "details": ["order"]}
    if not key.startswith(BLOCK):
        old, new = (_words(key, side, draft) for side in sides)
        return _told(key, draft.labels.get(key, key), old, new, [])
    blocks = [_block(key.removeprefix(BLOCK), side, draft) for side in sides]
    old, new = ("\n".join(lines(block)) if block else "" for block in blocks)
    both = combine(*blocks) if all(blocks) else None
    return _told(key, "Text", old, new, _details(blocks)) | {"both": both}


def _told(key: str, label: str, old: str, new: str, details: list[str]) -> dict[str, Any]:
    runs = [{"mark": str(run.mark), "text": run.text} for run in word_diff(old, new)]
    return {"key": key, "label": label, "runs": runs, "details": details}


def _block(block_id: str, block: Any, draft: Draft) -> dict[str, Any] | None:
    if block is None:
        return None
    tidy, problems = checked_block(block_id, block, draft.profile)
    return None if problems else tidy


def _details(blocks: list[dict[str, Any] | None]) -> list[str]:
    if not all(blocks):
        return []
    old, new = ({**empty_document(), "content": [block]} for block in blocks)
    return [name for change in diff(old, new) for name in change.details]


def _words(name: str, value: Any, draft: Draft) -> str:
    """A field's value as people read it; of one that cannot be kept at least what was typed."""
    try:
        return draft.words(name, draft.checked_field(name, value))
    except Refused:
        return value if isinstance(value, str) else ""
