"""JSON-LD of persons and of the publisher, from the same values as the visible page (STANDARDS G3, G4)."""

import functools
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from authors.models import Author
from authors.public import Held, Profile

CONTEXT = "https://schema.org"


def absolute(path: str) -> str:
    """The full address of one of our own paths."""
    return f"{settings.SITE_URL}{path}" if path.startswith("/") else path


def organization() -> dict[str, Any]:
    """The publisher; its logo is 512 pixels square (Google: at least 112)."""
    return _organization(settings.SITE_NAME, absolute("/"))


@functools.cache
def _organization(name: str, url: str) -> dict[str, Any]:
    logo = {"@type": "ImageObject", "url": absolute(static("icons/logo.png")), "width": 512, "height": 512}
    return {"@type": "Organization", "name": name, "url": url, "logo": logo}


def profile_page(author: Author, shown: Profile, portrait: str | None) -> dict[str, Any]:
    """An author's page: ProfilePage with the person; no picture where there is none of theirs."""
    orcid = [f"https://orcid.org/{author.orcid}"] if author.orcid else []
    said = {
        "alternateName": shown.former_names,
        "honorificPrefix": author.honorific,
        "honorificSuffix": author.suffix,
        "jobTitle": author.role,
        "worksFor": {"@type": "Organization", "name": author.institution} if author.institution else None,
        "knowsAbout": [topic.title for topic in shown.expertise],
        "knowsLanguage": author.languages,
        "sameAs": [*orcid, *author.links],
        "image": absolute(portrait) if portrait else None,
        "hasCredential": [_credential(one) for one in shown.held],
    }
    person = {
        "@type": "Person",
        "name": author.name,
        "url": absolute(author.get_absolute_url()),
        "affiliation": organization(),
        **{name: value for name, value in said.items() if value},
    }
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "ProfilePage",
        "dateCreated": author.created_at.isoformat(),
        "mainEntity": person,
    }
    if author.bio_approved_at:
        data["dateModified"] = author.bio_approved_at.isoformat()
    return data


def _credential(held: Held) -> dict[str, Any]:
    issuer = {"@type": "Organization", "name": held.issuer}
    said = {
        "name": held.name,
        "credentialCategory": held.kind,
        "recognizedBy": issuer,
        "validUntil": held.valid_until.isoformat() if held.valid_until else None,
    }
    return {"@type": "EducationalOccupationalCredential", **{name: value for name, value in said.items() if value}}
