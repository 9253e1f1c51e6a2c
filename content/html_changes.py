"""What differs between two documents as HTML: each block as a reader would see it, its changes as ins and del.

Meaning never hangs on colour: the elements say it, hidden words say it to the ear, and css/changes.css draws signs.
"""

from collections.abc import Sequence

from content.combining import Combined, Piece
from content.diff import Change, Mark
from content.html_blocks import Page
from content.html_inline import Inline, Node
from content.slots import Part
from content.surroundings import Surroundings

# What is read aloud before and after words that changed.
_SPOKEN = {
    Mark.ADDED: ("added:", "end of addition"),
    Mark.REMOVED: ("removed:", "end of removal"),
    Mark.RESTYLED: ("in another form:", "end of it"),
}
_ELEMENT = {Mark.ADDED: ("<ins>", "</ins>"), Mark.REMOVED: ("<del>", "</del>")}
_WHOLE = {Mark.ADDED: "ins", Mark.REMOVED: "del"}
_RESTYLED = ('<span class="restyled">', "</span>")


def parts(found: Sequence[Combined], around: Surroundings) -> list[list[Part]]:
    """For each change its HTML with slots (content.slots); without any text for a block of which nothing is seen.

    Of a changed block that cannot be shown as one, the old one stands before the new one.
    """
    page = _Comparison(around)
    return [page.change(one) for one in found]


class _Comparison(Page):
    def __init__(self, around: Surroundings):
        super().__init__(around)
        self.inline = _Inline(around)

    def change(self, found: Combined) -> list[Part]:
        self.out = []
        change = found.change
        # Where the side says "changed", each of the two states says which it is.
        aloud = change.change == Change.CHANGED
        if change.change in (Change.REMOVED, Change.CHANGED) and not found.both:
            self._was(change.before, aloud)
        if change.change in (Change.ADDED, Change.CHANGED) and not found.both:
            self._within(Mark.ADDED, change.after, aloud)
        if found.both or change.change in (Change.KEPT, Change.MOVED):
            self.node(found.both or change.after)
        return self.inline.slots.split("".join(self.out))

    def _was(self, block: Node, aloud: bool) -> None:
        # What is gone takes no id of what is there, and nothing that is there lies below it.
        level = self.level
        renamed = {**block, "attrs": {**block["attrs"], "id": f"was-{block['attrs']['id']}"}}
        self._within(Mark.REMOVED, renamed, aloud)
        self.level = min(level, self.level)

    def _within(self, mark: Mark, block: Node, aloud: bool) -> None:
        start = len(self.out)
        self.node(block)
        if inside := "".join(self.out[start:]):
            name = _WHOLE[mark]
            before, after = (_aloud(f"{words} ") if aloud else "" for words in _SPOKEN[mark])
            self.out[start:] = [f'<{name} class="whole">{before}{inside}{after}</{name}>\n']


class _Inline(Inline):
    def html(self, node: Node) -> str:
        if "pieces" not in node:
            return super().html(node)
        return "".join(self._piece(piece) for piece in node["pieces"])

    def _piece(self, piece: Piece) -> str:
        mark, leaves = piece
        words = super().html({"content": leaves})
        if mark == Mark.SAME:
            return words
        opening, closing = _ELEMENT.get(mark, _RESTYLED)
        before, after = _SPOKEN[mark]
        return f"{opening}{_aloud(before + ' ')}{words}{_aloud(', ' + after + ' ')}{closing}"


def _aloud(words: str) -> str:
    return f'<span class="visually-hidden">{words}</span>'
