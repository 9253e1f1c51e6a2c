"""The desk's pages for authors, for the bios that wait for a moderator, and for logins."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from authors import judging, logins, moderation, permissions, profiles
from authors.forms import AuthorForm, LoginForm, NewLoginForm
from authors.models import Author, BioRevision, User, Verdict
from content.text import plain_text
from history import events
from history.desk import DeskAdmin, ReadOnlyAdmin

# Roles are written by manage.py sync_roles alone.
admin.site.unregister(Group)


@admin.register(Author)
class AuthorAdmin(DeskAdmin):
    form = AuthorForm
    change_form_template = "admin/revision_form.html"
    list_display = ["name", "role", "credentials", "bio_state", "slug"]
    list_filter = [("live_bio", admin.EmptyFieldListFilter)]
    search_fields = ["name", "role"]
    search_help_text = "Search by name or role"
    show_full_result_count = False
    ordering = ["name", "pk"]
    _public = ["name", "slug", "user", "role", "credentials", "words", "bio_state"]

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
        newest = BioRevision.objects.filter(author_page=OuterRef("pk")).latest_first()
        return (
            super()
            .get_queryset(request)
            .annotate(
                latest_bio=Subquery(newest.values("pk")[:1]),
                latest_verdict=Subquery(newest.values("verdict")[:1]),
                latest_reason=Subquery(newest.values("reason")[:1]),
            )
        )

    def get_fieldsets(self, request: HttpRequest, obj: Author | None = None) -> list:
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": self._public})]
        said = {"fields": ["bio_state", "role", "credentials", "portrait", "bio"]}
        return [(None, {"fields": ["name", "slug", "user"]}), ("What readers learn, once a moderator approves", said)]

    def get_readonly_fields(self, request: HttpRequest, obj: Author | None = None) -> list[str]:
        if obj and not self.has_change_permission(request, obj):
            return self._public
        fixed = ["bio_state"]
        if not permissions.can_keep_logins(request.user):
            fixed.append("user")
        if not permissions.can_keep_authors(request.user):
            fixed += ["name", "slug"]
        return fixed

    def get_form(self, request: HttpRequest, obj: Author | None = None, change: bool = False, **kwargs: Any):
        fixed = self.get_readonly_fields(request, obj)
        kwargs["fields"] = [name for name in AuthorForm.Meta.fields if name not in fixed]
        form = super().get_form(request, obj, change, **kwargs)
        for name in {"name", "slug"} & set(fixed):
            form.base_fields.pop(name, None)
        return form

    def get_view_on_site_url(self, obj: Author | None = None) -> str | None:
        return obj.get_absolute_url() if obj and obj.pk and not obj.retired_at else None

    def save_model(self, request: HttpRequest, obj: Author, form: AuthorForm, change: bool) -> None:
        request.outcome = f"“{obj.name}” is saved."
        if permissions.can_keep_authors(request.user) and (
            not change or set(form.changed_data) & {"name", "slug", "user"}
        ):
            profiles.save_author(obj, by=request.user)
        if form.says_something_new:
            moderation.submit_bio(obj, form.snapshot(), by=request.user, base=form.standing_base)
            request.outcome += " The bio waits for a moderator; readers see it when it is approved."

    def response_add(self, request: HttpRequest, obj: Author, post_url_continue: str | None = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Author) -> HttpResponse:
        self.message_user(request, request.outcome, messages.SUCCESS)
        if "_continue" in request.POST:
            return redirect("admin:authors_author_change", obj.pk)
        return self.response_post_save_change(request, obj)

    @admin.display(description="bio")
    def bio_state(self, author: Author) -> str:
        if getattr(author, "latest_bio", None) is None:
            return "none yet"
        if author.latest_verdict == Verdict.APPROVED:
            return "public"
        if author.latest_verdict == Verdict.SENT_BACK:
            return f"sent back: {author.latest_reason}"
        return "waits for a moderator" + (", the last approved one is public" if author.live_bio_id else "")

    @admin.display(description="public bio")
    def words(self, author: Author) -> str:
        return plain_text(author.bio) or "–"


@admin.register(BioRevision)
class BioQueueAdmin(ReadOnlyAdmin):
    """The moderators' queue: bios that wait, oldest first. Opening one shows old and new side by side."""

    menu_name = "Bios waiting"
    list_display = ["author_page", "number", "sent_by", "sealed_at"]
    list_select_related = ["author_page", "author"]
    ordering = ["sealed_at", "pk"]
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_queue(request.user)

    def has_view_permission(self, request: HttpRequest, obj: BioRevision | None = None) -> bool:
        return permissions.can_see_queue(request.user)

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        own = [("change", judging.show, "judge"), ("approve", judging.approve, "approve")]
        own.append(("send-back", judging.send_back, "send_back"))
        pages = [path(f"<int:pk>/{last}/", wrap(view), name=f"authors_biorevision_{name}") for last, view, name in own]
        return pages + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[BioRevision]:
        return super().get_queryset(request).waiting().defer("packed")

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Bios waiting for a moderator", **(extra_context or {})})

    @admin.display(description="sent by", ordering="author")
    def sent_by(self, revision: BioRevision) -> str:
        return str(revision.author or "the system")


@admin.register(User)
class LoginAdmin(DeskAdmin, DjangoUserAdmin):
    """Logins, for administrators only. There is no user name: people sign in by e-mail address."""

    menu_name = "Logins"
    form = LoginForm
    add_form = NewLoginForm
    list_display = ["email", "name", "role_names", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "name"]
    search_help_text = "Search by e-mail address or name"
    ordering = ["email"]
    show_full_result_count = False
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", "groups"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "password1", "password2"]})]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_keep_logins(request.user)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return permissions.can_keep_logins(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_keep_logins(request.user)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return permissions.can_keep_logins(request.user, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        roles = form.cleaned_data.get("groups", [])
        logins.save_login(obj, roles=roles, by=request.user)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            events.record("password set", User.objects.get(pk=id), request.user)
        return response

    @admin.display(description="roles")
    def role_names(self, user: User) -> str:
        everything = ["everything"] if user.is_superuser else []
        return ", ".join(everything + [group.name for group in user.groups.all()]) or "–"
