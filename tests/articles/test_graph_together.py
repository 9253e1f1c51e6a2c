"""Random acts on a whole site, and after each a crawl as readers meet it. SOAK=n makes n acts, from 100 on among 60
articles.

The bar: every link inside the site answers 200 directly; what a link led from is read there still, as a link or as its
words; the graph's rows are the links that a crawler finds in texts, call-outs and listed links.
"""

import os
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from articles import publishing, writing
from articles.enums import ArticleKind, LinkOrigin
from articles.further_reading import SHOWN
from articles.inbound import Place
from articles.models import Article, Pillar, RelatedLink, Revision, Section
from articles.moving import Merge, Move, MoveTopic, RemoveSection, Rename, RenameSection, Withdraw, print_of
from articles.publishing import NotPublishable
from articles.refactoring import Choice, PlacesRefused, Way, carry_out
from articles.snapshots import Contributor, Snapshot
from authors.models import Author, User
from content import references
from content.ids import new_id
from content.outline import headings
from content.plain import plain_text
from content.text import read
from history import revisions, snapshots
from tests.content.builders import doc, mark, text
from tests.stating import stated

SOAK = int(os.environ.get("SOAK", "1"))
ACTS = max(SOAK, 20)
ARTICLES = 60 if SOAK >= 100 else 12
# Pages that every page of the site leads to.
PAGES = ("editorial-policy", "medical-disclaimer", "privacy", "contact", "how-we-work")


