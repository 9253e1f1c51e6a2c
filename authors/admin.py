"""The desk's pages for authors, for the bios that wait for a moderator, and for logins."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from authors import (
    credential_pages,
    credentials,
    editing,
    hiding,
    judging,
    leaving,
    permissions,
    profiles,
    queue,
    retiring,
)
from authors.forms import AuthorForm, CredentialForm
from authors.login_admin import LoginAdmin
from authors.models import Author, BioRevision, Credential, User, Verdict
from content.text import plain_text
from history.desk import DeskAdmin, ReadOnlyAdmin

# Roles are written by manage.py sync_roles alone.
admin.site.unregister(Group)


def _bio_words(author: Author) -> tuple[str, str]:
    """The mark and the words for what became of what was submitted last; see AuthorAdmin.get_queryset."""
    if author.bio_hidden_at:
        return "withdrawn", "hidden from readers"
    if getattr(author, "latest_bio", None) is None:
        return "planned", "none yet"
    if author.latest_verdict == Verdict.APPROVED:
        return "published", "public"
    if author.latest_verdict:
        return "changes_requested", f"{Verdict(author.latest_verdict).label}: {author.latest_reason}"
    before = ", the last approved one is public" if author.live_bio_id else ""
    return "in_review", f"waits for a moderator{before}"


class BioFilter(admin.SimpleListFilter):
    title, parameter_name = "bio", "bio"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", "none yet"), ("waiting", "waits for a moderator"), *Verdict.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Author]) -> QuerySet[Author]:
        if self.value() == "none":
            return queryset.filter(latest_bio=None)
        verdict = {"waiting": "", None: None}.get(self.value(), self.value())
        return queryset if verdict is None else queryset.filter(latest_verdict=verdict)


class RetiredFilter(admin.SimpleListFilter):
    title, parameter_name = "retired", "retired"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Retired")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Author]) -> QuerySet[Author]:
        return queryset.filter(retired_at__isnull=False) if self.value() == "yes" else queryset


@admin.register(Author)
class AuthorAdmin(DeskAdmin):
    form = AuthorForm
    change_form_template = "admin/authors/author/change_form.html"
    change_list_template = "admin/change_list_filtered.html"
    list_display = ["person", "bio_state", "address"]
    list_display_links = None
    list_filter = [BioFilter, RetiredFilter]
    search_fields = ["name", "role", "slug", "former_names__name"]
    search_help_text = "in name, former names, role and address"
    show_full_result_count = False
    ordering = ["name", "pk"]
    _public = ["name", "slug", "user", "role", "held_line", "words", "bio_state"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_authors(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Author | None = None) -> bool:
        return permissions.can_see_authors(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_keep_authors(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Author | None = None) -> bool:
        if obj is None:
            return permissions.can_keep_authors(request.user)
        return permissions.can_edit_author(request.user, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        newest = BioRevision.objects.submitted().filter(author_page=OuterRef("pk")).latest_first()
        return (
            super()
            .get_queryset(request)
            .annotate(
                latest_bio=Subquery(newest.values("pk")[:1]),
                latest_verdict=Subquery(newest.values("verdict")[:1]),
                latest_reason=Subquery(newest.values("reason")[:1]),
            )
        )

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        own = [("retire", leaving.retire), ("unretire", leaving.unretire), ("hide", hiding.hide), ("show", hiding.show)]
        own = [(name, wrap(view)) for name, view in own]
        # They answer scripts, and say themselves who may not enter.
        own += editing.VIEWS.items()
        return [path(f"<int:pk>/{name}/", view, name=f"authors_author_{name}") for name, view in own] + (
            super().get_urls()
        )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Author], search_term: str) -> tuple:
        """Where people are chosen the retired are not offered; the list shows them."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = queryset.active()
        return super().get_search_results(request, queryset, search_term)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        author = kwargs.get("obj")
        context["retirement"] = retiring.retirement(author) if author else None
        context["may_retire"] = bool(author) and permissions.can_keep_authors(request.user)
        if author:
            may_edit = self.has_change_permission(request, author)
            context |= editing.context(request, author, context["adminform"].form if may_edit else None)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Author | None = None) -> list:
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": self._public})]
        named = ["name", "slug", "user"]
        if not obj:
            return [(None, {"fields": named})]
        return [(None, {"fields": [*named, "shows_former_names", "review_address"]}), *editing.FIELDSETS]

    def get_readonly_fields(self, request: HttpRequest, obj: Author | None = None) -> list[str]:
        if obj and not self.has_change_permission(request, obj):
            return self._public
        fixed = ["bio_state"]
        if not permissions.can_keep_logins(request.user):
            fixed.append("user")
        if not permissions.can_keep_authors(request.user):
            fixed += ["name", "slug", "shows_former_names", "review_address"]
        return fixed

    def get_form(self, request: HttpRequest, obj: Author | None = None, change: bool = False, **kwargs: Any):
        fixed = self.get_readonly_fields(request, obj)
        kwargs["fields"] = [name for name in AuthorForm.Meta.fields if name not in fixed]
        form = super().get_form(request, obj, change, **kwargs)
        for name in {"name", "slug"} & set(fixed):
            form.base_fields.pop(name, None)
        if not obj:
            for name in editing.BIO_FIELDS:
                form.base_fields.pop(name, None)
        return form

    def get_view_on_site_url(self, obj: Author | None = None) -> str | None:
        # A refused form may have emptied it.
        return obj.get_absolute_url() if obj and obj.pk and obj.slug else None

    def save_model(self, request: HttpRequest, obj: Author, form: AuthorForm, change: bool) -> None:
        request.outcome = f"“{obj.name}” is saved."
        if permissions.can_keep_authors(request.user) and (
            not change or set(form.changed_data) & {*AuthorForm.Meta.fields}
        ):
            profiles.save_author(obj, by=request.user)
        if change:
            request.outcome = editing.save(request, obj, form) or request.outcome

    def response_add(self, request: HttpRequest, obj: Author, post_url_continue: str | None = None) -> HttpResponse:
        """An author who is named only goes on to be described."""
        self.message_user(request, f"{request.outcome} Now say who they are.", messages.SUCCESS)
        return redirect("admin:authors_author_change", obj.pk)

    def response_change(self, request: HttpRequest, obj: Author) -> HttpResponse:
        self.message_user(request, request.outcome, messages.SUCCESS)
        if request.POST.keys() & {"_continue", "_submit"}:
            return redirect("admin:authors_author_change", obj.pk)
        if "_correct" in request.POST:
            # As after every other verdict.
            return redirect("admin:authors_biorevision_changelist")
        return self.response_post_save_change(request, obj)

    @admin.display(description="author", ordering="name")
    def person(self, author: Author) -> str:
        """The name as a link, and below it what readers learn of them."""
        said = ", ".join(filter(None, [author.role, author.held_line])) or "Nothing public yet"
        link = reverse("admin:authors_author_change", args=[author.pk])
        return format_html('<a href="{}">{}</a><span class="beneath">{}</span>', link, author.name, said)

    @admin.display(description="bio")
    def bio_state(self, author: Author) -> str:
        mark, words = _bio_words(author)
        state = format_html('<span class="state state-{}">{}</span>', mark, words)
        if not author.retired_at:
            return state
        since = date_format(localtime(author.retired_at), "j M Y")
        return format_html('{}<span class="beneath state state-withdrawn">retired {}</span>', state, since)

    @admin.display(description="address", ordering="slug")
    def address(self, author: Author) -> str:
        return author.get_absolute_url()

    @admin.display(description="credentials")
    def held_line(self, author: Author) -> str:
        return author.held_line or "–"

    @admin.display(description="public bio")
    def words(self, author: Author) -> str:
        return plain_text(author.bio) or "–"


