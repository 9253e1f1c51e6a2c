"""The acts by which something that others point at goes, moves or changes its name (articles.refactoring does them with
what points there): articles are withdrawn, merged, renamed and moved, topics renamed and moved, sections changed,
authors renamed and retired."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from articles import arranging, permissions, publishing, writing
from articles.enums import ArticleState
from articles.inbound import Aim
from articles.models import Article, Pillar
from articles.snapshots import Snapshot
from authors import profiles, retiring
from authors.models import Author
from content.outline import heading_text
from history import events, revisions
from history.parts import fingerprint
from history.revisions import Conflict

NO_SECTION = "The latest version of the article no longer has this section. Look at it as it is now."


@dataclass(frozen=True)
class _OfArticle:
    """What points at the article is concerned."""

    subject: Article

    @property
    def aim(self) -> Aim:
        return Aim.at(self.subject)


@dataclass(frozen=True)
class _OfVersion(_OfArticle):
    """Makes a version of the article. `base`: the token of the version that was shown; `override_reason` as for
    publishing.publish()."""

    _: KW_ONLY
    base: str | None = None
    override_reason: str = ""

    def change(self, by: Any, change: Callable[[Snapshot], Snapshot], note: str) -> None:
        """Save the version, and publish it where readers saw the latest one; else it waits with the others."""
        if not permissions.can_publish(by, self.subject):
            raise PermissionDenied("Only an editor may rename and move what others point at.")
        latest = revisions.latest(self.subject)
        if latest is None:
            raise ValidationError("Nobody has written it yet.")
        if self.base != latest.token:
            raise Conflict(latest)
        was_live = self.subject.is_published and self.subject.live_revision_id == latest.pk
        new = change(Snapshot.from_dict(latest.snapshot))
        revision = writing.save(self.subject, new, by=by, base=self.base, note=note)
        if was_live:
            publishing.publish(self.subject, revision=revision, by=by, override_reason=self.override_reason)


@dataclass(frozen=True)
class _OfSection(_OfVersion):
    """What points at this section of the article is concerned. `block_id`: that of its heading."""

    block_id: str

    @property
    def aim(self) -> Aim:
        return Aim.at(self.subject, self.block_id)


@dataclass(frozen=True)
class Withdraw(_OfArticle):
    """Take an article away from readers: its addresses lead to `successor`, or say why, and what to read `instead`."""

    reason: str
    successor: Article | None = None
    instead: tuple[Article, ...] = ()

    @property
    def note(self) -> str:
        return f"“{self.subject}” is withdrawn."

    def do(self, by: Any) -> None:
        publishing.withdraw(self.subject, by=by, reason=self.reason, successor=self.successor, instead=self.instead)


@dataclass(frozen=True)
class Merge(_OfArticle):
    """Let another article take the place of a public one, whose addresses then lead there, or of a planned one, which
    goes once nothing links to it."""

    into: Article
    reason: str = ""

    @property
    def note(self) -> str:
        return f"“{self.subject}” is part of “{self.into}” now."

    def do(self, by: Any) -> None:
        if self.subject.state != ArticleState.PLANNED:
            reason = self.reason.strip() or self.note
            publishing.withdraw(self.subject, by=by, reason=reason, successor=self.into)
            return
        if not permissions.can_publish(by, self.subject):
            raise PermissionDenied("Only an editor may merge articles.")
        if self.into.pk == self.subject.pk:
            raise ValidationError({"into": "Choose another article."})
        events.record("merged", self.subject, by, into=self.into.pk)


@dataclass(frozen=True)
class Rename(_OfVersion):
    """Give an article another title or address; the former address leads on."""

    title: str
    slug: str

    @property
    def note(self) -> str:
        was = self.subject.slug or self.subject.working_slug
        return _renamed(f"“{self.subject}”", str(self.subject), self.title) + _readdressed(was, self.slug)

    def do(self, by: Any) -> None:
        self.change(by, lambda snapshot: replace(snapshot, title=self.title, slug=self.slug), "Renamed")


@dataclass(frozen=True)
class Move(_OfVersion):
    """Put an article under another topic."""

    pillar: Pillar

    @property
    def note(self) -> str:
        return f"“{self.subject}” belongs to “{self.pillar}” now."

    def do(self, by: Any) -> None:
        self.change(by, lambda snapshot: replace(snapshot, pillar=self.pillar.pk), "Moved")


@dataclass(frozen=True)
class MoveTopic:
    """Give a hub or pillar another title, address or hub; former addresses lead on. `seen`: the print of what was shown
    (print_of)."""

    subject: Pillar
    title: str
    slug: str
    parent: Pillar | None
    seen: str

    @property
    def aim(self) -> Aim:
        return Aim.at(self.subject)

    @property
    def note(self) -> str:
        subject = self.subject
        said = _renamed(f"The topic “{subject}”", subject.title, self.title) + _readdressed(subject.slug, self.slug)
        if self.parent != subject.parent:
            said += f" It belongs to “{self.parent}” now." if self.parent else " It is a hub now."
        return said

    def do(self, by: Any) -> None:
        # PostgreSQL: the second of two waits, and then finds another print.
        node = Pillar.objects.select_for_update().get(pk=self.subject.pk)
        if print_of(node) != self.seen:
            raise ValidationError("Somebody has changed the topic meanwhile. Look at it as it is now.")
        node.title, node.slug, node.parent = self.title, self.slug, self.parent
        arranging.save_pillar(node, by=by)


@dataclass(frozen=True)
class RenameSection(_OfSection):
    """Give a section another heading. Its anchor stays."""

    words: str

    @property
    def note(self) -> str:
        return f"A section of “{self.subject}” is called “{self.words}” now."

    def do(self, by: Any) -> None:
        def renamed(snapshot: Snapshot) -> Snapshot:
            blocks = list(snapshot.body["content"])
            place = _place_of(self.block_id, blocks)
            blocks[place] = {**blocks[place], "content": [{"type": "text", "text": self.words}]}
            return replace(snapshot, body={**snapshot.body, "content": blocks})

        self.change(by, renamed, "A section is renamed")


@dataclass(frozen=True)
class RemoveSection(_OfSection):
    """Take away a heading, so that its text joins what stands before; or, `with_text`, all of the section. Its anchor
    then leads to the nearest section."""

    with_text: bool = False

    @property
    def note(self) -> str:
        return f"A section of “{self.subject}” is gone."

    def do(self, by: Any) -> None:
        def without(snapshot: Snapshot) -> Snapshot:
            blocks = snapshot.body["content"]
            place = _place_of(self.block_id, blocks)
            after = _end_of(place, blocks) if self.with_text else place + 1
            return replace(snapshot, body={**snapshot.body, "content": [*blocks[:place], *blocks[after:]]})

        self.change(by, without, "A section is removed")


@dataclass(frozen=True)
class _OfAuthor:
    """What points at the author is concerned."""

    subject: Author

    @property
    def aim(self) -> Aim:
        return Aim.at(self.subject)


@dataclass(frozen=True)
class RenameAuthor(_OfAuthor):
    """Give an author another name or address; the former address leads on. `seen`: the print of what was shown
    (print_of_author)."""

    name: str
    slug: str
    seen: str

    @property
    def note(self) -> str:
        return f"The author “{self.subject}” is renamed."

    def do(self, by: Any) -> None:
        # PostgreSQL: the second of two waits, and then finds another print.
        author = Author.objects.select_for_update(no_key=True).get(pk=self.subject.pk)
        if print_of_author(author) != self.seen:
            raise ValidationError("Somebody has changed the author meanwhile. Look at them as they are now.")
        author.name, author.slug = self.name, self.slug
        profiles.save_author(author, by=by)


@dataclass(frozen=True)
class RetireAuthor(_OfAuthor):
    """Offer an author no longer; where they want to be `anonymous`, links to them become words."""

    reason: str
    anonymous: bool = False

    @property
    def note(self) -> str:
        return f"The author “{self.subject}” is retired."

    def do(self, by: Any) -> None:
        retiring.retire(self.subject, by=by, reason=self.reason, anonymous=self.anonymous)


def _renamed(name: str, was: str, title: str) -> str:
    title = " ".join(title.split())
    return f"{name} is called “{title}” now." if title != was else f"{name} is called as before."


def _readdressed(was: str | None, slug: str) -> str:
    return f" Its address ends in “{slug}” now, and the former one leads there." if was and slug != was else ""


def print_of(topic: Pillar) -> str:
    """What of a topic a person saw who moves it."""
    return fingerprint([topic.title, topic.slug, topic.parent_id])


def print_of_author(author: Author) -> str:
    """What of an author a person saw who renames them."""
    return fingerprint([author.name, author.slug])


def _place_of(block_id: str, blocks: list[dict[str, Any]]) -> int:
    for place, block in enumerate(blocks):
        if block["attrs"]["id"] == block_id and block["type"] == "heading" and heading_text(block):
            return place
    raise ValidationError(NO_SECTION)


def _end_of(place: int, blocks: list[dict[str, Any]]) -> int:
    """Where the next section of its level, or of a higher one, begins."""
    level = blocks[place]["attrs"]["level"]
    following = range(place + 1, len(blocks))
    return next((at for at in following if _closes(blocks[at], level)), len(blocks))


def _closes(block: dict[str, Any], level: int) -> bool:
    return block["type"] == "heading" and block["attrs"]["level"] <= level
