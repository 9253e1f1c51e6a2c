"""Blocks as pieces of the plain form, and back."""

from collections.abc import Callable, Mapping
from typing import Any

from content.grammar import Piece, TextProblem, clean, pieces
from content.plain import lines as words_of

_SHOWN = 60

Block = dict[str, Any]


def piece_of(block: Block) -> Piece | None:
    """What the plain form would say for a block by itself; None where it has no words for it."""
    form = FORMS[block["type"]]
    return form(block) if form else None


def placeholder(block: Block) -> Piece:
    return Piece("placeholder", (block["type"], block["attrs"]["id"]))


def lines_for(piece: Piece, block: Block) -> list[str]:
    """The lines of a piece; those of a placeholder tell what `block` is about."""
    match piece.kind:
        case "placeholder":
            return [_placeholder_line(block)]
        case "bullet_list":
            return [f"- {item}" for item in piece.words]
        case "ordered_list":
            return [f"{number}. {item}" for number, item in enumerate(piece.words, start=piece.start)]
        case "related_link":
            return [": ".join(piece.words)]
        case "heading_2":
            return [*piece.words, ""]
        case _:
            return list(piece.words)


def reads_back(lines: list[str], expected: list[Piece]) -> bool:
    """Whether these lines, as they are, say these pieces and nothing else."""
    if any(clean(line) != line or "\n" in line or line.startswith("\ufeff") for line in lines):
        return False
    try:
        return [piece.key for piece in pieces(lines)] == [piece.key for piece in expected]
    except TextProblem:
        return False


def block_of(piece: Piece, block_id: str) -> Block:
    """The block that a piece says. A call-out has no target yet. Raises KeyError for a placeholder."""
    kind = "heading" if piece.kind.startswith("heading_") else piece.kind
    attrs, content = _MADE[kind](piece)
    block = {"type": kind, "attrs": {"id": block_id, **attrs}}
    return block if content is None else {**block, "content": content}


def _line(block: Block) -> Piece | None:
    words = _unmarked(block)
    return None if words is None else Piece("paragraph", (words,))


def _heading(block: Block) -> Piece | None:
    words = _unmarked(block)
    return None if words is None else Piece(f"heading_{block['attrs']['level']}", (words,))


def _list(block: Block) -> Piece | None:
    items = [_unmarked(item["content"][0]) if len(item["content"]) == 1 else None for item in block["content"]]
    return None if None in items else Piece(block["type"], tuple(items), start=block["attrs"].get("start", 1))


def _related_link(block: Block) -> Piece:
    return Piece("related_link", (block["attrs"].get("label", ""), block["attrs"]["title"]))


def _unmarked(node: dict[str, Any]) -> str | None:
    """The text of a node that holds one plain text and nothing else."""
    children = node.get("content", [])
    if len(children) != 1 or children[0]["type"] != "text" or children[0].get("marks"):
        return None
    return children[0]["text"]


# Every block of the schema; None where only a placeholder can stand for it.
FORMS: Mapping[str, Callable[[Block], Piece | None] | None] = {
    "paragraph": _line,
    "heading": _heading,
    "bullet_list": _list,
    "ordered_list": _list,
    "related_link": _related_link,
    "figure": None,
    "quotation": None,
    "table": None,
    "care_card": None,
    "key_points": None,
    "experience": None,
    "callout": None,
    "rule": None,
}


def _text(words: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": words}]


def _items(piece: Piece) -> list[dict[str, Any]]:
    return [{"type": "list_item", "content": [{"type": "paragraph", "content": _text(words)}]} for words in piece.words]


_MADE: Mapping[str, Callable[[Piece], tuple[dict[str, Any], list[dict[str, Any]] | None]]] = {
    "paragraph": lambda piece: ({}, _text(piece.words[0])),
    "heading": lambda piece: ({"level": int(piece.kind[-1])}, _text(piece.words[0])),
    "bullet_list": lambda piece: ({}, _items(piece)),
    "ordered_list": lambda piece: ({"start": piece.start}, _items(piece)),
    "related_link": lambda piece: ({"label": piece.words[0], "title": piece.words[1], "target": None}, None),
}


def written(blocks: list[Block]) -> list[Piece]:
    """What the plain form says for each block where it stands: words if they read back as this block, else a
    placeholder."""
    said: list[Piece] = []
    lines: list[str] = []
    for block in blocks:
        piece = piece_of(block)
        if piece is None or not reads_back([*lines, *lines_for(piece, block)], [*said[-1:], piece]):
            piece = placeholder(block)
        said.append(piece)
        lines = lines_for(piece, block)
    if said and said[-1].kind == "heading_2":
        # Its blank line would be the end of the text, which counts for nothing.
        said[-1] = placeholder(blocks[-1])
    return said


def _placeholder_line(block: Block) -> str:
    attrs = block["attrs"]
    words = attrs.get("alt") or " ".join(words_of(block)) or attrs.get("title", "")
    words = " ".join(words.replace("⟦", "").replace("⟧", "").split())
    if len(words) > _SHOWN:
        words = f"{words[:_SHOWN].rstrip()}…"
    return clean(f"⟦{block['type']} {attrs['id']}{f': {words}' if words else ''}⟧")
