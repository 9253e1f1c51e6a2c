"""Second factors in tests: an authenticator app that shows codes."""

import time
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str = SECRET) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enrol(user: Any) -> str:
    """Give somebody the app and recovery codes; the app's secret."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return SECRET
