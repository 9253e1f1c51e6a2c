"""What happened (Event) and what a text was (AbstractRevision). Neither knows a model of the project."""

import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from history import snapshots


class Event(models.Model):
    """One act. It has no foreign keys, so that the record never blocks a deletion and survives it."""

    at = models.DateTimeField(auto_now_add=True)
    act = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=254, blank=True)
    target_kind = models.CharField(max_length=60)
    target_id = models.BigIntegerField()
    target_label = models.CharField(max_length=254)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["target_kind", "target_id", "-id"], name="event_by_target"),
            models.Index(fields=["actor_id", "-id"], name="event_by_actor"),
            models.Index(fields=["act", "-id"], name="event_by_act"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label or 'system'} {self.act} {self.target_label}"


class Seal(models.Model):
    """That the events up to `last_event`, `count` of them since the seal before, are what they were `at` that moment.

    `hash` is made of `previous`, the hash of the seal before, and of the events (history.sealing). Both tables refuse
    to be changed (history.append_only).
    """

    at = models.DateTimeField()
    last_event = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, unique=True, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(name="seal_is_of_something", condition=Q(count__gt=0) & ~Q(hash=""))]

    def __str__(self) -> str:
        return f"seal {self.pk}"


class RevisionQuerySet(models.QuerySet):
    def sealed(self) -> "RevisionQuerySet":
        return self.filter(sealed_at__isnull=False)

    def open(self) -> "RevisionQuerySet":
        return self.filter(sealed_at__isnull=True)

    def latest_first(self) -> "RevisionQuerySet":
        # The open revision has no number yet and is always the newest row.
        return self.order_by("-pk")


class AbstractRevision(models.Model):
    """One state of a subject. Subclasses add a foreign key to it and name it in `SUBJECT`.

    Open: shared by everyone who writes; a `version` counter guards each write (compare-and-set). Sealed: immutable,
    numbered, hashed. `author` is who wrote last. By the keys of history.parts, `hands` says whose words stand in each
    part that was changed since the revision was opened (primary keys; null for the system), and `stamps` at which
    version that was. `note` says why it was made; `name` may be given and changed at any later time: it is no part of
    what was sealed.
    """

    SUBJECT: str

    number = models.PositiveIntegerField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    packed = models.BinaryField(editable=False)
    hash = models.CharField(max_length=64, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    hands = models.JSONField(default=dict, editable=False)
    stamps = models.JSONField(default=dict, editable=False)
    note = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=100, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)
    sealed_at = models.DateTimeField(null=True, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_sealed_is_numbered",
                condition=Q(sealed_at__isnull=True, number__isnull=True, hash="")
                | (Q(sealed_at__isnull=False, number__isnull=False) & ~Q(hash="")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_named_is_sealed", condition=Q(name="") | Q(sealed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.number}" if self.is_sealed else "open revision"

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None

    @property
    def token(self) -> str:
        """What a form sends back to say which state it was filled from."""
        return f"{self.pk}:{self.version}"

    @property
    def snapshot(self) -> dict[str, Any]:
        return snapshots.unpack(bytes(self.packed))

    @property
    def is_intact(self) -> bool:
        """Whether a sealed snapshot still is what its hash says."""
        try:
            return snapshots.digest(self.snapshot) == self.hash
        except (ValueError, zlib.error):
            return False
