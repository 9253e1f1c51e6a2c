"""Who wants to know that a credential was revoked. Other apps say so when they are ready; nothing here knows them."""

from collections.abc import Callable
from typing import Any

from authors.models import Credential

# Called in the transaction of the act with the credential, which is locked, and who revoked it.
Listener = Callable[[Credential, Any], None]
_LISTENERS: list[Listener] = []


def listen(listener: Listener) -> None:
    _LISTENERS.append(listener)


def tell(credential: Credential, by: Any) -> None:
    for listener in _LISTENERS:
        listener(credential, by)
