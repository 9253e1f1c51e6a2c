"""Releases: several versions that readers get together, in one transaction, or not at all."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.urls import reverse
from django.utils import timezone

from articles import overtaking, permissions, publishing, submitting, wall_times
from articles.enums import PlanState
from articles.models import Article, Release, ReleaseMember, Revision
from articles.publishing import NotPublishable
from history import events, notices
from history.words import kept

LONGEST_NAME = Release._meta.get_field("name").max_length
FAULT = "The program failed; its log says how."
GONE = "The release was changed meanwhile, or its time has come: look at it again."

logger = logging.getLogger(__name__)


class NotReleasable(Exception):
    """Some members cannot go live, so none did. `refusals` says why, by the title of the article."""

    def __init__(self, refusals: dict[str, str]):
        self.refusals = refusals
        super().__init__("\n".join(f"“{title}”: {why}" for title, why in refusals.items()))


@transaction.atomic
def create(name: str, *, zone: str, by: Any) -> Release:
    """Begin a release without members and without a time."""
    _allow(by)
    name = kept(name, "name", missing="Give the release a name.", longest=LONGEST_NAME)
    release = Release.objects.create(name=name, zone=zone, state=PlanState.GATHERING, planned_by=by)
    events.record("release begun", release, by)
    return release


@transaction.atomic
def change(release: Release, versions: Iterable[Revision], *, by: Any, name: str = "") -> Release:
    """Make `versions`, sealed and of different articles, the members of a release that has no time yet."""
    _allow(by)
    versions, name = list(versions), kept(name, "name", longest=LONGEST_NAME)
    if len({one.article_id for one in versions}) != len(versions):
        raise ValidationError({"articles": "An article is in a release once."})
    if any(not one.is_sealed for one in versions):
        raise ValidationError({"articles": "Only saved versions can be released."})
    # Also the lock: two who change it wait for each other, and the worker waits for both.
    if not Release.objects.filter(pk=release.pk, state__in=PlanState.CHANGEABLE).update(name=name or release.name):
        raise ValidationError("Take the release out of its schedule before you change it.")
    release.members.exclude(article__in=[one.article_id for one in versions]).delete()
    for one in versions:
        ReleaseMember.objects.update_or_create(release=release, article_id=one.article_id, defaults={"revision": one})
    events.record("release changed", release, by, revisions=[one.pk for one in versions])
    return Release.objects.get(pk=release.pk)


@transaction.atomic
def schedule(release: Release, *, at: datetime, zone: str, by: Any, override_reason: str = "") -> Release:
    """Give the release its time (wall_times.check_ahead says which are possible). Every member is checked now and again
    when it is due, with the permissions of `by`.

    Raises PermissionDenied, ValidationError, NotReleasable.
    """
    _allow(by)
    wall_times.check_ahead(at, zone)
    override_reason = kept(override_reason, "override_reason")
    members = _members(release)
    if not members:
        raise ValidationError({"articles": "The release has no articles yet."})
    now = timezone.now()
    if refusals := _refusals(members, by, now, override_reason):
        raise NotReleasable(refusals)
    planned = {"at": at, "zone": zone, "planned_at": now, "planned_by": by, "override_reason": override_reason}
    _move(release, PlanState.CHANGEABLE, PlanState.WAITING, **planned, settled_at=None, settled_by=None, failure="")
    events.record("release scheduled", release, by, at=at.isoformat())
    return release


@transaction.atomic
def cancel(release: Release, *, by: Any) -> Release:
    """Take the release out of its schedule. Its members stay, and it can be given another time."""
    _allow(by)
    _move(release, {PlanState.WAITING}, PlanState.CANCELLED, settled_at=timezone.now(), settled_by=by)
    events.record("release cancelled", release, by)
    text = f"{by} took back the release “{release}” that you had planned."
    notices.tell([release.planned_by], f"Cancelled: {release}", text, link=_link(release), by=by)
    return release


def publish_now(release: Release, *, by: Any, override_reason: str = "") -> Release:
    """Make all members live at once, or none: raises PermissionDenied, ValidationError, NotReleasable."""
    _allow(by)
    override_reason = kept(override_reason, "override_reason")
    with transaction.atomic():
        now = timezone.now()
        said = {"at": now, "planned_at": now, "planned_by": by, "override_reason": override_reason}
        done = {"settled_at": now, "settled_by": None, "failure": ""}
        if not release.members.exists():
            raise ValidationError({"articles": "The release has no articles yet."})
        _move(release, PlanState.CHANGEABLE, PlanState.DONE, **said, **done)
        _publish(release)
        events.record("released", release, by)
    return release


def run(pk: int, now: datetime) -> bool:
    """Publish a release that is due; False if it was settled by another meanwhile. Like scheduling.run."""
    with transaction.atomic():
        release = Release.objects.select_related("planned_by").get(pk=pk)
        try:
            _move(release, {PlanState.WAITING}, PlanState.DONE, settled_at=now)
        except ValidationError:
            return False
        if failure := _attempt(release):
            _fail(release, failure)
        else:
            events.record("released", release, None, late=round((now - release.at).total_seconds()))
    return True


def refusals_of(release: Release, *, by: Any) -> dict[str, str]:
    """Why members could not go live now, by their titles. Writes nothing."""
    return _refusals(_members(release), by, timezone.now(), release.override_reason)


def _attempt(release: Release) -> str:
    try:
        with transaction.atomic():
            _publish(release)
        return ""
    except OperationalError:
        raise
    except NotReleasable as refusal:
        return str(refusal)
    except Exception:
        logger.exception("Release %s", release.pk)
        return FAULT


def _publish(release: Release) -> None:
    """Everything or nothing; call it in a transaction of its own. All members are checked before the first goes live,
    so that the refusal names each."""
    members = _members(release, lock=True)
    by, reason = release.planned_by, release.override_reason
    if refusals := _refusals(members, by, release.planned_at, reason):
        raise NotReleasable(refusals)
    for member in members:
        try:
            if not overtaking.is_live(member.article, member.revision):
                publishing.publish(member.article, revision=member.revision, by=by, override_reason=reason)
        except (NotPublishable, PermissionDenied, ValidationError) as refusal:
            # What only shows beside another member: two that want the same address, or to be a pillar's guide.
            raise NotReleasable({str(member.article): publishing.worded(refusal)}) from refusal


def _refusals(members: list[ReleaseMember], by: Any, planned_at: datetime, reason: str) -> dict[str, str]:
    found = {}
    for member in members:
        against = overtaking.reason_against(member.article, member.revision, planned_at)
        try:
            if not overtaking.is_live(member.article, member.revision):
                publishing.check(member.article, member.revision, by=by, override_reason=reason)
        except (NotPublishable, PermissionDenied, ValidationError) as refusal:
            against = against or publishing.worded(refusal)
        if against:
            found[str(member.article)] = against
    return found


def _members(release: Release, *, lock: bool = False) -> list[ReleaseMember]:
    """In the order of their articles: whoever locks several does it in this order."""
    members = list(release.members.select_related("revision__judged_by").order_by("article_id"))
    articles = Article.objects.filter(pk__in=[member.article_id for member in members]).order_by("pk")
    rows = {one.pk: one for one in (articles.select_for_update() if lock else articles)}
    live = Revision.objects.defer("packed").in_bulk({one.live_revision_id for one in rows.values()} - {None})
    for member in members:
        member.article = rows[member.article_id]
        member.article.live_revision = live.get(member.article.live_revision_id)
    return members


def _move(release: Release, before: Iterable[str], state: str, **values: Any) -> None:
    values["state"] = state
    if not Release.objects.filter(pk=release.pk, state__in=before).update(**values):
        raise ValidationError(GONE)
    for name, value in values.items():
        setattr(release, name, value)


def _fail(release: Release, failure: str) -> None:
    Release.objects.filter(pk=release.pk).update(state=PlanState.FAILED, failure=failure)
    events.record("release failed", release, None, failure=failure)
    people = {release.planned_by}
    for member in release.members.select_related("revision"):
        people |= set(submitting.people_of(member.revision))
    text = f"The release “{release}” was due. None of its articles went public:\n\n{failure}"
    notices.tell(people, f"Not released: {release}", text, link=_link(release))


def _allow(by: Any) -> None:
    if not permissions.can_release(by):
        raise PermissionDenied("Only an editor may put releases together.")


def _link(release: Release) -> str:
    return reverse("admin:articles_release_change", args=[release.pk])
