"""Which outside addresses a link may have: an allowlist of schemes, read as strictly as the worst browser is lax."""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Any
from urllib.parse import urlsplit

SCHEMES = ("http", "https", "mailto", "tel")
LONGEST = 2_000

# Browsers take a backslash for a slash, and drop or encode the others, each in its own way.
_UNSAFE = re.compile(r"[\s\\<>\"`{}|^]")
_ENCODED = {ord(sign): f"%{ord(sign):02X}" for sign in '<>"`{}|^'}
_ASCII_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\Z")
_NUMBER = re.compile(r"(?:[0-9]+|0[xX][0-9A-Fa-f]*)\Z")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MAIL = re.compile(r"[^@/?#,:]+@[^@/?#,:]+(?:,[^@/?#,:]+@[^@/?#,:]+)*(?:\?[^#]*)?\Z")
_MAIL_LINE_BREAK = re.compile(r"%0[ad]", re.IGNORECASE)
_PHONE = re.compile(r"\+?[0-9][0-9().*-]{1,29}(?:;[A-Za-z0-9.=+-]+)*\Z")


def safe_url(text: Any) -> str | None:
    """The address as it is stored, or None for what no link may have.

    Blanks around it go, scheme and host are put in lower case, and signs that browsers would encode are encoded.
    """
    if not isinstance(text, str) or len(text) > 2 * LONGEST:
        return None
    url = text.strip(" \t\r\n").translate(_ENCODED)
    if problem_with_url(url):
        return None
    scheme, _, rest = url.partition(":")
    if scheme.lower() not in ("http", "https"):
        return f"{scheme.lower()}:{rest}"
    end = next((place for place, sign in enumerate(rest[2:], 2) if sign in "/?#"), len(rest))
    return f"{scheme.lower()}:{rest[:end].lower()}{rest[end:]}"


def problem_with_url(value: Any) -> str | None:
    """What is wrong with an address in words, or None. Only absolute http, https, mailto and tel addresses pass."""
    if not isinstance(value, str) or not value:
        return "address is missing"
    if len(value) > LONGEST:
        return f"address has {len(value):,} characters; at most {LONGEST:,} are allowed"
    if found := _UNSAFE.search(value):
        return f"address contains the character U+{ord(found.group()):04X}; write it percent-encoded"
    if not value.isprintable():
        return "address contains a character that cannot be seen"
    scheme, colon, rest = value.partition(":")
    if not colon or scheme.lower() not in SCHEMES:
        return f"address must begin with one of {', '.join(f'{known}:' for known in SCHEMES)}"
    return _PROBLEMS[scheme.lower()](value, rest)


def _problem_with_mail(value: str, rest: str) -> str | None:
    if _MAIL_LINE_BREAK.search(rest):
        return "address must not carry line breaks"
    return None if _MAIL.match(rest) else "address names nobody: expected mailto:name@host"


def _problem_with_phone(value: str, rest: str) -> str | None:
    return None if _PHONE.match(rest) else "address has no phone number: expected tel:+ and digits"


def _problem_with_web(value: str, rest: str) -> str | None:
    if not rest.startswith("//"):
        return "address must have two slashes and a host after its scheme"
    if _PERCENT.search(value):
        return "address has a % that is not followed by two hexadecimal digits"
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "address cannot be read"
    if "@" in parts.netloc:
        return "address must not carry a user name or password"
    if parts.netloc.endswith(":") or not _is_host(host, in_brackets=parts.netloc.startswith("[")):
        return "address has no valid host"
    return None if port is None or port else "address has no valid port"


def _is_host(host: str, *, in_brackets: bool) -> bool:
    if in_brackets:
        return _is_address(host, IPv6Address) and "%" not in host
    labels = host.removesuffix(".").split(".")
    if _NUMBER.match(labels[-1]):
        # Browsers read 0x7f.1 as 127.0.0.1; only the plain spelling may pass.
        return _is_address(host, IPv4Address)
    return len(host) <= 253 and all(map(_is_label, labels))


def _is_label(label: str) -> bool:
    if label.isascii():
        return len(label) <= 63 and bool(_ASCII_LABEL.match(label))
    try:
        return bool(_ASCII_LABEL.match(label.encode("idna").decode("ascii")))
    except UnicodeError:
        return False


def _is_address(host: str, kind: type[IPv4Address] | type[IPv6Address]) -> bool:
    try:
        kind(host)
    except AddressValueError:
        return False
    return True


_PROBLEMS = {
    "http": _problem_with_web,
    "https": _problem_with_web,
    "mailto": _problem_with_mail,
    "tel": _problem_with_phone,
}
