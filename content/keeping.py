"""Which block of a document each piece of its edited text is: what nobody touched keeps its id and all it carries."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from itertools import pairwise

from content import ids
from content.alignment import Pair, align
from content.grammar import Piece, TextProblem
from content.plain import lines
from content.text_forms import Block, block_of, written

# From this share of common words on, a line is taken for a changed one rather than for another.
_ALIKE = 0.4
# Larger rewrites are paired in order; comparing each line with each would cost too much.
_MOST_COMPARED = 2_500


def keep(found: list[Piece], blocks: list[Block]) -> list[Block]:
    """A block for each piece: the one of `blocks` that says the same, there or elsewhere; else a new one, which keeps
    the id of the block of its kind that it replaces.

    A call-out keeps its target as long as its title is the same. Raises TextProblem for a placeholder that is unknown
    or stands twice.
    """
    origin = _by_placeholder(found, blocks)
    said = written(blocks)
    held = set(origin.values())
    pairs = [
        (old, new)
        for old, new in align([piece.key for piece in said], [piece.key for piece in found])
        if origin.get(new, old) == old and (old not in held or new in origin)
    ]
    origin |= {new: old for old, new in pairs}
    origin |= _moved(found, said, origin)
    changed = dict(_changed(found, blocks, origin, pairs))
    return [
        blocks[origin[place]] if place in origin else _rewritten(piece, blocks, changed.get(place))
        for place, piece in enumerate(found)
    ]


def _by_placeholder(found: list[Piece], blocks: list[Block]) -> dict[int, int]:
    """Piece → block, for placeholders."""
    places = {(block["type"], block["attrs"]["id"]): place for place, block in enumerate(blocks)}
    origin: dict[int, int] = {}
    seen: set[tuple[str, ...]] = set()
    for index, piece in enumerate(found):
        if piece.kind != "placeholder":
            continue
        if piece.words not in places:
            kind, block_id = piece.words
            raise TextProblem(piece.line, f"there is no {kind} {block_id} in this text for which this could stand")
        if piece.words in seen:
            raise TextProblem(piece.line, "this placeholder stands twice; keep one of them")
        seen.add(piece.words)
        origin[index] = places[piece.words]
    return origin


def _moved(found: list[Piece], said: list[Piece], origin: dict[int, int]) -> dict[int, int]:
    """Piece → block, for those that say the same somewhere else."""
    used = set(origin.values())
    waiting: dict[tuple, deque[int]] = defaultdict(deque)
    for old, piece in enumerate(said):
        if old not in used:
            waiting[piece.key].append(old)
    left = (new for new in range(len(found)) if new not in origin)
    return {new: waiting[found[new].key].popleft() for new in left if waiting[found[new].key]}


def _changed(
    found: list[Piece], blocks: list[Block], origin: dict[int, int], pairs: list[Pair]
) -> Iterator[tuple[int, int]]:
    """Piece and block, for pieces that stand between the same neighbours as a block of their kind that is gone."""
    used = set(origin.values())
    edges = [(-1, -1), *pairs, (len(blocks), len(found))]
    for (old_from, new_from), (old_to, new_to) in pairwise(edges):
        olds = [old for old in range(old_from + 1, old_to) if old not in used]
        news = [new for new in range(new_from + 1, new_to) if new not in origin]
        for kind in {_kind(found[new]) for new in news}:
            yield from _paired(
                {new: _words(found[new].words) for new in news if _kind(found[new]) == kind},
                {old: _words(lines(blocks[old])) for old in olds if blocks[old]["type"] == kind},
            )


def _paired(news: dict[int, Counter[str]], olds: dict[int, Counter[str]]) -> Iterator[tuple[int, int]]:
    """The most alike first, then what is left in order."""
    alike = []
    if len(news) * len(olds) <= _MOST_COMPARED:
        alike = [(-_likeness(a, b), new, old) for new, a in news.items() for old, b in olds.items()]
    for score, new, old in sorted(alike):
        if -score >= _ALIKE and new in news and old in olds:
            del news[new], olds[old]
            yield new, old
    yield from zip(news, olds, strict=False)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words in common, 0 to 1."""
    return (one & other).total() / max(one.total(), other.total(), 1)


def _rewritten(piece: Piece, blocks: list[Block], old: int | None) -> Block:
    if old is None:
        return block_of(piece, ids.new_id())
    block = block_of(piece, blocks[old]["attrs"]["id"])
    if piece.kind == "related_link" and blocks[old]["attrs"]["title"] == piece.words[1]:
        block["attrs"]["target"] = blocks[old]["attrs"].get("target")
    return block


def _kind(piece: Piece) -> str:
    """The type of its block: a heading that changes its level stays the same heading."""
    return "heading" if piece.kind.startswith("heading_") else piece.kind


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())
