"""Source: what texts rest on. RetractionNotice: what is known of works that were corrected or taken back.
OutboundAddress: where readers are led elsewhere."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from sources.enums import Answer, Nature, SourceKind, SourceStatus, StatusOrigin, Tier
from sources.records import IDENTIFIERS, Person, Record

_UNSAID = Q(status_on__isnull=True, status_origin="", status_reason="", notice="")


def _once(name: str, label: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[name],
        condition=~Q(**{name: ""}),
        name=f"source_{name}_once",
        violation_error_message=f"The library has a source with this {label} already.",
    )


class SourceQuerySet(models.QuerySet):
    def identified(self, known: dict[str, str]) -> "SourceQuerySet":
        """Those that bear one of these identifiers. Chapters share their book's ISBN; it names the book alone."""
        wanted = Q(pk__in=[])
        for name, value in known.items():
            wanted |= Q(**{name: value}, **({"kind": SourceKind.BOOK} if name == "isbn" else {}))
        return self.filter(wanted) if known else self.none()

    def alarming(self) -> "SourceQuerySet":
        return self.filter(status__in=sorted(SourceStatus.ALARMING))


class Source(models.Model):
    """A paper, guideline, book or page on which texts rest. Only sources.keeping and sources.watching write it.

    `authors` are {"family", "given"}; an organisation has no given name. `said` and `link` are its reference as readers
    see it (sources.ama), made whenever the rest changes. `status` says what became of it, since when, who says so, and
    where: `notice` is an address. `failed_at` is when its address first did not answer, until it does again.
    """

    kind = models.CharField("type", max_length=12, choices=SourceKind, default=SourceKind.ARTICLE)
    tier = models.CharField("evidence", max_length=20, choices=Tier, blank=True)
    title = models.CharField(max_length=1000)
    authors = models.JSONField(default=list, blank=True)
    container = models.CharField("journal, book or site", max_length=500, blank=True)
    container_short = models.CharField("journal, abbreviated", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    volume = models.CharField(max_length=60, blank=True)
    issue = models.CharField(max_length=60, blank=True)
    pages = models.CharField("pages or article number", max_length=60, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    edition = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=35, blank=True, help_text="Of the source: en, de, pt-BR.")
    doi = models.CharField("DOI", max_length=300, blank=True)
    pmid = models.CharField("PMID", max_length=8, blank=True)
    pmcid = models.CharField("PMCID", max_length=13, blank=True)
    nct = models.CharField("trial number (NCT)", max_length=11, blank=True)
    isbn = models.CharField("ISBN", max_length=13, blank=True)
    url = models.URLField("address", max_length=2000, blank=True)
    accessed_on = models.DateField("looked at on", null=True, blank=True, help_text="For pages that may change.")
    mesh = models.JSONField("MeSH terms", default=list, blank=True)
    is_seminal = models.BooleanField("old, and still the one to cite", default=False)
    seminal_reason = models.CharField("why", max_length=300, blank=True)
    said = models.TextField(editable=False)
    link = models.CharField(max_length=2000, blank=True, editable=False)

    status = models.CharField(max_length=10, choices=SourceStatus, default=SourceStatus.FINE, editable=False)
    status_on = models.DateField(null=True, editable=False)
    status_origin = models.CharField(max_length=10, choices=StatusOrigin, blank=True, editable=False)
    status_reason = models.TextField(blank=True, editable=False)
    notice = models.CharField(max_length=2000, blank=True, editable=False)
    looked_up_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    failed_at = models.DateTimeField(null=True, editable=False)

    version = models.PositiveIntegerField(default=1, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("judge_source", "Can say what became of a source")]
        indexes = [models.Index(fields=["status"], name="source_by_status")]
        constraints = [
            models.CheckConstraint(name="source_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="source_seminal_why",
                condition=Q(is_seminal=False, seminal_reason="") | (Q(is_seminal=True) & ~Q(seminal_reason="")),
                violation_error_message="Say why this old source is still the one to cite.",
            ),
            models.CheckConstraint(
                name="source_status_since_when",
                condition=(Q(status=SourceStatus.FINE) & _UNSAID) | (Q(status_on__isnull=False) & ~Q(status_origin="")),
            ),
            _once("doi", "DOI"),
            _once("pmid", "PMID"),
            _once("pmcid", "PMCID"),
            _once("nct", "trial number"),
        ]

    def __str__(self) -> str:
        first = self.authors[0]["family"] if self.authors else self.publisher or self.container
        return ", ".join(filter(None, [first, str(self.year or "")])) + f": {self.title}" if first else self.title

    @property
    def identifiers(self) -> dict[str, str]:
        return {name: value for name in IDENTIFIERS if (value := getattr(self, name))}

    @property
    def is_alarming(self) -> bool:
        return self.status in SourceStatus.ALARMING

    def record(self) -> Record:
        """What is said of it, as it could be read elsewhere."""
        names = {name: getattr(self, name) for name in Record.__dataclass_fields__ if name not in _APART}
        people = tuple(Person(one["family"], one["given"]) for one in self.authors)
        return Record(**names, authors=people, mesh=tuple(self.mesh))


_APART = ("authors", "mesh", "notices")


class RetractionNotice(models.Model):
    """One line of the Retraction Watch table, loaded by sources.retractions. `doi` and `pmid` are those of the work
    that it speaks of, "" where the table has none."""

    record = models.PositiveBigIntegerField(unique=True)
    nature = models.CharField(max_length=14, choices=Nature)
    on = models.DateField()
    doi = models.CharField(max_length=300, blank=True, db_index=True)
    pmid = models.CharField(max_length=8, blank=True, db_index=True)
    notice_doi = models.CharField(max_length=300, blank=True)
    notice_pmid = models.CharField(max_length=8, blank=True)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.get_nature_display()} of {self.doi or self.pmid}, {self.on}"

    def values(self) -> tuple[Any, ...]:
        """All that the table says, for telling whether it changed."""
        return (self.nature, self.on, self.doi, self.pmid, self.notice_doi, self.notice_pmid, self.reason)


