"""Asking somebody outside to review one version: a link that ends, and a code to their own address.

This is the only way to sign without a login and a second factor; it opens one version for one person, and nothing else.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from articles import permissions, reviewing, tokens
from articles.enums import ReviewKind
from articles.models import Article, ReviewRequest, Revision
from authors.models import Author, User
from history import events, notices
from history.words import kept

LONGEST_DAYS = 60
# A code of six figures holds for so long, may be mistyped so often, and is sent so often.
CODE_FOR = timedelta(minutes=15)
MOST_ATTEMPTS = 5
MOST_CODES = 8
BETWEEN_CODES = timedelta(seconds=30)


def address_of(reviewer: Author) -> str:
    """Where links and codes go: the address of their login, else the one that the desk keeps of them; "" for none."""
    user = reviewer.user
    return user.email if user and user.is_active and user.email else reviewer.review_address


@transaction.atomic
def ask(
    article: Article, revision: Revision, reviewer: Author, *, by: Any, days: int = 14, message: str = ""
) -> ReviewRequest:
    """Ask `reviewer` for a medical review of a sealed revision: they get a link by mail. Returns the request.

    The link's secret is in that mail alone. An older link to the same person for the same article ends. Records an
    event. Raises PermissionDenied, ValidationError.
    """
    if not permissions.can_publish(by, article):
        raise PermissionDenied("Only an editor asks for a review.")
    if reviewer.user_id == by.pk:
        raise ValidationError("You have a login: sign your review at the desk.")
    if refusal := reviewing.refused(article, revision, reviewer, ReviewKind.MEDICAL):
        raise refusal
    if not (address := address_of(reviewer)):
        raise ValidationError({"reviewer": f"No address is known of {reviewer}. Who keeps the authors can add one."})
    if User.objects.filter(email__iexact=address).exclude(pk=reviewer.user_id).exists():
        raise ValidationError({"reviewer": f"The address that is kept of {reviewer} is that of another login."})
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": f"A link works for 1 to {LONGEST_DAYS} days."})
    message, token, now = kept(message, "message"), tokens.new(), timezone.now()
    same = ReviewRequest.objects.filter(article=article, reviewer=reviewer, answered_at=None, revoked_at=None)
    same.update(revoked_at=now, revoked_by=by)
    request = ReviewRequest.objects.create(
        article=article,
        revision=revision,
        reviewer=reviewer,
        message=message,
        token_hash=tokens.hashed(token),
        asked_at=now,
        asked_by=by,
        expires_at=now + timedelta(days=days),
    )
    said = {"request": request.pk, "reviewer": str(reviewer), "revision": revision.pk, "number": revision.number}
    events.record("review requested", article, by, **said, until=request.expires_at.isoformat())
    _mail(address, _SUBJECT.format(article), _letter(request, article, by, token))
    return request


@transaction.atomic
def revoke(request: ReviewRequest, *, by: Any) -> None:
    """End the link. Does nothing to one that ended already. Raises PermissionDenied."""
    if not permissions.can_publish(by, request.article):
        raise PermissionDenied("Only an editor takes a request back.")
    rows = ReviewRequest.objects.filter(pk=request.pk, answered_at=None, revoked_at=None)
    if rows.update(revoked_at=timezone.now(), revoked_by=by):
        events.record("review request taken back", request.article, by, request=request.pk)


def find(token: str) -> ReviewRequest | None:
    """The request of this secret, working or not; looked up by hash, so that the time this takes tells nothing."""
    rows = ReviewRequest.objects.select_related(
        "article__live_revision", "article__dated_revision", "revision", "reviewer__user", "asked_by"
    )
    return rows.filter(token_hash=tokens.hashed(token)).first()


@transaction.atomic
def send_code(request: ReviewRequest) -> str:
    """Send a new code to the reviewer's address; an older one is void. Returns the address, most of it hidden.

    Raises ValidationError where one was sent a moment ago, or too many were.
    """
    row = ReviewRequest.objects.select_for_update().get(pk=request.pk)
    now = timezone.now()
    if row.code_sent_at and now - row.code_sent_at < BETWEEN_CODES:
        raise ValidationError("A code was sent a moment ago. Look into your mail, then ask again.")
    if row.codes_sent >= MOST_CODES:
        raise ValidationError("Too many codes were sent. Ask the editors for a new link.")
    address = address_of(request.reviewer)
    if not address:
        raise ValidationError("No address is known of you any more. Ask the editors.")
    code = f"{secrets.randbelow(1_000_000):06}"
    row.code_hash, row.code_sent_at, row.attempts = _code_hash(row, code), now, 0
    row.codes_sent += 1
    row.save(update_fields=["code_hash", "code_sent_at", "attempts", "codes_sent"])
    minutes = int(CODE_FOR.total_seconds() // 60)
    _mail(
        address,
        f"{code} is your code",
        f"Your code for {settings.SITE_NAME} is {code}. It holds for {minutes} minutes.",
    )
    return hidden(address)


def accept_code(request: ReviewRequest, typed: str) -> bool:
    """Whether this is the code, which then is used up. Every attempt counts, also those at the same moment."""
    code = "".join(typed.split())
    fresh = {"code_sent_at__gt": timezone.now() - CODE_FOR, "attempts__lt": MOST_ATTEMPTS}
    rows = ReviewRequest.objects.filter(pk=request.pk, answered_at=None, revoked_at=None, **fresh).exclude(code_hash="")
    if not rows.update(attempts=F("attempts") + 1):
        return False
    stored = ReviewRequest.objects.values_list("code_hash", flat=True).get(pk=request.pk)
    if not constant_time_compare(stored, _code_hash(request, code)):
        return False
    return bool(ReviewRequest.objects.filter(pk=request.pk, code_hash=stored).update(code_hash=""))


@transaction.atomic
def answer(request: ReviewRequest, **said: Any) -> Any:
    """Sign as reviewing.sign(); the link has then done its work. Raises as that does, and ValidationError where the
    request was answered or taken back meanwhile."""
    row = ReviewRequest.objects.select_for_update().get(pk=request.pk)
    if not row.works(timezone.now()):
        raise ValidationError("This request was answered or taken back meanwhile.")
    review = reviewing.sign(request.article, request.revision, reviewer=request.reviewer, request=request, **said)
    ReviewRequest.objects.filter(pk=request.pk).update(review=review, answered_at=review.reviewed_at)
    return review


def hidden(address: str) -> str:
    """`l•••@clinic.example`: enough to know where to look."""
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@{host}"


_SUBJECT = "Will you review “{}”?"


def _letter(request: ReviewRequest, article: Article, by: Any, token: str) -> str:
    link = f"{settings.SITE_URL}{reverse('articles:review', args=[token])}"
    until = timezone.localtime(request.expires_at)
    parts = [
        f"Dear {request.reviewer},",
        f"{by} asks you to review an article for {settings.SITE_NAME}: “{article}”.",
        request.message,
        f"Read it and sign here, until {until.day} {until:%B %Y}. A code will be sent to this address:\n{link}",
        "The link is for you alone; please do not pass it on.",
    ]
    return "\n\n".join(filter(None, parts))


def _mail(address: str, subject: str, text: str) -> None:
    notices.send.enqueue(
        address, " ".join(subject.split())[: notices.LONGEST_SUBJECT], f"{text}\n\n{settings.SITE_NAME}\n"
    )


def _code_hash(request: ReviewRequest, code: str) -> str:
    return salted_hmac("articles.review_requests", f"{request.pk}:{code}", algorithm="sha256").hexdigest()
