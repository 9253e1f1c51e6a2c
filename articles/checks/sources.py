"""What is known against the sources on which the text rests (STANDARDS B1, B6, B7)."""

from collections.abc import Iterator

from django.utils import timezone

from articles.checks.finding import Finding, hint, short
from articles.checks.reading import Reading
from content.claims import Claim
from sources.enums import SourceKind, SourceStatus
from sources.models import Source

# STANDARDS B7, in years.
OLDEST_SOURCE, OLDEST_GUIDELINE = 5, 10


def check(reading: Reading) -> Iterator[Finding]:
    """An alarm stands at each block that rests on such a source, age at the first one. One query."""
    seen: set[tuple[int, str]] = set()
    for claim in reading.claims:
        source = reading.sources.get(claim.source)
        if source is None:
            message = f"“{short(claim.words)}” cites a source that is not in the library. Cite it anew."
            yield Finding("body", message, code="source", block=claim.block_id)
        elif source.is_alarming and (source.pk, claim.block_id) not in seen:
            seen.add((source.pk, claim.block_id))
            yield _alarm(source, claim)
        elif source.pk not in {pk for pk, _ in seen} and (message := _age(source)):
            seen.add((source.pk, claim.block_id))
            yield hint("body", message, "old source", claim.block_id)


def _alarm(source: Source, claim: Claim) -> Finding:
    words, title = short(claim.sentence or claim.words), short(source.title)
    if source.status == SourceStatus.RETRACTED:
        message = f"“{words}” rests on “{title}”, which was retracted. Find another source, or take the sentence out."
        return Finding("body", message, code="retracted", block=claim.block_id, overridable=True)
    message = f"“{words}” rests on “{title}”, which its publisher has put in doubt."
    return hint("body", message, "in doubt", claim.block_id)


def _age(source: Source) -> str:
    """Why an old source wants a look; "" for one that is young enough or known to be the one to cite."""
    longest = OLDEST_GUIDELINE if source.kind == SourceKind.GUIDELINE else OLDEST_SOURCE
    if not source.year or source.is_seminal or timezone.localdate().year - source.year <= longest:
        return ""
    found = f"“{short(source.title)}” is of {source.year}, more than {longest} years old"
    return f"{found}: look for a newer source, or say at the source why this is still the one to cite."
