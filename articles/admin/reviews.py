"""The desk's pages of medical review: the queue, a version to be signed, asking somebody outside, calling for one."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles import access, permissions, review_calls, review_pages, review_queue, review_requests, reviewing
from articles.enums import ReviewCause
from articles.models import Article, Review, ReviewRequest, ReviewTrigger
from authors.models import Author
from history import revisions
from history.desk import ReadOnlyAdmin, is_key


class AskForm(forms.Form):
    reviewer = forms.ModelChoiceField(Author.objects.active(), label="Who")
    days = forms.IntegerField(label="Days that the link works", min_value=1, max_value=60, initial=14)
    message = forms.CharField(label="What you want to say to them", required=False, widget=forms.Textarea({"rows": 4}))


class CallForm(forms.Form):
    cause = forms.ChoiceField(
        label="Why",
        choices=[(one.value, one.label) for one in (ReviewCause.TOPIC, ReviewCause.REPORT)],
    )
    detail = forms.CharField(label="What happened", widget=forms.Textarea({"rows": 4}))


def review(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Read one sealed version as its reviewer does; sign it, if that is one's to do."""
    article = access.opened(request.user, pk, Article.objects.select_related("live_revision", "dated_revision"))
    if not review_queue.sees(request.user):
        raise PermissionDenied
    revision = get_object_or_404(article.revisions.sealed(), number=number)
    kinds = permissions.signs(request.user)
    if request.method == "POST" and not kinds:
        raise PermissionDenied("Your role does not sign reviews.")
    reviewer = Author.objects.filter(user=request.user).first() if kinds else None
    return review_pages.sign(request, article, revision, reviewer, kinds)


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody for a review of the latest saved version; they get a link by mail."""
    article = access.opened(request.user, pk)
    if not permissions.can_publish(request.user, article):
        raise PermissionDenied("Only an editor asks for a review.")
    latest = revisions.latest(article)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if latest is None or not latest.is_sealed:
                raise ValidationError("The latest words are not saved yet: save the article first.")
            asked = review_requests.ask(article, latest, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            where = review_requests.hidden(review_requests.address_of(asked.reviewer))
            messages.success(request, f"{asked.reviewer} is asked; the link went to {where}.")
            return redirect("admin:articles_article_change", pk)
    rows = article.review_requests.select_related("reviewer", "revision", "asked_by", "review")[:20]
    now = timezone.now()
    context = {"form": form, "latest": latest, "requests": [(one, one.works(now)) for one in rows]}
    return _page(request, "ask.html", f"Ask for a review of “{article}”", article=article, **context)


@require_POST
def revoke(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    """Take a request back."""
    article = access.opened(request.user, pk)
    review_requests.revoke(get_object_or_404(ReviewRequest, pk=asked, article=article), by=request.user)
    messages.success(request, "The link has ended.")
    return redirect("admin:articles_article_ask_review", pk)


def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that something happened because of which the article must be looked at before its time."""
    article = access.opened(request.user, pk)
    if not (permissions.can_publish(request.user, article) or permissions.can_review(request.user)):
        raise PermissionDenied("Only an editor or a reviewer calls for a review.")
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        review_calls.call(article, form.cleaned_data["cause"], form.cleaned_data["detail"], by=request.user)
        messages.success(request, f"“{article}” is in the queue.")
        return redirect("admin:articles_review_changelist")
    return _page(request, "call.html", f"Call for a review of “{article}”", article=article, form=form)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a call needs nothing more, and why."""
    trigger = get_object_or_404(ReviewTrigger.objects.select_related("article"), pk=pk)
    access.opened(request.user, trigger.article_id)
    try:
        review_calls.settle(trigger, by=request.user, how=request.POST.get("how", ""))
        messages.success(request, "It is settled.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("admin:articles_review_changelist")


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who answers for the reviews of an article."""
    article = access.opened(request.user, pk)
    said = request.POST.get("owner", "")
    owner = get_object_or_404(review_queue.people(), pk=said) if is_key(said) else None
    try:
        reviewing.assign(article, owner, by=request.user)
        messages.success(request, f"{owner or 'Every editor'} answers for the reviews of “{article}”.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("admin:articles_review_changelist")


OF_ARTICLE = [
    ("<int:pk>/review/<int:number>/", review, "review"),
    ("<int:pk>/review/ask/", ask, "ask_review"),
    ("<int:pk>/review/ask/<int:asked>/revoke/", revoke, "revoke_review"),
    ("<int:pk>/review/call/", call, "call_review"),
    ("<int:pk>/review/assign/", assign, "assign_review"),
]


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    """The queue of reviews: urgent, handed in, overdue, due soon, and the calendar."""

    menu_name = "Medical review"
    fields = ["article", "revision", "kind", "reviewer", "held", "verdict", "note", "conflict", "reviewed_at", "due_on"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return review_queue.sees(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        return review_queue.sees(request.user)

    def get_urls(self) -> list:
        own = [path("calls/<int:pk>/settle/", self.admin_site.admin_view(settle), name="articles_review_settle")]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if not review_queue.sees(request.user):
            raise PermissionDenied
        day = timezone.localdate()
        context = {
            "urgent": list(review_queue.urgent()),
            "waiting": list(review_queue.waiting()),
            "overdue": list(review_queue.overdue(day)),
            "without": list(review_queue.without()),
            "soon": list(review_queue.soon(day)),
            "months": review_queue.calendar(day),
            "people": list(review_queue.people()),
            "may_assign": permissions.can_publish(request.user, None),
            "may_settle": permissions.can_publish(request.user, None) or permissions.can_review(request.user),
        }
        return _page(request, "queue.html", "Medical review", **context)


def _page(request: HttpRequest, template: str, title: str, **about: Any) -> HttpResponse:
    about |= admin.site.each_context(request) | {"title": title, "opts": Review._meta}
    return render(request, f"admin/articles/review/{template}", about)
