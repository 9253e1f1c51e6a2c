"""The one list of what stands between a version and its readers: what blocks, what is worth a look, and where it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from articles import addresses, inbound, permissions, reviewing
from articles.enums import ArticleKind, ContributorRole, RevisionStage, Severity
from articles.models import Article, Pillar, Revision
from articles.snapshots import Snapshot
from authors.models import Author
from content import claims as claimed
from content import references
from content.text import plain_text
from sources.enums import SourceKind, SourceStatus
from sources.models import Source

# STANDARDS, plain language: longer titles are cut where they are listed, longer descriptions are tiring to hear.
LONGEST_TITLE = 65
LONGEST_ALT = 124
# STANDARDS B7, in years.
OLDEST_SOURCE, OLDEST_GUIDELINE = 5, 10

# "To come", as the editor counts it.
_TK = re.compile(r"\bTK\b")


@dataclass(frozen=True)
class Finding:
    """Something to mend. `field` names the field of the snapshot, `block` the passage in the body, where there is one.

    `code` names the rule for the record. What is `overridable` may be published all the same, with a reason.
    """

    field: str
    message: str
    severity: str = Severity.BLOCK
    code: str = ""
    block: str = ""
    overridable: bool = False

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCK


def findings(article: Article, snapshot: Snapshot, revision: Revision | None = None) -> list[Finding]:
    """Everything that blocks or warns, in the order of the form; what concerns `revision` as a version comes last.

    The number of queries does not depend on the text.
    """
    found = [
        *_of_fields(article, snapshot),
        *_of_text(snapshot),
        *_of_links(article, snapshot),
        *(_hint(field, message, "inbound") for field, message in inbound.dislodged(article, snapshot)),
        *_of_sources(snapshot),
    ]
    found += _of_review(article, snapshot, revision)
    found += _of_stage(revision) if revision else []
    if article.discarded_at:
        found.append(Finding("", "It is in the bin: take it out first.", code="bin"))
    return found


def blocking(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.blocks]


def may_override(found: Iterable[Finding], by: Any) -> bool:
    """Whether something blocks, all that blocks may be overridden, and `by` may do so."""
    blocks = blocking(found)
    return bool(blocks) and all(finding.overridable for finding in blocks) and permissions.can_override(by)


def _of_fields(article: Article, snapshot: Snapshot) -> Iterator[Finding]:
    if len(snapshot.title) > LONGEST_TITLE:
        yield _hint(
            "title", f"The title has {len(snapshot.title)} characters; beyond {LONGEST_TITLE} lists cut it.", "title"
        )
    yield from _of_marks(snapshot)
    if not snapshot.standfirst:
        message = "Write a standfirst: one or two sentences under the title."
        yield Finding("standfirst", message, code="standfirst", overridable=True)
    yield from _of_place(article, snapshot)
    if snapshot.kind != ArticleKind.PAGE and not _has_author(snapshot):
        message = "Name at least one author (JAMA: authorship is shown)."
        yield Finding("contributors", message, code="author", overridable=True)
    if addresses.is_taken(snapshot.slug, article):
        yield Finding("slug", f"Another article has, or had, the address “{snapshot.slug}”.", code="address")


def _of_place(article: Article, snapshot: Snapshot) -> Iterator[Finding]:
    if snapshot.kind == ArticleKind.PAGE and snapshot.pillar:
        message = "A page about the site stands outside the topics: leave the pillar empty."
        yield Finding("pillar", message, code="pillar")
    if snapshot.kind != ArticleKind.PAGE and not snapshot.pillar:
        yield Finding("pillar", "Choose the pillar to which the article belongs.", code="pillar")
    if snapshot.kind == ArticleKind.GUIDE and _other_guide(article, snapshot):
        yield Finding("pillar", "This pillar has a published guide already.", code="guide")


def _of_marks(snapshot: Snapshot) -> Iterator[Finding]:
    """TK in what lists and search engines show; those in the text are found with it."""
    for field in ("title", "standfirst", "search_description"):
        if _TK.search(getattr(snapshot, field)):
            yield Finding(field, "TK stands here for words still to come.", code="tk", overridable=True)


def _of_text(snapshot: Snapshot) -> Iterator[Finding]:
    body = snapshot.body
    if not body["content"]:
        yield Finding("body", "The article has no text yet.", code="text")
    seen_section = False
    for block in body["content"]:
        words, block_id = plain_text({**body, "content": [block]}).strip(), block["attrs"]["id"]
        if marks := len(_TK.findall(words)):
            places = "TK stands" if marks == 1 else f"TK stands {marks} times"
            yield _hint(
                "body", f"{places} in “{_short(words)}”: words still to come, which readers would see.", "tk", block_id
            )
        if block["type"] == "figure":
            yield from _of_figure(block, words or block_id)
        if block["type"] == "heading":
            if block["attrs"]["level"] > 2 and not seen_section:
                yield _hint(
                    "body",
                    f"“{_short(words)}” is a smaller heading without a greater one before it.",
                    "heading",
                    block_id,
                )
            seen_section = True


def _of_figure(block: dict[str, Any], words: str) -> Iterator[Finding]:
    alt, block_id = block["attrs"]["alt"].strip(), block["attrs"]["id"]
    if not alt and not block["attrs"]["decorative"]:
        message = f"Describe the picture “{words}” or mark it as decorative."
        yield Finding("body", message, code="alt", block=block_id, overridable=True)
    if len(alt) > LONGEST_ALT:
        message = (
            f"The picture “{_short(words)}” is described in {len(alt)} characters; up to {LONGEST_ALT} are heard out."
        )
        yield _hint("body", message, "alt", block_id)


def _of_links(article: Article, snapshot: Snapshot) -> Iterator[Finding]:
    """Links to articles that readers cannot open: one line for all that are still to come, one for each taken away."""
    links = [o for o in references.extract(snapshot.body) if o.target and o.target.kind == "article"]
    wanted = {o.target.id for o in links} - {article.pk}
    targets = Article.objects.filter(pk__in=wanted).only("title", "working_title", "withdrawn_at", "state")
    rows = {one.pk: one for one in targets if not one.is_published}
    coming = [o for o in links if o.target.id in rows and not rows[o.target.id].withdrawn_at]
    if coming:
        titles = list(dict.fromkeys(f"“{_short(str(rows[o.target.id]))}”" for o in coming))
        more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
        message = f"Not published yet, so readers see words without a link: {', '.join(titles[:3])}{more}."
        yield _hint("body", message, "link", coming[0].block_id)
    for o in links:
        if o.target.id in rows and rows[o.target.id].withdrawn_at:
            yield _hint("body", f"“{_short(o.words)}” leads to an article that was withdrawn.", "link", o.block_id)


def _of_sources(snapshot: Snapshot) -> Iterator[Finding]:
    """What is known against the sources on which the text rests (STANDARDS B1, B6, B7). One query."""
    cited = claimed.claims(snapshot.body)
    sources = Source.objects.defer("said", "mesh").in_bulk({claim.source for claim in cited}) if cited else {}
    seen: set[tuple[int, str]] = set()
    for claim in cited:
        source = sources.get(claim.source)
        if source is None:
            message = f"“{_short(claim.words)}” cites a source that is not in the library. Cite it anew."
            yield Finding("body", message, code="source", block=claim.block_id)
        elif source.is_alarming and (source.pk, claim.block_id) not in seen:
            seen.add((source.pk, claim.block_id))
            yield _of_alarm(source, claim)
        elif source.pk not in {pk for pk, _ in seen} and (message := _age(source)):
            seen.add((source.pk, claim.block_id))
            yield _hint("body", message, "old source", claim.block_id)


def _of_alarm(source: Source, claim: claimed.Claim) -> Finding:
    words, title = _short(claim.sentence or claim.words), _short(source.title)
    if source.status == SourceStatus.RETRACTED:
        message = f"“{words}” rests on “{title}”, which was retracted. Find another source, or take the sentence out."
        return Finding("body", message, code="retracted", block=claim.block_id, overridable=True)
    message = f"“{words}” rests on “{title}”, which its publisher has put in doubt."
    return _hint("body", message, "in doubt", claim.block_id)


def _age(source: Source) -> str:
    """Why an old source wants a look; "" for one that is young enough or known to be the one to cite."""
    longest = OLDEST_GUIDELINE if source.kind == SourceKind.GUIDELINE else OLDEST_SOURCE
    if not source.year or source.is_seminal or timezone.localdate().year - source.year <= longest:
        return ""
    found = f"“{_short(source.title)}” is of {source.year}, more than {longest} years old"
    return f"{found}: look for a newer source, or say at the source why this is still the one to cite."


def _of_review(article: Article, snapshot: Snapshot, revision: Revision | None) -> Iterator[Finding]:
    """What stands between the text and its medical review (STANDARDS A3, A5). At most three queries."""
    pillar = Pillar.objects.filter(pk=snapshot.pillar).first() if snapshot.pillar else None
    if not reviewing.requires(snapshot.kind, pillar):
        return
    found = reviewing.standing(article, snapshot, revision.pk if revision else None)
    if found.review:
        return
    if found.declined:
        review = found.declined
        message = f"{review.reviewer}: {review.get_verdict_display()}. {_short(review.note, 200)}"
    elif found.before:
        changed = "; ".join(map(str, found.changes[:4]))
        message = (
            f"Changed since {found.before.reviewer} reviewed it: {_short(changed, 300)}. It must be reviewed again."
        )
        message += " To correct it at once, publish it with a reason: readers are told that its review is pending."
    else:
        message = f"No clinician has reviewed it, and {pillar} demands that."
    yield Finding("", message, code="review", overridable=True)


def _of_stage(revision: Revision) -> Iterator[Finding]:
    if revision.stage == RevisionStage.CHANGES_REQUESTED:
        message = f"{revision.judged_by} asked for changes: {_short(revision.request, 200)}"
        yield Finding("", message, code="changes", overridable=True)
    elif revision.stage == RevisionStage.IN_REVIEW:
        yield _hint("", f"Version {revision.number} waits for approval.", "approval")
    elif revision.stage == RevisionStage.OPEN:
        yield _hint("", "Nobody has approved this version.", "approval")


def _hint(field: str, message: str, code: str, block: str = "") -> Finding:
    return Finding(field, message, Severity.WARN, code, block)


def _short(words: str, longest: int = 60) -> str:
    words = " ".join(words.split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _other_guide(article: Article, snapshot: Snapshot) -> bool:
    guides = Article.objects.published().filter(kind=ArticleKind.GUIDE, pillar=snapshot.pillar)
    return guides.exclude(pk=article.pk).exists()


def _has_author(snapshot: Snapshot) -> bool:
    writers = [one.author for one in snapshot.contributors if one.role == ContributorRole.WRITER]
    return Author.objects.filter(pk__in=writers).exists()
