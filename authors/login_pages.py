"""The desk's pages on which a login is switched off, let in again, and invited once more."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from authors import holdings, inviting, permissions, switching_off
from authors.models import User
from history.desk import is_key


@require_http_methods(["GET", "POST"])
@reauthentication_required
def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what they own and what becomes of it, ask for a reason and for who takes over, then do it."""
    login = _kept(request, pk)
    said = {"reason": request.POST.get("reason", ""), "heir": request.POST.get("heir", "")}
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        heir = User.objects.filter(pk=said["heir"]).first() if is_key(said["heir"]) else None
        try:
            switching_off.switch_off(login, by=request.user, reason=said["reason"], heir=heir)
        except ValidationError as refusal:
            errors = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        else:
            messages.success(request, f"{login} is switched off, and signed out everywhere.")
            return redirect("admin:authors_user_change", pk)
    return render(request, "admin/authors/user/switch_off.html", _context(request, login, said, errors))


@require_POST
@reauthentication_required
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    login = _kept(request, pk)
    try:
        switching_off.let_in(login, by=request.user)
        messages.success(request, f"{login} may enter the desk again.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("admin:authors_user_change", pk)


@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    login = _kept(request, pk)
    try:
        inviting.send_again(login, by=request.user)
        messages.success(request, f"A new invitation is on its way to {login.email}; the old one has ended.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("admin:authors_user_change", pk)


def _kept(request: HttpRequest, pk: int) -> User:
    login = get_object_or_404(User, pk=pk)
    if not permissions.can_keep_logins(request.user, login):
        raise PermissionDenied
    return login


def _context(request: HttpRequest, login: User, said: dict[str, str], errors: dict[str, list[str]]) -> dict[str, Any]:
    owned = holdings.of(login)
    return admin.site.each_context(request) | {
        "title": f"Switch off {login}",
        "opts": User._meta,
        "login": login,
        "owned": owned,
        "heirs": switching_off.heirs(login, owned) if holdings.needs(owned) else None,
        "said": said,
        "errors": errors,
    }
