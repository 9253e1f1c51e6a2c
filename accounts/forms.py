"""allauth's forms in the desk's words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest

from accounts import mail


class _Worded:
    """Every field has its label above, and no placeholder that says it twice."""

    labels = {
        "login": "E-mail address",
        "email": "E-mail address",
        "password": "Password",
        "oldpassword": "Present password",
        "password1": "New password",
        "password2": "New password, again",
        "code": "Code",
        "name": "A name for it, so that you know it again",
    }
    helps: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "" if "href" in str(field.help_text) else field.help_text)


class LoginForm(_Worded, account.LoginForm):
    pass


class ChangePasswordForm(_Worded, account.ChangePasswordForm):
    pass


class NewPasswordForm(_Worded, account.ResetPasswordKeyForm):
    pass


class ConfirmForm(_Worded, account.ReauthenticateForm):
    pass


class ResetPasswordForm(_Worded, forms.Form):
    """Asks for a link by mail. Whether the address has a login is looked up later, by the worker: the page answers the
    same to everyone, and as fast."""

    email = account.EmailField(required=True)

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        address = self.cleaned_data["email"]
        mail.send_reset.enqueue(address)
        return address


class CodeForm(_Worded, factor.AuthenticateForm):
    helps = {"code": "The six digits of your authenticator app, or one of your recovery codes."}


class ConfirmCodeForm(_Worded, factor.ReauthenticateForm):
    helps = CodeForm.helps


class AppForm(_Worded, totp.ActivateTOTPForm):
    labels = _Worded.labels | {"code": "The six digits that the app shows now"}


class PasskeyForm(_Worded, webauthn.AddWebAuthnForm):
    passwordless = forms.BooleanField(
        label="Sign in with it alone, without a password",
        help_text="It then asks for your finger, your face or its PIN. Untick this for a key that knows none of them.",
        required=False,
        initial=True,
    )
    helps = {"passwordless": passwordless.help_text}
