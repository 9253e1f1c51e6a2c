"""Texts and addresses that others have collected, put wherever a document takes a text or an address."""

import json
import unicodedata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from content.attributes import FORBIDDEN
from content.normalising import normalise
from content.plain import plain_text
from content.references import Destination, numbering, targets
from content.rendering import Surroundings, highlight, ld_json, render
from content.text import read, write
from content.urls import safe_url
from content.validation import validate

from .builders import doc, example, link, mark, paragraph, text
from .pages import check_harmless, parsed, words

pytestmark = pytest.mark.shared

# Attributes that hold any text at all.
_TEXTS = ("alt", "caption", "label", "locator", "title", "source")
# The shortest limit of a text attribute.
_CUT = 200


@pytest.fixture(scope="module")
def payloads(shared_dir: Path) -> list[str]:
    rows = (shared_dir / "corpora/security/xss/payloads.dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row)["payload"] for row in rows if row.strip()]


@pytest.fixture(scope="module")
def naughty(shared_dir: Path) -> list[str]:
    return json.loads((shared_dir / "corpora/security/unicode/blns/blns.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def addresses(shared_dir: Path, payloads: list[str]) -> list[str]:
    found = list(payloads)
    for path in sorted((shared_dir / "corpora/security/url").glob("*.json")):
        found += _strings(json.loads(path.read_text(encoding="utf-8")))
    return list(dict.fromkeys(found))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for item in inner for found in _strings(item)]


def filled(words: str) -> dict[str, Any]:
    """The example document with `words` wherever it has a text."""
    said = {"text": words} | dict.fromkeys(_TEXTS, words[:_CUT])

    def fill(value: Any) -> Any:
        if isinstance(value, list):
            return [fill(child) for child in value]
        if not isinstance(value, dict):
            return value
        return {key: said[key] if key in said and isinstance(old, str) else fill(old) for key, old in value.items()}

    return fill(example())


def page(document: dict[str, Any], words: str) -> str:
    """The document with everything around it, which says `words` too."""
    picture = SimpleNamespace(
        sources=(("image/jpeg", "/m/a.jpg 1w", "1px"),), src="/m/a.jpg", width=1, height=1, alt=words, credit=words
    )
    found = {target: Destination("https://example.org/", words) for target in targets(document)}
    return render(document, Surroundings(destinations=found, pictures={5: picture}, references=numbering(document)))


def showable(text: str) -> str:
    return FORBIDDEN.sub(" ", text)


def test_no_payload_runs_wherever_it_stands(payloads):
    assert len(payloads) > 80
    for payload in map(showable, payloads):
        document = normalise(filled(payload))
        assert validate(document) == []
        body = check_harmless(page(document, payload))
        shown = unicodedata.normalize("NFC", payload)
        assert [words(element) for element in body.iter("figcaption")] == [f"{shown} {payload}"]
        assert next(words(element) for element in body.iter("li")) == shown


def test_payload_that_cannot_be_shown_is_reported_at_every_place(payloads, naughty):
    refused = [payload for payload in [*payloads, *naughty] if FORBIDDEN.search(payload[:_CUT])]
    assert len(refused) > 3
    places = _strings(filled("\x00")).count("\x00")
    for payload in refused:
        blocks = filled(payload)["content"]
        assert sum(len(validate(doc(block))) for block in blocks) == places


def test_naughty_strings_come_back_to_the_letter(naughty):
    for string in naughty:
        if not string or FORBIDDEN.search(string):
            continue
        expected = unicodedata.normalize("NFC", string)
        document = normalise(doc(paragraph("a", string), paragraph("b", text(string, mark("strong")))))
        assert validate(document) == []
        assert read(write(document), document) == document
        assert plain_text(document) == f"{expected}\n{expected}"
        shown = [words(element) for element in check_harmless(render(document)).iter("p")]
        assert shown == [expected, expected]


def test_naughty_strings_are_harmless_wherever_they_stand(naughty):
    shown = 0
    for string in map(showable, naughty):
        if string.strip():
            document = normalise(filled(string))
            assert validate(document) == []
            check_harmless(page(document, string))
            shown += 1
    assert shown > 450


def test_no_collected_address_runs(addresses):
    """An address is refused, or is of a scheme that runs nothing."""
    accepted = 0
    for address in addresses:
        for candidate in (address, safe_url(address)):
            document = doc(paragraph("a", text("x", link(candidate))))
            if validate(document) == []:
                accepted += 1
                (anchor,) = check_harmless(render(document)).iter("a")
                assert anchor.get("href") == candidate
    assert 100 < accepted < len(addresses)


def test_structured_data_and_highlights_stay_what_they_are(payloads, naughty):
    for string in [*payloads, *naughty]:
        said = ld_json({"name": string})
        assert json.loads(said) == {"name": string}
        assert not set(said) & set("<>&\u2028\u2029")
        assert words(parsed(highlight(f"\x02{showable(string)}\x03"))) == showable(string)
