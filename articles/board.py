"""The board of a hub: rules that its articles and links keep or break, and where each fault is mended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list

from articles import clusters, thresholds, titles
from articles.clusters import Cluster, Member, Target
from articles.enums import ArticleKind, ArticleState
from articles.models import BoardThresholds, Pillar

# Below so many links no share of them says anything.
SHARED_FROM = 20
# So many of those that stand in one another's way are named.
NAMED = 4
_MONTH = timedelta(days=365.25 / 12)


@dataclass(frozen=True, slots=True)
class Repair:
    """A page of the desk, asked for only where it is shown: of 10,000 faults a page names few."""

    act: str
    page: str
    arguments: tuple[int, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    place: str = ""

    @property
    def begins(self) -> bool:
        """Whether it begins an article, which not everybody may who sees the board."""
        return self.page == "articles_article_add"

    @property
    def link(self) -> str:
        query = f"?{urlencode(self.query)}" if self.query else ""
        return f"{reverse(f'admin:{self.page}', args=self.arguments)}{query}{self.place and '#'}{self.place}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What breaks a rule: its title, what is wrong with it, and the page on which that is mended; and which article or
    topic it is, where it is not the words of a link."""

    title: str
    why: str
    repair: Repair
    target: Target | None = None

    @property
    def page(self) -> str:
        """The form of the article or topic."""
        if self.target is None:
            return ""
        kind, key = self.target
        return reverse(f"admin:articles_{kind}_change", args=[key])


Check = Callable[[Cluster, BoardThresholds], Iterator[Fault]]


@dataclass(frozen=True)
class Rule:
    """`why` says what readers lose where it is broken."""

    key: str
    title: str
    why: str
    check: Check


@dataclass(frozen=True)
class Verdict:
    rule: Rule
    faults: list[Fault] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults


def board(hub: Pillar) -> tuple[Cluster, BoardThresholds, list[Verdict]]:
    """The hub, what is asked of it, and what became of each rule. Six queries, whatever the size."""
    cluster, asked = clusters.read(hub), thresholds.holding(hub)
    return cluster, asked, [Verdict(rule, list(rule.check(cluster, asked))) for rule in RULES]


# Where things are mended.


def _form(member: Member, act: str = "Open the article", place: str = "id_body") -> Repair:
    return Repair(act, "articles_article_change", (member.pk,), place=place)


def _further(member: Member) -> Repair:
    return _form(member, "Add further reading", "id_listed")


def _guide(cluster: Cluster, node: Pillar) -> Repair:
    """The form of the node's guide: the public one, else a draft, else a new one."""
    found = cluster.guides.get(node.pk)
    drafts = (row for row in cluster.members.values() if row.is_guide and row.pillar == node.pk)
    if found := found or next(drafts, None):
        return _form(found, "Open the guide")
    query = (("kind", str(ArticleKind.GUIDE)), ("pillar", str(node.pk)), ("title", node.title))
    return Repair("Write the guide", "articles_article_add", query=query)


def _links_to(target: Target) -> Repair:
    kind, key = target
    return Repair("See the links", "articles_relatedlink_changelist", query=((f"target_{kind}__exact", str(key)),))


def _queue(place: str) -> Repair:
    return Repair("Open the review queue", "articles_review_changelist", place=place)


def _some(names: list[str]) -> str:
    """The first of them in words, and how many more there are."""
    rest = len(names) - NAMED
    return get_text_list([*names[:NAMED], *([f"{rest} more"] if rest > 0 else [])], "and")


def _of(member: Member, why: str, repair: Repair) -> Fault:
    return Fault(member.title, why, repair, ("article", member.pk))


def _of_topic(node: Pillar, why: str, repair: Repair) -> Fault:
    return Fault(node.title, why, repair, ("pillar", node.pk))


# The rules, in the order of the board.


