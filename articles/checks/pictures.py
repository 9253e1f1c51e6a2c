"""Whether each picture is described for who does not see it."""

from collections.abc import Iterator
from typing import Any

from articles.checks.finding import Finding, hint, short
from articles.checks.reading import Reading
from content.text import plain_text

# STANDARDS, plain language: longer descriptions are tiring to hear.
LONGEST_ALT = 124


def check(reading: Reading) -> Iterator[Finding]:
    body = reading.snapshot.body
    for block in body["content"]:
        if block["type"] == "figure":
            words = plain_text({**body, "content": [block]}).strip() or block["attrs"]["id"]
            yield from _figure(block, words)


def _figure(block: dict[str, Any], words: str) -> Iterator[Finding]:
    alt, block_id = block["attrs"]["alt"].strip(), block["attrs"]["id"]
    if not alt and not block["attrs"]["decorative"]:
        message = f"Describe the picture “{words}” or mark it as decorative."
        yield Finding("body", message, code="alt", block=block_id, overridable=True)
    if len(alt) > LONGEST_ALT:
        message = (
            f"The picture “{short(words)}” is described in {len(alt)} characters; up to {LONGEST_ALT} are heard out."
        )
        yield hint("body", message, "alt", block_id)
