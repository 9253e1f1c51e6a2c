"""Who signs in (User), who is named to readers (Author), and what a moderator judges (BioRevision)."""

import datetime
import functools
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from authors.evidence import evidence_storage
from content.fields import DocumentField
from content.schema import BIO, empty_document
from history.models import AbstractRevision, RevisionQuerySet


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.model.normalize_username(email), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        # SQLite fails where more than fits is looked for.
        if len(email) > self.model._meta.get_field("email").max_length:
            raise self.model.DoesNotExist
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A login. Roles are its groups (healthusias/roles.py); the address is in small letters."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("full name", max_length=120, blank=True)
    is_staff = models.BooleanField("may enter the desk", default=False)
    is_active = models.BooleanField(default=True)
    # Its password stands in the code for everyone to read; it needs no second factor.
    is_demo = models.BooleanField("demo login", default=False, editable=False)
    # When the last invitation went out; None once the person has come, or was never invited.
    invited_at = models.DateTimeField(null=True, editable=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["email"]
        verbose_name = "login"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_case",
                violation_error_message="Someone with this e-mail address has a login already.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return str(self)

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """In small letters: mail knows no others, and signing in looks for these."""
        return super().normalize_username(username).lower()


# Who wrote and no longer wants to be named; the desk goes on knowing.
FORMER = "A former author"


@functools.lru_cache(maxsize=2_000)
def author_url(slug: str) -> str:
    return reverse("authors:author", args=[slug])


class AuthorQuerySet(models.QuerySet):
    def public(self) -> "AuthorQuerySet":
        """Everyone whom readers may meet: who has retired, too, for articles name them."""
        return self.filter(anonymous_at__isnull=True)

    def active(self) -> "AuthorQuerySet":
        """Who is listed, and offered where people are chosen."""
        return self.filter(retired_at__isnull=True)


class Author(models.Model):
    """A public person. Name and address go live when saved, the rest only when a moderator approves it.

    What is not editable is the projection of `live_bio`: only authors.moderation writes it. While `bio_hidden_at` is
    set, the projection is that of an empty bio. `languages` are English names; `links` are addresses elsewhere.
    """

    name = models.CharField(max_length=120, help_text="As readers see it, without titles such as Dr.")
    slug = models.SlugField(max_length=140, unique=True, help_text="The last part of the page's address.")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="author"
    )
    honorific = models.CharField(max_length=20, blank=True, editable=False)
    suffix = models.CharField(max_length=60, blank=True, editable=False)
    role = models.CharField(max_length=120, blank=True, editable=False)
    credentials = models.CharField(max_length=200, blank=True, editable=False)
    bio = DocumentField(profile=BIO, default=empty_document, editable=False)
    portrait = models.ForeignKey(
        "images.Image", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    # The topics are another part's; a bio names them by their keys.
    expertise = models.ManyToManyField("articles.Pillar", related_name="experts", editable=False)
    languages = models.JSONField(default=list, editable=False)
    institution = models.CharField(max_length=160, blank=True, editable=False)
    orcid = models.CharField("ORCID iD", max_length=19, blank=True, editable=False)
    links = models.JSONField(default=list, editable=False)
    disclosure = models.TextField(blank=True, editable=False)
    # After that day `credentials`, the names of what is held, is out of date; None: it never is.
    credentials_until = models.DateField(null=True, editable=False)
    live_bio = models.OneToOneField(
        "authors.BioRevision", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    bio_approved_at = models.DateTimeField(null=True, editable=False)
    bio_hidden_at = models.DateTimeField(null=True, editable=False)
    # The desk finds people by former names in any case.
    shows_former_names = models.BooleanField(
        "tell readers former names",
        default=False,
        help_text="Only where the person asks for it: a former name can hurt, or bring danger.",
    )
    review_address = models.EmailField(
        "address for reviews",
        blank=True,
        help_text="Where links and codes for signing a review go, for who has no login. Readers never see it.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Since then readers meet FORMER in the place of the name, and no page.
    anonymous_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        permissions = [("moderate_bio", "Can approve or refuse a bio")]
        constraints = [
            models.CheckConstraint(
                name="author_live_bio_has_date",
                condition=Q(live_bio__isnull=True, bio_approved_at__isnull=True)
                | Q(live_bio__isnull=False, bio_approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="author_anonymous_is_retired",
                condition=Q(anonymous_at__isnull=True) | Q(retired_at__isnull=False),
            ),
            models.CheckConstraint(
                name="author_hidden_bio_is_live",
                condition=Q(bio_hidden_at__isnull=True) | Q(live_bio__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return author_url(self.slug)

    @property
    def public_name(self) -> str:
        return FORMER if self.anonymous_at else self.name

    @property
    def held_line(self) -> str:
        """`credentials`, unless something of it has expired since it was written."""
        until = self.credentials_until
        return "" if until and until < timezone.localdate() else self.credentials


class CredentialKind(models.TextChoices):
    """What a person may hold; MEANINGS of authors.credentials says each in plain words."""

    LICENCE = "licence", "licence to practise"
    SPECIALTY = "specialty", "specialist certification"
    DEGREE = "degree", "academic degree"
    CERTIFICATE = "certificate", "certificate of training"
    MEMBERSHIP = "membership", "membership of a professional body"


class CredentialQuerySet(models.QuerySet):
    def verified(self) -> "CredentialQuerySet":
        return self.filter(verified_at__isnull=False, revoked_at__isnull=True)

    def held(self, today: datetime.date) -> "CredentialQuerySet":
        """What may be shown and relied upon; the only place that says so (STANDARDS A2, A3)."""
        return self.verified().filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))

    def unverified(self) -> "CredentialQuerySet":
        """What waits for somebody to check it, the oldest first."""
        return self.filter(verified_at__isnull=True, revoked_at__isnull=True).order_by("changed_at", "pk")

    def expiring(self, today: datetime.date, days: int) -> "CredentialQuerySet":
        return self.held(today).filter(valid_until__lte=today + datetime.timedelta(days=days)).order_by("valid_until")


class Credential(models.Model):
    """A fact about an author that somebody checked, or has yet to check. Only authors.credentials writes it.

    `number` and `evidence` are for the desk alone. `topics` are what it covers, unless it `covers_everything`. Each
    change counts `version`, so that who verifies speaks of what they saw.
    """

    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="held")
    kind = models.CharField(max_length=12, choices=CredentialKind, default=CredentialKind.LICENCE)
    name = models.CharField(max_length=120, help_text="As readers see it: MD, Registered Physiotherapist.")
    issuer = models.CharField(max_length=160, help_text="Who granted it: a university, a chamber, a register.")
    country = models.CharField(max_length=2, blank=True, help_text="Two letters: GB, DE, US.")
    number = models.CharField(max_length=60, blank=True, help_text="In the issuer's register. Readers never see it.")
    is_clinical = models.BooleanField(
        "lets its holder review medical texts", default=False, help_text="Within the topics that it covers."
    )
    covers_everything = models.BooleanField("covers all topics", default=False)
    topics = models.ManyToManyField("articles.Pillar", blank=True, related_name="+")
    valid_until = models.DateField(null=True, blank=True, help_text="Empty where it does not end.")
    evidence = models.FileField(storage=evidence_storage, blank=True, max_length=120, editable=False)
    evidence_name = models.CharField(max_length=120, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    verified_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    verification = models.TextField(blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revocation = models.TextField(blank=True, editable=False)
    reminded = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering = ["author__name", "pk"]
        permissions = [("verify_credential", "Can verify a credential")]
        constraints = [
            models.CheckConstraint(
                name="credential_verified_how",
                condition=Q(verified_at__isnull=True, verified_by__isnull=True, verification="")
                | (Q(verified_at__isnull=False, verified_by__isnull=False) & ~Q(verification="")),
            ),
            models.CheckConstraint(
                name="credential_revoked_why",
                condition=Q(revoked_at__isnull=True, revocation="") | (Q(revoked_at__isnull=False) & ~Q(revocation="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.issuer})"


class FormerAuthorSlug(models.Model):
    """An address that an author's page once had. It points at the author, so chains cannot exist."""

    slug = models.SlugField(max_length=140, unique=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="former_slugs")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.slug


class FormerAuthorName(models.Model):
    """A name under which an author wrote before. Only authors.profiles writes here."""

    name = models.CharField(max_length=120)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="former_names")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["author", "name"], name="former_author_name_once")]

    def __str__(self) -> str:
        return self.name


class Verdict(models.TextChoices):
    APPROVED = "approved", "approved"
    # By a newer revision, which holds the moderator's corrections and names this one.
    CORRECTED = "corrected", "approved with corrections"
    SENT_BACK = "sent_back", "sent back"
    REJECTED = "rejected", "rejected"


class Reason(models.TextChoices):
    """Why a bio is not approved; a moderator chooses any of them and may write more."""

    TITLE = "title", "It names a title or a qualification that nobody has verified"
    PRAISE = "praise", "It praises instead of saying what is so"
    CONTACT = "contact", "It holds contact details"
    LINKS = "links", "It links to what readers of a bio do not need"
    COPIED = "copied", "Its words stand in another author's bio"
    UNCLEAR = "unclear", "Readers will not understand it"
    PICTURE = "picture", "The picture does not show this person, or not well"


class BioRevisionQuerySet(RevisionQuerySet):
    def submitted(self) -> "BioRevisionQuerySet":
        return self.filter(submitted_at__isnull=False)

    def waiting(self) -> "BioRevisionQuerySet":
        """Submitted and not judged, and nothing newer was: the moderators' queue, oldest first."""
        return self.submitted().filter(~models.Exists(newer_submissions()), verdict="").order_by("submitted_at", "pk")


def newer_submissions() -> "BioRevisionQuerySet":
    """What the same author submitted later, for a subquery; what is being written does not count."""
    same = BioRevision.objects.filter(author_page=models.OuterRef("author_page"), pk__gt=models.OuterRef("pk"))
    return same.submitted()


_UNJUDGED = Q(verdict="", moderated_at__isnull=True, moderated_by__isnull=True, reason="")
_REFUSED = Q(verdict__in=[Verdict.SENT_BACK, Verdict.REJECTED]) & ~Q(reason="")


class BioRevision(AbstractRevision):
    """What an author says of themself, as it was at one moment; authors.bios says what is in it.

    Only authors.moderation submits and judges: `submission` is what the sender told the moderators, `reason` all that
    a moderator answered, in words; `reasons` are those of Reason that were chosen. `corrects` is the submitted
    revision that this one replaced with a moderator's own corrections.
    """

    SUBJECT = "author_page"

    author_page = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="revisions")
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    submission = models.TextField(blank=True, editable=False)
    verdict = models.CharField(max_length=12, choices=Verdict, blank=True, editable=False)
    moderated_at = models.DateTimeField(null=True, editable=False)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    reasons = models.JSONField(default=list, editable=False)
    reason = models.TextField(blank=True, editable=False)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by", editable=False
    )
    reminded_at = models.DateTimeField(null=True, editable=False)

    objects = BioRevisionQuerySet.as_manager()

    class Meta(AbstractRevision.Meta):
        abstract = False
        verbose_name, verbose_name_plural = "bio", "bios"
        ordering = ["-pk"]
        constraints = [
            *AbstractRevision.Meta.constraints,
            models.UniqueConstraint(fields=["author_page", "number"], name="bio_revision_number_unique"),
            models.UniqueConstraint(
                fields=["author_page"], condition=Q(sealed_at__isnull=True), name="bio_revision_one_open"
            ),
            models.CheckConstraint(
                name="bio_revision_verdict_who_when",
                condition=_UNJUDGED
                | (
                    Q(moderated_at__isnull=False, moderated_by__isnull=False)
                    & (Q(verdict__in=[Verdict.APPROVED, Verdict.CORRECTED]) | _REFUSED)
                ),
            ),
            models.CheckConstraint(
                name="bio_revision_submitted_is_sealed",
                condition=Q(submitted_at__isnull=True) | Q(sealed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="bio_revision_judged_was_submitted", condition=Q(verdict="") | Q(submitted_at__isnull=False)
            ),
        ]
