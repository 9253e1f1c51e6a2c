"""The production settings, stricter: an undefined variable in one of our templates fails the test."""

import sys
from pathlib import Path
from typing import Any

from healthusias.settings import *  # noqa: F403
from healthusias.settings import BASE_DIR, STATIC_ROOT, STORAGES, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

# WhiteNoise warns where the folder is missing, and warnings are errors here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)


class _Undefined(str):
    """What an undefined variable becomes; Django's own templates rely on them, so only ours fail."""

    def __contains__(self, word: object) -> bool:
        return word == "%s"

    def __mod__(self, name: Any) -> str:
        frame = sys._getframe()
        while frame := frame.f_back:
            template = getattr(frame.f_locals.get("context"), "template", None)
            origin = getattr(getattr(template, "origin", None), "name", "")
            if origin:
                ours = Path(origin).is_relative_to(BASE_DIR / "templates")
                if ours and not Path(origin).is_relative_to(BASE_DIR / "templates" / "admin"):
                    raise AssertionError(f"{origin}: the variable {name} is not defined")
                return ""
        return ""


TEMPLATES = [{**TEMPLATES[0], "OPTIONS": {**TEMPLATES[0]["OPTIONS"], "string_if_invalid": _Undefined("undefined")}}]

# WhiteNoise warns of a folder that is not there; a test has not collected anything.
STATIC_ROOT = BASE_DIR / "static"
