"""Forms that readers send: without a login, a cookie or a note of who they are; and not by the thousand.

The views of these forms are the only ones without Django's token against forgery, which would need a cookie.
"""

import hashlib
import hmac
import ipaddress
import secrets
from contextlib import suppress

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

# A field that people do not see; programs that fill in every form fill it in.
TRAP = "website"
_DAY = 24 * 60 * 60


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this very site sent the form, by what every browser says and no page can make it say."""
    if (said := request.headers.get("Sec-Fetch-Site")) is not None:
        return said == "same-origin"
    return request.headers.get("Origin") in {settings.SITE_URL, f"{request.scheme}://{request.get_host()}"}


def fell_into_the_trap(request: HttpRequest) -> bool:
    return bool(request.POST.get(TRAP))


def is_once_more(request: HttpRequest, form: str, most: int) -> bool:
    """Count one sending of `form` from where the request comes; False when today there were `most` already.

    Nothing tells afterwards who it was: what is counted is a hash under a secret that is drawn anew each day and
    forgotten with it.
    """
    day = timezone.localdate().isoformat()
    salt = cache.get_or_set(f"{form}-salt-{day}", lambda: secrets.token_hex(32), _DAY)
    key = f"{form}-{hmac.new(salt.encode(), _from(request).encode(), hashlib.sha256).hexdigest()}"
    cache.add(key, 0, _DAY)
    with suppress(ValueError):
        return cache.incr(key) <= most
    # Just now it was pushed out by others: then it is the first.
    return True


def _from(request: HttpRequest) -> str:
    """The network address; of IPv6 the half that one household shares."""
    said = get_client_ip(request) or ""
    with suppress(ValueError):
        address = ipaddress.ip_address(said)
        return str(ipaddress.ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)
    return said
