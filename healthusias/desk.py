"""The editorial desk as a whole: Django's admin under the site's name, its menu, and its policy for pictures."""

from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.defaults import permission_denied

# The second factor's QR code and the preview of a picture before its upload are not files of this site.
_PICTURES = {"img-src": [SELF, "data:", "blob:"]}
_ORDER = ("articles", "sources", "authors", "images", "history")


class Desk(AdminSite):
    index_title = "The desk"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Who may enter: logins of the desk, with a second factor where what they may do demands one."""
        from accounts import second_factor

        return super().has_permission(request) and not second_factor.is_missing(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Where everyone is sent who may not enter: on to what they lack, or back to `next` if it is nothing."""
        from accounts import second_factor

        after = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure()):
            after = reverse("admin:index")
        if self.has_permission(request):
            return redirect(after)
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': after})}")
        if not super().has_permission(request):
            return render(request, "accounts/no_desk.html", status=403)
        return redirect(second_factor.way_in(request, after=after))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")

    password_change_done = password_change

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        return csp_update(_PICTURES)(super().admin_view(view, cacheable))

    def get_urls(self) -> list:
        from history.draft_views import signed_in

        return [path("signed-in/", self.admin_view(signed_in), name="signed_in"), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "site_header": settings.SITE_NAME}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What waits for this person; all pages of the desk are folded away below."""
        # At the module's head they would load models before there are any: this is the app's configuration.
        from articles import permissions
        from healthusias import start_page

        context = {
            "worklists": start_page.worklists(request.user),
            "hubs": start_page.hubs(request.user),
            "may_write": permissions.can_write(request.user),
            "may_read": permissions.can_see_desk(request.user),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The menu: what people work on first. A page says its own name in `menu_name`."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            for entry in app["models"]:
                entry["name"] = getattr(self._registry[entry["model"]], "menu_name", entry["name"])
        _move_tags(apps)
        place = {label: index for index, label in enumerate(_ORDER)}
        return sorted(apps, key=lambda app: place.get(app["app_label"], len(place)))


def _move_tags(apps: list[dict[str, Any]]) -> None:
    """To people, tags are part of the articles; that a package keeps them is of no interest."""
    by_label = {app["app_label"]: app for app in apps}
    if {"taggit", "articles"} <= by_label.keys():
        by_label["articles"]["models"] += by_label["taggit"]["models"]
        apps.remove(by_label["taggit"])


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403. Who asked for an article of others learns whose it is; all else is Django's."""
    from articles.access import NotYours
    from articles.admin.people import not_yours

    return not_yours(request, exception) if isinstance(exception, NotYours) else permission_denied(request, exception)


class DeskConfig(AdminConfig):
    default_site = "healthusias.desk.Desk"
