"""Where a text says what cannot wait: its care cards."""

from typing import Any

from content.html_blocks import care_id

# The most pressing first.
PRESSING = ("emergency", "urgent")


def pressing(document: dict[str, Any]) -> list[tuple[str, str]]:
    """The first emergency card and the first urgent one, where there is one: (urgency, id of its heading on the
    page)."""
    first: dict[str, str] = {}
    for block in document["content"]:
        if block["type"] == "care_card":
            first.setdefault(block["attrs"]["urgency"], care_id(block))
    return [(urgency, first[urgency]) for urgency in PRESSING if urgency in first]
