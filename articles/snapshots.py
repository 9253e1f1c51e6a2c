"""What a revision of an article holds: everything that a writer can edit."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from articles.enums import ArticleKind, ContributorRole
from content import upgrades
from content.normalising import normalise
from content.schema import ARTICLE, empty_document
from content.validation import Problem, validate

# Of one author's statement of interests, in characters.
LONGEST_STATEMENT = 1_000
# The statement that there is no conflict of interest.
NO_INTEREST = "None"
_NO_INTEREST = re.compile(r"(none|no|nothing)\.?", re.IGNORECASE)


@dataclass(frozen=True)
class Contributor:
    author: int
    role: str = ContributorRole.WRITER


@dataclass(frozen=True)
class Interest:
    """What an author states of their conflicts of interest in this article; NO_INTEREST says that there are none."""

    author: int
    statement: str


@dataclass(frozen=True)
class Snapshot:
    """One state of an article. Ids are primary keys; `body` is a content document; `listed` are article ids.

    `interests`, `ai_use` and what follows are stated, never assumed: a version from before they could be, and one whose
    writers have not said it yet, states nothing. An empty `sponsor` is none.
    """

    title: str
    slug: str
    standfirst: str = ""
    kind: str = ArticleKind.CONDITION
    pillar: int | None = None
    body: dict[str, Any] = field(default_factory=empty_document)
    tags: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    listed: tuple[int, ...] = ()
    search_description: str = ""
    interests: tuple[Interest, ...] = ()
    ai_use: str = ""
    ai_how: str = ""
    ai_editor: int | None = None
    sponsor: str = ""
    sponsored_for: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            **{one.name: getattr(self, one.name) for one in fields(self)},
            "tags": list(self.tags),
            "contributors": [asdict(c) for c in self.contributors],
            "listed": list(self.listed),
            "interests": [asdict(one) for one in self.interests],
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Snapshot":
        """Read a stored snapshot, also one of an older shape; its body is brought to the current schema. The stored one
        stays as it is."""
        return cls(
            **{
                **values,
                "body": upgrades.upgrade(values["body"]),
                "tags": tuple(values["tags"]),
                "contributors": tuple(Contributor(**contributor) for contributor in values["contributors"]),
                "listed": tuple(values["listed"]),
                "interests": tuple(Interest(**one) for one in values.get("interests", ())),
            }
        )

    def normalised(self) -> "Snapshot":
        """Tidied for storing: document normalised, tags without blanks or doubles, lines without edges, statements of
        authors alone."""
        return replace(
            self,
            title=" ".join(self.title.split()),
            standfirst=self.standfirst.strip(),
            search_description=self.search_description.strip(),
            body=normalise(self.body),
            tags=_distinct(self.tags),
            contributors=tuple(dict.fromkeys(self.contributors)),
            listed=tuple(dict.fromkeys(self.listed)),
            interests=tidied(one for one in self.interests if one.author in self.authors),
            ai_how=" ".join(self.ai_how.split()),
            sponsor=" ".join(self.sponsor.split()),
            sponsored_for=" ".join(self.sponsored_for.split()),
        )

    @property
    def authors(self) -> list[int]:
        """Who wrote it, in the order of the byline."""
        return [one.author for one in self.contributors if one.role == ContributorRole.WRITER]

    def body_problems(self) -> list[Problem]:
        return validate(self.body, ARTICLE)


def tidied(interests: Iterable[Interest]) -> tuple[Interest, ...]:
    """One statement for each author, in the order of their keys and each on one line; what says nothing is left out.
    "none." and the like are NO_INTEREST."""
    said = {one.author: " ".join(one.statement.split()) for one in interests}
    plain = {author: NO_INTEREST if _NO_INTEREST.fullmatch(words) else words for author, words in said.items()}
    return tuple(Interest(author, words) for author, words in sorted(plain.items()) if words)


def _distinct(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Each tag once whatever its case, the first spelling kept."""
    words = (" ".join(tag.split()) for tag in tags)
    return tuple({word.casefold(): word for word in reversed([w for w in words if w])}.values())[::-1]
