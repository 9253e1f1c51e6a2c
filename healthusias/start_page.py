"""The start page of the desk: what waits for the person who looks, by what their role lets them do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils import timezone

from articles import permissions, review_queue, scheduling, wall_times
from articles import worklists as texts
from articles.enums import PlanState, RevisionStage
from articles.models import Article, Collaboration, Pillar, Release, ReviewTrigger, Revision, Schedule
from authors import credentials
from authors import permissions as people
from authors import worklists as bios
from authors.models import BioRevision, Credential
from sources import permissions as evidence
from sources.models import OutboundAddress

# So many of each list stand on the page; the rest is behind its link.
SHOWN = 8
ARTICLES = "admin:articles_article_changelist"


@dataclass(frozen=True)
class Item:
    """One line: `mark` is the class of the small mark before `state`; `did` says who did what, at `since`."""

    title: str
    link: str
    mark: str
    state: str
    did: str = ""
    since: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Worklist:
    """`empty` says what to do where there is nothing, with the link `next` where one helps; `more` leads to the rest,
    "" where all is shown. `aside`: nobody waits for anything in it."""

    key: str
    title: str
    items: list[Item]
    empty: str
    more: str = ""
    next: tuple[str, str] = ("", "")
    aside: bool = False


def worklists(user: Any) -> list[Worklist]:
    """Those that concern this person, what others wait for first. At most fourteen queries."""
    moderates = people.can_see_queue(user)
    unsettled = list(bios.unsettled() if moderates else bios.sent_back_to(user))
    made = [_waiting(user, [one for one in unsettled if one.verdict and one.author_page.user_id == user.pk])]
    made += _bios(user, unsettled) if moderates else []
    made += [_credentials(user)] if user.has_perm("authors.verify_credential") else []
    made += [_reviews(user)] if permissions.can_review(user) or permissions.can_release(user) else []
    made += [_elsewhere()] if evidence.can_keep_addresses(user) else []
    made += [make(user) for make in (_shared, _yours, _with_the_editors, _scheduled, _leaving, _recently_live)]
    return [worklist for worklist in made if worklist]


def hubs(user: Any) -> list[Pillar]:
    """The hubs whose boards this person may look at, the first of them; more are in the list of topics."""
    return list(Pillar.objects.hubs()[:SHOWN]) if permissions.sees_every_draft(user) else []


def _waiting(user: Any, returned: list[BioRevision]) -> Worklist | None:
    items = [_returned(one, "your bio was sent back") for one in returned]
    if permissions.can_write(user):
        items += [_version(one) for one in texts.waiting_for(user)[: SHOWN + 1]]
    elif not items:
        return None
    empty = "Nobody waits for you. When an editor asks you for changes, the text is here."
    if permissions.can_release(user):
        empty = "Nobody waits for you. When a writer submits a version, it is here."
    return _worklist("waiting", "Waiting for you", items, empty, _articles("needs_me=yes"))


def _bios(user: Any, unsettled: list[BioRevision]) -> list[Worklist | None]:
    """What this moderator may judge, for who only looks all; and what came back to its author without an answer."""
    judges = people.can_moderate_bios(user)
    others = [one for one in unsettled if one.author_page.user_id != user.pk]
    waiting = [_bio(one) for one in others if not one.verdict and (people.can_moderate(user, one) or not judges)]
    returned = [_returned(one, "bio sent back") for one in others if one.verdict]
    empty = "No bio waits. When authors say something new of themselves, it comes here before readers see it."
    queue = reverse("admin:authors_biorevision_changelist")
    unanswered = _worklist("unanswered", "Sent back, without an answer yet", returned, "")
    return [_worklist("bios", "Bios waiting for you", waiting, empty, queue), unanswered if returned else None]


def _reviews(user: Any) -> Worklist | None:
    """What calls for a medical review, then what waits for a signature, then what this person answers for."""
    day = timezone.localdate()
    called = [_called(one) for one in review_queue.urgent()[: SHOWN + 1]]
    signed = permissions.can_review(user)
    unsigned = [_unsigned(one) for one in review_queue.waiting()[: SHOWN + 1]] if signed else []
    due = [_due(one, day) for one in review_queue.answering(user)[: SHOWN + 1]]
    queue = reverse("admin:articles_review_changelist")
    if not (items := [*called, *unsigned, *due]):
        return None
    return _worklist("reviews", "Medical review", items, "", queue, ("The whole queue", queue))


def _called(trigger: ReviewTrigger) -> Item:
    link, why = _change(trigger.article_id), trigger.get_cause_display()
    return Item(str(trigger.article), link, "failed", why, "", trigger.opened_at, trigger.detail)


def _unsigned(revision: Revision) -> Item:
    link = reverse("admin:articles_article_review", args=[revision.article_id, revision.number])
    state, did = f"version {revision.number} waits for a signature", f"handed in by {revision.submitted_by}"
    return Item(str(revision.article), link, "in_review", state, did, revision.submitted_at)


def _due(article: Article, day: date) -> Item:
    is_over = article.review_due_on < day
    state = (
        f"review {'overdue since' if is_over else 'due on'} {article.review_due_on.day} {article.review_due_on:%B %Y}"
    )
    return Item(str(article), _change(article.pk), "failed" if is_over else "scheduled", state, "you answer for it")


def _elsewhere() -> Worklist | None:
    """A line on links that fail, and one on those that have moved."""
    found, items = OutboundAddress.objects.counted(), []
    failing, moved, where = found["failing"], found["moved"], reverse("admin:sources_outboundaddress_changelist")
    if failing:
        words = "1 address fails" if failing == 1 else f"{failing:,} addresses fail"
        items.append(Item(words, f"{where}?answers=failing", "failed", "for a week or longer nothing has been there"))
    if moved:
        words = "1 address has moved" if moved == 1 else f"{moved:,} addresses have moved"
        items.append(Item(words, f"{where}?answers=moved", "scheduled", "the new one is known"))
    return _worklist("elsewhere", "Links to other sites", items, "") if items else None


def _credentials(user: Any) -> Worklist | None:
    """What this person may verify, then what ends soon."""
    waiting = bios.credentials_waiting(user, credentials.today(), credentials.REMINDERS[0])
    items = [_credential(one) for one in waiting[: SHOWN + 1]]
    if not items:
        return None
    return _worklist("credentials", "Credentials", items, "", reverse("admin:authors_credential_changelist"))


def _credential(credential: Credential) -> Item:
    mark, state = credentials.state(credential)
    link = reverse("admin:authors_credential_change", args=[credential.pk])
    did = f"written down by {credential.changed_by or 'the system'}"
    return Item(f"{credential.author}: {credential}", link, mark, state, did, credential.changed_at)


def _shared(user: Any) -> Worklist | None:
    if permissions.sees_every_draft(user) or not permissions.can_see_desk(user):
        return None
    items = [_newly_shared(one) for one in texts.shared_with(user)[: SHOWN + 1]]
    return _worklist("shared", "Shared with you", items, "", _articles("")) if items else None


def _yours(user: Any) -> Worklist | None:
    if not permissions.can_write(user):
        return None
    items = (_version(one) for one in texts.yours_to_finish(user)[: SHOWN + 1])
    empty = "You have nothing unfinished."
    begin = ("Start an article", reverse("admin:articles_article_add"))
    return _worklist("yours", "Yours to finish", items, empty, _articles("mine=yes&stage=open"), begin)


def _with_the_editors(user: Any) -> Worklist | None:
    if not permissions.can_write(user):
        return None
    items = [_version(one) for one in texts.with_the_editors(user)[: SHOWN + 1]]
    return _worklist("with-editors", "With the editors", items, "", _articles("mine=yes")) if items else None


def _scheduled(user: Any) -> Worklist | None:
    if not permissions.can_see_desk(user):
        return None
    plans = [(one.state, one.at, _plan(one, user)) for one in texts.scheduled(user)[: SHOWN + 1]]
    plans += [(one.state, one.at, _release(one, user)) for one in texts.scheduled_releases(user)[: SHOWN + 1]]
    items = [item for _, _, item in sorted(plans, key=lambda plan: plan[:2])]
    empty = "Nothing is planned. An editor sets the time on the page of an article."
    if permissions.can_release(user):
        empty = "Nothing is planned. To set a time, open an article and choose “Save and schedule”."
    return _worklist("scheduled", "Scheduled", items, empty, _articles("scheduled=yes"), aside=True)


def _leaving(user: Any) -> Worklist | None:
    if not permissions.can_write(user):
        return None
    items = [_thrown_away(one) for one in texts.leaving_the_bin(user)[: SHOWN + 1]]
    if not items:
        return None
    return _worklist("leaving", "Leaving the bin within a week", items, "", _articles("bin=yes"), aside=True)


def _recently_live(user: Any) -> Worklist | None:
    if not permissions.can_see_desk(user):
        return None
    items = (_live(one) for one in texts.recently_live(user)[: SHOWN + 1])
    empty = "Readers have nothing yet. What an editor publishes is here."
    return _worklist("live", "Recently live", items, empty, _articles("state__exact=published"), aside=True)


def _worklist(
    key: str,
    title: str,
    items: Iterable[Item],
    empty: str,
    more: str = "",
    begin: tuple[str, str] = ("", ""),
    aside: bool = False,
) -> Worklist:
    found = list(islice(items, SHOWN + 1))
    return Worklist(key, title, found[:SHOWN], empty, more if len(found) > SHOWN else "", begin, aside)


def _version(revision: Revision) -> Item:
    article, number = revision.article, revision.number
    since, did, note = revision.modified_at, f"last written by {revision.author or 'the system'}", ""
    state = f"{article.get_state_display()}, changed since" if article.was_public else article.get_state_display()
    if revision.stage == RevisionStage.IN_REVIEW:
        state, note = f"version {number} is in review", revision.submission
        since, did = revision.submitted_at, f"submitted by {revision.submitted_by}"
    elif revision.stage == RevisionStage.APPROVED:
        state = f"version {number} is approved and not public yet"
        since, did = revision.judged_at, f"approved by {revision.judged_by}"
    elif revision.stage == RevisionStage.CHANGES_REQUESTED:
        state, note = f"changes are requested in version {number}", revision.request
        since, did = revision.judged_at, f"asked by {revision.judged_by}"
    return Item(str(article), _change(article.pk), revision.stage, state, did, since, note)


def _plan(planned: Schedule, user: Any) -> Item:
    page = "schedule" if permissions.can_publish(user, planned.article) else "change"
    link = reverse(f"admin:articles_article_{page}", args=[planned.article_id])
    words = scheduling.words(planned)
    failed = planned.state == PlanState.FAILED
    mark, state = ("failed", f"not done: {words}") if failed else ("scheduled", words)
    return Item(str(planned.article), link, mark, state, f"planned by {planned.planned_by}", note=planned.failure)


def _release(release: Release, user: Any) -> Item:
    words = f"release on {wall_times.spoken(release.at, release.zone)}"
    failed = release.state == PlanState.FAILED
    mark, state = ("failed", f"not done: {words}") if failed else ("scheduled", words)
    link = _articles("scheduled=yes")
    if permissions.can_release(user):
        link = reverse("admin:articles_release_change", args=[release.pk])
    return Item(release.name, link, mark, state, f"planned by {release.planned_by}", note=release.failure)


def _live(article: Article) -> Item:
    link = _change(article.pk) if article.sees else article.get_absolute_url()
    return Item(str(article), link, "published", "live", f"by {article.live_by}", article.live_at)


def _newly_shared(shared: Collaboration) -> Item:
    article = shared.article
    did = f"shared by {shared.added_by}"
    return Item(str(article), _change(article.pk), article.state, article.get_state_display(), did, shared.added_at)


def _thrown_away(article: Article) -> Item:
    did = f"deleted by {article.discarded_by}"
    return Item(str(article), _change(article.pk), "discarded", "in the bin", did, article.discarded_at)


def _bio(revision: BioRevision) -> Item:
    link = reverse("admin:authors_biorevision_judge", args=[revision.pk])
    sent_by, note = f"sent by {revision.submitted_by or 'the system'}", revision.submission
    state = "bio waits for a verdict"
    return Item(str(revision.author_page), link, "in_review", state, sent_by, revision.submitted_at, note)


def _returned(revision: BioRevision, state: str) -> Item:
    author, did = revision.author_page, f"by {revision.moderated_by}"
    link = reverse("admin:authors_author_change", args=[author.pk])
    return Item(str(author), link, "changes_requested", state, did, revision.moderated_at, revision.reason)


def _articles(query: str) -> str:
    return f"{reverse(ARTICLES)}?{query}"


def _change(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])
