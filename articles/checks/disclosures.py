"""What a text must state of itself before readers get it: interests, use of AI, what is paid for (STANDARDS A9, A10,
H4)."""

from collections.abc import Iterator

from articles import typesetting
from articles.checks.finding import Finding
from articles.checks.reading import Reading
from articles.enums import AiUse, ArticleKind
from articles.snapshots import Snapshot
from authors.models import Author
from content import references


def check(reading: Reading) -> Iterator[Finding]:
    """What is not stated yet, and paid links where there may be none. Pages about the site state nothing: they have no
    author. At most two queries."""
    snapshot = reading.snapshot
    yield from _of_paid_links(snapshot)
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


def _of_paid_links(snapshot: Snapshot) -> Iterator[Finding]:
    """A care card is no place to earn money. Nobody overrides that: the link is easily taken out."""
    cards = [block for block in snapshot.body["content"] if block["type"] == "care_card"]
    cards_alone = {**snapshot.body, "content": cards}
    sponsored = typesetting.sponsored_in(cards_alone)
    for link in references.extract(cards_alone):
        if link.target and link.target.kind == "url" and sponsored.covers(str(link.target.id)):
            message = f"“{link.words}” is a paid link in a care card. Take it out, or link elsewhere."
            yield Finding("body", message, code="paid link", block=link.block_id)


def _missing(field: str, message: str, code: str) -> Finding:
    return Finding(field, message, code=code, overridable=True)
