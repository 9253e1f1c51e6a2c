"""Reading documents of earlier schema versions. Stored ones are never rewritten."""

from collections.abc import Callable
from typing import Any

from content.schema import SCHEMA_VERSION

# From version N to N + 1; a new schema version adds its function here and a frozen example to the tests.
STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


class UnknownVersion(ValueError):
    """The document says no version, or one that this code does not know."""


def upgrade(document: dict[str, Any]) -> dict[str, Any]:
    """The document in the current schema; one that is current already is returned as it is.

    Raises UnknownVersion, also for a document of a newer version of this program.
    """
    version = version_of(document)
    while version < SCHEMA_VERSION:
        document = STEPS[version](document)
        version += 1
    return document


def version_of(document: Any) -> int:
    """The schema version that a document says. Raises UnknownVersion for none, and for one newer than this program."""
    attrs = document.get("attrs") if isinstance(document, dict) else None
    version = attrs.get("schema") if isinstance(attrs, dict) else None
    if type(version) is not int or version < 1:
        raise UnknownVersion("this is no content document: it does not say the version of its schema")
    if version > SCHEMA_VERSION:
        known = f"this program knows versions up to {SCHEMA_VERSION}"
        raise UnknownVersion(f"the document is of schema version {version}; {known}: use a newer one")
    return version
