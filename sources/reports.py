"""Who wants to know what became of a source. Other apps say so when they are ready; nothing here knows them."""

from collections.abc import Callable
from typing import Any

from sources.models import Source

# Called in the transaction of the change with the source as it is now, what it was before, and who did it.
Listener = Callable[[Source, str, Any], None]
_LISTENERS: list[Listener] = []


def listen(listener: Listener) -> None:
    _LISTENERS.append(listener)


def tell(source: Source, before: str, by: Any) -> None:
    """That `source.status` was `before` until now."""
    for listener in _LISTENERS:
        listener(source, before, by)
