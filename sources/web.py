"""Asking for an address that somebody typed: safe for us, and no burden to whoever is asked.

Whoever writes a link decides which machine is asked. So a name is looked up once for each hop, every address behind it
must be public, and one of these very addresses is connected to: a name that answers differently the next time gains
nothing. The standard library's connection, because it takes a socket that is made and watched here.
"""

import functools
import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from django.conf import settings
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from sources.enums import Answer

# In seconds: for one address with all its redirects, for one exchange, and for one step of it.
WHOLE, EXCHANGE, STEP = 25.0, 10.0, 6.0
# A host that asks for a longer pause gets this one: a week.
LONGEST_PAUSE = 7 * 24 * 60 * 60
MOST_REDIRECTS = 8
# Of the addresses behind one name so many are tried.
MOST_TRIED = 3
# Longer addresses are neither asked for nor offered.
LONGEST = 2_000
LONGEST_NAME = 255
_PORTS = {"http": 80, "https": 443}
# Below these only services that are no web pages listen.
_FIRST_FREE_PORT = 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LASTING = frozenset({301, 308})
_GONE = frozenset({404, 410})
_TOO_MANY = 429
_PAUSED = frozenset({_TOO_MANY, 503})
_IPV4_WITHIN = ipaddress.ip_network("64:ff9b::/96")
_SAFE = "%/:=&?~#+!$,;'@()*[]"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# From a host's name and port to its addresses. Raises Failed.
Resolver = Callable[[str, int], list[str]]


# Whether a host, by its name, may be asked now.
Enter = Callable[[str], bool]


class Reply(NamedTuple):
    """What came of asking. `status` is None where nobody answered in HTTP; `moved_to` is where the address leads for
    good, "" where it does not; `wait` is how many seconds the host asks to be left alone. `host` is the last one that
    was asked: those before it have answered with a redirect."""

    answer: Answer
    status: int | None = None
    moved_to: str = ""
    wait: float = 0.0
    host: str = ""


class Failed(Exception):
    """No answer in HTTP came of it."""

    def __init__(self, answer: Answer):
        super().__init__(answer.label)
        self.answer = answer


class Busy(Exception):
    """A redirect leads to the host `name`, which may not be asked now."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name


class _Place(NamedTuple):
    """An address taken apart. `name` is the host in ASCII without brackets, `target` what the host is asked for."""

    scheme: str
    name: str
    port: int
    target: str

    @property
    def host(self) -> str:
        """As the header says it."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


class _Head(NamedTuple):
    """What stands above an answer's body; nobody reads the body, however long it is."""

    status: int
    location: str
    wait: float
    cookies: list[str]


def host_of(url: str) -> str:
    """The name by which politeness counts. Raises Failed for what is no address of the web."""
    return _place(url).name


def is_web(url: str) -> bool:
    """Whether it can be asked for at all."""
    return len(url) <= LONGEST and url.lower().startswith(("http://", "https://"))


def ask(url: str, *, resolve: Resolver | None = None, enter: Enter = lambda name: True) -> Reply:
    """Ask for `url` with HEAD, and with GET where that is refused, following redirects. Takes at most WHOLE seconds,
    and what `enter` takes, which is called with each host before that is asked. Raises Busy where it says no."""
    until = time.monotonic() + WHOLE
    here, moved, is_lasting, name = url, "", True, ""
    cookies: dict[str, dict[str, str]] = {}
    try:
        for _ in range(MOST_REDIRECTS + 1):
            place = _place(here)
            began = time.monotonic()
            if place.name not in cookies and not enter(place.name):
                raise Busy(place.name)
            until += time.monotonic() - began
            name = place.name
            head = _look(place, resolve or addresses_of, cookies.setdefault(place.name, {}), until)
            if head.status not in _REDIRECTS or not head.location:
                answer = _answer(head.status)
                offered = _offered(url, moved) if answer == Answer.FOUND else ""
                return Reply(answer, head.status, offered, head.wait, name)
            here = _joined(here, head.location)
            is_lasting = is_lasting and head.status in _LASTING
            moved = here if is_lasting else moved
    except Failed as failure:
        return Reply(failure.answer, host=name)
    return Reply(Answer.LOOPING, head.status, host=name)


def addresses_of(name: str, port: int) -> list[str]:
    """The system's answer to a name."""
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Failed(Answer.UNKNOWN_NAME) from None
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _look(place: _Place, resolve: Resolver, cookies: dict[str, str], until: float) -> _Head:
    """The head of the answer, from one look-up of the name. `cookies` are the host's, and take what it sets: some lead
    in circles whoever does not give them back."""
    ips = _public(_in_time(resolve, place, until))
    head = None
    with suppress(Failed):
        head = _exchange("HEAD", place, ips, cookies, until)
    # Many refuse HEAD, or have never tried what they answer to it. Who asks for a pause gets one.
    if head is None or (head.status >= 400 and head.status != _TOO_MANY and not head.wait):
        head = _exchange("GET", place, ips, cookies, until)
    for said in head.cookies:
        with suppress(CookieError):
            cookies |= {name: one.coded_value for name, one in SimpleCookie(said).items()}
    return head


def _in_time(resolve: Resolver, place: _Place, until: float) -> list[str]:
    """The system's resolver knows no limit that we could set: it is asked in a thread, which is left to itself when the
    time is over."""
    answers: queue.SimpleQueue[list[str] | Failed] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(resolve(place.name, place.port))
        except Failed as failure:
            answers.put(failure)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        found = answers.get(timeout=max(until - time.monotonic(), 0.001))
    except queue.Empty:
        raise Failed(Answer.SILENT) from None
    if isinstance(found, Failed):
        raise found
    return found


