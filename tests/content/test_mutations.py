"""Whatever is done to a valid document, it stays valid and usable, or is reported with a path."""

import re
from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from content.diff import diff
from content.metrics import word_count
from content.normalising import normalise
from content.outline import outline
from content.plain import plain_text
from content.references import extract, image_ids, map_targets, numbering
from content.rendering import Surroundings, render
from content.schema import BIO, MARKS, NODES
from content.text import read, write
from content.validation import validate

from .pages import check_harmless
from .strategies import TRICKY, documents, examples

ODD = [
    *(None, True, False, 0, 1, 2, 3, -1, 2**64, 1.5, float("nan"), float("inf"), "", "x", [], {}, [[]], [None], "2"),
    *("\x00", "\ud800", "javascript:alert(1)", "abcdefgh", {"type": "text"}, {"type": "paragraph"}, {"kind": "url"}),
    {"type": "text", "text": "x", "marks": [{"type": "strong"}]},
    {"kind": "url", "href": "data:text/html,x"},
]
_PATH = re.compile(r"(?:\.?[^.\[\]]+|\[\d+\])*\Z")


class Mutation:
    """One change somewhere in a document, made from a number."""

    def __init__(self, document: dict[str, Any], seed: int):
        self.random = Random(seed)
        self.places: list[tuple[Any, Any]] = []
        self._collect(document)
        holder, key = self.random.choice(self.places)
        self.random.choice([self.replace, self.remove, self.rename, self.double, self.add])(holder, key)

    def _collect(self, value: Any) -> None:
        for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
            self.places.append((value, key))
            self._collect(value[key])

    def replace(self, holder: Any, key: Any) -> None:
        kinds = [*NODES, *MARKS] if key == "type" else []
        holder[key] = deepcopy(self.random.choice([*ODD, *kinds, *TRICKY, self.random.choice(self.places)[0]]))

    def remove(self, holder: Any, key: Any) -> None:
        del holder[key]

    def rename(self, holder: Any, key: Any) -> None:
        if isinstance(holder, dict):
            holder[self.random.choice(["type", "attrs", "content", "marks", "text", "id", "x"])] = holder.pop(key)

    def double(self, holder: Any, key: Any) -> None:
        if isinstance(holder, list):
            holder.insert(key, deepcopy(holder[key]))

    def add(self, holder: Any, key: Any) -> None:
        added = deepcopy(self.random.choice(ODD))
        if isinstance(holder, list):
            holder.insert(key, added)
        else:
            holder[self.random.choice(["attrs", "content", "marks", "text", "onclick", "style", "schema"])] = added


def use(document: dict[str, Any]) -> None:
    """Everything that the package can do with a valid document."""
    check_harmless(render(document, Surroundings(references=numbering(document))))
    assert read(write(document), document) == document
    assert validate(normalise(document)) == []
    assert {change.change.value for change in diff(document, document)} <= {"kept"}
    plain_text(document), word_count(document), outline(document), extract(document), image_ids(document)
    assert map_targets(document, lambda target, words: target)


@examples(600)
@given(documents(max_size=4), st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=3))
def test_changed_document_is_valid_or_reported_with_a_path(document, seeds):
    for seed in seeds:
        Mutation(document, seed)
    problems = validate(document)
    normalise(document)
    for problem in problems:
        assert problem.message
        assert _PATH.match(problem.path)
        problem.path.encode()
    if not problems:
        use(document)


@examples(100)
@given(documents(BIO, max_size=3), st.integers(0, 2**32 - 1))
def test_changed_bio_is_valid_or_reported(document, seed):
    Mutation(document, seed)
    if not validate(document, BIO):
        assert validate(document) == []
        use(document)


@examples(100)
@given(documents())
def test_every_valid_document_can_be_used(document):
    use(document)
