"""What a text could link to, and where: candidates by the phrases that name them, by common terms, by the link graph.

Each source gives candidates, and has its share of the score (articles.link_index writes what the first two read):
phrases of the text that are a title, a part of one, a synonym, or words of a link elsewhere; terms that text and
article have in common, weighed by how rare they are (TF-IDF); and of the link graph what the articles around lead to
(those most alike, those of the same pillar), what leads here, and what is linked together with that to which the text
leads already. What many articles lead to counts a little less, so that no target hoards links.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Max, Q, QuerySet, When

from articles import link_index, phrases, synonyms
from articles.enums import ArticleKind
from articles.link_index import among
from articles.models import Article, DeclinedLink, LinkPhrase, LinkTerm, RelatedLink
from articles.phrases import Mention
from articles.snapshots import Snapshot
from articles.word_links import Place, free_paragraphs, texts
from content import references

MOST = 10
# Of these at most so many without words for a link in the text.
MOST_WITHOUT_PLACE = 3
# A phrase that names more articles than this names none.
MOST_NAMED = 12
# What a phrase must weigh to be the words of a link; single words of a title do not.
FIT_TO_LINK = 0.25
# Rows of the index that one look-up may read.
_MOST_POSTINGS = 10_000
_MOST_ALIKE = 200
_MOST_LINKED = 20
# Candidates of which more is looked up: their pillar, and how many lead to them.
_MOST_LOOKED_UP = 8 * MOST
# Articles around a text: of those that are alike, and with those of its pillar.
_MOST_NEIGHBOURS, _MOST_AROUND = 20, 100

# Shares of the score.
_NAMED, _ALIKE, _AROUND, _TOGETHER, _BACK, _NEAR = 1.0, 0.9, 1.0, 0.5, 0.5, 0.3
# In-links from which on a target counts less, and by how much for each doubling.
_OFTEN, _DAMPING = 8, 0.04
# Words that lead to the target elsewhere already count so much less, so that link words vary.
_SAID_BEFORE = 0.9
# What has no words for a link must come to so much without them, and share so much of the text's own terms. Where
# nothing is linked yet, only the most alike of the same pillar do.
_WORTH, _COMMON_ENOUGH = 1.15, 0.12


@dataclass(frozen=True)
class Draft:
    """A text for which links are wanted. `article` is its key, if it has one; it leads to `linked` already, and
    `linked_from` lead to it."""

    document: dict[str, Any]
    terms: dict[int, int]
    article: int | None = None
    pillar: int | None = None
    linked: frozenset[int] = frozenset()
    linked_from: frozenset[int] = frozenset()


@dataclass
class Candidate:
    """An article to which the text could lead. `common` is the share of terms that both have, `alike` the same measured
    by the article that has most; `around`: that articles around the text lead there, `together`: that it is linked
    together with what the text leads to, `back`: that it leads to the text, `near`: that it is of the same pillar;
    `mentions` are the words that name it, with their weights. All up to 1."""

    target: int = 0
    named: float = 0.0
    alike: float = 0.0
    common: float = 0.0
    around: float = 0.0
    together: float = 0.0
    back: float = 0.0
    near: float = 0.0
    inbound: int = 0
    mentions: list[tuple[float, Mention]] = field(default_factory=list)

    @property
    def is_worth_reading(self) -> bool:
        """Also where no words name it."""
        return self.common >= _COMMON_ENOUGH and self._damped(self._unnamed) >= _WORTH

    @property
    def score(self) -> float:
        return self._damped(_NAMED * self.named + self._unnamed)

    @property
    def _unnamed(self) -> float:
        by_links = _AROUND * self.around + _TOGETHER * self.together + _BACK * self.back
        return _ALIKE * self.alike + by_links + _NEAR * self.near

    def _damped(self, score: float) -> float:
        return score * (1 - _DAMPING * max(0.0, math.log2((self.inbound + 1) / _OFTEN)))


@dataclass(frozen=True)
class Suggestion:
    """`target` has the columns of a list; `place` is None where no words of the text name it."""

    target: Article
    place: Place | None
    sentence: str


def draft_of(article: Article, snapshot: Snapshot) -> Draft:
    """The Draft that a version of an article is. One query, two where it links to topics."""
    targets = references.targets(snapshot.body)
    linked = {target.id for target in targets if target.kind == "article"}
    if topics := {target.id for target in targets if target.kind == "pillar"}:
        linked |= set(Article.objects.guides().filter(pillar__in=topics).values_list("pk", flat=True))
    # A site page leads to what it names, and is about nothing that one reads on.
    is_page = snapshot.kind == ArticleKind.PAGE
    terms = {} if is_page else link_index.terms_of(snapshot.title, snapshot.standfirst, snapshot.body)
    back = RelatedLink.objects.filter(target_article=article.pk).order_by("article").values_list("article", flat=True)
    linked_from = frozenset(back.distinct()[:_MOST_ALIKE])
    return Draft(
        snapshot.body, terms, article.pk, snapshot.pillar, frozenset(linked | set(snapshot.listed)), linked_from
    )


def suggest(draft: Draft) -> list[Suggestion]:
    """What the text should link to: at most MOST, best first, each article once, no two on the same words.

    Headings, care cards and what is linked already are left alone, and so is what somebody declined. Twelve queries at
    most, whatever the text's length and the number of articles.
    """
    declined = set(DeclinedLink.objects.filter(article=draft.article).values_list("target", flat=True))
    ranked = [one for one in rank(draft) if one.target not in declined]
    said = _words_that_lead([one.target for one in ranked])
    paragraphs = free_paragraphs(draft.document)
    chosen: list[tuple[Candidate, Place | None]] = []
    for candidate in ranked:
        place = _place(candidate, paragraphs, said[candidate.target], [place for _, place in chosen if place])
        without = sum(place is None for _, place in chosen)
        if place or (candidate.is_worth_reading and without < MOST_WITHOUT_PLACE):
            chosen.append((candidate, place))
        if len(chosen) == MOST:
            break
    said_there = texts(draft.document)
    rows = Article.objects.published().for_lists().in_bulk([candidate.target for candidate, _ in chosen])
    return [
        Suggestion(rows[candidate.target], place, phrases.sentence_of(place, said_there) if place else "")
        for candidate, place in chosen
        if candidate.target in rows  # not withdrawn since the query before
    ]


def rank(draft: Draft, most: int = 4 * MOST) -> list[Candidate]:
    """The best candidates of all live articles, best first. Nine queries at most."""
    found: dict[int, Candidate] = defaultdict(Candidate)
    _note_named(found, draft.document)
    alike = {pk: common for pk, common in alike_to(draft.terms).items() if pk != draft.article}
    best = max(alike.values(), default=0) or 1
    for target, common in alike.items():
        found[target].alike, found[target].common = common / best, common
    for target, around in _linked_around(draft, list(alike)[:_MOST_NEIGHBOURS]).items():
        found[target].around = around
    for target, together in linked_together(draft.linked, but=draft.article).items():
        found[target].together = together
    for origin in draft.linked_from:
        found[origin].back = 1.0
    rows = {pk: one for pk, one in found.items() if pk != draft.article and pk not in draft.linked}
    live = _facts(sorted(rows, key=lambda pk: (-rows[pk].score, pk))[:_MOST_LOOKED_UP])
    for pk, (pillar, inbound) in live.items():
        rows[pk].target, rows[pk].inbound = pk, inbound
        rows[pk].near = float(pillar is not None and pillar == draft.pillar)
    return sorted((rows[pk] for pk in live), key=lambda one: (-one.score, one.target))[:most]


def names(keys: Iterable[int]) -> dict[int, dict[int, int]]:
    """What each of these phrases names: key → article → weight; phrases that name too many are left out.

    What stands for other words (articles.synonyms) names what these name. Three queries at most.
    """
    keys = set(keys)
    same, meant = synonyms.of(keys)
    asked = among(keys | {other for others in same.values() for other in others})
    telling = LinkPhrase.objects.filter(key__in=asked).order_by().values("key")
    telling = telling.annotate(targets=Count("target", distinct=True)).filter(targets__lte=MOST_NAMED)
    rows = LinkPhrase.objects.filter(key__in=telling.values("key")).order_by().values_list("key", "target")
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for key, target, weight in rows.annotate(best=Max("weight")):
        found[key][target] = weight
    named = {key: dict(targets) for key, targets in found.items() if key in keys}
    for key, others in same.items():
        for other in others:
            named[key] = found.get(other, {}) | named.get(key, {})
    for key, targets in meant.items():
        named[key] = named.get(key, {}) | dict.fromkeys(targets, phrases.WHOLE)
    return named


def alike_to(terms: dict[int, int], most: int = _MOST_ALIKE) -> dict[int, float]:
    """The live articles with most in common: article → share of the text's own weight of terms, rounded so that it
    does not depend on the order of the rows. Three queries."""
    telling = _telling(terms)
    own = sum(telling[key] * terms[key] for key in telling) or 1
    common: dict[int, float] = defaultdict(float)
    rows = LinkTerm.objects.filter(key__in=telling).order_by().values_list("key", "article", "weight")
    for key, article, weight in rows:
        common[article] += telling[key] * weight / own
    shares = ((article, round(share, 9)) for article, share in common.items())
    return dict(sorted(shares, key=lambda one: (-one[1], one[0]))[:most])


def linked_together(linked: Iterable[int], *, but: int | None = None) -> dict[int, float]:
    """What live articles, `but` for one, lead to besides these: article → up to 1, the more often the nearer. One query
    at most."""
    if not linked:
        return {}
    rows = RelatedLink.objects.filter(target_article__in=sorted(linked)[:_MOST_LINKED])
    return _linked_by(rows.exclude(article=but).values("article"))


def _linked_around(draft: Draft, alike: list[int]) -> dict[int, float]:
    """What articles around the draft lead to, those `alike` and those of its pillar: as linked_together. One query."""
    around = Article.objects.published().filter(Q(pk__in=alike) | Q(pillar=draft.pillar, pillar__isnull=False))
    alike_first = Case(When(pk__in=alike, then=0), default=1)
    return _linked_by(around.exclude(pk=draft.article).order_by(alike_first, "-pk").values("pk")[:_MOST_AROUND])


def _linked_by(origins: QuerySet) -> dict[int, float]:
    rows = RelatedLink.objects.filter(article__in=origins, target_article__isnull=False).order_by()
    counts = rows.values_list("target_article").annotate(times=Count("article", distinct=True))
    return {target: 1 - 1 / (1 + times) for target, times in counts.order_by("-times", "target_article")[:_MOST_ALIKE]}


def _note_named(found: dict[int, Candidate], document: dict[str, Any]) -> None:
    places: dict[int, list[Mention]] = defaultdict(list)
    for mention in phrases.mentions(document):
        places[mention.key].append(mention)
    for key, targets in names(places).items():
        for target, weight in targets.items():
            weighed = weight / 100 / math.sqrt(len(targets))
            candidate = found[target]
            candidate.named = max(candidate.named, weighed)
            candidate.mentions += [(weighed, mention) for mention in places[key]]


def _telling(terms: dict[int, int]) -> dict[int, float]:
    """Of the terms those that tell most, with what each weighs; together they have at most _MOST_POSTINGS rows."""
    size = Article.objects.published().count()
    rows = LinkTerm.objects.filter(key__in=terms).order_by().values_list("key").annotate(Count("pk"))
    weighed = [(terms[key] * math.log(1 + size / count) ** 2, key, count) for key, count in rows]
    chosen, read = {}, 0
    for weight, key, count in sorted(weighed, reverse=True):
        if read + count <= _MOST_POSTINGS:
            read += count
            chosen[key] = weight
    return chosen


def _facts(keys: list[int]) -> dict[int, tuple[int | None, int]]:
    """The pillar of each live article, and how many others lead to it; site pages are left out."""
    rows = Article.objects.published().exclude(kind=ArticleKind.PAGE).filter(pk__in=keys).order_by()
    rows = rows.annotate(inbound=Count("links_in__article", distinct=True))
    return {pk: (pillar, inbound) for pk, pillar, inbound in rows.values_list("pk", "pillar", "inbound")}


def _words_that_lead(targets: list[int]) -> dict[int, Counter[str]]:
    """The words of the links to each of these articles, in small letters."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = RelatedLink.objects.filter(target_article__in=targets).order_by().values_list("target_article", "words")
    for target, words, times in rows.annotate(times=Count("pk")):
        found[target][words.casefold()] += times
    return found


def _place(
    candidate: Candidate, paragraphs: list[tuple[str, str]], said: Counter[str], taken: list[Place]
) -> Place | None:
    """The best words for a link: of much weight, not those by which most others lead there, early in the text."""

    def rating(one: tuple[float, Mention]) -> tuple:
        weight, mention = one
        words = mention.place(paragraphs).words.casefold()
        weight *= _SAID_BEFORE if words in said else 1
        return (-weight, mention.start - mention.end, mention.paragraph, mention.start)

    fit = [one for one in candidate.mentions if one[0] >= FIT_TO_LINK]
    places = (mention.place(paragraphs) for _, mention in sorted(fit, key=rating))
    return next((place for place in places if not any(_overlap(place, other) for other in taken)), None)


def _overlap(one: Place, other: Place) -> bool:
    return one.paragraph == other.paragraph and one.start < other.end and other.start < one.end
