"""The desk's page of an author: the editor for the next bio, what its buttons do, and what became of earlier ones."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from authors import credentials, moderation, permissions, pointing
from authors.bios import BioDraft, BioSnapshot
from authors.forms import AuthorForm
from authors.models import Author, BioRevision, Verdict
from authors.moderation import AlreadyJudged
from content import references
from content.editor import declaration
from content.schema import BIO
from content.validation import validate
from history import draft_views
from images.signatures import ACCEPTED

BIO_FIELDS = ("bio", *BioDraft.labels)
FIELDSETS = [
    (
        "What readers learn, once a moderator approves",
        {"fields": ["bio_state", "bio"], "classes": ["writing"]},
    ),
    ("Beside the name", {"fields": ["role", "portrait", "honorific", "suffix"]}),
    ("Expertise and background", {"fields": ["expertise", "languages", "institution", "orcid", "links", "disclosure"]}),
]
# So many earlier versions stand on the page.
_MOST_VERSIONS = 50


def _draft(user: Any, pk: int) -> BioDraft:
    return BioDraft(get_object_or_404(Author.objects.only("name", "user"), pk=pk))


VIEWS = draft_views.views(_draft)


def context(request: HttpRequest, author: Author, form: AuthorForm | None) -> dict[str, Any]:
    """What the page shows besides its fields; `form` is None for who only reads."""
    waiting = _waiting(author)
    versions = author.revisions.submitted().select_related("submitted_by", "moderated_by", "corrects").defer("packed")
    said = {
        "waiting": waiting,
        "versions": list(versions.latest_first()[:_MOST_VERSIONS]),
        "credentials": [(one, credentials.state(one)) for one in author.held.all()],
        "may_add_credentials": permissions.can_edit_author(request.user, author),
        "hidden": moderation.hiding(author),
        "pointing": pointing.at(author, request.user),
        "may_hide": bool(author.live_bio_id) and permissions.can_hide(request.user, author),
        "may_correct": bool(waiting) and permissions.can_moderate(request.user, waiting),
    }
    last = said["versions"][0] if said["versions"] else None
    refused = last and last.verdict in (Verdict.SENT_BACK, Verdict.REJECTED)
    said["refused"] = last if refused else None
    return said | ({"desk_config": _config(author, form, request.user)} if form else {})


def save(request: HttpRequest, author: Author, form: AuthorForm) -> str:
    """Do with the bio what the pressed button asks for, and say it; "" where nothing of it is new.

    Raises what the verbs refuse, for the form to show.
    """
    snapshot, base, by = form.snapshot(), form.standing_base, request.user
    if "_submit" in request.POST:
        note = request.POST.get("submission", "")
        revision = moderation.submit_bio(author, snapshot, by=by, base=base, submission=note)
        if revision.verdict:
            return f"This bio was {revision.get_verdict_display()} already; nothing of it is new."
        return "The bio waits for a moderator; readers see it when it is approved."
    if "_correct" in request.POST:
        return _correct(author, snapshot, request.POST["_correct"], base, by)
    if snapshot == form.before and not form.standing:
        return ""
    if moderation.keep_bio(author, snapshot, by=by, base=base).is_sealed:
        return ""
    return f"“{author}” is saved. The bio is kept as a draft: nobody judges it before you send it."


def _correct(author: Author, snapshot: BioSnapshot, number: str, base: str | None, by: Any) -> str:
    waiting = _waiting(author)
    if waiting is None or str(waiting.pk) != number:
        raise ValidationError("Someone else has judged this bio, or its author has sent newer words.")
    try:
        moderation.approve_corrected(waiting, snapshot, by=by, base=base)
    except AlreadyJudged as late:
        raise ValidationError(str(late)) from None
    return f"The bio of {author} is public, with your corrections. Its author is told."


def _waiting(author: Author) -> BioRevision | None:
    return (
        BioRevision.objects.waiting().filter(author_page=author).select_related("author_page", "submitted_by").first()
    )


def _config(author: Author, form: AuthorForm, user: Any) -> dict[str, Any]:
    """What the page tells the editor (static/js/desk/main.js). One query for each kind of thing linked to."""
    document = form.editable()
    is_sound = document is not None and not validate(document, BIO)
    return {
        "form": "author_form",
        "text": "bio",
        "label": "Bio",
        "declaration": declaration(BIO),
        "document": document,
        "article": None,
        "targets": _targets(document) if is_sound else {},
        "pictures": [],
        "addresses": {
            "lookup": reverse("admin:articles_article_lookup"),
            "library": reverse("admin:images_image_library"),
            "upload": reverse("admin:images_image_upload"),
            "focal": reverse("admin:images_image_focal", args=[0]),
            "accept": ",".join(f"image/{kind.lower()}" for kind in ACCEPTED),
        },
        "autosave": draft_views.config("authors_author", author.pk, user),
    }


def _targets(document: dict[str, Any]) -> dict[str, Any]:
    """What the links of the bio are called, by `kind:id`; what readers cannot reach has no name here."""
    found = references.resolve(references.targets(document))
    inside = {target: found[target] for target in found if target.kind != "url"}
    return {
        f"{target.kind}:{target.id}": {
            "target": {"kind": target.kind, "id": target.id},
            "title": destination.title,
            "about": destination.url,
            "state": "published",
        }
        for target, destination in inside.items()
    }