def _up(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    above = {node.pk: {node.pk: node.title, cluster.hub.pk: cluster.hub.title} for node in cluster.nodes}
    for member in cluster.public:
        wanted = {
            pk: title for pk, title in above[member.pillar].items() if not (member.is_guide and pk == member.pillar)
        }
        missing = [f"“{title}”" for pk, title in wanted.items() if pk not in member.nodes]
        if missing:
            yield _of(member, f"does not link to {get_text_list(missing, 'and')}", _form(member))


def _down(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    below: dict[int | None, list[Member]] = {}
    for row in cluster.articles:
        below.setdefault(row.pillar, []).append(row)
    for node in cluster.nodes:
        guide, repair = cluster.guides.get(node.pk), _guide(cluster, node)
        if guide is None:
            yield _of_topic(node, "has no public guide", repair)
            continue
        for row in below.get(node.pk, ()):
            if row.pk not in guide.articles:
                yield _of(row, f"is not in the guide “{guide.title}”", repair)
        if node == cluster.hub:
            for pillar in cluster.pillars:
                if pillar.pk not in guide.nodes:
                    yield _of_topic(pillar, f"is not in the guide “{guide.title}”", repair)


def _sideways(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    articles = cluster.articles
    wanted = min(asked.sideways, len(articles) - 1)
    for row in articles:
        if (number := len(row.articles)) < wanted:
            said = "to one other article" if number == 1 else f"to {number or 'no'} other articles"
            yield _of(row, f"links {said} of the hub; {wanted} are wanted", _further(row))


def _orphans(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    nodes = {node.pk: node for node in cluster.nodes}
    for row in cluster.articles:
        if not row.linked_from:
            yield _of(row, "is linked from no other text", _guide(cluster, nodes[row.pillar]))


def _dead_ends(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    for row in cluster.articles:
        if not row.links_to:
            yield _of(row, "links to nothing that readers can open here", _further(row))


def _titles(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    rows = {
        row.pk: row
        for row in (*cluster.members.values(), *cluster.elsewhere)
        if row.state != ArticleState.WITHDRAWN and row.kind != ArticleKind.PAGE
    }
    for group in titles.alike((row.pk, row.title) for row in rows.values()):
        for pk in group:
            if pk in cluster.members:
                others = [f"“{rows[other].title}” ({rows[other].state_words})" for other in group if other != pk]
                why = f"has nearly the title of {_some(others)}"
                yield _of(rows[pk], why, _form(rows[pk], "Change the title", "id_title"))


def _anchors(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    for words, targets in sorted(cluster.anchors.items()):
        names = [f"“{cluster.name(target)}”" for target in sorted(targets)]
        query = (("q", f'"{words.replace(chr(34), "")}"'),)
        repair = Repair("See these links", "articles_relatedlink_changelist", query=query)
        yield Fault(f"“{words}”", f"leads to {_some(names)}", repair)


def _wordings(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    for target, found in sorted(cluster.wordings.items()):
        is_here = target[1] in (cluster.members if target[0] == "article" else cluster.node_keys)
        if is_here and found.number >= asked.wordings_from and len(found.words) < asked.wordings:
            said = get_text_list([f"“{words}”" for words in sorted(found.words)], "and")
            why = f"is linked {found.number} times, and only as {said}"
            yield Fault(cluster.name(target), why, _links_to(target), target)


def _share(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    total = sum(row.inbound for row in cluster.articles)
    for row in cluster.articles if total >= SHARED_FROM else ():
        share = row.inbound * 100 / total
        if share > asked.share:
            why = f"gets {share:.0f} percent of the hub’s {total} links to articles"
            yield _of(row, why, _links_to(("article", row.pk)))


def _demand(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    for row, number in cluster.planned:
        if number >= asked.demand:
            by = "1 article" if number == 1 else f"{number} articles"
            yield _of(row, f"is promised by {by}, and nobody has written it", write_it(row))


def write_it(planned: Member) -> Repair:
    return _form(planned, "Write it", "")


def _stale(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    before = timezone.now() - asked.months * _MONTH
    for row in cluster.public:
        last = max(filter(None, (row.updated_at, row.reviewed_at)))
        if last < before:
            yield _of(row, f"was changed and reviewed last in {date_format(last, 'F Y')}", _form(row))


def _unreviewed(cluster: Cluster, asked: BoardThresholds) -> Iterator[Fault]:
    today, required = timezone.localdate(), {node.pk for node in cluster.nodes if node.review_required}
    for row in cluster.public:
        if row.urgent_at:
            yield _of(row, "must be reviewed again before its time", _queue("urgent"))
        elif row.due_on and row.due_on < today:
            said = f"has been overdue for review since {date_format(row.due_on, 'j F Y')}"
            yield _of(row, said, _queue("overdue"))
        elif row.due_on is None and row.pillar in required:
            said = "was changed since its review" if row.pending_at else "was never reviewed"
            yield _of(row, said, _queue("without"))


RULES: tuple[Rule, ...] = (
    Rule(
        "up",
        "Every text links up to its pillar and to the hub",
        "Who came from a search should find the whole from any part.",
        _up,
    ),
    Rule(
        "down",
        "Every guide names all that stands below it",
        "A guide is the contents page: what it leaves out is hard to find.",
        _down,
    ),
    Rule(
        "sideways", "Every article links to others of the hub", "Readers go on where a text touches another.", _sideways
    ),
    Rule("orphans", "No article is an orphan", "What nothing links to is read by nobody.", _orphans),
    Rule("dead-ends", "No article is a dead end", "At the end of each there should be a way on.", _dead_ends),
    Rule(
        "titles",
        "No two articles compete for one title",
        "Readers, and search engines, could not tell them apart.",
        _titles,
    ),
    Rule(
        "anchors",
        "The same words always lead to the same place",
        "Who follows them twice should not land in two.",
        _anchors,
    ),
    Rule(
        "wordings",
        "What many link to is linked in varied words",
        "Words taken from the sentence say more than a formula.",
        _wordings,
    ),
    Rule("share", "No article hoards the links", "The others are as worth reading.", _share),
    Rule(
        "planned", "What many articles promise is written", "Their readers find words where a link should be.", _demand
    ),
    Rule("stale", "Nothing is stale", "Medicine moves on, and so should the text.", _stale),
    Rule(
        "unreviewed",
        "Everything that needs a review has one that holds",
        "Readers are told when it has not.",
        _unreviewed,
    ),
)
