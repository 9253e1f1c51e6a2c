"""The places where a document links: each in its sentence, and what can be done with it there."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from content.claims import sentences
from content.references import Target, holders, target_from

Node = dict[str, Any]
# One character of a text with the marks that lie on it; a line break is "\n".
Letter = tuple[str, tuple[Node, ...]]

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")


class Lost(ValueError):
    """The new words would leave something without its place: a source, another link. Says what to do."""


@dataclass(frozen=True, slots=True)
class Linked:
    """One link of a document. `place` counts the links of its block from 0; `origin` is "text" or "callout"; `words`
    stand in `sentence` from `start` on. Of a call-out the sentence is its title."""

    target: Target
    block_id: str
    place: int
    origin: str
    words: str
    sentence: str
    start: int
    label: str = ""

    @property
    def before(self) -> str:
        return self.sentence[: self.start]

    @property
    def after(self) -> str:
        return self.sentence[self.start + len(self.words) :]


def linked(document: Node) -> list[Linked]:
    """Every link that has a target, in reading order. Neighbouring text of one link is one place."""
    return [one for block in document["content"] for one in _of_block(block)]


def retargeted(document: Node, one: Linked, target: Node) -> Node:
    """A copy in which this link leads to `target`, a target attribute."""

    def in_text(letters: list[Letter], run: range) -> list[Letter]:
        return [(sign, _with(marks, target) if at in run else marks) for at, (sign, marks) in enumerate(letters)]

    return _changed(document, one, in_text, lambda block: {**block, "attrs": {**block["attrs"], "target": target}})


def dropped(document: Node, one: Linked) -> Node:
    """A copy without this link: its words stay in the text; a call-out, which is nothing but its link, goes."""

    def in_text(letters: list[Letter], run: range) -> list[Letter]:
        return [(sign, _without(marks) if at in run else marks) for at, (sign, marks) in enumerate(letters)]

    return _changed(document, one, in_text, lambda block: None)


def reworded(document: Node, one: Linked, sentence: str | None, words: str) -> Node:
    """A copy in which the sentence reads `sentence`, and this link lies on the `words` in it that stand nearest to
    where they stood. Marks stay on what stays, and on what takes its place. A call-out is called `words`. Where
    `sentence` is None, the rest of it stays as it is in this document, whatever it was when the link was looked for.

    Raises Lost where the words do not stand in the sentence, or a source or another link would lose its place.
    """
    words = _tidy(words, one.words)
    if not words:
        raise Lost("A link needs words.")

    def in_text(letters: list[Letter], run: range) -> list[Letter]:
        text = _said(letters)
        first, last = _around(text, run)
        said = (
            _tidy(sentence, one.sentence)
            if sentence is not None
            else f"{text[first : run.start]}{words}{text[run.stop : last]}"
        )
        target = _link_of(letters[run.start][1])["attrs"]["target"]
        bare = [(sign, _without(marks) if at in run else marks) for at, (sign, marks) in enumerate(letters)]
        old, start = bare[first:last], _nearest(said, words, run.start - first)
        new = _rewritten(old, said)
        _refuse_losses(old, new)
        here = range(start, start + len(words))
        if any(_link_of(new[at][1]) for at in here):
            raise Lost(f"“{words}” is, or touches, another link of this sentence. Choose other words for this one.")
        new = [(sign, _with(marks, target) if at in here else marks) for at, (sign, marks) in enumerate(new)]
        return [*bare[:first], *new, *bare[last:]]

    return _changed(document, one, in_text, lambda block: {**block, "attrs": {**block["attrs"], "title": words}})


def _of_block(block: Node) -> Iterator[Linked]:
    attrs = block["attrs"]
    if block["type"] == "related_link":
        if target := target_from(attrs.get("target")):
            title = attrs["title"]
            yield Linked(target, attrs["id"], 0, "callout", title, title, 0, attrs.get("label", ""))
        return
    place = 0
    for holder in holders(block):
        letters = _letters(holder)
        text = _said(letters)
        for run, target in _runs(holder):
            first, last = _around(text, run)
            words, sentence = text[run.start : run.stop], text[first:last]
            yield Linked(target, attrs["id"], place, "text", words, sentence, run.start - first)
            place += 1


def _changed(
    document: Node,
    one: Linked,
    in_text: Callable[[list[Letter], range], list[Letter]],
    callout: Callable[[Node], Node | None],
) -> Node:
    """A copy in which the block of this link is changed; without it where the change says None."""
    blocks = []
    for block in document["content"]:
        if block["attrs"]["id"] != one.block_id:
            blocks.append(block)
        elif one.origin == "callout":
            blocks += [made for made in [callout(block)] if made]
        else:
            blocks.append(_in_holder(block, one.place, in_text))
    return {**document, "content": blocks}


def _in_holder(block: Node, place: int, change: Callable[[list[Letter], range], list[Letter]]) -> Node:
    """The block with the text changed in which its link number `place` stands."""
    seen = 0
    for holder in holders(block):
        runs = [run for run, _ in _runs(holder)]
        if place < seen + len(runs):
            made = {**holder, "content": _nodes(change(_letters(holder), runs[place - seen]))}
            return _replaced(block, holder, made)
        seen += len(runs)
    raise LookupError(f"block {block['attrs']['id']} has no link {place}")


def _replaced(node: Node, old: Node, new: Node) -> Node:
    if node is old:
        return new
    if "content" not in node:
        return node
    return {**node, "content": [_replaced(child, old, new) for child in node["content"]]}


def _runs(holder: Node) -> Iterator[tuple[range, Target]]:
    """Where the links of one text lie, as content.references counts them."""
    offset = 0
    for link, nodes in groupby(holder.get("content", ()), key=lambda node: _target(node.get("marks", ()))):
        length = sum(len(node.get("text", "\n")) for node in nodes)
        if link:
            yield range(offset, offset + length), link
        offset += length


def _target(marks: Any) -> Target | None:
    link = _link_of(marks)
    return target_from(link["attrs"]["target"]) if link else None


def _link_of(marks: Any) -> Node | None:
    return next((mark for mark in marks if mark["type"] == "link"), None)


def _without(marks: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(mark for mark in marks if mark["type"] != "link")


def _with(marks: tuple[Node, ...], target: Node) -> tuple[Node, ...]:
    return (*_without(marks), {"type": "link", "attrs": {"target": target}})


def _letters(holder: Node) -> list[Letter]:
    return [
        (sign, tuple(node.get("marks", ()))) for node in holder.get("content", ()) for sign in node.get("text", "\n")
    ]


def _said(letters: list[Letter]) -> str:
    return "".join(sign for sign, _ in letters)


def _nodes(letters: list[Letter]) -> list[Node]:
    """The texts and line breaks that these letters make."""
    made: list[Node] = []
    for (marks, is_break), some in groupby(letters, key=lambda letter: (letter[1], letter[0] == "\n")):
        marked = {"marks": list(marks)} if marks else {}
        if is_break:
            made += [{"type": "hard_break", **marked} for _ in some]
        else:
            made.append({"type": "text", "text": _said(list(some)), **marked})
    return made


def _around(text: str, run: range) -> tuple[int, int]:
    """Where the sentences begin and end that a link touches."""
    touched = [(first, last) for first, last in sentences(text) if first < run.stop and last > run.start]
    firsts, lasts = [run.start, *(first for first, _ in touched)], [run.stop, *(last for _, last in touched)]
    return min(firsts), max(lasts)


def _tidy(typed: str, before: str) -> str:
    """Blanks as in a sentence; a line break only where there was one."""
    if "\n" in before:
        return "\n".join(" ".join(line.split()) for line in typed.strip().splitlines())
    return " ".join(typed.split())


def _nearest(sentence: str, words: str, place: int) -> int:
    found = [match.start() for match in re.finditer(re.escape(words), sentence)]
    if not found:
        raise Lost("The words of the link must stand in the sentence, letter for letter.")
    return min(found, key=lambda start: abs(start - place))


def _rewritten(old: list[Letter], sentence: str) -> list[Letter]:
    """The new letters: those that stay keep their marks, others take those of what they replace, or of both their
    neighbours where they are new."""
    before, after = _pieces(_said(old)), _pieces(sentence)
    steps = SequenceMatcher(None, [p for _, p in before], [p for _, p in after], autojunk=False).get_opcodes()
    made: list[Letter] = []
    for act, i1, i2, j1, j2 in steps:
        first = before[i1][0] if i1 < len(before) else len(old)
        last = before[i2][0] if i2 < len(before) else len(old)
        if act == "equal":
            made += old[first:last]
        elif act != "delete":
            marks = old[first][1] if act == "replace" else _shared(old, first)
            made += [(sign, marks) for _, piece in after[j1:j2] for sign in piece]
    return made


def _pieces(text: str) -> list[tuple[int, str]]:
    return [(match.start(), match.group()) for match in _PIECE.finditer(text)]


def _shared(letters: list[Letter], at: int) -> tuple[Node, ...]:
    """The marks that lie on both sides of a place."""
    if not 0 < at < len(letters):
        return ()
    return tuple(mark for mark in letters[at - 1][1] if mark in letters[at][1])


def _refuse_losses(old: list[Letter], new: list[Letter]) -> None:
    there = [mark for _, marks in new for mark in marks]
    for _, marks in old:
        for mark in marks:
            if mark["type"] == "citation" and mark not in there:
                raise Lost("A source stands behind words that are gone now. Keep some of them, or change the article.")
            if mark["type"] == "link" and mark not in there:
                raise Lost("Another link of this sentence lost its words. Keep some of them, or change the article.")