class Page(HTMLParser):
    """What a reader finds: all addresses, the links of the text, those listed at the end, and all words of the text."""

    def __init__(self, html: str):
        super().__init__()
        self.hrefs: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.listed: list[tuple[str, str]] = []
        self.words = ""
        self.ids: set[str] = set()
        self._open: list[tuple[str, str]] = []
        self._link: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids |= {given["id"]} if given.get("id") else set()
        if tag not in ("meta", "link", "img", "input", "br", "hr", "source"):
            self._open.append((tag, given.get("class") or ""))
        if tag == "a":
            self.hrefs.append(given["href"] or "")
            self._link = [given["href"] or "", ""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link:
            where = self.links if self._is_in("text") else self.listed if self._is_in("entries") else None
            if where is not None:
                where.append((self._link[1], self._link[0]))
            self._link = None
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._is_in("text"):
            self.words += data
        if self._link:
            self._link[1] += data

    def _is_in(self, name: str) -> bool:
        return any(name in classes.split() for _, classes in self._open)


# Most pages are the same bytes after an act as before it.
parsed = lru_cache(maxsize=1_000)(Page)


@dataclass
class Site:
    """`words`: of each link that was ever set, and that no act took away, the article that holds it."""

    by: User
    author: Author
    chance: random.Random
    words: dict[str, int] = field(default_factory=dict)
    made: Counter = field(default_factory=Counter)
    counter: int = 0

    # Material

    def name(self, kind: str) -> str:
        self.counter += 1
        return f"{kind} {self.counter:05}"

    def live(self) -> list[Article]:
        return list(Article.objects.published().exclude(kind=ArticleKind.PAGE).order_by("pk"))

    def some(self, rows: Any) -> Any:
        return self.chance.choice(list(rows))

    def target(self) -> dict[str, Any]:
        kind = self.chance.choice(["article"] * 5 + ["section", "pillar", "author", "planned"])
        if kind == "pillar":
            return {"kind": "pillar", "id": self.some(Pillar.objects.order_by("pk")).pk}
        if kind == "author":
            return {"kind": "author", "id": self.author.pk}
        if kind == "planned":
            return {"kind": "planned", "title": self.name("Planned")}
        articles = Article.objects.exclude(kind=ArticleKind.PAGE).order_by("pk")
        if not articles:
            return {"kind": "url", "href": "https://example.org/"}
        article = self.some(articles)
        section = article.sections.filter(retired_at=None).order_by("pk").first() if kind == "section" else None
        return {"kind": "article", "id": article.pk, **({"section": section.block_id} if section else {})}

    def linking(self) -> list[dict[str, Any]]:
        """A paragraph with two links, and now and then a call-out, all with words of their own."""
        first, second, title = self.name("word"), self.name("word"), self.name("Title")
        marks = [mark("link", target=self.target()) for _ in range(2)]
        links = text(first, marks[0]), text(" and ", mark("strong")), text(second, marks[1])
        words = [text("Some say "), *links, text(". So.")]
        blocks = [{"type": "paragraph", "attrs": {"id": new_id()}, "content": words}]
        if self.chance.random() < 0.4:
            attrs = {"id": new_id(), "label": "Read", "title": title, "target": self.target()}
            blocks.append({"type": "related_link", "attrs": attrs})
        return blocks

    def section(self) -> list[dict[str, Any]]:
        words = [text(self.name("Section"))]
        attrs = {"id": new_id(), "level": self.chance.choice([2, 2, 3])}
        return [{"type": "heading", "attrs": attrs, "content": words}, *self.linking()]

    def note(self, article: Article, blocks: list[dict[str, Any]]) -> None:
        self.words |= {one.words: article.pk for one in references.extract(doc(*blocks))}

    def publish(self, article: Article) -> None:
        publishing.publish(article, revision=revisions.latest(article), by=self.by)

    def choice(self, retarget: Article | None) -> Callable[[Any], Choice]:
        """For each place what chance says."""
        ways = [Way.KEEP, Way.REWORD, Way.DROP, *([Way.RETARGET] * 3 if retarget else [])]

        def chosen(place: Place) -> Choice:
            way = self.chance.choice(ways)
            if way == Way.RETARGET:
                return self.leading(place, retarget)
            if way == Way.REWORD and place.origin == LinkOrigin.TEXT:
                new = self.name("new")
                self.words[new] = self.words.pop(place.words)
                return Choice(way, sentence=f"{place.linked.before}{new}{place.linked.after}", words=new)
            if way == Way.DROP and place.origin == LinkOrigin.CALLOUT:
                del self.words[place.words]
            return Choice(Way.KEEP if way == Way.REWORD else way)

        return chosen

    def leading(self, place: Place, article: Article) -> Choice:
        """To an article; in that one itself a call-out goes with its link."""
        if place.origin == LinkOrigin.CALLOUT and place.key.startswith(f"{article.pk}-"):
            del self.words[place.words]
        return Choice(Way.RETARGET, {"kind": "article", "id": article.pk})

    # Acts

    def create(self) -> None:
        title = self.name("Article")
        planned = Article.objects.planned().order_by("pk").first()
        if planned and self.chance.random() < 0.4:
            title = planned.title
        body = doc(*(block for _ in range(self.chance.randint(1, 3)) for block in self.section()))
        listed = tuple(row.pk for row in self.chance.sample(self.live(), k=min(2, len(self.live()))))
        values = {"pillar": self.some(Pillar.objects.order_by("pk")).pk, "contributors": (Contributor(self.author.pk),)}
        values |= stated(self.author.pk)
        article = writing.start(
            Snapshot(title=title, slug="", standfirst="It is so.", body=body, listed=listed, **values), by=self.by
        )
        self.note(article, body["content"])
        if self.chance.random() < 0.8:
            self.publish(article)

    def link(self) -> None:
        article = self.some(self.live())
        more = self.linking()
        snapshot, base = writing.current(article)
        body = {**snapshot.body, "content": [*snapshot.body["content"], *more]}
        writing.save(article, replace(snapshot, body=body), by=self.by, base=base)
        self.note(article, more)
        if self.chance.random() < 0.8:
            self.publish(article)

    def publish_one(self) -> None:
        self.publish(self.some(Article.objects.exclude(pk__in=Article.objects.planned()).order_by("pk")))

    def restore(self) -> None:
        if gone := Article.objects.withdrawn().order_by("pk"):
            self.publish(self.some(gone))

    def rename(self) -> None:
        article = self.some(self.live())
        former = [row.slug for row in article.former_slugs.order_by("pk")]
        slug = self.chance.choice([*former, self.name("address").replace(" ", "-")])
        base = revisions.latest(article).token
        carry_out(Rename(article, self.name("Renamed"), slug, base=base), {}, by=self.by, others=self.choice(None))

    def move(self) -> None:
        article, pillar = self.some(self.live()), self.some(Pillar.objects.order_by("pk"))
        carry_out(Move(article, pillar, base=revisions.latest(article).token), {}, by=self.by, others=self.choice(None))

    def move_topic(self) -> None:
        node = self.some(Pillar.objects.select_related("parent").order_by("pk"))
        former = [row.path.rpartition("/")[2] for row in node.former_slugs.order_by("pk")]
        slug = self.chance.choice([*former, self.name("topic").replace(" ", "-")])
        parent = self.some(Pillar.objects.hubs().order_by("pk")) if node.parent_id else None
        act = MoveTopic(node, node.title, slug, parent, print_of(node))
        carry_out(act, {}, by=self.by, others=self.choice(None))

    def merge(self) -> None:
        one, other = self.chance.sample(self.live(), k=2)
        carry_out(Merge(one, other), {}, by=self.by, others=lambda place: self.leading(place, other))

    def withdraw(self) -> None:
        article, other, instead = self.chance.sample(self.live(), k=3)
        successor = other if self.chance.random() < 0.5 else None
        act = Withdraw(article, "It was wrong.", successor, (instead,))
        carry_out(act, {}, by=self.by, others=self.choice(other))

    def change_section(self) -> None:
        article = self.some(self.live())
        snapshot, base = writing.current(article)
        if not (found := headings(snapshot.body)):
            return
        block, others = self.chance.choice(found).block_id, self.choice(article)
        if self.chance.random() < 0.5:
            carry_out(RenameSection(article, block, self.name("Heading"), base=base), {}, by=self.by, others=others)
            return
        act = RemoveSection(article, block, self.chance.random() < 0.4, base=base)
        carry_out(act, {}, by=self.by, others=others)
        left = writing.current(article)[0].body["content"]
        gone = plain_text(doc(*(one for one in snapshot.body["content"] if one not in left)))
        self.words = {word: pk for word, pk in self.words.items() if word not in gone}

    WEIGHTS = {
        "create": 3,
        "link": 4,
        "publish_one": 2,
        "restore": 2,
        "rename": 3,
        "move": 2,
        "move_topic": 3,
        "merge": 2,
        "withdraw": 2,
        "change_section": 3,
    }

    def act(self) -> str:
        """One act, all or nothing; what a person would be refused is counted as such."""
        name = self.chance.choices([*self.WEIGHTS], [*self.WEIGHTS.values()])[0]
        if len(self.live()) < 4:
            name = "create"
        before = dict(self.words)
        try:
            with transaction.atomic():
                getattr(self, name)()
        except (ValidationError, NotPublishable, PlacesRefused) as refusal:
            self.words = before
            self.made[f"{name} refused"] += 1
            return f"{name}: {refusal}"
        self.made[name] += 1
        return name


@dataclass
class Crawl:
    """The site as a reader's browser finds it at one moment."""

    reader: Any
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, address: str) -> Page:
        address = address.partition("#")[0]
        if address not in self.pages:
            answer = self.reader.get(address)
            assert answer.status_code == 200, (address, answer.status_code, answer.get("Location"))
            is_page = answer["Content-Type"].startswith("text/html")
            self.pages[address] = parsed(answer.content.decode() if is_page else "")
        return self.pages[address]

    def everything(self) -> None:
        """Follow each link inside the site, from the first page on and from everything in the sitemap."""
        waiting = {"/", *(article.get_absolute_url() for article in Article.objects.published().with_address())}
        while waiting:
            address = waiting.pop()
            page = self.page(address)
            found = {href for href in page.hrefs if href.startswith("/")}
            waiting |= {href for href in found if href.partition("#")[0] not in self.pages}

    def anchors(self) -> set[str]:
        """Links that lead to a place on a page that is not there."""
        hrefs = {href for page in self.pages.values() for _, href in page.links if href.startswith("/") and "#" in href}
        return {href for href in hrefs if href.partition("#")[2] not in self.page(href).ids}


