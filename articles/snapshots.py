"""What a revision of an article holds: everything that a writer can edit."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from articles.enums import ArticleKind, ContributorRole
from content import upgrades
from content.normalising import normalise
from content.schema import ARTICLE, empty_document
from content.validation import Problem, validate


@dataclass(frozen=True)
class Contributor:
    author: int
    role: str = ContributorRole.WRITER


@dataclass(frozen=True)
class Snapshot:
    """One state of an article. Ids are primary keys; `body` is a content document; `listed` are article ids."""

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

    def as_dict(self) -> dict[str, Any]:
        values = asdict(self)
        return {
            **values,
            "tags": list(self.tags),
            "contributors": [asdict(c) for c in self.contributors],
            "listed": list(self.listed),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Snapshot":
        """Read a stored snapshot; its body is brought to the current schema, the stored one stays as it is."""
        return cls(
            **{
                **values,
                "body": upgrades.upgrade(values["body"]),
                "tags": tuple(values["tags"]),
                "contributors": tuple(Contributor(**contributor) for contributor in values["contributors"]),
                "listed": tuple(values["listed"]),
            }
        )

    def normalised(self) -> "Snapshot":
        """Tidied for storing: document normalised, tags without blanks or doubles, lines without edges."""
        return replace(
            self,
            title=" ".join(self.title.split()),
            standfirst=self.standfirst.strip(),
            search_description=self.search_description.strip(),
            body=normalise(self.body),
            tags=_distinct(self.tags),
            contributors=tuple(dict.fromkeys(self.contributors)),
            listed=tuple(dict.fromkeys(self.listed)),
        )

    def body_problems(self) -> list[Problem]:
        return validate(self.body, ARTICLE)


def _distinct(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Each tag once whatever its case, the first spelling kept."""
    words = (" ".join(tag.split()) for tag in tags)
    return tuple({word.casefold(): word for word in reversed([w for w in words if w])}.values())[::-1]
