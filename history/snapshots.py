"""The stored form of a revision's content: JSON with sorted keys, compressed."""

import hashlib
import json
import zlib
from typing import Any


def canonical(snapshot: dict[str, Any]) -> bytes:
    """The one spelling of a snapshot that hashes and comparisons use."""
    return json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(snapshot: dict[str, Any]) -> str:
    """SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def pack(snapshot: dict[str, Any]) -> bytes:
    return zlib.compress(canonical(snapshot))


def unpack(packed: bytes) -> dict[str, Any]:
    return json.loads(zlib.decompress(packed))
