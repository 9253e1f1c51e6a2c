"""Links to articles that readers cannot open, and what others point at that this version moves."""

from collections.abc import Iterator

from articles import inbound
from articles.checks.finding import Finding, hint, short
from articles.checks.reading import Reading
from articles.models import Article
from content import references


def check(reading: Reading) -> Iterator[Finding]:
    """One line for all that are still to come, one for each taken away; then what moves. Two queries, and one where it
    changes its topic."""
    yield from _leading_nowhere(reading)
    for field, message in inbound.dislodged(reading.article, reading.snapshot):
        yield hint(field, message, "pillar" if field == "pillar" else "inbound")


def _leading_nowhere(reading: Reading) -> Iterator[Finding]:
    links = [o for o in references.extract(reading.snapshot.body) if o.target and o.target.kind == "article"]
    wanted = {o.target.id for o in links} - {reading.article.pk}
    targets = Article.objects.filter(pk__in=wanted).only("title", "working_title", "withdrawn_at", "state")
    rows = {one.pk: one for one in targets if not one.is_published}
    coming = [o for o in links if o.target.id in rows and not rows[o.target.id].withdrawn_at]
    if coming:
        titles = list(dict.fromkeys(f"“{short(str(rows[o.target.id]))}”" for o in coming))
        more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
        message = f"Not published yet, so readers see words without a link: {', '.join(titles[:3])}{more}."
        yield hint("body", message, "link", coming[0].block_id)
    for o in links:
        if o.target.id in rows and rows[o.target.id].withdrawn_at:
            yield hint("body", f"“{short(o.words)}” leads to an article that was withdrawn.", "link", o.block_id)