@lru_cache(maxsize=1_000)
def said_in(packed: bytes) -> str:
    """All words of a version as it is stored."""
    return plain_text(Snapshot.from_dict(snapshots.unpack(packed)).body)


def texts() -> dict[int, str]:
    """By article, the words of its latest version."""
    latest = Revision.objects.order_by().values_list("article").annotate(Max("pk"))
    rows = Revision.objects.filter(pk__in=[pk for _, pk in latest]).values_list("article", "packed")
    return {article: said_in(bytes(packed)) for article, packed in rows}


@dataclass
class Graph:
    """The rows of the graph by article, and the anchors of living sections by article and block."""

    rows: dict[int, list[RelatedLink]] = field(default_factory=lambda: defaultdict(list))
    anchors: dict[tuple[int, str], str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Graph":
        graph, living = cls(), Section.objects.filter(retired_at=None)
        graph.anchors = {(row.article_id, row.block_id): row.anchor for row in living}
        targets = ("target_article__pillar__parent", "target_pillar__parent", "target_author")
        for row in RelatedLink.objects.select_related(*targets).order_by("article", "position"):
            graph.rows[row.article_id].append(row)
        return graph

    def url_of(self, row: RelatedLink) -> str:
        """Where a row leads a reader; "" where it leads nowhere just now."""
        target = row.target
        if isinstance(target, Article):
            if not target.is_published:
                return ""
            anchor = self.anchors.get((target.pk, row.target_block_id))
            return target.get_absolute_url() + (f"#{anchor}" if anchor else "")
        return target if isinstance(target, str) else target.get_absolute_url()


def hold(site: Site, reader: Any) -> None:
    """The bar."""
    crawl = Crawl(reader)
    crawl.everything()
    assert crawl.anchors() == set()
    said, graph = texts(), Graph.read()
    assert [word for word, pk in site.words.items() if word not in said[pk]] == []
    for article in Article.objects.published().with_address():
        page, rows = crawl.page(article.get_absolute_url()), graph.rows[article.pk]
        ours = [(row.words, graph.url_of(row)) for row in rows if row.origin != LinkOrigin.LISTED]
        own = f"{article.get_absolute_url()}#"
        found = [(words, url) for words, url in page.links if not url.startswith(own)]
        assert found == [(words, url) for words, url in ours if url], article
        assert [words for words, _ in ours if words not in page.words] == [], article
        links = [(o.words, o.target.id) for o in references.extract(article.body)]
        assert len([one for one in links if one[1] != article.pk]) == len(ours), article
        # What the text leads to is not named again at its end, and one alone is no list.
        told = {row.target_article_id for row in rows if row.origin != LinkOrigin.LISTED}
        last = [row for row in rows if row.origin == LinkOrigin.LISTED and row.target_article_id not in told]
        listed = [(row.target.title, graph.url_of(row)) for row in last if graph.url_of(row)]
        is_alone = len(listed) == 1 and not page.listed
        assert page.listed[: len(listed)] == listed[:SHOWN] or is_alone, article


@pytest.fixture
def site(editor, author) -> Site:
    for name in ("Back", "Sleep"):
        hub = Pillar.objects.create(title=name, slug=name.lower(), review_required=False)
        for below in ("Care", "Rest"):
            Pillar.objects.create(title=f"{name} {below}", slug=below.lower(), parent=hub, review_required=False)
    site = Site(editor, author, random.Random(SOAK))
    for slug in PAGES:
        values = {"kind": ArticleKind.PAGE, "body": read("Words.\n"), "standfirst": "Words."}
        site.publish(writing.start(Snapshot(title=slug, slug=slug, **values), by=editor))
    while Article.objects.count() < ARTICLES:
        site.create()
    return site


def test_no_act_breaks_what_readers_meet(site, client):
    hold(site, client)
    for number in range(ACTS):
        done = site.act()
        try:
            hold(site, client)
        except AssertionError as wrong:
            raise AssertionError(f"after act {number}, {done}: {wrong}") from wrong
    refused = sum(count for name, count in site.made.items() if name.endswith("refused"))
    assert refused < ACTS / 2, site.made
