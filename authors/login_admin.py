"""The desk's pages of logins: who may enter, and as what."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from authors import inviting, login_pages, logins, permissions
from authors.forms import LoginForm, NewLoginForm
from authors.models import User
from history import events
from history.desk import DeskAdmin


class LoginAdmin(DeskAdmin, DjangoUserAdmin):
    """Logins, for administrators only. There is no user name: people sign in by e-mail address."""

    menu_name = "Logins"
    form = LoginForm
    add_form = NewLoginForm
    change_form_template = "admin/authors/user/change_form.html"
    add_form_template = None
    list_display_links = None
    list_display = ["person", "role_names", "state", "second_factor", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["email", "name"]
    search_help_text = "Search by e-mail address or name"
    ordering = ["email"]
    show_full_result_count = False
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("What they may do", {"fields": ["groups"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "groups"]})]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_logins(request.user)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return permissions.can_see_logins(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_keep_logins(request.user)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return permissions.can_keep_logins(request.user, obj)

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        own = {
            "switch-off": login_pages.switch_off,
            "let-in": login_pages.let_in,
            "invite-again": login_pages.invite_again,
        }
        pages = [
            path(f"<int:pk>/{last}/", wrap(view), name=f"authors_user_{last.replace('-', '_')}")
            for last, view in own.items()
        ]
        return pages + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        login = self.get_object(request, object_id)
        said = {"login_state": login and self.state(login), "may_keep": self.has_change_permission(request, login)}
        said["is_invited"] = login and inviting.is_open(login)
        return super().change_view(request, object_id, form_url, said | (extra_context or {}))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list:
        """Who only looks sees nothing of a password, not even its hash."""
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": ["email", "name"]}), *self.fieldsets[1:]]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups", "authenticator_set")

    @method_decorator(reauthentication_required)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who hands out powers proves again that they are who they are, unless they did so a moment ago."""
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        roles = form.cleaned_data.get("groups", [])
        if change:
            logins.save_login(obj, roles=roles, by=request.user)
        else:
            inviting.invite(obj, roles=roles, by=request.user)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        self.message_user(
            request, f"An invitation is on its way to {obj.email}, for {inviting.DAYS} days.", messages.SUCCESS
        )
        return redirect("admin:authors_user_changelist")

    @method_decorator(reauthentication_required)
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            events.record("password set", User.objects.get(pk=id), request.user)
        return response

    @admin.display(description="roles")
    def role_names(self, user: User) -> str:
        everything = ["everything"] if user.is_superuser else []
        return ", ".join(everything + [group.name for group in user.groups.all()]) or "–"

    @admin.display(description="login", ordering="email")
    def person(self, user: User) -> str:
        link = reverse("admin:authors_user_change", args=[user.pk])
        return format_html('<a href="{}">{}</a><span class="beneath">{}</span>', link, user.email, user.name)

    @admin.display(description="state")
    def state(self, user: User) -> str:
        if not (user.is_active and user.is_staff):
            mark, words = "withdrawn", "switched off" if not user.is_active else "no place at the desk"
        elif inviting.is_open(user):
            until = date_format(localtime(inviting.until(user)), "j M Y, H:i")
            over = inviting.until(user) < timezone.now()
            mark, words = ("withdrawn", "invitation ended") if over else ("planned", f"invited until {until}")
        else:
            mark, words = "published", "may enter"
        return format_html('<span class="state state-{}">{}</span>', mark, words)

    @admin.display(description="second factor")
    def second_factor(self, user: User) -> str:
        if user.is_demo:
            return "demo login: none"
        words = {"totp": "app", "webauthn": "passkey"}
        return ", ".join(sorted({words[one.type] for one in user.authenticator_set.all() if one.type in words})) or "–"
