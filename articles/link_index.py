"""The index from which links are suggested: rows of LinkPhrase and LinkTerm, written when an article goes live."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from articles import phrases
from articles.enums import ArticleKind
from articles.models import Article, LinkPhrase, LinkTerm, RelatedLink
from content.outline import headings
from content.plain import plain_text

# Words under a link name what it leads to nearly as well as its title.
_LINK_WORDS = 80
# How often words count, by where they stand.
_TITLE, _STANDFIRST, _HEADING = 8, 2, 3


def index(article: Article) -> dict[int, int]:
    """Write the phrases by which a live article names itself and others, and its terms, which it returns. Rows that are
    right stay.

    Site pages have none: nobody is sent there to read on.
    """
    if article.kind == ArticleKind.PAGE:
        forget(article)
        return {}
    terms = terms_of(article.title, article.standfirst, article.body)
    _write(LinkPhrase, article, ("target_id", "key"), _phrases(article))
    _write(LinkTerm, article, ("key",), {(key,): weight for key, weight in terms.items()})
    return terms


def forget(article: Article) -> None:
    """Take the article out of the index."""
    LinkPhrase.objects.filter(article=article).delete()
    LinkTerm.objects.filter(article=article).delete()


def terms_of(title: str, standfirst: str, body: dict[str, Any]) -> dict[int, int]:
    """The terms of a text: key → weight."""
    said = " ".join(heading.text for heading in headings(body))
    return phrases.terms([(title, _TITLE), (standfirst, _STANDFIRST), (said, _HEADING), (plain_text(body), 1)])


def among(keys: Iterable[int]) -> RawSQL:
    """A table of keys for `key__in`: one parameter, where thousands would cost more than the search."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(keys))])


def _phrases(article: Article) -> dict[tuple[int, int], int]:
    named = {(article.pk, key): weight for key, weight in phrases.naming(article.title).items()}
    links = RelatedLink.objects.in_text().filter(article=article, target_article__isnull=False)
    for target, words in links.order_by("position").values_list("target_article", "words"):
        if (key := phrases.phrase_key(words)) is not None:
            named[target, key] = _LINK_WORDS
    return named


def _write(model: type, article: Article, names: tuple[str, ...], wanted: dict[tuple, int]) -> None:
    stored = model.objects.filter(article=article).values_list(*names, "weight", "pk")
    rows = {(*key, weight): pk for *key, weight, pk in stored}
    wanted = {(*key, weight) for key, weight in wanted.items()}
    if gone := [pk for row, pk in rows.items() if row not in wanted]:
        model.objects.filter(pk__in=gone).delete()
    model.objects.bulk_create(
        model(article=article, **dict(zip((*names, "weight"), row, strict=True)))
        for row in sorted(wanted - rows.keys())
    )
