"""NAME.toml beside NAME.txt: where an article belongs, its pictures, boxes, and which words of it are links.

Every key is optional; an unknown one is refused, because it is a misspelt one.
"""

import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar

from articles.delivery import Reason, Refused, read_text
from articles.enums import AiUse
from content.schema import NODES

MAX_BYTES = 200 * 1024
LONGEST_DESCRIPTION = 200
_SLUG = re.compile(r"(?=.{1,200}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Picture:
    """A picture below the heading of these words. `file` is relative to the TOML file; `line` is where it is asked."""

    heading: str
    file: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    decorative: bool = False
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Link:
    """The first place of `words` in a paragraph (one that contains `paragraph`) leads to `target`.

    A target is `hub:slug`, `pillar:hub/slug`, `article:slug or title`, `author:slug` or an address (https://…).
    """

    words: str
    target: str
    paragraph: str = ""
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Cited:
    """The first place of `words` in a paragraph (one that contains `paragraph`) rests on `source`: the DOI, PMID or
    other identifier of one that the library has."""

    words: str
    source: str
    locator: str = ""
    paragraph: str = ""
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Box:
    """Lines of the text that stand in a box: the paragraph, list or subheading that begins with the words `opening`.

    The list right below belongs to it. `through` begins the last line of a longer box, or of a shorter one.
    """

    node: ClassVar[str]
    opening: str
    through: str = ""
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Card(Box):
    """A care card. Its heading is the opening line, or `heading`: then that line is the first below it."""

    node: ClassVar[str] = "care_card"
    urgency: str = ""
    heading: str = ""


@dataclass(frozen=True)
class KeyPoints(Box):
    node: ClassVar[str] = "key_points"


@dataclass(frozen=True)
class Experience(Box):
    node: ClassVar[str] = "experience"


@dataclass(frozen=True)
class Callout(Box):
    """A call-out. Its title is `title`, or the subheading with which it opens, or none."""

    node: ClassVar[str] = "callout"
    title: str = ""


@dataclass(frozen=True)
class Particulars:
    """What the file says, None where it says nothing. `path` names it in refusals.

    `interests` is what the `author` of the file states of their conflicts of interest; `ai_editor` is a slug.
    """

    path: Path | None = None
    pillar: str | None = None
    author: str | None = None
    kind: str | None = None
    slug: str | None = None
    search_description: str | None = None
    interests: str | None = None
    ai_use: str | None = None
    ai_how: str | None = None
    ai_editor: str | None = None
    sponsor: str | None = None
    sponsored_for: str | None = None
    tags: tuple[str, ...] | None = None
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    citations: tuple[Cited, ...] = ()
    cards: tuple[Card, ...] = ()
    key_points: tuple[KeyPoints, ...] = ()
    experiences: tuple[Experience, ...] = ()
    callouts: tuple[Callout, ...] = ()

    @property
    def boxes(self) -> tuple[Box, ...]:
        return (*self.cards, *self.key_points, *self.experiences, *self.callouts)

    def refuse(self, message: str, line: int | None = None) -> Refused:
        """The exception that names this file."""
        return Refused(Reason(self.path or Path("options"), message, line))


_STATED = ("interests", "ai_use", "ai_how", "ai_editor", "sponsor", "sponsored_for")
_WORDS = ("pillar", "author", "kind", "slug", "search_description", *_STATED)
_TABLES = {
    "pictures": (Picture, ("heading", "file")),
    "links": (Link, ("words", "target")),
    "citations": (Cited, ("words", "source")),
    "cards": (Card, ("opening", "urgency")),
    "key_points": (KeyPoints, ("opening",)),
    "experiences": (Experience, ("opening",)),
    "callouts": (Callout, ("opening",)),
}


def read_beside(path: Path) -> Particulars:
    """The particulars in the TOML file of the same name, empty ones if there is none. Raises Refused."""
    toml = path.with_suffix(".toml")
    return read(toml) if toml != path and toml.exists() else Particulars()


def read(path: Path) -> Particulars:
    """The particulars that a TOML file says. Raises Refused with every problem found, each with its line."""
    text = read_text(path, limit=MAX_BYTES)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Beside TOMLDecodeError, a ValueError itself: numbers of 5,000 digits and lists in lists in lists.
        found = re.search(r"line (\d+)", str(error))
        message = f"this is not TOML: {error}"
        raise Refused(Reason(path, message, int(found[1]) if found else len(text.splitlines()))) from None
    reasons: list[Reason] = []
    read_values = {
        key: _value(key, value, path, text, reasons)
        for key, value in values.items()
        if _known(key, path, text, reasons)
    }
    if reasons:
        raise Refused(*reasons)
    return Particulars(path=path, **read_values)


def _known(key: str, path: Path, text: str, reasons: list[Reason]) -> bool:
    known = (*_WORDS, "tags", *_TABLES)
    if key not in known:
        reasons.append(Reason(path, f"unknown key {key!r}; known are {', '.join(known)}", _line_of(text, key)))
    return key in known


def _value(key: str, value: Any, path: Path, text: str, reasons: list[Reason]) -> Any:
    if key in _TABLES:
        return _rows(key, value, path, text, reasons)
    if key == "tags":
        fits = isinstance(value, list) and all(isinstance(tag, str) for tag in value)
        problem = problem_with_tags(tuple(value)) if fits else 'tags must be a list of words: ["one", "two"]'
        if problem is None:
            return tuple(value)
        reasons.append(Reason(path, problem, _line_of(text, key)))
    elif not isinstance(value, str):
        reasons.append(Reason(path, f"{key} must be text in quotation marks", _line_of(text, key)))
    elif problem := _problem(key, value):
        reasons.append(Reason(path, problem, _line_of(text, key)))
    return value


def _problem(key: str, value: str) -> str | None:
    if key == "slug" and not _SLUG.fullmatch(value):
        return f"the slug {value!r} must be small letters, digits and hyphens, at most 200 of them"
    if key == "search_description" and len(value) > LONGEST_DESCRIPTION:
        return f"search_description has {len(value)} characters; at most {LONGEST_DESCRIPTION} are shown"
    if key == "ai_use" and value not in AiUse.values:
        return f"ai_use must be one of {', '.join(AiUse.values)}"
    return None


def problem_with_tags(tags: tuple[str, ...]) -> str | None:
    """Why the database would not take one of these tags, or None."""
    return next((f"the tag {tag[:20]!r}… has more than 100 characters" for tag in tags if len(tag) > 100), None)


def _rows(key: str, value: Any, path: Path, text: str, reasons: list[Reason]) -> tuple:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        reasons.append(Reason(path, f"{key} must be tables: [[{key}]]", _line_of(text, key)))
        return ()
    return tuple(filter(None, (_row(key, row, path, _line_of(text, key, n), reasons) for n, row in enumerate(value))))


def _row(key: str, row: dict[str, Any], path: Path, line: int | None, reasons: list[Reason]) -> Any:
    kind, required = _TABLES[key]
    known = {f.name: bool if f.name == "decorative" else str for f in fields(kind) if f.name != "line"}
    problems = [f"unknown key {name!r} in [[{key}]]; known are {', '.join(known)}" for name in row if name not in known]
    problems += [
        f"{name} of [[{key}]] must be {'true or false' if known[name] is bool else 'text in quotation marks'}"
        for name, value in row.items()
        if name in known and not isinstance(value, known[name])
    ]
    problems += [f"[[{key}]] lacks {name!r}" for name in required if not _says_something(row.get(name))]
    problems += [] if problems else _problems_with_attributes(key, kind, row)
    reasons += [Reason(path, problem, line) for problem in problems]
    return None if problems else kind(**row, line=line)


def _says_something(value: Any) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def _problems_with_attributes(key: str, kind: type, row: dict[str, Any]) -> list[str]:
    """What the content language holds against the values of a box."""
    attrs = NODES[kind.node].attrs if issubclass(kind, Box) else {}
    found = [(name, attribute.check(row[name])) for name, attribute in attrs.items() if name in row]
    return [f"{name} of [[{key}]] {problem}" for name, problem in found if problem]


def _line_of(text: str, key: str, ordinal: int = 0) -> int | None:
    """Where a key or the table of that ordinal begins. tomllib does not tell; keys in odd spellings give None."""
    pattern = re.compile(rf"""\s*(?:\[\[?\s*["']?{re.escape(key)}["']?\s*\]|["']?{re.escape(key)}["']?\s*[=.])""")
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if pattern.match(line)]
    return lines[ordinal] if ordinal < len(lines) else (lines[0] if lines else None)
