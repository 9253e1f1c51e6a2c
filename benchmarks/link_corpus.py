"""The articles on which the suggesting of links is measured, put into the tables without the desk's verbs, which would
take an hour."""

import gzip
import html
import itertools
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from articles.phrases import sentence_around

_BLOCK = re.compile(r"<(h[1-6]|p|li)\b[^>]*>(.*?)</\1>", re.DOTALL)
_LINK = re.compile(r'<a\b[^>]*href="/articles/([^/"]+)/[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")
_BATCH = 200
# Links of a generated article.
_LINKS = 8

Pair = tuple[int, int]


@dataclass(frozen=True)
class Corpus:
    """Rows of the corpus, by the key that their article gets."""

    rows: dict[int, dict[str, Any]]

    @classmethod
    def read(cls, path: Path) -> "Corpus":
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found = {row["slug"]: row for row in map(json.loads, lines)}
        return cls(dict(enumerate(found.values(), start=1)))

    @cached_property
    def keys(self) -> dict[str, int]:
        return {row["slug"]: key for key, row in self.rows.items()}

    @property
    def links(self) -> int:
        return sum(len(_LINK.findall(row["html"])) for row in self.rows.values())

    @property
    def to_itself(self) -> int:
        return sum(slug == row["slug"] for row in self.rows.values() for slug, _ in _LINK.findall(row["html"]))

    @cached_property
    def pairs(self) -> list[Pair]:
        """Who links to whom, each once."""
        found = {(key, self.keys[slug]) for key, row in self.rows.items() for slug, _ in _LINK.findall(row["html"])}
        return sorted(pair for pair in found if pair[0] != pair[1])

    def articles(self, hidden: set[Pair], *, without_sentences: bool = False) -> Iterator[Any]:
        """Unsaved articles with their links, but those of the pairs in `hidden`: these are plain words, or their
        sentences are not there at all."""
        for key, row in self.rows.items():
            blocks = [
                _block(number, tag, self._inline(key, markup, hidden, without_sentences))
                for number, (tag, markup) in enumerate(_BLOCK.findall(row["html"]))
            ]
            yield _article(
                key, row["title"], f"{row['hub']}|{row['pillar']}", [one for one in blocks if one["content"]]
            )

    def _inline(self, key: int, markup: str, hidden: set[Pair], without_sentences: bool) -> list[dict[str, Any]]:
        found, last = [], 0
        for link in _LINK.finditer(markup):
            target = self.keys[link[1]]
            found.append((_plain(markup[last : link.start()]), None))
            found.append((_plain(link[2]), target if target != key and (key, target) not in hidden else None))
            last = link.end()
            if without_sentences and (key, target) in hidden:
                text = "".join(words for words, _ in found) + _plain(markup[last:])
                start = len("".join(words for words, _ in found[:-1]))
                return [_text(text.replace(sentence_around(text, start, start + len(found[-1][0])), ""))]
        found.append((_plain(markup[last:]), None))
        return [_text(words, target) for words, target in found if words]


def generated(corpus: Corpus, count: int, *, words: int, targets: int, first: int = 1) -> Iterator[Any]:
    """Articles of so many words from paragraphs of the corpus, about two of its subjects each, with links to any of the
    first `targets`; always the same."""
    chance, links = random.Random(first), random.Random(first)
    rows = list(corpus.rows.values())
    paragraphs = [[_plain(markup) for _, markup in _BLOCK.findall(row["html"])] for row in rows]
    for number in range(first, first + count):
        one, other = chance.sample(range(len(rows)), 2)
        title = f"{rows[one]['title']} and {chance.choice(rows[other]['headings'] or [[2, 'More']])[1]}"
        pool = [text for text in (*paragraphs[one], *paragraphs[other], *chance.choice(paragraphs)) if text]
        said: list[str] = []
        while pool and sum(len(text.split()) for text in said) < words:
            said.append(chance.choice(pool))
        linked = [key for key in links.sample(range(1, targets + 1), _LINKS) if key != number]
        blocks = [
            _block(place, "p", [_text(text), *([_text(" More", target)] if target else [])])
            for place, (text, target) in enumerate(itertools.zip_longest(said, linked[: len(said)]))
        ]
        yield _article(number, title, f"{rows[one]['hub']}|{rows[one]['pillar']}", blocks)


def fill(articles: Iterable[Any]) -> None:
    """Empty the tables, save the articles as published ones, and write what suggestions read."""
    from django.db import connection

    from articles import link_index, links, search
    from articles.models import Article, Pillar, RelatedLink, Revision, SearchEntry

    Article.objects.update(live_revision=None, state="draft", published_at=None, updated_at=None)
    for model in (RelatedLink, Revision, SearchEntry, Article):
        model.objects.all().delete()
    Pillar.objects.filter(parent__isnull=False).delete()
    Pillar.objects.all().delete()
    pillars: dict[str, Pillar] = {}
    rows = iter(articles)
    while batch := list(itertools.islice(rows, _BATCH)):
        _publish(batch, pillars)
    # Links need all their targets.
    for article in Article.objects.order_by("pk").iterator(chunk_size=_BATCH):
        links.derive(article, article.body, (), ())
        link_index.index(article)
        search.index(article)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _publish(batch: list[Any], pillars: dict[str, Any]) -> None:
    from django.utils import timezone

    from articles.models import Article, Revision

    for article in batch:
        article.pillar = _pillar(article.topic, pillars)
    Article.objects.bulk_create(batch)
    now = timezone.now()
    versions = [Revision(article=one, packed=b"", number=1, sealed_at=now, hash="none") for one in batch]
    for article, version in zip(batch, Revision.objects.bulk_create(versions), strict=True):
        article.live_revision, article.state = version, "published"
        article.published_at = article.updated_at = now - timedelta(hours=article.pk)
    Article.objects.bulk_update(batch, ["live_revision", "state", "published_at", "updated_at"])


def _pillar(topic: str, pillars: dict[str, Any]) -> Any:
    from articles.models import Pillar

    hub, title = topic.split("|")
    for key, values in ((hub, {"title": hub[:100]}), (topic, {"title": title[:100]})):
        if key not in pillars:
            parent = pillars[hub] if key == topic else None
            pillars[key] = Pillar.objects.create(slug=f"topic-{len(pillars)}", parent=parent, **values)
    return pillars[topic]


def _article(key: int, title: str, topic: str, blocks: list[dict[str, Any]]) -> Any:
    from articles.models import Article
    from content.schema import document

    title, slug = title[:200], f"article-{key}"
    names = {"title": title, "working_title": title, "slug": slug, "working_slug": slug}
    article = Article(pk=key, **names, body=document(*blocks))
    article.topic = topic
    return article


def _block(number: int, tag: str, content: list[dict[str, Any]]) -> dict[str, Any]:
    kind, attrs = ("heading", {"level": 2}) if tag.startswith("h") else ("paragraph", {})
    return {"type": kind, "attrs": {"id": f"{number:08d}", **attrs}, "content": content}


def _text(words: str, target: int | None = None) -> dict[str, Any]:
    mark = {"type": "link", "attrs": {"target": {"kind": "article", "id": target}}}
    return {"type": "text", "text": words, **({"marks": [mark]} if target else {})}


def _plain(markup: str) -> str:
    words = _SPACE.sub(" ", html.unescape(_TAG.sub("", markup)))
    return "".join(letter for letter in words if letter.isprintable())
