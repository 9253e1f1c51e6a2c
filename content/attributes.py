"""What an attribute's value may be. Each check returns what is wrong in words, or None."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from content.urls import problem_with_url

Check = Callable[[Any], str | None]

# Characters that HTML forbids or that hide things: C0 and C1 controls but the tab, surrogates, non-characters.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
BLOCK_ID = re.compile(r"[a-z0-9]{8}\Z")
REFERENCE_KINDS = ("article", "pillar", "author")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z")
_MISSING = object()


@dataclass(frozen=True)
class Attribute:
    check: Check
    default: Any = _MISSING

    @property
    def required(self) -> bool:
        return self.default is _MISSING


def problem_with_text(value: Any, longest: int) -> str | None:
    """Why `value` cannot stand in a document as text of at most `longest` characters."""
    if not isinstance(value, str):
        return "must be text"
    if len(value) > longest:
        return f"has {len(value):,} characters; at most {longest:,} are allowed"
    if found := FORBIDDEN.search(value):
        return f"contains the character U+{ord(found.group()):04X} at {found.start()}, which cannot be shown"
    return None


def text(longest: int, *, blank: bool = True) -> Attribute:
    def check(value: Any) -> str | None:
        return problem_with_text(value, longest) or ("must not be empty" if not blank and not value.strip() else None)

    return Attribute(check, "") if blank else Attribute(check)


def choice(*values: Any) -> Attribute:
    def check(value: Any) -> str | None:
        fits = any(value == allowed and type(value) is type(allowed) for allowed in values)
        return None if fits else f"must be one of {', '.join(map(str, values))}"

    return Attribute(check)


def integer(lowest: int, highest: int, **default: int) -> Attribute:
    def check(value: Any) -> str | None:
        fits = type(value) is int and lowest <= value <= highest
        return None if fits else f"must be a whole number from {lowest} to {highest}"

    return Attribute(check, **default)


def identity() -> Attribute:
    """The primary key of a row."""
    return integer(1, 2**63 - 1)


def boolean(*, default: bool) -> Attribute:
    return Attribute(lambda value: None if isinstance(value, bool) else "must be true or false", default)


def language() -> Attribute:
    def check(value: Any) -> str | None:
        fits = isinstance(value, str) and len(value) <= 35 and _LANGUAGE.match(value)
        return None if fits else "must be a language tag such as en or zh-Hant (BCP 47)"

    return Attribute(check)


def target(*, settled: bool = True) -> Attribute:
    """Where a link leads: {"kind": "url", "href"} or {"kind": "article" | "pillar" | "author", "id"[, "section"]}.

    A target that need not be settled may be None.
    """
    if settled:
        return Attribute(problem_with_target)
    return Attribute(lambda value: None if value is None else problem_with_target(value), None)


def problem_with_target(value: Any) -> str | None:
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        return "must say its kind"
    if value["kind"] == "url":
        return _problem_with_url_target(value)
    if value["kind"] not in REFERENCE_KINDS:
        return f"must be of kind url, {', '.join(REFERENCE_KINDS)}"
    if unknown := value.keys() - {"kind", "id", "section"}:
        return f"has unknown keys: {_names(unknown)}"
    if (problem := identity().check(value.get("id"))) is not None:
        return f"id {problem}"
    section = value.get("section")
    if section is not None and not (
        value["kind"] == "article" and isinstance(section, str) and BLOCK_ID.match(section)
    ):
        return "section must be the id of a block of an article"
    return None


def _problem_with_url_target(value: dict[str, Any]) -> str | None:
    if unknown := value.keys() - {"kind", "href"}:
        return f"has unknown keys: {_names(unknown)}"
    return problem_with_url(value.get("href"))


def _names(keys: Any) -> str:
    return ", ".join(sorted(repr(key)[:40] for key in list(keys)[:5]))


SPANS: Mapping[str, Attribute] = {"colspan": integer(1, 20, default=1), "rowspan": integer(1, 100, default=1)}
