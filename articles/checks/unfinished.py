"""What is still to come: an empty text, and places marked TK."""

import re
from collections.abc import Iterator

from articles.checks.finding import Finding, hint, short
from articles.checks.reading import Reading
from content.text import plain_text

# "To come", as the editor counts it.
_TK = re.compile(r"\bTK\b")


def check(reading: Reading) -> Iterator[Finding]:
    """TK in what lists and search engines show blocks; those in the text are found with it."""
    snapshot = reading.snapshot
    for field in ("title", "standfirst", "search_description"):
        if _TK.search(getattr(snapshot, field)):
            yield Finding(field, "TK stands here for words still to come.", code="tk", overridable=True)
    if not snapshot.body["content"]:
        yield Finding("body", "The article has no text yet.", code="text")
    for block in snapshot.body["content"]:
        words = plain_text({**snapshot.body, "content": [block]}).strip()
        if marks := len(_TK.findall(words)):
            places = "TK stands" if marks == 1 else f"TK stands {marks} times"
            message = f"{places} in “{short(words)}”: words still to come, which readers would see."
            yield hint("body", message, "tk", block["attrs"]["id"])
