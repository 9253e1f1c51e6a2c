"""Which outside addresses a link may have: an allowlist of schemes, read as strictly as the worst browser is lax."""

import re
from typing import Any
from urllib.parse import urlsplit

SCHEMES = ("http", "https", "mailto", "tel")
LONGEST = 2_000

# Browsers strip or fold some of these before they read the scheme, so none may stand anywhere in an address.
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u3000\ufeff\ud800-\udfff\\<>\"`{}|^]")
_HOST = re.compile(r"(?:[^\s/?#@:\[\]%]+|\[[0-9A-Fa-f:.]+\])\Z")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def problem_with_url(value: Any) -> str | None:
    """What is wrong with an address in words, or None. Only absolute http, https, mailto and tel addresses pass."""
    if not isinstance(value, str) or not value:
        return "address is missing"
    if len(value) > LONGEST:
        return f"address has {len(value):,} characters; at most {LONGEST:,} are allowed"
    if found := _UNSAFE.search(value):
        return f"address contains the character U+{ord(found.group()):04X}; write it percent-encoded"
    scheme, colon, rest = value.partition(":")
    if not colon or scheme.lower() not in SCHEMES:
        return f"address must begin with one of {', '.join(f'{known}:' for known in SCHEMES)}"
    if scheme.lower() in ("mailto", "tel"):
        return None if rest and not rest.startswith("/") else "address names nobody"
    return _problem_with_host(value, rest)


def _problem_with_host(value: str, rest: str) -> str | None:
    if not rest.startswith("//") or rest.startswith("///"):
        return "address must have two slashes and a host after its scheme"
    if _PERCENT.search(value):
        return "address has a % that is not followed by two hexadecimal digits"
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "address cannot be read"
    if "@" in parts.netloc:
        return "address must not carry a user name or password"
    if not host or not _HOST.match(parts.netloc.removesuffix(f":{port}") if port is not None else parts.netloc):
        return "address has no valid host"
    return None
