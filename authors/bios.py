"""What authors say of themselves: what a bio holds, how each part of it is checked, and a bio while it is written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db import models

from authors import permissions
from authors.models import Author, BioRevision
from content import upgrades
from content.schema import BIO, empty_document
from content.urls import safe_url
from history.drafting import Draft, Refused, checked_keys, checked_text
from images.models import Image

MOST_TOPICS = 12
MOST_LANGUAGES = 12
MOST_LINKS = 8
LONGEST_LINK = 300
LONGEST_DISCLOSURE = 1_000
LANGUAGES: Mapping[str, str] = {
    info["name"].casefold(): info["name"] for info in LANG_INFO.values() if "name" in info and "-" not in info["code"]
}
# ISO 7064, MOD 11-2, over the first fifteen digits (https://support.orcid.org, "Structure of the ORCID iD").
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])/?")


@dataclass(frozen=True)
class BioSnapshot:
    """What a bio revision holds. `bio` is a content document of the BIO profile, `portrait` an image's id, `expertise`
    the ids of pillars, `languages` their English names, `links` addresses elsewhere."""

    role: str = ""
    bio: dict[str, Any] = field(default_factory=empty_document)
    portrait: int | None = None
    honorific: str = ""
    suffix: str = ""
    expertise: list[int] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    institution: str = ""
    orcid: str = ""
    links: list[str] = field(default_factory=list)
    disclosure: str = ""

    @classmethod
    def of(cls, revision: BioRevision | None) -> "BioSnapshot":
        """Empty for none."""
        return cls.from_dict(revision.snapshot) if revision else cls()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "BioSnapshot":
        """Also from what was stored before a field was thought of, or since it was given up."""
        known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        return cls(**{**known, "bio": upgrades.upgrade(values["bio"])})

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class BioDraft(Draft):
    """An author's next bio."""

    subject: Author
    profile = BIO
    labels = {
        "role": "Role",
        "portrait": "Portrait",
        "honorific": "Title before the name",
        "suffix": "After the name",
        "expertise": "Expertise",
        "languages": "Languages",
        "institution": "Institution",
        "orcid": "ORCID iD",
        "links": "Links",
        "disclosure": "Disclosure",
    }
    forbidden = "Only who keeps the authors, or the author, may change a bio."

    def may_see(self, user: Any) -> bool:
        return self.may_edit(user) or permissions.can_see_queue(user)

    def may_edit(self, user: Any) -> bool:
        return permissions.can_edit_author(user, self.subject)

    def stored(self, snapshot: dict[str, Any] | None) -> dict[str, Any]:
        return (BioSnapshot.from_dict(snapshot) if snapshot else BioSnapshot()).as_dict()

    def checked_field(self, name: str, value: Any) -> Any:
        if name not in _CHECKS:
            raise Refused("is not known here")
        return _CHECKS[name](value)

    def words(self, name: str, value: Any) -> str:
        match name:
            case "portrait":
                return named(Image, [value])[0] if value else ""
            case "expertise":
                return "\n".join(named(topics(), value))
            case "languages" | "links":
                return "\n".join(value)
        return value


def topics() -> type[models.Model]:
    """The model of what an author may be expert in."""
    return Author._meta.get_field("expertise").related_model


def named(model: type[models.Model], keys: list[int]) -> list[str]:
    """What the rows are called, in the order of the keys. One query at most."""
    rows = model._default_manager.in_bulk(keys) if keys else {}
    return [str(rows.get(key, f"no longer there (number {key})")) for key in keys]


def checked_snapshot(snapshot: BioSnapshot) -> BioSnapshot:
    """All fields but the text tidied for storing. Raises Refused with the field's label before the reason."""
    values = snapshot.as_dict()
    for name, check in _CHECKS.items():
        try:
            values[name] = check(values[name])
        except Refused as refusal:
            raise Refused(f"{BioDraft.labels[name]}: {refusal}") from None
    return BioSnapshot(**values)


def checked_orcid(value: Any) -> str:
    """The sixteen digits in groups of four, also of an address at orcid.org. Raises Refused where the check digit is
    not theirs."""
    words = checked_text(value, LONGEST_LINK)
    if not words:
        return ""
    found = _ORCID.fullmatch(words)
    digits = "".join(found.groups()).upper() if found else ""
    if not found or digits[-1] != _check_digit(digits[:-1]):
        raise Refused("An ORCID iD looks like 0000-0002-1825-0097, and its last sign checks the others.")
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def _check_digit(digits: str) -> str:
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def _line(longest: int) -> Callable[[Any], str]:
    return lambda value: " ".join(checked_text(value, longest).split())


def _portrait(value: Any) -> int | None:
    if value is not None:
        checked_keys([value], Image, 1)
    return value


def _expertise(value: Any) -> list[int]:
    return checked_keys(value, topics(), MOST_TOPICS)


def _languages(value: Any) -> list[str]:
    said = [" ".join(checked_text(one, 60).split()) for one in _listed(value, MOST_LANGUAGES)]
    unknown = [one for one in said if one and one.casefold() not in LANGUAGES]
    if unknown:
        raise Refused(f"“{unknown[0]}” is no language that is known here. Write its English name, such as German.")
    return list(dict.fromkeys(LANGUAGES[one.casefold()] for one in said if one))


def _links(value: Any) -> list[str]:
    said = [checked_text(one, LONGEST_LINK) for one in _listed(value, MOST_LINKS)]
    read = [(words, safe_url(words) or "") for words in said if words]
    for words, address in read:
        if not address.startswith("https://"):
            raise Refused(f"“{words[:80]}” is no address that begins with https://.")
        if urlsplit(address).netloc == urlsplit(settings.SITE_URL).netloc:
            raise Refused(f"“{words[:80]}” is a page of ours: link to it in the bio, where the link follows it.")
    return list(dict.fromkeys(address for _, address in read))


def _listed(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise Refused(f"At most {most} are possible here.")
    return value


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "role": _line(120),
    "portrait": _portrait,
    "honorific": _line(20),
    "suffix": _line(60),
    "expertise": _expertise,
    "languages": _languages,
    "institution": _line(160),
    "orcid": checked_orcid,
    "links": _links,
    "disclosure": lambda value: checked_text(value, LONGEST_DISCLOSURE),
}
