"""The demo's script: what demo/content says, checked and typed. README.md there describes the files."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"


class Misprint(ValueError):
    """The demo content contradicts its own format."""


@dataclass(frozen=True)
class Topic:
    """A hub, or a pillar below it. `path` is its address."""

    title: str
    slug: str
    summary: str = ""
    review_required: bool = True
    pillars: tuple["Topic", ...] = ()


@dataclass(frozen=True)
class Login:
    email: str
    name: str
    role: str


@dataclass(frozen=True)
class Person:
    """An author. `portrait` is the key of a drawing, `expertise` holds paths of topics,
    `credentials` the facts of authors.models.Credential, with `days` to the end, `covers` (paths, or "all") and
    `verified`; `pending_bio` waits for a
    moderator."""

    name: str
    slug: str
    role: str = ""
    credentials: tuple[dict[str, Any], ...] = ()
    honorific: str = ""
    expertise: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    disclosure: str = ""
    portrait: str = ""
    login: str = ""
    bio: str = ""
    pending_bio: str = ""


@dataclass(frozen=True)
class Erratum:
    """What readers are told was wrong in the article at this address."""

    article: str
    text: str


@dataclass(frozen=True)
class SameWords:
    """Words of which links are suggested: the same as other words, an article (its address) or a topic (its path)."""

    words: str
    same_as: str = ""
    article: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Script:
    """Everything to be played. `texts` are the articles' files in the order of publication, `drafts` those of texts
    that nobody has published yet."""

    folder: Path
    password: str
    hubs: tuple[Topic, ...]
    logins: tuple[Login, ...]
    authors: tuple[Person, ...]
    texts: tuple[Path, ...]
    drafts: tuple[Path, ...]
    corrections: tuple[Erratum, ...] = ()
    synonyms: tuple[SameWords, ...] = ()

    @property
    def sources(self) -> Path:
        """The library of the demo, in the form of Crossref's answers."""
        return self.folder / "sources.json"

    @property
    def retractions(self) -> Path:
        """What became of its works, in the form of the Retraction Watch table."""
        return self.folder / "retractions.csv"

    def first_version(self, text: Path) -> Path | None:
        """How an article was before it was mended, where that is kept."""
        path = self.folder / "drafts" / text.name
        return path if path.exists() else None

    @property
    def digest(self) -> str:
        """Changes when any file of the content does."""
        whole = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                whole.update(str(path.relative_to(self.folder)).encode() + b"\0" + path.read_bytes() + b"\0")
        return whole.hexdigest()


def read(folder: Path = CONTENT) -> Script:
    """Raises Misprint, OSError, TOMLDecodeError."""
    tree, people = _toml(folder / "tree.toml"), _toml(folder / "people.toml")
    corrections = folder / "corrections.toml"
    errata = _toml(corrections)["corrections"] if corrections.exists() else ()
    return Script(
        folder=folder,
        password=people["password"],
        hubs=tuple(_topic(row, "tree.toml") for row in tree["hubs"]),
        logins=tuple(_made(Login, row, "people.toml") for row in people["logins"]),
        authors=tuple(_made(Person, row, "people.toml") for row in people["authors"]),
        texts=tuple(sorted((folder / "articles").glob("*.txt"))),
        drafts=tuple(
            path for path in sorted((folder / "drafts").glob("*.txt")) if not (folder / "articles" / path.name).exists()
        ),
        corrections=tuple(_made(Erratum, row, "corrections.toml") for row in errata),
        synonyms=tuple(_made(SameWords, row, "tree.toml") for row in tree.get("synonyms", ())),
    )


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a bio: its lines, blank ones left out."""
    return (line.strip() for line in text.splitlines() if line.strip())


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _topic(row: dict[str, Any], where: str) -> Topic:
    pillars = tuple(_topic(pillar, where) for pillar in row.get("pillars", ()))
    return _made(Topic, {**row, "pillars": pillars}, where)


def _made(kind: type, row: dict[str, Any], where: str) -> Any:
    known = {field.name for field in fields(kind)}
    if unknown := row.keys() - known:
        raise Misprint(f"{where}: unknown keys {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}")
    try:
        return kind(**row)
    except TypeError as error:
        raise Misprint(f"{where}: {error}") from None
