"""The page on which a review is read and signed: at the desk, and by the link of somebody outside. It is one page."""

import datetime
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import checklist, previewing, review_requests, reviewing
from articles.comparison import compared
from articles.enums import ReviewKind, ReviewVerdict
from articles.models import Article, Review, ReviewRequest, Revision
from articles.snapshots import Snapshot
from authors.models import Author
from content import claims as claimed
from sources import ama
from sources.models import Source

# Who typed the code may read and sign for so long; then a new one is sent.
OPEN_FOR = datetime.timedelta(hours=4)
_SESSION = "reviewing"
_HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    # The address is the key: whoever is linked to from the text must not learn it. Under no-referrer the browser would
    # not say either that a form comes from here.
    "Referrer-Policy": "same-origin",
}
_MEANINGS = {
    ReviewKind.MEDICAL: "What it says of health is right and safe. Readers see who signed it.",
    ReviewKind.FACTUAL: "Names, numbers and sources are right. Only the desk sees it, and it publishes nothing.",
    ReviewKind.EDITORIAL: "It reads well and is as we publish. Only the desk sees it, and it publishes nothing.",
}


@dataclass(frozen=True)
class Offered:
    """A kind of review that one's role signs. `refusal`: why one cannot sign it of this version, "" where one can."""

    kind: ReviewKind
    refusal: str = ""

    @property
    def meaning(self) -> str:
        return _MEANINGS[self.kind]


@require_http_methods(["GET", "POST"])
@never_cache
def external(request: HttpRequest, token: str) -> HttpResponse:
    """The link of somebody who was asked: first the code, then the text and the verdict, then thanks."""
    response = _external(request, token)
    for name, value in _HEADERS.items():
        response[name] = value
    return response


def _external(request: HttpRequest, token: str) -> HttpResponse:
    asked = review_requests.find(token)
    if asked is None:
        return render(request, "404.html", status=404)
    if asked.answered_at:
        return render(request, "review/thanks.html", {"request_for_review": asked})
    if not asked.works(timezone.now()):
        return render(request, "review/ended.html", status=410)
    if not _is_open(request, asked):
        return _code(request, asked)
    context = context_of(asked.article, asked.revision, asked.reviewer)
    errors: list[str] = []
    if request.method == "POST" and "verdict" in request.POST:
        try:
            review_requests.answer(asked, **said(request))
        except ValidationError as refusal:
            errors = refusal.messages
        else:
            request.session.pop(_SESSION, None)
            return redirect(request.path)
    context |= {"request_for_review": asked, "errors": errors, "typed": _typed(request)}
    context |= _may_sign([Offered(ReviewKind.MEDICAL)])
    return render(request, "review/review.html", context)


def _code(request: HttpRequest, asked: ReviewRequest) -> HttpResponse:
    """Ask for the code that is sent to the reviewer's own address."""
    context: dict[str, Any] = {"request_for_review": asked, "problem": "", "sent_to": ""}
    if request.method == "POST" and "code" in request.POST:
        if review_requests.accept_code(asked, request.POST["code"]):
            request.session.cycle_key()
            request.session[_SESSION] = {str(asked.pk): (timezone.now() + OPEN_FOR).timestamp()}
            return redirect(request.path)
        context |= {"problem": "This is not the code, or it is no longer valid. Look again, or ask for a new one."}
        context["sent_to"] = review_requests.hidden(review_requests.address_of(asked.reviewer))
    elif request.method == "POST":
        try:
            context["sent_to"] = review_requests.send_code(asked)
        except ValidationError as refusal:
            context["problem"] = " ".join(refusal.messages)
            context["sent_to"] = review_requests.hidden(review_requests.address_of(asked.reviewer))
    return render(request, "review/code.html", context)


def _is_open(request: HttpRequest, asked: ReviewRequest) -> bool:
    until = request.session.get(_SESSION, {}).get(str(asked.pk), 0)
    return timezone.now().timestamp() < until


