"""Writing one revision's values into the columns and rows that everyone else reads."""

from django.utils.text import Truncator

from articles import citations, links, picture_uses, reading_order, sections, typesetting
from articles.enums import ContributorRole
from articles.models import Article, Contribution, Revision
from articles.snapshots import Snapshot
from authors.models import Author
from content import metrics, references
from history import revisions
from images.models import Image

_COLUMNS = ("title", "standfirst", "kind", "body", "search_description", "ai_use", "ai_how", "sponsor", "sponsored_for")


def mirror(article: Article, snapshot: Snapshot) -> None:
    """Fill the columns, contributions and tags of an article that was never public from its latest revision."""
    _fill(article, snapshot)
    article.save()
    _project_contributions(article, snapshot)
    _project_tags(article, snapshot)


# What project() reads of an article and may find loaded.
READS = ("sections", "place", "contributions", "tags", "links_out", "citations", "picture_uses")


def project(article: Article, revision: Revision, latest: Revision | None = None) -> set[int]:
    """Make `revision` the live one: columns, sections, place, contributions, tags and links. Dates and state are the
    verb's. `latest` is the latest revision for who knows it. Returns what links.derive() does.

    Doing it twice changes nothing; `manage.py rebuild` relies on that.
    """
    snapshot = Snapshot.from_dict(revision.snapshot)
    _fill(article, snapshot)
    article.slug = snapshot.slug
    article.live_revision = revision
    allotted = sections.allot(article, snapshot.body)
    article.typeset = typesetting.stored(article.body, article.anchors)
    article.save()
    reading_order.take_place(article)
    _project_contributions(article, snapshot)
    _project_tags(article, snapshot)
    unlinked = links.derive(article, snapshot.body, snapshot.listed, allotted)
    latest = latest or revisions.latest(article)
    working = None if latest.pk == revision.pk else Snapshot.from_dict(latest.snapshot).body
    citations.derive(article, snapshot.body, working)
    picture_uses.note(article, working or snapshot.body)
    return unlinked


def _fill(article: Article, snapshot: Snapshot) -> None:
    for name in _COLUMNS:
        setattr(article, name, getattr(snapshot, name))
    article.pillar_id = snapshot.pillar
    article.ai_editor_id = snapshot.ai_editor
    article.lead_image_id = lead_image(snapshot)
    article.word_count = metrics.word_count(snapshot.body)
    article.reading_minutes = metrics.reading_minutes(snapshot.body)


def lead_image(snapshot: Snapshot) -> int | None:
    used = references.image_ids(snapshot.body)
    known = set(Image.objects.filter(pk__in=used).values_list("pk", flat=True))
    return next((pk for pk in used if pk in known), None)


def _project_contributions(article: Article, snapshot: Snapshot) -> None:
    said = {(one.author, ContributorRole.WRITER): one.statement for one in snapshot.interests}
    wanted = [(c.author, c.role, said.get((c.author, c.role), "")) for c in snapshot.contributors]
    there = [(row.author_id, row.role, row.interests) for row in article.contributions.all()]
    known = {author for author, *_ in there}
    if new := {author for author, *_ in wanted} - known:
        known |= set(Author.objects.filter(pk__in=new).values_list("pk", flat=True))
    wanted = [one for one in wanted if one[0] in known]
    if there == wanted:
        return
    article.contributions.all().delete()
    Contribution.objects.bulk_create(
        Contribution(article=article, author_id=author, role=role, interests=interests, position=position)
        for position, (author, role, interests) in enumerate(wanted)
    )


def _project_tags(article: Article, snapshot: Snapshot) -> None:
    if {tag.name for tag in article.tags.all()} != set(snapshot.tags):
        article.tags.set(snapshot.tags)


def description(article: Article) -> str:
    """What search engines and shared links show: the writer's words, or the beginning of the standfirst."""
    return article.search_description or Truncator(article.standfirst).chars(158)
