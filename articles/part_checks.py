"""Whether a field of an article can be kept while it is being written, each judged by itself."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.core.validators import slug_re

from articles import addresses
from articles.enums import AiUse, ArticleKind, ContributorRole
from articles.models import Article, Pillar
from articles.snapshots import LONGEST_STATEMENT, Interest, tidied
from authors.models import Author
from history.drafting import Refused, checked_keys, checked_text

LONGEST_LINE = 200
LONGEST_TEXT = 5_000
LONGEST_TAG = 100
LONGEST_REMARK = 300
MOST_ROWS = 200


def checked_field(name: str, value: Any, article: Article) -> Any:
    """The value of a field tidied for storing. Raises Refused; queries only where the value points at rows."""
    if name not in _FIELDS:
        raise Refused("is not known here")
    return _FIELDS[name](value, article)


def _title(value: Any, article: Article) -> str:
    title = " ".join(checked_text(value, LONGEST_LINE).split())
    if not title:
        raise Refused("Give the article a title.")
    return title


def _slug(value: Any, article: Article) -> str:
    slug = checked_text(value, LONGEST_LINE)
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
        checked_keys([value], Pillar, 1)
    return value


def _tags(value: Any, article: Article) -> list[str]:
    words = [" ".join(checked_text(tag, LONGEST_TAG).split()) for tag in _rows(value)]
    first = {tag.casefold(): tag for tag in reversed(words) if tag}
    return list(first.values())[::-1]


def _contributors(value: Any, article: Article) -> list[dict[str, Any]]:
    rows = _rows(value)
    for row in rows:
        if not isinstance(row, dict) or row.keys() != {"author", "role"} or row["role"] not in ContributorRole.values:
            raise Refused("must be a list of authors and their roles")
    checked_keys([row["author"] for row in rows], Author, MOST_ROWS)
    return [row for place, row in enumerate(rows) if row not in rows[:place]]


def _listed(value: Any, article: Article) -> list[int]:
    return checked_keys(value, Article, MOST_ROWS)


def _interests(value: Any, article: Article) -> list[dict[str, Any]]:
    rows = _rows(value)
    if not all(isinstance(row, dict) and row.keys() == {"author", "statement"} for row in rows):
        raise Refused("must be a list of authors and their statements")
    checked_keys([row["author"] for row in rows], Author, MOST_ROWS)
    said = [Interest(row["author"], checked_text(row["statement"], LONGEST_STATEMENT)) for row in rows]
    return [asdict(one) for one in tidied(said)]


def _ai_use(value: Any, article: Article) -> str:
    if value not in ("", *AiUse.values):
        raise Refused("is no use of AI")
    return str(value)


def _ai_editor(value: Any, article: Article) -> int | None:
    if value is not None:
        checked_keys([value], Author, 1)
    return value


def _line(longest: int) -> Callable[[Any, Article], str]:
    return lambda value, article: " ".join(checked_text(value, longest).split())


def _rows(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_ROWS:
        raise Refused(f"must be a list of {MOST_ROWS} at most")
    return value


_FIELDS: dict[str, Callable[[Any, Article], Any]] = {
    "title": _title,
    "slug": _slug,
    "standfirst": lambda value, article: checked_text(value, LONGEST_TEXT),
    "kind": _kind,
    "pillar": _pillar,
    "tags": _tags,
    "contributors": _contributors,
    "listed": _listed,
    "search_description": lambda value, article: checked_text(value, LONGEST_LINE),
    "interests": _interests,
    "ai_use": _ai_use,
    "ai_how": _line(LONGEST_REMARK),
    "ai_editor": _ai_editor,
    "sponsor": _line(LONGEST_LINE),
    "sponsored_for": _line(LONGEST_REMARK),
}
