"""The colours of tokens.css, by day and by night (WCAG 1.4.6: text 7:1; 1.4.11: edges of parts 3:1)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
PAIRS = {name: (day, night) for name, day, night in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", TOKENS)}
PAIRS["care-bar-ink"] = ("#ffffff", "#ffffff")
GROUNDS = ("paper", "paper-shade", "care-calm-ground", "care-urgent-ground")
TEXTS = [(text, ground) for text in ("ink", "ink-soft", "accent") for ground in GROUNDS] + [
    ("ink", "mark"),
    ("care-bar-ink", "care-calm"),
    ("care-bar-ink", "care-urgent"),
    ("care-bar-ink", "care-emergency-ground"),
]
EDGES = [(edge, ground) for edge in ("part", "accent-line") for ground in ("paper", "paper-shade")] + [
    ("care-calm-edge", "paper"),
    ("care-urgent-edge", "paper"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("time", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("front", "ground"), TEXTS)
def test_text_stands_out_seven_to_one(front, ground, time):
    assert contrast(PAIRS[front][time], PAIRS[ground][time]) >= 7


@pytest.mark.parametrize("time", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_parts_stand_out_three_to_one(edge, ground, time):
    assert contrast(PAIRS[edge][time], PAIRS[ground][time]) >= 3


def test_browsers_without_light_dark_read_by_the_same_day():
    fallback = TOKENS.split("@supports not", 1)[1]
    assert dict(re.findall(r"--([\w-]+): (#\w{6});", fallback)) == {
        name: day for name, (day, _) in PAIRS.items() if name != "care-bar-ink"
    }


def test_every_token_that_a_style_sheet_asks_for_exists():
    given = set(re.findall(r"(--[\w-]+):", TOKENS))
    asked = re.findall(r"var\((--[\w-]+)\)", (ROOT / "static" / "css" / "site.css").read_text(encoding="utf-8"))
    assert set(asked) <= given
