"""What a text must state of itself before readers get it: interests, use of AI, sponsorship (STANDARDS A9, A10)."""

from collections.abc import Iterator

from articles.enums import AiUse, ArticleKind
from articles.findings import Finding
from articles.models import Article
from articles.snapshots import Snapshot
from authors.models import Author


def findings(article: Article, snapshot: Snapshot) -> Iterator[Finding]:
    """What is not stated yet. Pages about the site state nothing: they have no author. At most one query."""
    if snapshot.kind == ArticleKind.PAGE:
        return
    yield from _of_interests(snapshot)
    yield from _of_ai(snapshot)
    yield from _of_sponsorship(snapshot)


def _of_interests(snapshot: Snapshot) -> Iterator[Finding]:
    stated = {one.author for one in snapshot.interests}
    silent = [pk for pk in snapshot.authors if pk not in stated]
    if not silent:
        return
    names = dict(Author.objects.filter(pk__in=silent).values_list("pk", "name"))
    for name in (names[pk] for pk in dict.fromkeys(silent) if pk in names):
        message = f"{name} has not stated conflicts of interest. Write them down, or that there are none."
        yield _missing("interests", message, "interests")


def _of_ai(snapshot: Snapshot) -> Iterator[Finding]:
    if not snapshot.ai_use:
        yield _missing("ai_use", "Say whether AI had a part in the text. “None” is an answer.", "AI use")
        return
    if snapshot.ai_use != AiUse.NONE and not snapshot.ai_how:
        yield _missing("ai_how", "Say which AI had a part in the text, and what it did.", "AI use")
    if snapshot.ai_use == AiUse.DRAFTED and not snapshot.ai_editor:
        yield _missing("ai_editor", "Name the person who answers for a text that AI drafted.", "AI editor")


def _of_sponsorship(snapshot: Snapshot) -> Iterator[Finding]:
    if snapshot.sponsor and not snapshot.sponsored_for:
        yield _missing("sponsored_for", f"Say what {snapshot.sponsor} paid for: readers are told.", "sponsor")
    if snapshot.sponsored_for and not snapshot.sponsor:
        yield _missing("sponsor", "Name the sponsor, or take out what was paid for.", "sponsor")


def _missing(field: str, message: str, code: str) -> Finding:
    return Finding(field, message, code=code, overridable=True)
