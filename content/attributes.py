"""What an attribute's value may be. Each check returns what is wrong in words, or None."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from content.urls import problem_with_url

Check = Callable[[Any], str | None]

REQUIRED: Final = object()
BLOCK_ID = re.compile(r"[a-z0-9]{8}\Z")
REFERENCE_KINDS = ("article", "pillar", "author")
LARGEST_KEY = 2**63 - 1
LONGEST_TITLE = 200

# What HTML forbids: controls but the tab, surrogates, non-characters. A line break is a node of its own.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
# The shape of BCP 47 without its irregular, grandfathered tags.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z")


@dataclass(frozen=True)
class Attribute:
    """One attribute of a node or mark. `refers` says what kind of thing its value points at, if any:
    "target" (a link's goal), "image" or "source" (primary keys)."""

    check: Check
    default: Any = REQUIRED
    refers: str = ""

    @property
    def required(self) -> bool:
        return self.default is REQUIRED


def forbidden_character(text: str) -> re.Match[str] | None:
    """The first character of `text` that no page can show."""
    # Printable text, nearly all there is, is told by one fast call.
    return None if text.isprintable() else FORBIDDEN.search(text)


def problem_with_text(value: Any, longest: int) -> str | None:
    """Why `value` cannot stand in a document as one line of at most `longest` characters."""
    if not isinstance(value, str):
        return "must be text"
    if len(value) > longest:
        return f"has {len(value):,} characters; at most {longest:,} are allowed"
    if found := forbidden_character(value):
        return f"contains the character U+{ord(found.group()):04X} at {found.start()}, which cannot be shown"
    return None


def text(longest: int) -> Attribute:
    """One line of text, which may be empty."""
    return Attribute(lambda value: problem_with_text(value, longest), default="")


def words(longest: int) -> Attribute:
    """One line of text that says something."""

    def check(value: Any) -> str | None:
        return problem_with_text(value, longest) or (None if value.strip() else "must not be empty")

    return Attribute(check)


def choice(*values: int | str) -> Attribute:
    def check(value: Any) -> str | None:
        fits = any(type(value) is type(allowed) and value == allowed for allowed in values)
        return None if fits else f"must be one of {', '.join(map(str, values))}"

    return Attribute(check)


def integer(lowest: int, highest: int, *, default: Any = REQUIRED, refers: str = "") -> Attribute:
    """A whole number; true and false are none."""

    def check(value: Any) -> str | None:
        fits = type(value) is int and lowest <= value <= highest
        return None if fits else f"must be a whole number from {lowest} to {highest}"

    return Attribute(check, default, refers)


def key(refers: str) -> Attribute:
    """The primary key of an image or a source. Whether that row exists is for those to say who keep it."""
    return integer(1, LARGEST_KEY, refers=refers)


def boolean(*, default: bool) -> Attribute:
    return Attribute(lambda value: None if isinstance(value, bool) else "must be true or false", default)


def language() -> Attribute:
    def check(value: Any) -> str | None:
        fits = isinstance(value, str) and _LANGUAGE.match(value)
        return None if fits else "must be a language tag such as en or zh-Hant (BCP 47)"

    return Attribute(check)


def target(*, settled: bool = True) -> Attribute:
    """Where a link leads: {"kind": "url", "href"} or {"kind": "article" | "pillar" | "author", "id"[, "section"]}.

    {"kind": "planned", "title"} is what nobody has written yet: saving settles it (articles.links). A target that need
    not be settled may be None.
    """
    if settled:
        return Attribute(problem_with_target, refers="target")
    return Attribute(lambda value: None if value is None else problem_with_target(value), None, "target")


def problem_with_target(value: Any) -> str | None:
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind == "url":
        return _problem_with_keys(value, {"kind", "href"}) or problem_with_url(value.get("href"))
    if kind == "planned":
        return _problem_with_keys(value, {"kind", "title"}) or words(LONGEST_TITLE).check(value.get("title"))
    if not isinstance(kind, str) or kind not in REFERENCE_KINDS:
        return f"must say its kind: url, {', '.join(REFERENCE_KINDS)}"
    if problem := _problem_with_keys(value, {"kind", "id", "section"}):
        return problem
    if type(value.get("id")) is not int or not 1 <= value["id"] <= LARGEST_KEY:
        return "must have an id, the number of a row"
    section = value.get("section")
    if section is not None and not (kind == "article" and isinstance(section, str) and BLOCK_ID.match(section)):
        return "section must be the id of a block of an article"
    return None


def shown(name: Any) -> str:
    """An unknown name as a message can carry it: short, on one line, of printable characters."""
    name = name[:40] if isinstance(name, str) else type(name).__name__
    return name if name.isprintable() else ascii(name)[1:-1]


def _problem_with_keys(value: dict[Any, Any], known: set[str]) -> str | None:
    unknown = ", ".join(islice((shown(name) for name in value if name not in known), 5))
    return f"has unknown keys: {unknown}" if unknown else None


SPANS = {"colspan": integer(1, 20, default=1), "rowspan": integer(1, 100, default=1)}
