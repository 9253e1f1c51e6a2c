"""Publishing, updating and withdrawing at a certain time. The worker does what is due, a stopped one afterwards."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.urls import reverse
from django.utils import timezone

from articles import overtaking, permissions, publishing, releasing, submitting, wall_times
from articles.enums import PlannedAct, PlanState
from articles.models import Article, Release, Revision, Schedule
from articles.publishing import NotPublishable
from history import events, notices
from history.words import kept

FAULT = "The program failed; its log says how. Nothing was changed."

logger = logging.getLogger(__name__)


def schedule(
    article: Article,
    *,
    act: str,
    at: datetime,
    zone: str,
    by: Any,
    revision: Revision | None = None,
    reason: str = "",
    successor: Article | None = None,
    instead: Iterable[Article] = (),
    override_reason: str = "",
) -> Schedule:
    """Plan one act for the instant `at`, which was chosen in the time zone `zone`. Records an event.

    PUBLISH and UPDATE need a sealed `revision`, which is checked now and again when it is due, with the permissions of
    `by`; WITHDRAW needs the `reason` that readers will see, and may name a public `successor` and what to read
    `instead` (publishing.withdraw). Raises PermissionDenied, ValidationError by field of the form (date, act, reason,
    successor), NotPublishable.
    """
    if not permissions.can_publish(by, article):
        raise PermissionDenied("Only an editor may plan what readers will see.")
    wall_times.check_ahead(at, zone)
    reason, override_reason = kept(reason, "reason"), kept(override_reason, "override_reason")
    values = {"act": act, "zone": zone, "revision": revision, "reason": reason, "successor": successor}
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        _check(article, act, at, revision, reason)
        publishing.check_successor(article, successor)
        if revision and publishing.check(article, revision, by=by, override_reason=override_reason):
            values["override_reason"] = override_reason
        try:
            with transaction.atomic():
                planned = Schedule.objects.create(article=article, at=at, planned_by=by, **values)
        except IntegrityError:
            raise ValidationError({"time": "Something is planned for the article at this very time."}) from None
        planned.instead.set([one for one in instead if one.pk != article.pk])
        events.record("scheduled", article, by, **_said(planned))
    return planned


def cancel(planned: Schedule, *, by: Any) -> None:
    """Take back what is not done yet. Who planned it is told, if it was another."""
    if not permissions.can_publish(by, planned.article):
        raise PermissionDenied("Only an editor may take back what is planned.")
    with transaction.atomic():
        _settle(planned, timezone.now(), PlanState.CANCELLED, by=by)
        events.record("schedule cancelled", planned.article, by, **_said(planned))
        text = f"{by} took back what you had planned for “{planned.article}”: {words(planned)}."
        notices.tell([planned.planned_by], f"Cancelled: {planned.article}", text, link=_link(planned), by=by)


def run_due(now: datetime) -> int:
    """Do everything that is due, releases too, in the order in which it was planned; returns how much was settled.

    Each act and its record are one transaction: a worker that is killed leaves it as it was, to be done by the next;
    of two workers one does it. What is refused is marked as failed and its people are told. A database that cannot be
    reached ends the run: nothing may overtake what it left.
    """
    due = [(one.at, 0, one.pk) for one in Schedule.objects.due(now).only("at")]
    due += [(one.at, 1, one.pk) for one in Release.objects.due(now).only("at")]
    return sum((run, releasing.run)[is_release](pk, now) for _, is_release, pk in sorted(due))


def run(pk: int, now: datetime) -> bool:
    """Do one act that is due; False if it was settled by another meanwhile."""
    with transaction.atomic():
        planned = Schedule.objects.select_related("article", "revision", "successor", "planned_by").get(pk=pk)
        # Taken first: two workers, and whoever edits stages or publishes, wait here for each other. Without its live
        # revision: joined, PostgreSQL would give the one from before the lock was waited for.
        planned.article = Article.objects.select_for_update().get(pk=planned.article_id)
        try:
            _settle(planned, now, PlanState.DONE)
        except ValidationError:
            return False
        if failure := _attempt(planned):
            _fail(planned, failure)
        else:
            late = round((now - planned.at).total_seconds())
            events.record("schedule done", planned.article, None, **_said(planned), late=late)
    return True


def words(planned: Schedule) -> str:
    """`publish version 3 on 29 March 2026, 02:30 (Europe/London, UTC+01:00)`. Needs its revision and its successor
    loaded."""
    what = f"{planned.act} version {planned.revision.number}" if planned.revision_id else planned.act
    what += f" (its address leads to “{planned.successor}” then)" if planned.successor_id else ""
    return f"{what} on {wall_times.spoken(planned.at, planned.zone)}"


def possible_acts(article: Article) -> list[str]:
    """What can be planned for an article in its state."""
    first = [PlannedAct.UPDATE, PlannedAct.WITHDRAW] if article.is_published else [PlannedAct.PUBLISH]
    coming = not article.is_published and _will_be_public(article)
    return [*first, PlannedAct.UPDATE, PlannedAct.WITHDRAW] if coming else first


def _will_be_public(article: Article, at: datetime | None = None) -> bool:
    coming = article.schedules.waiting().filter(act=PlannedAct.PUBLISH)
    return (coming.filter(at__lt=at) if at else coming).exists()


def _check(article: Article, act: str, at: datetime, revision: Revision | None, reason: str) -> None:
    if act not in PlannedAct.values:
        raise ValidationError({"act": "Choose what should happen."})
    public = article.is_published or _will_be_public(article, at)
    if act == PlannedAct.PUBLISH and article.is_published:
        raise ValidationError({"act": "The article is public: plan an update."})
    if act in {PlannedAct.UPDATE, PlannedAct.WITHDRAW} and not public:
        raise ValidationError({"act": "The article will not be public by then: plan its publication first."})
    if act == PlannedAct.WITHDRAW:
        if revision or not reason:
            raise ValidationError({"reason": "Say why: readers who come to the address will see it."})
        return
    if revision is None:
        raise ValidationError({"act": "Choose the version that readers should see."})
    if overtaking.is_live(article, revision):
        raise ValidationError({"act": f"Readers see version {revision.number} already."})
    if against := overtaking.reason_against(article, revision, timezone.now()):
        raise ValidationError({"act": f"{against} Restore the older one as a new version first."})


def _attempt(planned: Schedule) -> str:
    """Do it; returns why it could not be done. All that it wrote is undone then."""
    try:
        with transaction.atomic():
            return _act(planned)
    except OperationalError:
        raise
    except (NotPublishable, PermissionDenied, ValidationError) as refusal:
        return publishing.worded(refusal)
    except Exception:
        logger.exception("Planned for article %s: %s", planned.article_id, planned.act)
        return FAULT


def _act(planned: Schedule) -> str:
    article, by, revision = planned.article, planned.planned_by, planned.revision
    if planned.act == PlannedAct.WITHDRAW:
        _withdraw(planned)
        return ""
    if overtaking.is_live(article, revision):
        return ""
    if planned.act == PlannedAct.UPDATE and not article.is_published:
        return "The article is not public any more, so there is nothing to update."
    if against := overtaking.reason_against(article, revision, planned.planned_at):
        return against
    publishing.publish(article, revision=revision, by=by, override_reason=planned.override_reason)
    return ""


def _withdraw(planned: Schedule) -> None:
    """Without its successor where readers do not see that any more; who planned it is told."""
    said = {"by": planned.planned_by, "reason": planned.reason, "instead": planned.instead.order_by("pk")}
    try:
        publishing.withdraw(planned.article, successor=planned.successor, **said)
    except ValidationError as refusal:
        if "successor" not in getattr(refusal, "error_dict", ()):
            raise
        publishing.withdraw(planned.article, **said)
        text = f"“{planned.article}” was withdrawn as planned. But readers do not see “{planned.successor}” any more, "
        text += "to which its address was to lead. So the address says that it was withdrawn, and why."
        notices.tell([planned.planned_by], f"Leads nowhere: {planned.article}", text, link=_link(planned))


def _settle(planned: Schedule, now: datetime, state: str, by: Any = None) -> None:
    """One UPDATE, which only the first of two can make."""
    waiting = Schedule.objects.waiting().filter(pk=planned.pk)
    if not waiting.update(state=state, settled_at=now, settled_by=by):
        raise ValidationError("It is not planned any more: somebody took it back, or its time has come.")
    planned.state, planned.settled_at, planned.settled_by = state, now, by


def _fail(planned: Schedule, failure: str) -> None:
    Schedule.objects.filter(pk=planned.pk).update(state=PlanState.FAILED, failure=failure)
    events.record("schedule failed", planned.article, None, **_said(planned), failure=failure)
    people = [planned.planned_by]
    people += submitting.people_of(planned.revision) if planned.revision_id else []
    text = f"It was planned to {words(planned)}. That was not done:\n\n{failure}\n\nReaders see what they saw before."
    notices.tell(people, f"Not done: {planned}", text, link=_link(planned))


def _said(planned: Schedule) -> dict[str, Any]:
    led = {"successor": planned.successor_id} if planned.successor_id else {}
    said = {"schedule": planned.pk, "plan": planned.act, "at": planned.at.isoformat(), "revision": planned.revision_id}
    return said | led


def _link(planned: Schedule) -> str:
    return reverse("admin:articles_article_schedule", args=[planned.article_id])
