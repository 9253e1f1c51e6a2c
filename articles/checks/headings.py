"""Whether headings skip a level."""

from collections.abc import Iterator

from articles.checks.finding import Finding, hint, short
from articles.checks.reading import Reading
from content.outline import heading_text


def check(reading: Reading) -> Iterator[Finding]:
    seen_section = False
    for block in reading.snapshot.body["content"]:
        if block["type"] != "heading":
            continue
        if block["attrs"]["level"] > 2 and not seen_section:
            message = f"“{short(heading_text(block))}” is a smaller heading without a greater one before it."
            yield hint("body", message, "heading", block["attrs"]["id"])
        seen_section = True
