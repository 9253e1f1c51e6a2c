"""Synonyms for the suggesting of links: words that stand for other words, for an article, for a topic's guide."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from articles import permissions, phrases
from articles.link_index import among
from articles.models import Article, Synonym
from history import events


def save(synonym: Synonym, *, by: Any) -> Synonym:
    """Store a new or changed synonym; suggestions follow at once. Records an event.

    Raises PermissionDenied, ValidationError by field.
    """
    if not permissions.can_arrange(by):
        raise PermissionDenied("Only an editor keeps synonyms.")
    with transaction.atomic():
        is_new = synonym.pk is None
        keyed(synonym).full_clean()
        synonym.save()
        events.record("created" if is_new else "changed", synonym, by, in_use=synonym.is_used)
    return synonym


def keyed(synonym: Synonym) -> Synonym:
    """Fill the keys of a synonym from its words. Raises ValidationError where they are no phrase, or mean nothing."""
    synonym.words, synonym.other_words = (" ".join(text.split()) for text in (synonym.words, synonym.other_words))
    synonym.key = _key(synonym.words, "words")
    synonym.other_key = _key(synonym.other_words, "other_words") if synonym.other_words else None
    if sum(map(bool, (synonym.other_words, synonym.article_id, synonym.pillar_id))) != 1:
        raise ValidationError("Say one thing that the words stand for: other words, an article, or a topic.")
    if synonym.key == synonym.other_key:
        raise ValidationError(
            {"other_words": "Both are the same to the suggestions: small words and plurals do not count."}
        )
    return synonym


def of(keys: Iterable[int]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """For phrases that have synonyms: the keys of the others, and the articles meant. Two queries at most."""
    keys = frozenset(keys)
    same: dict[int, set[int]] = defaultdict(set)
    meant: dict[int, set[int]] = defaultdict(set)
    topics: dict[int, set[int]] = defaultdict(set)
    rows = Synonym.objects.filter(is_used=True).filter(Q(key__in=among(keys)) | Q(other_key__in=among(keys))).order_by()
    for key, other, article, pillar in rows.values_list("key", "other_key", "article", "pillar"):
        if other is not None:
            same[key].add(other)
            same[other].add(key)
        elif article is not None:
            meant[key].add(article)
        else:
            topics[pillar].add(key)
    if topics:
        for pk, pillar in Article.objects.guides().filter(pillar__in=topics).values_list("pk", "pillar"):
            for key in topics[pillar]:
                meant[key].add(pk)
    return {key: others for key, others in same.items() if key in keys}, meant


def words_for(article: Article, names: Iterable[int]) -> list[str]:
    """What else the article is called: synonyms of the phrases `names`, of itself and, for a guide, of its topic."""
    names = frozenset(names)
    mine = Q(article=article) | Q(key__in=among(names)) | Q(other_key__in=among(names))
    if article.is_guide:
        mine |= Q(pillar=article.pillar_id)
    found = []
    for synonym in Synonym.objects.filter(mine, is_used=True):
        found += [synonym.words] if synonym.key not in names else []
        found += [synonym.other_words] if synonym.other_key and synonym.other_key not in names else []
    return found


def _key(words: str, field: str) -> int:
    key = phrases.phrase_key(words)
    if key is None:
        raise ValidationError({field: f"Give one to {phrases.LONGEST} words that tell something."})
    return key
