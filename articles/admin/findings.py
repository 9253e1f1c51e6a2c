"""What the checks find, at the desk: the list as the text is written, setting findings aside, the report of that."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from articles import access, checklist, dismissing, permissions, readability
from articles.checks.finding import Finding
from articles.checks.reading import Reading
from articles.models import Article, Dismissal
from articles.snapshots import Snapshot
from history import revisions
from history.desk import ReadOnlyAdmin, ask_reason
from history.draft_views import ANY, for_scripts

# Where the form calls a part of the snapshot by another name.
_FIELD = {"contributors": "byline"}

# What the editor can do about a finding, by the name that static/js/desk/editor/mending.js knows.
FIXES = {
    "cite": "Cite a source",
    "care_card": "Make it a care card",
    "experience": "Box it as experience",
    "abbreviation": "Explain it",
    "split": "Split it here",
}

# Of a version that readers see already.
NOTHING: dict[str, Any] = {
    **{name: [] for name in ("checklist", "wording", "aside", "hardest", "blockers")},
    "measures": None,
    "may_override": False,
    "hints": 0,
}


def context(user: Any, article: Article, snapshot: Snapshot, revision: Any) -> dict[str, Any]:
    """The list as the template shows it: what blocks, what is worth a look, wording, each by its check; what was set
    aside; how the text reads. Two queries beside those of the checks."""
    found, aside = checklist.parted(article, snapshot, revision)
    language = [one for one in found if one.rule.of_language and not one.blocks]
    others = [_shown(user, one) for one in found if one not in language]
    measures, hardest = readability.measured(Reading(article, snapshot, revision))
    return {
        "checklist": others,
        "blocks": _by_check([one for one in others if one["blocks"]]),
        "looks": _by_check([one for one in others if not one["blocks"]]),
        "wording": _by_check([_shown(user, one) for one in language]),
        "aside": [(_shown(user, one), dismissal) for one, dismissal in aside],
        "measures": measures,
        "hardest": hardest,
        "blockers": [(_FIELD.get(one.field, one.field), one.message) for one in found if one.blocks],
        "may_override": checklist.may_override(found, user),
    }


def ways(page: str, found: Iterable[Finding]) -> list[tuple[str, str]]:
    """For templates/admin/findings.html: what each says, and its place in the form at `page`; "" where it has none."""
    fields = [(one.message, _FIELD.get(one.field, one.field)) for one in found]
    return [(message, f"{page}#id_{field}" if field else "") for message, field in fields]


def config() -> dict[str, str]:
    """Where the page finds the list for what is written so far; the autosave's placeholder stands for the number."""
    return {"url": reverse("admin:articles_article_findings", args=[ANY])}


@require_GET
@for_scripts
def spoken(request: HttpRequest, pk: int) -> HttpResponse:
    """The list for what is written so far, as HTML, and where its sentences stand."""
    article = access.opened(request.user, pk)
    revision = revisions.latest(article)
    if revision is None:
        return JsonResponse({"html": "", "marks": []})
    snapshot = Snapshot.from_dict(revision.snapshot)
    said = context(request.user, article, snapshot, revision)
    page = reverse("admin:articles_article_change", args=[pk])
    html = render_to_string("admin/articles/article/checklist.html", said | {"page": page, "article": article}, request)
    return JsonResponse({"html": html, "marks": [_mark(one) for one in _all(said) if one["block"] and one["words"]]})


@require_http_methods(["GET", "POST"])
def dismiss(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Ask why, then set the finding of that key aside."""
    article = access.opened(request.user, pk)
    revision = revisions.latest(article)
    found = checklist.findings(article, Snapshot.from_dict(revision.snapshot), revision) if revision else []
    finding = next((one for one in found if one.key == key), None)
    page = reverse("admin:articles_article_change", args=[pk])
    if finding is None:
        messages.info(request, "The text has changed meanwhile, or somebody else has set this aside.")
        return redirect(page)
    if not permissions.dismisses(request.user, finding.code):
        raise PermissionDenied("You may not set this finding aside.")
    about = {"title": f"Set aside in “{article}”", "opts": Article._meta, "article": article, "finding": finding}
    return ask_reason(
        request,
        "admin/articles/article/dismiss.html",
        lambda reason: dismissing.dismiss(article, finding, by=request.user, reason=reason),
        about,
        done="It is set aside; the reason is kept.",
        to=f"{page}#checklist",
    )


@require_POST
def take_back(request: HttpRequest, pk: int, dismissal: int) -> HttpResponse:
    """Let what was set aside speak again."""
    article = access.opened(request.user, pk)
    dismissing.take_back(get_object_or_404(Dismissal, pk=dismissal, article=article), by=request.user)
    messages.success(request, "The finding is in the list again.")
    return redirect(f"{reverse('admin:articles_article_change', args=[pk])}#checklist")


class StandingFilter(admin.SimpleListFilter):
    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("aside", "Set aside"), ("back", "Taken back")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Dismissal]) -> QuerySet[Dismissal]:
        known = {"aside": queryset.standing, "back": queryset.taken_back}
        return known.get(self.value(), queryset.all)()


@admin.register(Dismissal)
class DismissalAdmin(ReadOnlyAdmin):
    """What is set aside on the whole site, to see which checks cry too often, and for whom."""

    list_display = ["message", "code", "reason", "article", "dismissed_by", "dismissed_at", "withdrawn_at"]
    list_filter = [("code", admin.AllValuesFieldListFilter), StandingFilter]
    list_select_related = ["article", "dismissed_by"]
    list_per_page = 50
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = ["message", "reason", "article__working_title"]
    fields = [
        "article",
        "code",
        "message",
        "words",
        "reason",
        "dismissed_by",
        "dismissed_at",
        "withdrawn_by",
        "withdrawn_at",
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.sees_every_draft(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Dismissal | None = None) -> bool:
        return permissions.sees_every_draft(request.user)


def _shown(user: Any, one: Finding) -> dict[str, Any]:
    """A finding for the template, which links it to its place in the form."""
    may = one.dismissible and permissions.dismisses(user, one.code)
    about = {"field": _FIELD.get(one.field, one.field), "blocks": one.blocks, "rule": one.rule, "key": one.key}
    return {**vars(one), **about, "may_dismiss": may, "fix_words": FIXES.get(one.fix, "")}


def _by_check(shown: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Findings of one check together, so that why it is made is said once."""
    return [[one for one in shown if one["code"] == code] for code in dict.fromkeys(one["code"] for one in shown)]


def _all(said: dict[str, Any]) -> list[dict[str, Any]]:
    return [*said["checklist"], *(one for some in said["wording"] for one in some)]


def _mark(one: dict[str, Any]) -> dict[str, Any]:
    """Where the words stand, as static/js/desk/passages.js reads it."""
    place = {"block_id": one["block"], "start": one["start"], "end": one["end"]}
    return {"id": one["key"], "place": place, "fix": one["fix"], "quiet": one["rule"].of_language}
