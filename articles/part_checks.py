"""Whether a part of an article can be kept while it is being written: each block and each field judged by itself."""

from collections.abc import Callable
from typing import Any

from django.core.validators import slug_re

from articles import addresses
from articles.enums import ArticleKind, ContributorRole
from articles.models import Article, Pillar
from authors.models import Author
from content.attributes import BLOCK_ID
from content.normalising import normalise
from content.schema import ARTICLE, empty_document
from content.validation import Problem, validate
from history.words import can_be_kept

LONGEST_LINE = 200
LONGEST_TEXT = 5_000
LONGEST_TAG = 100
MOST_ROWS = 200


class Refused(ValueError):
    """The part cannot be kept as it is; the message says why to its writer."""


def checked_block(block_id: str, block: Any) -> tuple[Any, list[Problem]]:
    """The block tidied for storing, and what is wrong with it; paths begin with `blocks.<id>`."""
    attrs = block.get("attrs") if isinstance(block, dict) else None
    if not BLOCK_ID.match(block_id) or not isinstance(attrs, dict) or attrs.get("id") != block_id:
        return None, [Problem(f"blocks.{block_id[:20]}", "is not a block of that id")]
    document = normalise({**empty_document(), "content": [block]})
    found = validate(document, ARTICLE)
    return document["content"][0], [_within(problem, block_id) for problem in found]


def checked_field(name: str, value: Any, article: Article) -> Any:
    """The value of a field tidied for storing. Raises Refused; queries only where the value points at rows."""
    if name not in _FIELDS:
        raise Refused("is not known here")
    return _FIELDS[name](value, article)


def too_large(document: dict[str, Any]) -> str | None:
    """Why the whole cannot be kept although each of its blocks can."""
    problems = validate(document, ARTICLE)
    return problems[0].message if problems else None


def _within(problem: Problem, block_id: str) -> Problem:
    return Problem(f"blocks.{block_id}{problem.path.removeprefix('content[0]')}", problem.message)


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise Refused("must be text")
    if len(value) > longest:
        raise Refused(f"At most {longest} characters are possible here.")
    if not can_be_kept(value):
        raise Refused("contains a character that cannot be stored")
    return value.strip()


def _title(value: Any, article: Article) -> str:
    title = " ".join(_text(value, LONGEST_LINE).split())
    if not title:
        raise Refused("Give the article a title.")
    return title


def _slug(value: Any, article: Article) -> str:
    slug = _text(value, LONGEST_LINE)
    if not slug_re.match(slug):
        raise Refused("An address has letters without accents, digits, hyphens and underscores only.")
    if addresses.is_taken(slug, article):
        raise Refused(f"Another article has, or had, the address “{slug}”. Choose another.")
    return slug


def _kind(value: Any, article: Article) -> str:
    if value not in ArticleKind.values:
        raise Refused("is no kind of article")
    return str(value)


def _pillar(value: Any, article: Article) -> int | None:
    if value is not None:
        _existing(Pillar, [value])
    return value


def _tags(value: Any, article: Article) -> list[str]:
    words = [" ".join(_text(tag, LONGEST_TAG).split()) for tag in _rows(value)]
    first = {tag.casefold(): tag for tag in reversed(words) if tag}
    return list(first.values())[::-1]


def _contributors(value: Any, article: Article) -> list[dict[str, Any]]:
    rows = _rows(value)
    for row in rows:
        if not isinstance(row, dict) or row.keys() != {"author", "role"} or row["role"] not in ContributorRole.values:
            raise Refused("must be a list of authors and their roles")
    _existing(Author, [row["author"] for row in rows])
    return [row for place, row in enumerate(rows) if row not in rows[:place]]


def _listed(value: Any, article: Article) -> list[int]:
    rows = _rows(value)
    _existing(Article, rows)
    return list(dict.fromkeys(rows))


def _rows(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_ROWS:
        raise Refused(f"must be a list of {MOST_ROWS} at most")
    return value


def _existing(model: type, keys: list[Any]) -> None:
    if any(type(key) is not int or not 0 < key < 2**63 for key in keys):
        raise Refused("must be numbers of rows")
    if keys and model.objects.filter(pk__in=keys).count() != len(set(keys)):
        raise Refused("names something that is no longer there")


_FIELDS: dict[str, Callable[[Any, Article], Any]] = {
    "title": _title,
    "slug": _slug,
    "standfirst": lambda value, article: _text(value, LONGEST_TEXT),
    "kind": _kind,
    "pillar": _pillar,
    "tags": _tags,
    "contributors": _contributors,
    "listed": _listed,
    "search_description": lambda value, article: _text(value, LONGEST_LINE),
}
