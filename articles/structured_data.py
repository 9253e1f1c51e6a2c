"""JSON-LD, from the same values as the visible page (STANDARDS G1, G3, G4)."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static

from articles.rendering import ArticlePage
from authors.models import Author

_CONTEXT = "https://schema.org"


def absolute(path: str) -> str:
    return path if path.startswith("http") else f"{settings.SITE_URL}{path}"


def article(page: ArticlePage, description: str) -> dict[str, Any]:
    """The article with its authors, dates and pictures, and the trail that stands above it."""
    row = page.article
    url = absolute(row.get_absolute_url())
    data: dict[str, Any] = {
        "@type": "Article",
        "@id": f"{url}#article",
        "headline": row.title,
        "description": description,
        "mainEntityOfPage": url,
        "datePublished": row.published_at.isoformat(),
        "dateModified": row.updated_at.isoformat(),
        "publisher": organization(),
    }
    if page.authors:
        data["author"] = [{"@type": "Person", "name": a.name, "url": absolute(a.url)} for a in page.authors]
    if page.crops:
        data["image"] = [absolute(crop.url) for crop in page.crops]
    return {"@context": _CONTEXT, "@graph": [data, *_trail(page.breadcrumb)]}


def collection(title: str, url: str, breadcrumb: list[tuple[str, str]]) -> dict[str, Any]:
    """A hub, pillar without guide, or topic: a page that lists others."""
    data = {"@type": "CollectionPage", "name": title, "url": absolute(url), "publisher": organization()}
    return {"@context": _CONTEXT, "@graph": [data, *_trail(breadcrumb)]}


def profile(author: Author, portrait: str | None) -> dict[str, Any]:
    """An author's page: ProfilePage with the person, without a picture that is not theirs."""
    person: dict[str, Any] = {
        "@type": "Person",
        "name": author.name,
        "url": absolute(author.get_absolute_url()),
        "affiliation": organization(),
    }
    if author.role:
        person["jobTitle"] = author.role
    if portrait:
        person["image"] = absolute(portrait)
    data: dict[str, Any] = {"@context": _CONTEXT, "@type": "ProfilePage", "mainEntity": person}
    if author.bio_approved_at:
        data["dateModified"] = author.bio_approved_at.isoformat()
    return data


def organization() -> dict[str, Any]:
    return {
        "@type": "Organization",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "logo": {"@type": "ImageObject", "url": absolute(static("icons/logo.png")), "width": 512, "height": 512},
    }


def _trail(breadcrumb: list[tuple[str, str]]) -> list[dict[str, Any]]:
    if len(breadcrumb) < 2:
        return []
    items = [
        {"@type": "ListItem", "position": position, "name": label, "item": absolute(url)}
        for position, (label, url) in enumerate(breadcrumb, start=1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]