@admin.register(BioRevision)
class BioQueueAdmin(ReadOnlyAdmin):
    """The moderators' queue: bios that wait, oldest first. Opening one shows old and new side by side."""

    menu_name = "Bios waiting"
    actions = [queue.approve_routine]
    list_display = ["whose", "changes", "to_look_at", "sent_by", "sent_at"]
    list_select_related = ["author_page__live_bio", "submitted_by"]
    list_per_page = 25
    ordering = ["submitted_at", "pk"]
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_queue(request.user)

    def has_view_permission(self, request: HttpRequest, obj: BioRevision | None = None) -> bool:
        return permissions.can_see_queue(request.user)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return permissions.can_moderate_bios(request.user)

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        own = [("change", judging.show, "judge"), ("approve", judging.approve, "approve")]
        own += [("send-back", judging.send_back, "send_back"), ("reject", judging.reject, "reject")]
        pages = [path(f"<int:pk>/{last}/", wrap(view), name=f"authors_biorevision_{name}") for last, view, name in own]
        return pages + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[BioRevision]:
        return super().get_queryset(request).waiting()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[queue.BioQueue]:
        return queue.BioQueue

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Bios waiting for a moderator", **(extra_context or {})})

    @admin.display(description="author", ordering="author_page__name")
    def whose(self, revision: BioRevision) -> str:
        return str(revision.author_page)

    @admin.display(description="what is new")
    def changes(self, revision: BioRevision) -> str:
        return revision.look.summary

    @admin.display(description="to look at")
    def to_look_at(self, revision: BioRevision) -> str:
        words = ", ".join(dict.fromkeys(flag.words for flag in revision.look.flags))
        return words or ("routine" if revision.look.is_routine else "–")

    @admin.display(description="sent by", ordering="submitted_by")
    def sent_by(self, revision: BioRevision) -> str:
        return f"by {revision.submitted_by or 'the system'}"

    @admin.display(description="waits since", ordering="submitted_at")
    def sent_at(self, revision: BioRevision) -> str:
        return date_format(localtime(revision.submitted_at), "j M Y, H:i")


