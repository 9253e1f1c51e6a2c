"""Which pictures stand in which articles: in what readers see, or in the latest version."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from articles import permissions
from articles.models import Article, PictureUse
from content import references
from images.models import Image
from images.uses import Use


def note(article: Article, latest: dict[str, Any]) -> None:
    """Remember the pictures of the article's columns and of `latest`, the document of its latest revision."""
    wanted = {*references.image_ids(article.body), *references.image_ids(latest)}
    wanted = set(Image.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    rows = {row.image_id: row.pk for row in article.picture_uses.all()}
    if gone := [pk for image, pk in rows.items() if image not in wanted]:
        PictureUse.objects.filter(pk__in=gone).delete()
    PictureUse.objects.bulk_create([PictureUse(article=article, image_id=pk) for pk in sorted(wanted - rows.keys())])


def find(images: Sequence[int], user: Any) -> Iterable[tuple[int, Use]]:
    """The articles that use the pictures, those in the bin left out. For images.uses."""
    rows = PictureUse.objects.filter(image__in=images, article__discarded_at__isnull=True).select_related("article")
    rows = rows.annotate(sees=permissions.sees(user, "article"))
    for row in rows.only("image_id", "article__working_title", "article__title", "article__state"):
        article = row.article
        if not row.sees:
            yield row.image_id, Use("an article on which others work", "", article.get_state_display().lower())
            continue
        address = reverse("admin:articles_article_change", args=[article.pk])
        yield row.image_id, Use(str(article), address, article.get_state_display().lower())
