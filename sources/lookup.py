"""Asking Crossref and PubMed what an identifier stands for. Never while a page is made, only when somebody asks.

SOURCES_LOOKUP=false turns it off; then everything is typed or imported. Addresses are fixed by the settings: nothing
that a person typed decides which machine is asked.
"""

import functools
import json
from typing import Any
from urllib.parse import quote, urlencode

import urllib3
from django.conf import settings
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.util import Retry, Timeout

from sources import crossref, pubmed
from sources.enums import StatusOrigin
from sources.identifiers import Identifier
from sources.records import Record

# In seconds: a writer waits for the answer.
CONNECT, READ = 3, 8
# An answer about one work has some 100 kB, with hundreds of references; more is none.
LARGEST = 5 * 1024 * 1024
_AGAIN = (429, 500, 502, 503, 504)


class Unavailable(Exception):
    """The registry did not answer, or not sensibly. Try again later, or type it in."""


class Unknown(Exception):
    """The registry answered, and knows no such work."""


def is_on() -> bool:
    return bool(settings.SOURCES_LOOKUP)


def can_ask(identifier: Identifier) -> bool:
    """Whether some registry answers for this kind."""
    return is_on() and identifier.kind in _ASKED


def look_up(identifier: Identifier) -> Record:
    """What the registry knows. Raises Unknown, Unavailable; at most three attempts, with pauses that grow or that the
    registry asks for."""
    if not can_ask(identifier):
        raise Unavailable("Looking up is switched off, or nobody can be asked about this kind of identifier.")
    return _ASKED[identifier.kind](identifier.value)


def origin_of(identifier: Identifier) -> str:
    """Who answers for this kind."""
    return StatusOrigin.CROSSREF if identifier.kind == "doi" else StatusOrigin.PUBMED


def _doi(doi: str) -> Record:
    data = _get(f"{settings.SOURCES_CROSSREF_URL}/works/{quote(doi, safe='')}", {"mailto": settings.SOURCES_MAIL})
    try:
        works = crossref.works(json.loads(data))
        return crossref.record(works[0])
    except (ValueError, IndexError, TypeError, AttributeError, RecursionError):
        raise Unavailable("Crossref gave an answer that cannot be read.") from None


def _pmid(pmid: str) -> Record:
    asked = {"db": "pubmed", "id": pmid, "retmode": "xml", "tool": "healthusias", "email": settings.SOURCES_MAIL}
    data = _get(f"{settings.SOURCES_PUBMED_URL}/efetch.fcgi", asked)
    try:
        found = [one for one in pubmed.records(data) if isinstance(one, Record)]
    except ValueError:
        # For a number that nobody has, PubMed sends an empty set.
        if b"PubmedArticleSet" in data[:2000]:
            raise Unknown(f"PubMed knows no article with the PMID {pmid}.") from None
        raise Unavailable("PubMed gave an answer that cannot be read.") from None
    if not found:
        raise Unknown(f"PubMed knows no article with the PMID {pmid}.")
    return found[0]


_ASKED = {"doi": _doi, "pmid": _pmid}


@functools.cache
def _pool() -> urllib3.PoolManager:
    who = f"{settings.SITE_NAME}/1.0 ({settings.SITE_URL}; mailto:{settings.SOURCES_MAIL})"
    return urllib3.PoolManager(
        num_pools=4,
        maxsize=2,
        headers={"User-Agent": who, "Accept": "application/json, text/xml;q=0.9"},
        timeout=Timeout(connect=CONNECT, read=READ),
    )


def _get(url: str, parameters: dict[str, str]) -> bytes:
    asked = f"{url}?{urlencode({name: value for name, value in parameters.items() if value})}"
    retries = _Patient(
        total=2,
        redirect=2,
        status_forcelist=_AGAIN,
        backoff_factor=settings.SOURCES_BACKOFF,
        backoff_max=_Patient.MOST,
        raise_on_status=False,
    )
    try:
        answer = _pool().request("GET", asked, retries=retries, preload_content=False)
        try:
            data = answer.read(LARGEST + 1, decode_content=True)
        finally:
            answer.release_conn()
            answer.close()
    except MaxRetryError as error:
        raise Unavailable(f"The registry does not answer: {type(error.reason).__name__}.") from None
    except HTTPError as error:
        raise Unavailable(f"The registry does not answer: {type(error).__name__}.") from None
    if answer.status == 404 or answer.status == 400:
        raise Unknown("The registry knows no work with this identifier.")
    if answer.status != 200:
        raise Unavailable(f"The registry answers with {answer.status}. Try again in a while.")
    if len(data) > LARGEST:
        raise Unavailable("The registry's answer is far too long.")
    return data


class _Patient(Retry):
    """Waits as long as it is asked to, but never longer than a person does."""

    MOST = 10.0

    def get_retry_after(self, response: Any) -> float | None:
        asked = super().get_retry_after(response)
        return None if asked is None else min(asked, self.MOST)
