"""What stands between the version and its medical review, and how far it came at the desk (STANDARDS A3, A5)."""

from collections.abc import Iterator

from articles import reviewing
from articles.checks.finding import Finding, hint, short
from articles.checks.reading import Reading
from articles.enums import RevisionStage
from articles.models import Revision


def check(reading: Reading) -> Iterator[Finding]:
    yield from _medical(reading)
    if reading.revision:
        yield from _stage(reading.revision)
    if reading.article.discarded_at:
        yield Finding("", "It is in the bin: take it out first.", code="bin")


def _medical(reading: Reading) -> Iterator[Finding]:
    """At most three queries."""
    snapshot, revision, pillar = reading.snapshot, reading.revision, reading.pillar
    if not reviewing.requires(snapshot.kind, pillar):
        return
    found = reviewing.standing(reading.article, snapshot, revision.pk if revision else None)
    if found.review and (found.review.credential.revoked_at is None or found.review.pk == reading.article.review_id):
        return
    if found.review:
        # What readers see already is called for by articles.review_calls; a slip of the pen in it can be mended.
        message = f"What {found.review.reviewer} signed it by was revoked since. It must be reviewed again."
    elif found.declined:
        review = found.declined
        message = f"{review.reviewer}: {review.get_verdict_display()}. {short(review.note, 200)}"
    elif found.before:
        changed = "; ".join(map(str, found.changes[:4]))
        message = (
            f"Changed since {found.before.reviewer} reviewed it: {short(changed, 300)}. It must be reviewed again."
        )
        message += " To correct it at once, publish it with a reason: readers are told that its review is pending."
    else:
        message = f"No clinician has reviewed it, and {pillar} demands that."
    yield Finding("", message, code="review", overridable=True)


def _stage(revision: Revision) -> Iterator[Finding]:
    if revision.stage == RevisionStage.CHANGES_REQUESTED:
        message = f"{revision.judged_by} asked for changes: {short(revision.request, 200)}"
        yield Finding("", message, code="changes", overridable=True)
    elif revision.stage == RevisionStage.IN_REVIEW:
        yield hint("", f"Version {revision.number} waits for approval.", "approval")
    elif revision.stage == RevisionStage.OPEN:
        yield hint("", "Nobody has approved this version.", "approval")
