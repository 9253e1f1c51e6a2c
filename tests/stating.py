"""What complete texts state of themselves in tests."""

from typing import Any

from articles.snapshots import NO_INTEREST, Interest


def stated(*authors: int) -> dict[str, Any]:
    """Of a snapshot: that these authors have no interests, and that AI had no part in it."""
    return {"interests": tuple(Interest(pk, NO_INTEREST) for pk in authors), "ai_use": "none"}
