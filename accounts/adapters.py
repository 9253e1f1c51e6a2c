"""How allauth signs people in here: its words, its record, its mails."""

import base64
import hashlib
import logging
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.sessions import end_all
from history import events, notices

# Who proved in so many seconds that they are who they are is not asked again.
LATELY = 15 * 60

_log = logging.getLogger(__name__)
_ADDED, _REMOVED = "second factor added", "second factor removed"
# What allauth tells of by mail: the act on the record, and what happened in a sentence.
_HAPPENED = {
    "account/email/password_changed": ("password changed", "Your password was changed."),
    "account/email/password_set": ("password changed", "Your password was set."),
    "account/email/password_reset": ("password changed", "Your password was set anew, through a link sent by mail."),
    "mfa/email/totp_activated": (_ADDED, "An authenticator app now belongs to your login."),
    "mfa/email/totp_deactivated": (_REMOVED, "The authenticator app no longer belongs to your login."),
    "mfa/email/webauthn_added": (_ADDED, "A new passkey now belongs to your login."),
    "mfa/email/webauthn_removed": (_REMOVED, "A passkey no longer belongs to your login."),
    "mfa/email/recovery_codes_generated": (
        "recovery codes made",
        "You have new recovery codes; older ones are void.",
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This login is switched off. An administrator can let you in again.",
        "email_password_mismatch": "This address and this password do not belong together. Type both again.",
        "enter_current_password": "This is not your present password.",
        "incorrect_code": "This code is not right. The app shows a new one every half minute.",
        "incorrect_password": "This is not your password.",
        "rate_limited": "That was too often. Wait a few minutes, then try again.",
        "too_many_login_attempts": "That was too often. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """A server behind a socket knows none; all its visitors are then counted as one."""
        return get_client_ip(request) or "0.0.0.0"  # noqa: S104

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        given = [record.get("type") or record["method"] for record in get_authentication_records(request, user)]
        events.record("signed in", user, user, given=given)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        _log.warning("Signing in failed, from %s.", self.get_client_ip(request))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in counts as well, so that setting up begins without asking twice."""
        records = get_authentication_records(context.request, context.request.user)
        return not records or time.time() - records[-1]["at"] > LATELY

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use a code of your app, or a recovery code",
            "mfa_reauthenticate:webauthn": "Use your passkey",
        }
        return [way | {"description": words[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **kw: Any) -> None:
        """Only what was written for this moment; what happened is said by send_notification_mail."""
        if message:
            messages.add_message(request, level, message)

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Something about somebody's login changed: put it on record, say it on the page, and mail it to them."""
        act, sentence = _HAPPENED[template_prefix]
        request = context.request
        events.record(act, user, user)
        messages.success(request, sentence)
        when = date_format(timezone.localtime(), "j M Y, H:i")
        text = f"{sentence} {when}, from the address {self.get_client_ip(request)}.\n\n"
        text += "If that was not you, tell an administrator at once."
        notices.tell([user], sentence.rstrip("."), text, link=reverse("mfa_index"))
        if act == _ADDED:
            # Whoever set it up has just shown that they hold it. Whoever else is signed in with the password alone has
            # not, and must not set up one of their own now.
            record_authentication(request, user, method="mfa", type="set up")
            end_all(user, but=request.session.session_key)


class MfaAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.SITE_NAME}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def encrypt(self, text: str) -> str:
        """Secrets lie in the database encrypted with SECRET_KEY, so that a copy of it signs nobody in."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Under another SECRET_KEY, a secret that nobody knows: no code fits, and it has to be set up anew."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            _log.error("A second factor was stored under another SECRET_KEY; `manage.py reset_mfa` takes it away.")
            return generate_totp_secret()


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"second factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
