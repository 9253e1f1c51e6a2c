"""Reading settings from the environment. A value that makes no sense stops the start."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def env_str(name: str, default: str | None = None) -> str:
    """The variable's text; an empty one counts as not set. Without a default the variable is required."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}; .env.example says what it is for.")
    return value


def env_bool(name: str, default: bool) -> bool:
    """`true`, `false`, `1` or `0`; anything else is refused, also "yes"."""
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    try:
        return _BOOLEANS[value.lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false.") from None


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Comma-separated words, blanks around them ignored."""
    value = os.environ.get(name)
    if not value:
        return list(default)
    return [word.strip() for word in value.split(",") if word.strip()]


def load_env_file(path: Path) -> None:
    """Read KEY=value lines into the environment; what is set there already wins."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        key, separator, value = line.partition("=")
        if not separator or not key.strip().isidentifier():
            raise ImproperlyConfigured(f"{path}:{number}: expected NAME=value, found {line!r}.")
        os.environ.setdefault(key.strip(), value.strip().strip("\"'"))
