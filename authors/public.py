"""A person as readers meet them: one presentation for the public page and for the moderator who judges it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.safestring import SafeString

from authors import credentials
from authors.bios import BioSnapshot
from authors.models import Author
from content import references, sponsoring
from content.references import Destination, Target
from content.rendering import Surroundings
from content.rendering import render as render_document
from content.sponsoring import Sponsored
from images.pictures import Shown, show


@dataclass(frozen=True)
class Held:
    """A credential as readers see it, with what its kind means."""

    name: str
    kind: str
    meaning: str
    issuer: str
    country: str
    verified_at: datetime
    valid_until: date | None


@dataclass(frozen=True)
class Profile:
    """What templates/authors/profile.html shows. `said` is an Author or a BioSnapshot: the names of what both say are
    the same; `links` are their addresses with the host of each and whether the site is paid for it."""

    name: str
    said: Author | BioSnapshot
    portrait: Any
    bio: SafeString
    expertise: list[Destination]
    held: list["Held"] = field(default_factory=list)
    former_names: list[str] = field(default_factory=list)
    sponsored: Sponsored = field(default_factory=Sponsored)

    @property
    def line(self) -> str:
        """The names of what is held."""
        return ", ".join(dict.fromkeys(one.name for one in self.held))

    @property
    def links(self) -> list[tuple[str, str, bool]]:
        return [
            (address, urlsplit(address).hostname or address, self.sponsored.covers(address))
            for address in self.said.links
        ]


def profile(author: Author) -> tuple[Profile, Shown]:
    """Of what a moderator approved, with the pictures. Five queries at most, one for each kind of thing that the bio
    links to, and one where it leads to other sites."""
    # From the revision that the author's row names, not from rows of their own: those may be written in between.
    topics = BioSnapshot.of(author.live_bio).expertise if author.live_bio_id and not author.bio_hidden_at else []
    shown, found = _looked_up([author], topics)
    former = list(author.former_names.values_list("name", flat=True)) if author.shows_former_names else []
    profile = _profile(author, author, shown, found, topics)
    return replace(profile, held=_held(author), former_names=former), shown


def sides(author: Author, waiting: BioSnapshot) -> list[tuple[str, Profile | None]]:
    """What readers see now, None where that is nothing, and what they would see: title and profile."""
    now = BioSnapshot.of(author.live_bio) if author.live_bio_id and not author.bio_hidden_at else None
    both = [snapshot for snapshot in (now, waiting) if snapshot]
    shown, found = _looked_up(both, [pk for snapshot in both for pk in snapshot.expertise])
    made = [one and _profile(author, one, shown, found, one.expertise, heading_offset=2) for one in (now, waiting)]
    return list(zip(("Readers see now", "Readers would see"), made, strict=True))


def _looked_up(said: Iterable[Author | BioSnapshot], topics: Iterable[int]) -> tuple[Shown, dict[Target, Destination]]:
    said = list(said)
    ids = [pk for one in said if (pk := _portrait_of(one))]
    targets = {target for one in said for target in references.targets(one.bio)}
    found = references.resolve(targets | {Target("pillar", pk) for pk in topics})
    return show(portraits=ids, crops=ids), found


def _profile(
    author: Author,
    said: Author | BioSnapshot,
    shown: Shown,
    found: dict[Target, Destination],
    topics: Iterable[int],
    *,
    heading_offset: int = 0,
) -> Profile:
    sponsored = sponsoring.among([*references.addresses(said.bio), *said.links])
    around = Surroundings(destinations=found, heading_offset=heading_offset, sponsored=sponsored)
    bio = render_document(said.bio, around)
    expertise = [found[target] for pk in topics if (target := Target("pillar", pk)) in found]
    portrait = shown.portraits.get(_portrait_of(said))
    return Profile(styled(author.name, said), said, portrait, bio, expertise, sponsored=sponsored)


def styled(name: str, said: Author | BioSnapshot) -> str:
    """The name with the titles that go with it: "Dr Ada Example, PhD"."""
    name = f"{said.honorific} {name}" if said.honorific else name
    return f"{name}, {said.suffix}" if said.suffix else name


def _held(author: Author) -> list[Held]:
    if author.bio_hidden_at:
        return []
    return [
        Held(
            one.name,
            one.get_kind_display(),
            credentials.MEANINGS[one.kind],
            one.issuer,
            one.country,
            one.verified_at,
            one.valid_until,
        )
        for one in author.held.held(credentials.today())
    ]


def _portrait_of(said: Author | BioSnapshot) -> int | None:
    return said.portrait_id if isinstance(said, Author) else said.portrait
