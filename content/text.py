"""Documents as text: the words alone, and the plain form in which a whole document can be edited without an editor."""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from content import ids
from content.grammar import PLACEHOLDER, Piece, TextProblem, block_of, classify, lines_of, pieces
from content.normalising import normalise
from content.schema import NODES, document

__all__ = ["Manuscript", "TextProblem", "plain_text", "read", "read_manuscript", "write"]

LONGEST_TITLE = 200
_SHOWN = 60


def plain_text(doc: dict[str, Any]) -> str:
    """The words of a document, one line a paragraph, item, cell or call-out."""
    return "\n".join(line for block in doc["content"] for line in _lines(block))


def write(doc: dict[str, Any]) -> str:
    """The plain form of a document. A block that it cannot hold without loss is one line `⟦kind id: words⟧`."""
    lines: list[str] = []
    after_list = False
    for block in doc["content"]:
        written = None if after_list and block["type"] == "bullet_list" else _plainly(block)
        lines += written or [_placeholder(block)]
        after_list = written is not None and block["type"] == "bullet_list"
    return "\n".join(lines) + ("\n" if lines else "")


def read(text: str, base: dict[str, Any] | None = None) -> dict[str, Any]:
    """The document that a plain form says: the inverse of write().

    `base` is the document from which the text was written: unchanged lines keep their blocks with everything in them,
    also when they were moved; a changed line keeps the id of the block of its kind that stood there; a placeholder
    brings its block. Raises TextProblem for a placeholder that is unknown or stands twice, or a forbidden character.
    """
    blocks = _aligned(list(pieces(lines_of(text))), base["content"] if base else [])
    return normalise(document(*blocks))


@dataclass(frozen=True)
class Manuscript:
    """An article as its author delivers it. `closing` is the paragraph about the author, or empty."""

    title: str
    standfirst: str
    body: dict[str, Any]
    closing: str


def read_manuscript(text: str) -> Manuscript:
    """Read title (first line), standfirst (second), body and, after the last blank line, the author's bio.

    Block ids derive from their words, so that reading twice gives equal documents. Raises TextProblem.
    """
    lines = lines_of(text)
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise TextProblem(1, "the file has no text")
    title, second = _title(lines), _standfirst_line(lines)
    last = _closing_line(lines, second)
    closing = lines[last] if last else ""
    found = list(pieces(lines[second + 1 : last], first_line=second + 2))
    if not found:
        raise TextProblem(second + 1, "there is no text below the standfirst")
    return Manuscript(title, lines[second], normalise(document(*_derived(found))), closing)


def _title(lines: list[str]) -> str:
    title = lines[0]
    if not title.strip():
        raise TextProblem(1, "the first line must be the title, and it is empty")
    if classify(title, followed_by_blank=False)[0] in ("bullet_list", "placeholder"):
        raise TextProblem(1, "the first line must be the title, not a list item")
    if len(title) > LONGEST_TITLE:
        raise TextProblem(1, f"the first line must be the title: at most {LONGEST_TITLE} characters, not {len(title)}")
    return title


def _standfirst_line(lines: list[str]) -> int:
    index = next((i for i, line in enumerate(lines[1:], start=1) if line.strip()), None)
    if index is None:
        raise TextProblem(1, "there is a title and nothing else")
    kind, _ = classify(lines[index], followed_by_blank=index + 1 < len(lines) and not lines[index + 1].strip())
    if kind in ("bullet_list", "placeholder") or (kind == "heading_2" and index > 1):
        raise TextProblem(index + 1, "the second line must be the standfirst, one paragraph below the title")
    return index


def _closing_line(lines: list[str], second: int) -> int | None:
    """The index of the bio: a paragraph after a blank line that is not the place of a heading's picture."""
    last = len(lines) - 1
    before = next((i for i in range(last - 1, second, -1) if lines[i].strip()), second)
    if last <= second or before == last - 1 or before == second:
        return None
    if classify(lines[last], followed_by_blank=False)[0] not in ("paragraph", "heading_3"):
        return None
    kind, _ = classify(lines[before], followed_by_blank=True)
    return None if kind == "heading_2" and not lines[before].endswith(".") else last


def _derived(found: list[Piece]) -> Iterator[dict[str, Any]]:
    seen: dict[str, int] = defaultdict(int)
    for piece in found:
        if piece.kind == "placeholder":
            raise TextProblem(piece.line, "a new text has no block to which this placeholder could refer")
        block = block_of(piece)
        words = f"{piece.kind}\n" + "\n".join(piece.words)
        block["attrs"]["id"] = ids.derive(words, seen[words])
        seen[words] += 1
        yield block