def _exchange(method: str, place: _Place, ips: list[str], cookies: dict[str, str], until: float) -> _Head:
    until = min(until, time.monotonic() + EXCHANGE)
    with _connected(place, ips, until) as sock:
        connection = http.client.HTTPConnection(place.name)
        connection.sock = sock
        try:
            connection.request(method, place.target, headers=_headers(place, cookies))
            answer = connection.getresponse()
            if time.monotonic() >= until:
                # What was cut within its head reads like one that ended.
                raise Failed(Answer.SILENT)
            wait = _wait(answer.getheader("Retry-After")) if answer.status in _PAUSED else 0.0
            location = answer.getheader("Location") or ""
            return _Head(answer.status, location, wait, answer.headers.get_all("Set-Cookie") or [])
        except (OSError, http.client.HTTPException, ValueError):
            raise Failed(Answer.SILENT) from None
        finally:
            connection.close()


@contextmanager
def _connected(place: _Place, ips: list[str], until: float) -> Iterator[socket.socket]:
    """A connection to one of the addresses that were looked at; at the latest at `until` it is cut, even while somebody
    sends a byte now and then. Raises Failed."""
    plain = _plain(ips, place.port, until)
    # A second handle: encryption takes the first away.
    handle = plain.dup()
    guard = threading.Timer(max(until - time.monotonic(), 0), _cut, [handle])
    guard.daemon = True
    guard.start()
    try:
        with plain, _encrypted(plain, place.name) if place.scheme == "https" else plain as sock:
            yield sock
    finally:
        guard.cancel()
        handle.close()


def _plain(ips: list[str], port: int, until: float) -> socket.socket:
    for ip in ips[:MOST_TRIED]:
        left = min(STEP, until - time.monotonic())
        if left <= 0:
            break
        with suppress(OSError):
            sock = socket.create_connection((ip, port), timeout=left)
            sock.settimeout(STEP)
            return sock
    raise Failed(Answer.SILENT)


def _encrypted(plain: socket.socket, name: str) -> ssl.SSLSocket:
    try:
        return context().wrap_socket(plain, server_hostname=name)
    except ssl.SSLEOFError:
        raise Failed(Answer.SILENT) from None
    except (ssl.SSLError, ValueError):
        raise Failed(Answer.INSECURE) from None
    except OSError:
        raise Failed(Answer.SILENT) from None


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


@functools.cache
def context() -> ssl.SSLContext:
    """Trusts whom the system trusts, and holds the certificate against the name in the address."""
    return ssl.create_default_context()


def _public(ips: list[str]) -> list[str]:
    """The same addresses. One that is not public makes all of them worth nothing. Raises Failed."""
    if not ips:
        raise Failed(Answer.UNKNOWN_NAME)
    if not all(map(_is_public, ips)):
        raise Failed(Answer.FORBIDDEN)
    return ips


def _is_public(said: str) -> bool:
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    if settings.LINK_CHECK_LOOPBACK and address.is_loopback:
        return True
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in (address, *_within(address)))


def _within(address: Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for on some networks."""
    if not isinstance(address, ipaddress.IPv6Address):
        return []
    found = [address.sixtofour, *(address.teredo or ())]
    if address in _IPV4_WITHIN:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return [one for one in found if one is not None]


def _place(url: str) -> _Place:
    try:
        parts = urlsplit(url)
        name = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise Failed(Answer.FORBIDDEN) from None
    is_name = 0 < len(name) <= LONGEST_NAME and name.isprintable()
    if not is_name or len(url) > LONGEST or (port < _FIRST_FREE_PORT and port not in _PORTS.values()):
        raise Failed(Answer.FORBIDDEN)
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return _Place(parts.scheme, name.removesuffix("."), port, target)


def _joined(here: str, location: str) -> str:
    """Where a redirect leads. What is no ASCII in it was read as Latin-1, and meant as UTF-8."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(here, location.strip())
    except ValueError:
        raise Failed(Answer.FORBIDDEN) from None


def _offered(url: str, moved: str) -> str:
    """The new address, with the old one's place in the page; "" where it is the same, or only a site's front page, to
    which many send whoever asks for what is gone."""
    (old, place), (new, new_place) = urldefrag(url), urldefrag(moved)
    parts = urlsplit(new)
    is_front = parts.path in ("", "/") and not parts.query and urlsplit(old).path not in ("", "/")
    if not moved or new == old or is_front or "@" in parts.netloc:
        return ""
    spelt = parts._replace(path=quote(parts.path, safe=_SAFE), query=quote(parts.query, safe=_SAFE)).geturl()
    place = new_place or place
    found = f"{spelt}#{place}" if place else spelt
    return found if is_web(found) else ""


def _answer(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer.FOUND
    if status in _GONE:
        return Answer.MISSING
    return Answer.BROKEN if status < 400 or 500 <= status < 600 else Answer.GUARDED


def _wait(said: str | None) -> float:
    try:
        return float(Retry(retry_after_max=LONGEST_PAUSE).parse_retry_after(said)) if said else 0.0
    except (InvalidHeader, OverflowError):
        return 0.0


def _headers(place: _Place, cookies: dict[str, str]) -> dict[str, str]:
    sent = {
        "Host": place.host,
        "User-Agent": f"{settings.SITE_NAME}/1.0 (link check; {settings.SITE_URL})",
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Connection": "close",
    }
    if cookies:
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return sent
