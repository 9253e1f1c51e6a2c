"""The pages of signing in: allauth's views that we use, each by name, in our templates; what is not here is off."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpResponse
from django.urls import path, re_path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from accounts import forms
from accounts.invitations import accept
from accounts.sessions import sessions

View = Callable[..., HttpResponse]
_TO_OVERVIEW = RedirectView.as_view(pattern_name="mfa_index")


def _shown(view: type, page: str, form: type | None = None, **more: object) -> View:
    said = {"template_name": f"accounts/{page}.html"} | ({"form_class": form} if form else {}) | more
    return view.as_view(**said)


def _private(view: View) -> View:
    """No cache keeps any of these pages; the QR code is a data: picture."""
    return never_cache(csp_update({"img-src": [SELF, "data:"]})(view))


_PAGES = [
    ("", _shown(factor.IndexView, "overview"), "mfa_index"),
    ("login/", _shown(account.LoginView, "login", forms.LoginForm), "account_login"),
    ("logout/", _shown(account.LogoutView, "logout"), "account_logout"),
    ("switched-off/", _shown(account.AccountInactiveView, "inactive"), "account_inactive"),
    ("confirm/", _shown(account.ReauthenticateView, "confirm", forms.ConfirmForm), "account_reauthenticate"),
    ("password/", _shown(account.PasswordChangeView, "password", forms.ChangePasswordForm), "account_change_password"),
    ("password/reset/", _shown(account.PasswordResetView, "reset", forms.ResetPasswordForm), "account_reset_password"),
    ("password/reset/sent/", _shown(account.PasswordResetDoneView, "reset_sent"), "account_reset_password_done"),
    # A login that has a passkey and no password gets one by mail.
    ("password/none/", RedirectView.as_view(pattern_name="account_reset_password"), "account_set_password"),
    ("second-factor/", _shown(factor.AuthenticateView, "second_factor", forms.CodeForm), "mfa_authenticate"),
    (
        "second-factor/confirm/",
        _shown(factor.ReauthenticateView, "confirm", forms.ConfirmCodeForm),
        "mfa_reauthenticate",
    ),
    ("app/", _shown(totp.ActivateTOTPView, "app", forms.AppForm), "mfa_activate_totp"),
    ("app/remove/", _shown(totp.DeactivateTOTPView, "remove"), "mfa_deactivate_totp"),
    ("codes/", _shown(codes.ViewRecoveryCodesView, "codes"), "mfa_view_recovery_codes"),
    ("codes/new/", _shown(codes.GenerateRecoveryCodesView, "new_codes"), "mfa_generate_recovery_codes"),
    ("codes/file/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    ("passkeys/", _TO_OVERVIEW, "mfa_list_webauthn"),
    ("passkeys/add/", _shown(webauthn.AddWebAuthnView, "passkey", forms.PasskeyForm), "mfa_add_webauthn"),
    ("passkeys/<int:pk>/remove/", _shown(webauthn.RemoveWebAuthnView, "remove"), "mfa_remove_webauthn"),
    ("passkeys/login/", webauthn.login_webauthn, "mfa_login_webauthn"),
    ("passkeys/confirm/", _shown(webauthn.ReauthenticateWebAuthnView, "confirm"), "mfa_reauthenticate_webauthn"),
    ("sessions/", sessions, "accounts_sessions"),
    ("invitation/<str:token>/", accept, "accounts_invitation"),
]
_NEW_PASSWORD = _shown(
    account.PasswordResetFromKeyView, "new_password", forms.NewPasswordForm, success_url=reverse_lazy("account_login")
)
urlpatterns = [
    *(path(route, _private(view), name=name) for route, view, name in _PAGES),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        _private(_NEW_PASSWORD),
        name="account_reset_password_from_key",
    ),
]
