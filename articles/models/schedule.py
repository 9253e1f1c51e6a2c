"""What is to happen at a certain time: to one article (Schedule), or to several at once (Release)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.enums import PlannedAct, PlanState

_UNSETTLED = Q(settled_at__isnull=True, settled_by__isnull=True, failure="")
# Nobody's hand settles what the worker does; a person cancels.
_SETTLED = (
    Q(state=PlanState.DONE, settled_at__isnull=False, settled_by__isnull=True, failure="")
    | (Q(state=PlanState.FAILED, settled_at__isnull=False, settled_by__isnull=True) & ~Q(failure=""))
    | Q(state=PlanState.CANCELLED, settled_at__isnull=False, failure="")
)


class PlanQuerySet(models.QuerySet):
    def waiting(self) -> "PlanQuerySet":
        return self.filter(state=PlanState.WAITING)

    def due(self, now: datetime) -> "PlanQuerySet":
        """In the order in which it was to happen."""
        return self.waiting().filter(at__lte=now).order_by("at", "pk")


class AbstractPlan(models.Model):
    """`at` is the instant; `zone` the name of the time zone in which it was chosen, to show it again.

    `planned_by` answers for it: it is done with that person's permissions when it is due.
    """

    zone = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.WAITING, editable=False)
    planned_at = models.DateTimeField(default=timezone.now, editable=False)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    failure = models.TextField(blank=True, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        abstract = True


class Schedule(AbstractPlan):
    """One act on one article. Only articles.scheduling writes here."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="schedules")
    revision = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, null=True, related_name="schedules")
    act = models.CharField(max_length=10, choices=PlannedAct)
    at = models.DateTimeField()
    # Of a withdrawal: what readers will see.
    reason = models.TextField(blank=True)
    # Of a withdrawal: where its addresses will lead, and what to read instead.
    successor = models.ForeignKey("articles.Article", on_delete=models.PROTECT, null=True, related_name="+")
    instead = models.ManyToManyField("articles.Article", related_name="+")
    override_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], condition=Q(state=PlanState.WAITING), name="schedule_waiting")]
        constraints = [
            models.CheckConstraint(
                name="schedule_settled_who_when", condition=(Q(state=PlanState.WAITING) & _UNSETTLED) | _SETTLED
            ),
            models.CheckConstraint(
                name="schedule_act_has_its_object",
                condition=(Q(act=PlannedAct.WITHDRAW, revision__isnull=True, override_reason="") & ~Q(reason=""))
                | Q(act__in=sorted(PlannedAct.SHOWS_A_VERSION), revision__isnull=False, reason=""),
            ),
            models.CheckConstraint(
                name="schedule_only_withdrawal_has_successor",
                condition=Q(successor__isnull=True) | (Q(act=PlannedAct.WITHDRAW) & ~Q(successor=models.F("article"))),
            ),
            models.UniqueConstraint(
                fields=["article", "at"], condition=Q(state=PlanState.WAITING), name="schedule_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.article}"


class Release(AbstractPlan):
    """Several versions that readers get together or not at all. Only articles.releasing writes here."""

    name = models.CharField(max_length=120)
    at = models.DateTimeField(null=True, blank=True)
    override_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["at"], condition=Q(state=PlanState.WAITING), name="release_waiting")]
        constraints = [
            models.CheckConstraint(
                name="release_settled_who_when",
                condition=(Q(state__in=[PlanState.GATHERING, PlanState.WAITING]) & _UNSETTLED) | _SETTLED,
            ),
            models.CheckConstraint(
                name="release_waits_for_a_time", condition=~Q(state=PlanState.WAITING) | Q(at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReleaseMember(models.Model):
    """One article of a release, in the version that readers will get."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="members")
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="memberships")
    revision = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["release", "article"], name="release_member_once")]

    def __str__(self) -> str:
        return f"{self.article} in {self.release}"
