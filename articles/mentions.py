"""Where other live articles already speak of an article without leading to it: sentences that could become links."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from articles import phrases, search, suggesting, synonyms
from articles.enums import ArticleKind
from articles.models import Article, LinkTerm, RelatedLink
from articles.word_links import Place, free_paragraphs, texts

MOST = 10
# So many articles that match best are read for sentences.
_MOST_READ = 20
# What a phrase must weigh for its words to be looked for.
_TELLING = 0.4
# How much less the same words of a link count each time that they were proposed already.
_AGAIN = 0.15


# Phrases to look for: key → words and weight.
_Weights = dict[int, tuple[str, float]]


@dataclass(frozen=True)
class Proposal:
    """A sentence of `article`, in which the words of `place` could lead to the target."""

    article: Article
    place: Place
    sentence: str


def proposals(target: Article) -> list[Proposal]:
    """At most MOST sentences of other live articles that name the live `target` unlinked: one of each article.

    Best first: what names it most, in the articles that have most in common with it; words of links vary. Left out are
    site pages, articles whose live or latest text leads there, and those where somebody declined it. Ten queries.
    """
    weights = _weights(target)
    if not weights:
        return []
    words = [words for words, _ in weights.values()]
    found = search.speaking_of(words, _could_link(target), most=_MOST_READ)
    alike = suggesting.alike_to(dict(LinkTerm.objects.filter(article=target).values_list("key", "weight")))
    best = max((alike.get(pk, 0) for pk in found), default=0) or 1
    holding = phrases.holding(words)
    rows = Article.objects.published().with_address().defer("anchors", "typeset").in_bulk(found)
    read = [_read(article, weights, holding, alike.get(article.pk, 0) / best) for article in rows.values()]
    read = sorted((one for one in read if one.places), key=lambda one: (-one.rating, one.article.pk))
    said: Counter[str] = Counter()
    return [_proposal(one, said) for one in read[:MOST]]


@dataclass(frozen=True)
class _Read:
    """Another article, and where it names the target: weights and places."""

    article: Article
    alike: float
    places: list[tuple[float, Place]]

    @property
    def rating(self) -> float:
        return max(weight for weight, _ in self.places) + self.alike


def _read(article: Article, weights: _Weights, holding: re.Pattern[str], alike: float) -> _Read:
    paragraphs = free_paragraphs(article.body)
    places = [
        (weights[one.key][1], one.place(paragraphs))
        for one in phrases.mentions(article.body, holding)
        if one.key in weights
    ]
    return _Read(article, alike, places)


def _proposal(read: _Read, said: Counter[str]) -> Proposal:
    """The best place: of much weight, by words that were `said` seldom so far, long ones first, early in the text."""

    def rating(one: tuple[float, Place]) -> tuple:
        weight, place = one
        return (-weight + _AGAIN * said[place.words.casefold()], place.start - place.end, place.paragraph, place.start)

    _, place = min(read.places, key=rating)
    said[place.words.casefold()] += 1
    return Proposal(read.article, place, phrases.sentence_of(place, texts(read.article.body)))


def _weights(target: Article) -> _Weights:
    """What names another article as much, or many, is left out."""
    said = {phrases.phrase_key(words): (words, weight / 100) for words, weight in phrases.said(target.title)}
    led = RelatedLink.objects.filter(target_article=target).order_by("words").values_list("words", flat=True).distinct()
    for words in [*led[:_MOST_READ], *synonyms.words_for(target, said)]:
        said.setdefault(phrases.phrase_key(words), (words, phrases.PIECE / 100))
    said.pop(None, None)
    named = suggesting.names(said)
    return {
        key: (words, weight)
        for key, (words, weight) in said.items()
        if weight >= _TELLING and key in named and not _names_another(named[key], target.pk)
    }


def _names_another(targets: dict[int, int], pk: int) -> bool:
    return any(weight >= targets.get(pk, phrases.PIECE) for other, weight in targets.items() if other != pk)


def _could_link(target: Article) -> Any:
    rows = Article.objects.published().exclude(pk=target.pk).exclude(kind=ArticleKind.PAGE)
    rows = rows.exclude(links_out__target_article=target).exclude(working_links_out__target=target)
    if target.is_guide:
        rows = rows.exclude(links_out__target_pillar=target.pillar_id)
    return rows.exclude(declined_links__target=target)
