"""JSON-LD, from the same values as the visible page (STANDARDS G1, G3, G4)."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.citations import Cited
from articles.rendering import ArticlePage
from articles.statements import Corrected
from authors.structured_data import CONTEXT, absolute, organization


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
        data["author"] = [_person(one.name, one.url) for one in page.authors]
    if page.others:
        people = dict.fromkeys(one for _, several in page.others for one in several)
        data["contributor"] = [_person(one.title, one.url) for one in people]
    if page.crops:
        data["image"] = [absolute(crop.url) for crop in page.crops]
    if page.policies.policy:
        data["publishingPrinciples"] = absolute(page.policies.policy)
    if page.statements.sponsor:
        data["sponsor"] = {"@type": "Organization", "name": page.statements.sponsor}
    if page.corrections:
        data["correction"] = [_correction(one) for one in page.corrections]
    if page.cited:
        data["citation"] = [_work(one) for one in page.cited]
    return {"@context": CONTEXT, "@graph": [*_reviewed(page, data), data, *_trail(page.breadcrumb)]}


def _reviewed(page: ArticlePage, article: dict[str, Any]) -> list[dict[str, Any]]:
    """The page as schema.org's MedicalWebPage: only there may a review stand. Nothing where none holds today."""
    review = page.review
    if review is None or not review.is_valid:
        return []
    said: dict[str, Any] = {
        "@type": "MedicalWebPage",
        "@id": f"{article['mainEntityOfPage']}#page",
        "url": article["mainEntityOfPage"],
        "name": article["headline"],
        "lastReviewed": timezone.localtime(review.at).date().isoformat(),
        "reviewedBy": _person(review.name, review.url),
        "audience": {"@type": "PeopleAudience", "audienceType": "Patient"},
        "mainEntity": {"@id": article["@id"]},
    }
    if page.article.pillar_id:
        said["about"] = {"@type": "MedicalEntity", "name": page.article.pillar.title}
    return [said]


def _work(cited: Cited) -> dict[str, str]:
    said = {"@type": "ScholarlyArticle" if cited.is_paper else "CreativeWork", "name": cited.title}
    return said | ({"url": cited.url} if cited.url else {})


def _correction(one: Corrected) -> dict[str, str]:
    day = timezone.localtime(one.at).date()
    return {"@type": "CorrectionComment", "text": one.text, "datePublished": day.isoformat()}


def _person(name: str, url: str) -> dict[str, str]:
    return {"@type": "Person", "name": name} | ({"url": absolute(url)} if url else {})


def open_graph(page: ArticlePage, description: str) -> list[tuple[str, str]]:
    """Property and content of each Open Graph element: what is shown where the page is shared."""
    row, crop = page.article, page.crop
    found = [
        ("og:type", "article"),
        ("og:site_name", settings.SITE_NAME),
        ("og:title", row.title),
        ("og:description", description),
        ("og:url", absolute(row.get_absolute_url())),
    ]
    if crop:
        size = [("og:image:width", str(crop.width)), ("og:image:height", str(crop.height))]
        found += [("og:image", absolute(crop.url)), *size]
    return found


def collection(title: str, url: str, breadcrumb: list[tuple[str, str]]) -> dict[str, Any]:
    """A hub, pillar without guide, or topic: a page that lists others."""
    data = {"@type": "CollectionPage", "name": title, "url": absolute(url), "publisher": organization()}
    return {"@context": CONTEXT, "@graph": [data, *_trail(breadcrumb)]}


def _trail(breadcrumb: list[tuple[str, str]]) -> list[dict[str, Any]]:
    if len(breadcrumb) < 2:
        return []
    items = [
        {"@type": "ListItem", "position": position, "name": label, "item": absolute(url)}
        for position, (label, url) in enumerate(breadcrumb, start=1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]


def website() -> dict[str, Any]:
    publisher = organization()
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": publisher["name"],
        "url": publisher["url"],
        "publisher": publisher,
    }