class WatchRun(models.Model):
    """One night's watch over the sources: when it began and ended, and what it did, in words and in figures."""

    day = models.DateField(unique=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    said = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.said or 'not finished'}"


class OutboundHost(models.Model):
    """A machine of the web by its name. It is asked one thing at a time, and nothing before `free_at`: who asks sets
    that to the end of what asking may take (sources.link_checks). `answered_at`: when it last answered in HTTP."""

    name = models.CharField(max_length=255, unique=True)
    free_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["answered_at"], name="outbound_host_answered")]

    def __str__(self) -> str:
        return self.name


class OutboundQuerySet(models.QuerySet):
    def used(self) -> "OutboundQuerySet":
        """Those to which something that readers see leads."""
        return self.filter(is_used=True)

    def due(self, now: datetime.datetime) -> "OutboundQuerySet":
        """Those to be asked for, as far as their hosts are free."""
        return self.used().filter(next_check_at__lte=now, host__free_at__lte=now)

    def at(self, host: str) -> "OutboundQuerySet":
        """Those of one host; "" for all."""
        return self.filter(host__name=host.lower()) if host else self

    def unchanged(self, address: "OutboundAddress") -> "OutboundQuerySet":
        """This one, unless it was asked for since it was read."""
        return self.filter(pk=address.pk, checked_at=address.checked_at)

    def failing(self) -> "OutboundQuerySet":
        """Those that failed twice, seven days apart."""
        return self.used().filter(confirmed_at__isnull=False)

    def moved(self) -> "OutboundQuerySet":
        """Those that are found somewhere else for good."""
        return self.used().filter(failing_since__isnull=True).exclude(moved_to="")

    def counted(self) -> dict[str, int]:
        """How many are `failing` and how many have `moved`. One query."""
        fails, moves = Q(confirmed_at__isnull=False), Q(failing_since__isnull=True) & ~Q(moved_to="")
        rows = self.used().filter(fails | moves)
        return rows.aggregate(failing=Count("pk", filter=fails), moved=Count("pk", filter=moves))


class OutboundAddress(models.Model):
    """An address elsewhere to which readers are led, and what came of asking for it. sources.outbound writes it.

    `key` stands for the address, which may be longer than an index bears. `failing_since` is the first failure since it
    was last found, `confirmed_at` one at least seven days later, from which on it counts; `told_at` is when the editors
    were told. `moved_to` is where it leads for good; `archived_url` a copy that somebody found.
    """

    key = models.BigIntegerField(unique=True, editable=False)
    url = models.TextField("address", editable=False)
    host = models.ForeignKey(OutboundHost, on_delete=models.PROTECT, related_name="addresses", editable=False)
    is_used = models.BooleanField(default=True, editable=False)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    next_check_at = models.DateTimeField(default=timezone.now, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    answer = models.CharField(max_length=12, choices=Answer, blank=True, editable=False)
    status = models.PositiveSmallIntegerField(null=True, editable=False)
    moved_to = models.CharField(max_length=2000, blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    archived_url = models.URLField("archived copy", max_length=2000, blank=True)

    objects = OutboundQuerySet.as_manager()

    class Meta:
        verbose_name = "link to another site"
        verbose_name_plural = "links to other sites"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["next_check_at"], name="outbound_due", condition=Q(is_used=True)),
            models.Index(fields=["confirmed_at"], name="outbound_failing", condition=Q(confirmed_at__isnull=False)),
            models.Index(fields=["id"], name="outbound_moved", condition=~Q(moved_to="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbound_failures_since_when",
                condition=Q(failures=0, failing_since__isnull=True) | Q(failures__gt=0, failing_since__isnull=False),
            ),
            models.CheckConstraint(
                name="outbound_confirmed_is_failing",
                condition=Q(confirmed_at__isnull=True) | Q(failing_since__isnull=False),
            ),
            models.CheckConstraint(
                name="outbound_answer_when", condition=Q(answer="", checked_at__isnull=True) | ~Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_failing(self) -> bool:
        return self.confirmed_at is not None
