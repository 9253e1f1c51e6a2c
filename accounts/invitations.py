"""The page behind the link of an invitation."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from authors import inviting


class PasswordForm(SetPasswordForm):
    """Who follows the link chooses a password, unseen by who invited them."""

    new_password1 = forms.CharField(
        label="Choose a password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=SetPasswordForm.base_fields["new_password1"].help_text,
    )
    new_password2 = forms.CharField(
        label="The same again", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever comes by a link that holds chooses a password and is signed in."""
    user = inviting.invited(token)
    if user is None:
        return render(request, "accounts/invitation.html", {"form": None}, status=410)
    form = PasswordForm(user, request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_valid():
        try:
            user = inviting.accept(token, form.cleaned_data["new_password1"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            # Another person's session of this browser is none of theirs.
            logout(request)
            record_authentication(request, user, method="password")
            get_adapter().login(request, user)
            messages.success(request, f"Welcome, {user}.")
            return redirect("admin:index")
    return render(request, "accounts/invitation.html", {"form": form, "invited": user})
