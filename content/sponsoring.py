"""Which links a site is paid for: known by the host of their address, or by a parameter in it. Which they are another
app says, when it is ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Rule:
    """Links to `domain` and all below it; where `parameter` is given, only those that carry it. An empty domain is any.

    Both as same_host() and str.casefold() leave them.
    """

    domain: str = ""
    parameter: str = ""

    def covers(self, host: str, parameters: frozenset[str]) -> bool:
        if not (self.domain or self.parameter):
            return False
        is_there = not self.domain or host == self.domain or host.endswith(f".{self.domain}")
        return is_there and (not self.parameter or self.parameter in parameters)


@dataclass(frozen=True)
class Sponsored:
    rules: tuple[Rule, ...] = ()

    def covers(self, href: str) -> bool:
        """Whether any rule covers this address."""
        if not self.rules:
            return False
        parts = urlsplit(href)
        if parts.scheme not in ("http", "https"):
            return False
        host = same_host(parts.hostname or "")
        parameters = frozenset(name.casefold() for name, _ in parse_qsl(parts.query, keep_blank_values=True))
        return any(rule.covers(host, parameters) for rule in self.rules)


_KEEPERS: list[Callable[[], Sponsored]] = []


def register(keeper: Callable[[], Sponsored]) -> None:
    """`keeper` says which links are paid for now."""
    _KEEPERS.append(keeper)


def among(addresses: Iterable[str]) -> Sponsored:
    """The rules by which any of these addresses may be paid for; the keepers are asked only where there is one."""
    rules = [rule for keeper in _KEEPERS for rule in keeper().rules] if any(addresses) else []
    return Sponsored(tuple(rules))


def same_host(host: str) -> str:
    """One spelling for equal hosts: small ASCII letters, without the dot at the end."""
    host = host.casefold().removesuffix(".")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