class CredentialState(admin.SimpleListFilter):
    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("waits", "Waits for verification"),
            ("held", "Verified"),
            ("soon", "Ends within 60 days"),
            ("expired", "Expired"),
            ("revoked", "Revoked"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Credential]) -> QuerySet[Credential]:
        day = credentials.today()
        match self.value():
            case "waits":
                return queryset.unverified()
            case "held":
                return queryset.held(day)
            case "soon":
                return queryset.expiring(day, credentials.REMINDERS[0])
            case "expired":
                return queryset.filter(valid_until__lt=day, revoked_at__isnull=True)
            case "revoked":
                return queryset.filter(revoked_at__isnull=False)
        return queryset


@admin.register(Credential)
class CredentialAdmin(DeskAdmin):
    """What authors hold. The page of one shows its facts and verifies them; its form is a page of its own."""

    menu_name = "Credentials"
    form = CredentialForm
    change_form_template = "admin/authors/credential/change_form.html"
    change_list_template = "admin/change_list_filtered.html"
    list_display = ["name", "author", "state", "issuer", "valid_until"]
    list_select_related = ["author"]
    list_filter = [CredentialState, "kind"]
    search_fields = ["name", "issuer", "author__name"]
    search_help_text = "in name, issuer and author"
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["author", "kind", "name", "issuer", "country", "number", "valid_until"]}),
        ("What it is good for", {"fields": ["is_clinical", "covers_everything", "topics"]}),
        ("Proof", {"fields": ["upload"]}),
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_credentials(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Credential | None = None) -> bool:
        return permissions.can_see_credentials(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Everyone may say what they hold themselves."""
        return permissions.can_keep_authors(request.user) or Author.objects.filter(user=request.user.pk).exists()

    def has_change_permission(self, request: HttpRequest, obj: Credential | None = None) -> bool:
        if obj is None:
            return permissions.can_see_credentials(request.user)
        return permissions.can_edit_author(request.user, obj.author)

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        own = [
            ("change", self.one, "change"),
            ("edit", self.edit, "edit"),
            ("verify", credential_pages.verify, "verify"),
            ("revoke", credential_pages.revoke, "revoke"),
            ("evidence", credential_pages.proof, "evidence"),
        ]
        pages = [path(f"<int:pk>/{last}/", wrap(view), name=f"authors_credential_{name}") for last, view, name in own]
        return pages + super().get_urls()

    def one(self, request: HttpRequest, pk: int) -> HttpResponse:
        return credential_pages.show(request, credential_pages.seen(request, pk))

    def edit(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_change_permission(request, credential_pages.seen(request, pk)):
            raise PermissionDenied("Only who keeps the authors, or the author, may change a credential.")
        return self.changeform_view(request, str(pk))

    def get_form(self, request: HttpRequest, obj: Credential | None = None, change: bool = False, **kwargs: Any):
        form = super().get_form(request, obj, change, **{**kwargs, "fields": CredentialForm.Meta.fields})
        people = Author.objects.active()
        if not permissions.can_keep_authors(request.user):
            people = people.filter(user=request.user)
        form.base_fields["author"].queryset = people | Author.objects.filter(pk=obj.author_id) if obj else people
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        asked = super().get_changeform_initial_data(request)
        own = Author.objects.filter(user=request.user).values_list("pk", flat=True).first()
        return {"author": own} | asked

    def save_model(self, request: HttpRequest, obj: Credential, form: CredentialForm, change: bool) -> None:
        said = form.cleaned_data
        try:
            credentials.save(
                obj, topics=said["topics"], by=request.user, upload=said["upload"], version=said["version"]
            )
        except credentials.Changed as late:
            raise ValidationError(str(late)) from None

    def response_add(self, request: HttpRequest, obj: Credential, post_url_continue: str | None = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Credential) -> HttpResponse:
        self.message_user(request, f"{obj} is saved, and shown to readers once it is verified.", messages.SUCCESS)
        return redirect("admin:authors_credential_change", obj.pk)

    @admin.display(description="state")
    def state(self, credential: Credential) -> str:
        mark, words = credentials.state(credential)
        return format_html('<span class="state state-{}">{}</span>', mark, words)


admin.site.register(User, LoginAdmin)
