"""What a moderator should look at twice in a bio: found by rules, judged by people. Nothing is refused for a flag."""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from authors import credentials
from authors.bios import BioSnapshot
from authors.models import Author, Credential
from content import references
from content.text import plain_text

# Rules of trustworthy publishing: who is not a clinician is not presented as one.
_TITLES = re.compile(
    r"\b(?:dr|prof)\.|\b(?:dr|doctor|professor|physician|surgeon|specialist|consultant|psychiatrist|therapist"
    r"|\w+(?:ologist|iatrist)|M\.?D|D\.?O|MBBS|MBChB|FRCP|Ph\.?D|R\.?N|RM|PT|DPT|licensed|board[- ]certified)\b",
    re.IGNORECASE,
)
# Written small these are words.
_CAPITALS = frozenset({"md", "do", "rn", "rm", "pt", "dpt"})
_PRAISE = re.compile(
    r"\b(?:best|leading|top|foremost|renowned|world[- ]class|world[- ]famous|unrivall?ed|number one|award[- ]winning"
    r"|most (?:experienced|trusted|respected|successful)|outstanding|exceptional|passionate|cutting[- ]edge|guru)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:\+|\b00)\d[\d ()./-]{6,}\d|\(?\b\d{3,5}\)?[ /-]\d{3,4}[ -]?\d{3,}|(?<!\w)@\w{3,}"
    r"|\b\d{3}[ -]\d{4}\b|\b(?:call|whatsapp|e-?mail|telephone|phone) (?:me|us|her|him|them)\b",
    re.IGNORECASE,
)
# So many words in a row do not stand in two bios by chance.
_RUN = 9
Run = tuple[str, ...]


class Flag(NamedTuple):
    """`kind` is a value of authors.models.Reason: what a moderator would say of it; `words` are those of the bio."""

    kind: str
    message: str
    words: str


class Known:
    """The public bios of all authors and what each verifiably holds, read once for however many bios are looked at."""

    @functools.cached_property
    def titles(self) -> dict[int, set[str]]:
        """By author, the words of what they hold."""
        found: dict[int, set[str]] = {}
        for pk, name in Credential.objects.held(credentials.today()).values_list("author", "name"):
            found.setdefault(pk, set()).update(re.findall(r"\w+", name.replace(".", "").casefold()))
        return found

    @functools.cached_property
    def texts(self) -> list[tuple[int, str, dict["Run", str]]]:
        rows = Author.objects.exclude(live_bio=None).only("name", "bio")
        return [(row.pk, row.name, dict(_runs(plain_text(row.bio)))) for row in rows]


def flags(snapshot: BioSnapshot, author: Author, known: Known | None = None) -> list[Flag]:
    """What stands out in a bio, each once. Two queries, none where `known` is filled."""
    known = known or Known()
    found = [*_titles(snapshot, known.titles.get(author.pk, set())), *_praise(snapshot), *_contact(snapshot)]
    return list(dict.fromkeys([*found, *_links(snapshot), *_copied(snapshot, author, known)]))


def _titles(snapshot: BioSnapshot, verified: set[str]) -> Iterator[Flag]:
    for found in _TITLES.finditer(_words(snapshot)):
        title = found[0].rstrip(".")
        bare = title.replace(".", "").casefold()
        if bare in _CAPITALS and not title.isupper():
            continue
        if bare not in verified:
            yield Flag("title", f"“{title}”: no verified credential says so", title)


def _praise(snapshot: BioSnapshot) -> Iterator[Flag]:
    for found in _PRAISE.finditer(_words(snapshot)):
        yield Flag("praise", f"“{found[0]}”: praise", found[0])


def _contact(snapshot: BioSnapshot) -> Iterator[Flag]:
    for found in _CONTACT.finditer(_words(snapshot)):
        yield Flag("contact", f"“{found[0].strip()}”: contact details", found[0].strip())


def _links(snapshot: BioSnapshot) -> Iterator[Flag]:
    inside = [str(target.id) for target in references.targets(snapshot.bio) if target.kind == "url"]
    for address in [*sorted(inside), *snapshot.links]:
        yield Flag("links", f"{address} leads elsewhere", address)


def _copied(snapshot: BioSnapshot, author: Author, known: Known) -> Iterator[Flag]:
    ours = list(_runs(plain_text(snapshot.bio)))
    if not ours:
        return
    for pk, name, runs in known.texts:
        same = next((words for run, words in ours if run in runs), None)
        if same and pk != author.pk:
            yield Flag("copied", f"“{same} …” stands in the bio of {name}", same)


def _runs(text: str) -> Iterator[tuple[Run, str]]:
    """Every run of so many words, without case and signs, and as it was written."""
    words = text.split()
    bare = [re.sub(r"\W", "", word).casefold() for word in words]
    for start in range(len(words) - _RUN + 1):
        yield tuple(bare[start : start + _RUN]), " ".join(words[start : start + _RUN])


def _words(snapshot: BioSnapshot) -> str:
    plain = (snapshot.honorific, snapshot.suffix, snapshot.role, snapshot.institution)
    return "\n".join([*plain, plain_text(snapshot.bio), snapshot.disclosure])


def is_routine(before: BioSnapshot, after: BioSnapshot, found: list[Flag], known: list[Flag]) -> bool:
    """Whether a change may be approved among others: something was public before, no flag is new, and neither title,
    picture, links nor topics change."""
    careful = ("honorific", "suffix", "portrait", "links", "expertise", "orcid", "institution")
    is_first = before == BioSnapshot()
    return not is_first and set(found) <= set(known) and all(getattr(before, n) == getattr(after, n) for n in careful)