def _aligned(found: list[Piece], base: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A block for each piece, taken from `base` where it is the same or stands in the place of one of its kind."""
    by_id = {block["attrs"]["id"]: place for place, block in enumerate(base)}
    same: dict[tuple, deque[int]] = defaultdict(deque)
    for place, block in enumerate(base):
        same[_key(block)].append(place)
    places = [_place(piece, by_id, same) for piece in found]
    used = {place for place in places if place is not None}
    if len(used) < sum(place is not None for place in places):
        _report_double(found)
    blocks, last = [], -1
    for piece, place in zip(found, places, strict=True):
        if place is not None:
            blocks.append(base[place])
        else:
            place = _neighbour(piece, base, last, used)
            blocks.append(_rewritten(piece, base[place] if place is not None else None))
        last = last if place is None else place
    return blocks


def _place(piece: Piece, by_id: dict[str, int], same: dict[tuple, deque[int]]) -> int | None:
    if piece.kind != "placeholder":
        waiting = same[(piece.kind, piece.words)]
        return waiting.popleft() if waiting else None
    if piece.words[0] not in by_id:
        raise TextProblem(piece.line, f"no block has the id {piece.words[0]}; undo the change of this placeholder")
    return by_id[piece.words[0]]


def _report_double(found: list[Piece]) -> None:
    seen = set()
    for piece in found:
        if piece.kind == "placeholder" and piece.words in seen:
            raise TextProblem(piece.line, "this placeholder stands twice; keep one of them")
        seen.add(piece.words)


def _neighbour(piece: Piece, base: list[dict[str, Any]], last: int, used: set[int]) -> int | None:
    """The next block of the base that nobody took, if it is of the piece's kind."""
    place = last + 1
    if place < len(base) and place not in used and _kind(base[place]) == piece.kind:
        used.add(place)
        return place
    return None


def _rewritten(piece: Piece, before: dict[str, Any] | None) -> dict[str, Any]:
    block = block_of(piece)
    block["attrs"]["id"] = before["attrs"]["id"] if before else ids.new_id()
    if before and piece.kind == "related_link" and before["attrs"]["title"] == piece.words[1]:
        block["attrs"]["target"] = before["attrs"].get("target")
    return block


def _kind(block: dict[str, Any]) -> str:
    return f"heading_{block['attrs']['level']}" if block["type"] == "heading" else block["type"]


def _key(block: dict[str, Any]) -> tuple:
    """What a piece equal to this block would be; for a block that cannot be written plainly, nothing equals it."""
    words = _words(block)
    return (_kind(block), words) if words is not None else ("placeholder", block["attrs"]["id"])


def _plainly(block: dict[str, Any]) -> list[str] | None:
    """The block's lines, if reading them gives the block back."""
    kind, words = _kind(block), _words(block)
    if words is None:
        return None
    if kind == "related_link":
        lines = [": ".join(words)]
    else:
        lines = [f"- {word}" for word in words] if kind == "bullet_list" else list(words)
    if any(line != line.strip(" \t") or not line.strip() or "\n" in line for line in lines):
        return None
    said = list(pieces([*lines, ""] if kind == "heading_2" else lines))
    if len(said) != 1 or (said[0].kind, said[0].words) != (kind, words):
        return None
    return [*lines, ""] if kind == "heading_2" else lines


def _words(block: dict[str, Any]) -> tuple[str, ...] | None:
    if block["type"] == "related_link":
        return block["attrs"].get("label", ""), block["attrs"]["title"]
    if block["type"] == "bullet_list":
        items = [item["content"] for item in block["content"]]
        words = [_unmarked(item[0]) if len(item) == 1 else None for item in items]
        return None if None in words else tuple(words)
    if block["type"] in ("paragraph", "heading"):
        words = _unmarked(block)
        return None if words is None else (words,)
    return None


def _unmarked(node: dict[str, Any]) -> str | None:
    children = node.get("content", [])
    if len(children) != 1 or children[0]["type"] != "text" or children[0].get("marks"):
        return None
    return children[0]["text"]


def _placeholder(block: dict[str, Any]) -> str:
    attrs = block["attrs"]
    words = attrs.get("alt") or attrs.get("caption") or attrs.get("title") or " ".join(_lines(block))
    words = " ".join(words.replace("⟦", "").replace("⟧", "").split())
    words = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"
    line = f"⟦{block['type']} {attrs['id']}{f': {words}' if words else ''}⟧"
    assert PLACEHOLDER.match(line), line
    return line


def _lines(node: dict[str, Any]) -> Iterator[str]:
    attrs = node.get("attrs", {})
    if node["type"] == "related_link":
        yield f"{attrs['label']}: {attrs['title']}" if attrs.get("label") else attrs["title"]
        return
    if node["type"] in ("callout", "table"):
        yield from filter(None, [attrs.get("title") or attrs.get("caption")])
    if NODES[node["type"]].children and "text" in NODES[node["type"]].children:
        yield "".join(child.get("text", "\n") for child in node.get("content", ()))
    else:
        for child in node.get("content", ()):
            yield from _lines(child)
    if node["type"] == "quotation" and attrs.get("source"):
        yield attrs["source"]
