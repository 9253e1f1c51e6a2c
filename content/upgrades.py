"""Reading documents of earlier schema versions. Stored ones are never rewritten."""

from collections.abc import Callable
from typing import Any

from content.schema import SCHEMA_VERSION

# From version N to N + 1; a new schema version adds its function here and a frozen example to the tests.
STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


class UnknownVersion(ValueError):
    """The document says no version, or one that this code does not know."""


def upgrade(document: dict[str, Any]) -> dict[str, Any]:
    """The document in the current schema; one that is current already is returned as it is."""
    version = document.get("attrs", {}).get("schema")
    if not isinstance(version, int) or not 1 <= version <= SCHEMA_VERSION:
        raise UnknownVersion(f"document of schema version {version!r}; this program knows 1 to {SCHEMA_VERSION}")
    while version < SCHEMA_VERSION:
        document = STEPS[version](document)
        version += 1
    return document
