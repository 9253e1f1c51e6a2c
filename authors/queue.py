"""The moderators' queue as a list: what is new in each bio, and the approval of several routine ones at once."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from authors import flags, judging, moderation, permissions
from authors.bios import BioSnapshot
from authors.flags import Flag
from authors.models import BioRevision
from authors.moderation import AlreadyJudged
from content.comparing import Part

# Nobody looks through more on one page.
MOST = 25


@dataclass(frozen=True)
class Look:
    """What a moderator sees of a bio before opening it. Routine ones may be approved together."""

    summary: str
    flags: list[Flag]
    is_routine: bool


class BioQueue(ChangeList):
    """Gives each row of the page its `look`."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = looked_at(self.result_list)


def looked_at(rows: Any) -> list[BioRevision]:
    """The rows, each with its `look`. Two queries, for the other authors' words and what all hold."""
    rows, known = list(rows), flags.Known()
    for revision in rows:
        revision.look = _look(revision, known)
    return rows


def _look(revision: BioRevision, known: flags.Known) -> Look:
    author, after = revision.author_page, BioSnapshot.of(revision)
    before = BioSnapshot.of(author.live_bio)
    found, public = (flags.flags(snapshot, author, known) for snapshot in (after, before))
    return Look(judging.summary(revision), found, flags.is_routine(before, after, found, public))


@admin.action(description="Approve routine changes together…", permissions=["moderate"])
def approve_routine(model_admin: Any, request: HttpRequest, chosen: QuerySet[BioRevision]) -> HttpResponse | None:
    """First a page that shows every change in full; its button approves exactly those revisions."""
    if not permissions.can_moderate_bios(request.user):
        raise PermissionDenied
    rows = list(chosen.select_related("author_page__live_bio", "submitted_by")[: MOST + 1])
    if len(rows) > MOST:
        messages.error(request, f"At most {MOST} at once. Nothing was done: choose fewer.")
        return None
    judged = [row for row in looked_at(rows) if row.look.is_routine and permissions.can_moderate(request.user, row)]
    if "confirmed" in request.POST:
        _approve(request, judged)
        return None
    context = admin.site.each_context(request) | {
        "title": "Approve these bios",
        "opts": BioRevision._meta,
        "rows": [(row, _changed(row)) for row in judged],
        "others": [row for row in rows if row not in judged],
    }
    return render(request, "admin/authors/biorevision/approve_several.html", context)


def _changed(revision: BioRevision) -> list[Part]:
    return [part for part in judging.compared(revision).parts.values() if part.is_changed]


def _approve(request: HttpRequest, rows: list[BioRevision]) -> None:
    done, late = [], []
    for revision in rows:
        try:
            moderation.approve_bio(revision, by=request.user)
            done.append(str(revision.author_page))
        except AlreadyJudged:
            late.append(str(revision.author_page))
    if done:
        messages.success(request, f"Public now: the bios of {', '.join(done)}.")
    if late:
        messages.warning(request, f"Judged by someone else meanwhile: the bios of {', '.join(late)}.")