def sign(
    request: HttpRequest, article: Article, revision: Revision, reviewer: Author | None, kinds: list[ReviewKind]
) -> HttpResponse:
    """The same page for who signs in. `reviewer` is their person, if they are one; `kinds`: what their role signs."""
    errors: list[str] = []
    if request.method == "POST" and reviewer:
        kind = request.POST.get("kind", kinds[0] if len(kinds) == 1 else "")
        try:
            review = reviewing.sign(article, revision, reviewer=reviewer, by=request.user, kind=kind, **said(request))
        except ValidationError as refused:
            errors = refused.messages
        else:
            what = f"{review.get_kind_display().capitalize()} review of version {revision.number} of “{article}”"
            messages.success(request, f"{what}: {review.get_verdict_display()}.")
            return redirect("admin:articles_article_change", article.pk)
    offered = [Offered(kind, _refusal(article, revision, reviewer, kind)) for kind in kinds]
    context = context_of(article, revision, reviewer, kinds[0] if kinds else ReviewKind.MEDICAL)
    context |= {"request_for_review": None, "errors": errors, "typed": _typed(request), **_may_sign(offered)}
    return render(request, "review/review.html", context)


def _refusal(article: Article, revision: Revision, reviewer: Author | None, kind: ReviewKind) -> str:
    if reviewer is None:
        more = ", with a verified credential" if kind == ReviewKind.MEDICAL else ""
        return f"To sign, you need a page of your own as an author{more}."
    found = reviewing.refused(article, revision, reviewer, kind)
    return " ".join(found.messages) if found else ""


def _may_sign(offered: Iterable[Offered]) -> dict[str, Any]:
    """What the form offers, and why it does not offer the rest."""
    kinds = [one for one in offered if not one.refusal]
    return {
        "kinds": kinds,
        "refusals": list(dict.fromkeys(one.refusal for one in offered if one.refusal)),
        "is_medical": any(one.kind == ReviewKind.MEDICAL for one in kinds),
    }


def said(request: HttpRequest) -> dict[str, Any]:
    """What was typed, for reviewing.sign()."""
    due = None
    with suppress(ValueError):
        due = datetime.date.fromisoformat(request.POST.get("due_on", ""))
    typed = request.POST
    return {
        "verdict": typed.get("verdict", ""),
        "note": typed.get("note", ""),
        "conflict": typed.get("conflict", ""),
        "due_on": due,
    }


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("kind", "verdict", "note", "conflict", "due_on")}


def context_of(
    article: Article, revision: Revision, reviewer: Author | None, kind: str = ReviewKind.MEDICAL
) -> dict[str, Any]:
    """What a reviewer needs: the page, what changed since the last verdict of that kind, every claim with its source,
    findings."""
    snapshot = Snapshot.from_dict(revision.snapshot)
    _, context = previewing.page_of(article, revision)
    last = Review.objects.filter(article=article, kind=kind).exclude(revision=revision).order_by("-pk")
    last = last.filter(revision__lt=revision.pk).select_related("revision", "reviewer").first()
    before = Snapshot.from_dict(last.revision.snapshot) if last else None
    context |= {
        "article_title": snapshot.title,
        "revision": revision,
        "reviewer": reviewer,
        "last": last,
        "comparison": None,
        "changed": [],
        "standing": reviewing.standing(article, snapshot, revision.pk),
        "claims": _claims(snapshot, before),
        "findings": [one for one in checklist.findings(article, snapshot, revision) if one.code != "review"],
        "verdicts": ReviewVerdict.choices,
        "latest_due": reviewing.due_after(snapshot.kind, timezone.localdate()),
    }
    if before:
        found = compared(before, snapshot)
        context |= {"comparison": found, "changed": [part for part in found.parts.values() if part.is_changed]}
    return context


def _claims(snapshot: Snapshot, before: Snapshot | None) -> list[dict[str, Any]]:
    """Each claim with its source, and whether it is new since the last verdict."""
    found = claimed.claims(snapshot.body)
    known = {(one.sentence, one.source) for one in claimed.claims(before.body)} if before else set()
    sources = Source.objects.in_bulk({one.source for one in found}) if found else {}
    return [
        {
            "sentence": one.sentence,
            "words": one.words,
            "source": sources.get(one.source),
            "reference": ama.plain(sources[one.source]) if one.source in sources else "no source",
            "is_new": before is not None and (one.sentence, one.source) not in known,
        }
        for one in found
    ]
