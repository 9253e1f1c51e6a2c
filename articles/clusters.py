"""A hub with its pillars, articles and the links among them, read for its board in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Q

from articles.enums import ArticleKind, ArticleState, LinkOrigin
from articles.models import Article, Pillar, RelatedLink, WorkingLink

# Rows that the database gives at a time.
_CHUNK = 5_000


@dataclass(slots=True, eq=False)
class Member:
    """An article of the hub, or what another title of the site is compared by. Sets hold primary keys."""

    pk: int
    title: str
    kind: str
    state: str
    pillar: int | None
    public: bool
    published_at: datetime | None
    updated_at: datetime | None
    reviewed_at: datetime | None
    due_on: date | None
    pending_at: datetime | None
    urgent_at: datetime | None
    # Where it leads readers on this site: hubs and pillars of this hub, public articles of it that are no guides, and
    # whatever stands elsewhere.
    nodes: set[int] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)
    elsewhere: set["Target"] = field(default_factory=set)
    # Public texts that link to it, or to the topic whose guide it is: from within the hub, and from elsewhere.
    inbound: int = 0
    from_elsewhere: int = 0

    @property
    def is_guide(self) -> bool:
        return self.kind == ArticleKind.GUIDE

    @property
    def linked_from(self) -> int:
        return self.inbound + self.from_elsewhere

    @property
    def links_to(self) -> int:
        """How many articles and topics; a guide and its topic are one."""
        return len(self.articles) + len(self.nodes) + len(self.elsewhere)

    @property
    def state_words(self) -> str:
        return ArticleState(self.state).label


# What links lead to: ("pillar", key) also for the guide of that pillar, or ("article", key).
Target = tuple[str, int]


@dataclass(slots=True)
class Wording:
    """How often a target is linked within sentences, and in which words."""

    number: int = 0
    words: set[str] = field(default_factory=set)


@dataclass
class Cluster:
    """`members` in reading order, hub and pillars in theirs; `elsewhere` is what else the site has, its pages too;
    `guides` are public, by their hub or pillar; `planned` are titles that nobody has
    written, with how many articles of the hub link to them, most wanted first. `topics` are the titles of all hubs and
    pillars of the site."""

    hub: Pillar
    pillars: list[Pillar]
    topics: dict[int, str]
    members: dict[int, Member]
    elsewhere: list[Member]
    guides: dict[int, Member]
    planned: list[tuple[Member, int]] = field(default_factory=list)
    # By words that lead to several places: which.
    anchors: dict[str, set[Target]] = field(default_factory=lambda: defaultdict(set))
    wordings: dict[Target, Wording] = field(default_factory=lambda: defaultdict(Wording))

    @property
    def nodes(self) -> list[Pillar]:
        return [self.hub, *self.pillars]

    @cached_property
    def node_keys(self) -> set[int]:
        return {node.pk for node in self.nodes}

    def chapter(self, node: Pillar) -> list[Member]:
        """What stands in one hub or pillar, its guide first."""
        return [member for member in self.members.values() if member.pillar == node.pk]

    @property
    def public(self) -> list[Member]:
        """What readers can open: guides and articles."""
        return [member for member in self.members.values() if member.public]

    @property
    def articles(self) -> list[Member]:
        """The public ones that are no guides."""
        return [member for member in self.public if not member.is_guide]

    def name(self, target: Target) -> str:
        """A title for a target of the hub or of elsewhere."""
        kind, key = target
        if kind == "pillar":
            return self.topics.get(key, "another topic")
        return self._titles.get(key, "another article")

    @cached_property
    def _titles(self) -> dict[int, str]:
        return {row.pk: row.title for row in (*self.members.values(), *self.elsewhere)}


def read(hub: Pillar) -> Cluster:
    """Everything that the board of a hub is made of. Five queries, whatever its size, and no text."""
    topics = list(Pillar.objects.order_by("position", "title", "pk"))
    pillars = [topic for topic in topics if topic.parent_id == hub.pk]
    rows = list(_rows())
    members = {row.pk: row for row in _in_tree_order(rows, [hub, *pillars])}
    elsewhere = [row for row in rows if row.pk not in members]
    guides = {row.pillar: row for row in members.values() if row.is_guide and row.public}
    cluster = Cluster(hub, pillars, {topic.pk: topic.title for topic in topics}, members, elsewhere, guides)
    _read_links(cluster, {row.pk: row for row in rows if row.public})
    _read_links_from_elsewhere(cluster)
    _read_demand(cluster)
    return cluster


def _rows() -> Iterator[Member]:
    """Every article of the site but the bin, in reading order."""
    public = Exists(Article.objects.published().filter(pk=OuterRef("pk")))
    rows = Article.objects.kept().in_reading_order()
    columns = ("pk", "working_title", "kind", "state", "pillar_id", "public", "published_at", "updated_at")
    review = ("review__reviewed_at", "review_due_on", "review_pending_at", "review_urgent_at")
    for row in rows.annotate(public=public).values_list(*columns, *review).iterator(_CHUNK):
        yield Member(*row)


def _in_tree_order(rows: list[Member], nodes: list[Pillar]) -> list[Member]:
    """The members of these nodes, node by node, each guide before its articles."""
    found: dict[int | None, list[Member]] = {node.pk: [] for node in nodes}
    for row in rows:
        if row.pillar in found:
            found[row.pillar].append(row)
    return [row for some in found.values() for row in sorted(some, key=lambda row: not row.is_guide)]


def _read_links(cluster: Cluster, public: dict[int, Member]) -> None:
    """Note on the members who links where. Of 200,000 links each is looked at once, and none is kept."""
    links = RelatedLink.objects.filter(article__in=Article.objects.published().filter(pillar__in=cluster.node_keys))
    links = links.filter(Q(target_article__isnull=False) | Q(target_pillar__isnull=False)).order_by()
    columns = ("article_id", "target_article_id", "target_pillar_id", "origin", "words")
    guide_of = {row.pk: row.pillar for row in public.values() if row.is_guide}
    said_as: dict[str, str] = {}
    # What words led to first; most lead nowhere else, and need no set.
    first: dict[str, Target] = {}
    for origin, article, pillar, how, words in links.values_list(*columns).iterator(_CHUNK):
        member = cluster.members.get(origin)
        # Also what was published between two of the queries.
        if member is None or (article is not None and article not in public):
            continue
        pillar = pillar or guide_of.get(article)
        _note_target(cluster, member, article, pillar)
        if how == LinkOrigin.TEXT:
            target = ("pillar", pillar) if pillar else ("article", article)
            said = said_as.get(words) or said_as.setdefault(words, anchor(words))
            if (known := first.setdefault(said, target)) != target:
                cluster.anchors[said].update((known, target))
            wording = cluster.wordings[target]
            wording.number += 1
            wording.words.add(said)


def _note_target(cluster: Cluster, member: Member, article: int | None, pillar: int | None) -> None:
    if pillar in cluster.node_keys:
        # A guide that names its own topic leads nowhere.
        if pillar not in member.nodes and not (member.is_guide and member.pillar == pillar):
            member.nodes.add(pillar)
            if guide := cluster.guides.get(pillar):
                guide.inbound += 1
    elif pillar or article not in cluster.members:
        member.elsewhere.add(("pillar", pillar) if pillar else ("article", article))
    elif article not in member.articles:
        member.articles.add(article)
        cluster.members[article].inbound += 1


def _read_links_from_elsewhere(cluster: Cluster) -> None:
    """Count the other texts of the site that lead to each member. One query."""
    nodes = cluster.node_keys
    links = RelatedLink.objects.filter(article__in=Article.objects.published().exclude(pillar__in=nodes)).order_by()
    pairs = links.values_list("article", "target_article", "target_pillar")
    # Together, not with OR, which would read all links of the site.
    found = pairs.filter(target_article__pillar__in=nodes).union(pairs.filter(target_pillar__in=nodes))
    origins: dict[int, set[int]] = defaultdict(set)
    for origin, article, pillar in found:
        member = cluster.guides.get(pillar) if pillar else cluster.members.get(article)
        if member:
            origins[member.pk].add(origin)
    for pk, texts in origins.items():
        cluster.members[pk].from_elsewhere = len(texts)


def anchor(words: str) -> str:
    """The words of a link as they are compared: whatever their case, blanks and closing sign."""
    return " ".join(words.split()).casefold().rstrip(".,;:!?")


def _read_demand(cluster: Cluster) -> None:
    planned, nodes = Article.objects.planned(), cluster.node_keys
    rows = WorkingLink.objects.filter(target__in=planned, article__pillar__in=nodes, article__discarded_at=None)
    rows = rows.order_by().values_list("target").annotate(number=Count("pk")).order_by("-number", F("target"))
    titles = {row.pk: row for row in cluster.elsewhere}
    cluster.planned = [(titles[pk], number) for pk, number in rows if pk in titles]
