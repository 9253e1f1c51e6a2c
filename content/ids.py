"""Ids of blocks: random ones for what people write, derived ones for what importers read."""

import hashlib
import secrets
import string

_ALPHABET = string.ascii_lowercase + string.digits
LENGTH = 8


def new_id() -> str:
    """Eight random characters of a–z and 0–9."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))


def derive(text: str, ordinal: int) -> str:
    """The id that the `ordinal`-th occurrence of `text` always gets, so that importing twice gives equal documents."""
    number = int.from_bytes(hashlib.sha256(f"{ordinal}\x00{text}".encode()).digest()[:8])
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)
