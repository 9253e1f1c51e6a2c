"""The labelled sentences of benchmarks/coach: their form, and what their README says of them."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "coach"
COLUMNS = ["id", "rule", "kind", "place", "expected", "text"]
KINDS = {"condition", "symptom", "treatment", "lifestyle", "experience", "guide"}
PLACES = {"title", "sentence", "item", "paragraph", "link"}


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


SEEN, HELD_OUT = _rows("seen"), _rows("held_out")


def _words(row: dict[str, str]) -> str:
    """The text as a reader would recognise it again: without capitals, signs and citations."""
    return " ".join(re.findall(r"\w+", re.sub(r"\[\d+\]", "", row["text"]).casefold()))


def _counted() -> dict[str, tuple[int, int, int]]:
    """Of each rule: rows to be found, rows to be passed over, rows held out."""
    labels = Counter((row["rule"], row["expected"]) for row in SEEN + HELD_OUT)
    held_out = Counter(row["rule"] for row in HELD_OUT)
    return {rule: (labels[rule, "yes"], labels[rule, "no"], held_out[rule]) for rule in {rule for rule, _ in labels}}


@pytest.mark.parametrize("rows", [SEEN, HELD_OUT], ids=["seen", "held out"])
def test_every_row_fills_every_column_with_a_known_word(rows):
    assert {tuple(row) for row in rows} == {tuple(COLUMNS)}
    assert [row["id"] for row in rows if not all((row[column] or "").strip() for column in COLUMNS)] == []
    assert {row["kind"] for row in rows} <= KINDS
    assert {row["place"] for row in rows} <= PLACES
    assert {row["expected"] for row in rows} == {"yes", "no"}


def test_a_row_is_named_once_in_both_files():
    ids = Counter(row["id"] for row in SEEN + HELD_OUT)
    assert [name for name, times in ids.items() if times > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[A-Z]{2}-\d\d", name)] == []


def test_no_text_of_one_file_stands_in_the_other():
    assert {_words(row) for row in SEEN} & {_words(row) for row in HELD_OUT} == set()


def test_there_are_enough_rows_and_a_third_of_each_rule_is_held_out():
    assert len(SEEN + HELD_OUT) >= 300
    assert {rule: 3 * held_out for rule, (_, _, held_out) in _counted().items()} == {
        rule: yes + no for rule, (yes, no, _) in _counted().items()
    }


def test_each_rule_has_about_as_many_innocent_rows_as_faulty_ones():
    assert [rule for rule, (yes, no, _) in _counted().items() if not 0.4 <= yes / (yes + no) <= 0.6] == []


def test_a_claim_and_its_hedge_stand_in_one_row():
    parts = {row["id"]: len(row["text"].split(" || ")) for row in SEEN + HELD_OUT}
    pairs = {row["id"] for row in SEEN + HELD_OUT if row["rule"] == "stronger-than-source"}
    assert {name for name, count in parts.items() if count == 2} == pairs
    assert set(parts.values()) == {1, 2}


def test_a_link_is_told_from_the_words_around_it():
    links = [row for row in SEEN + HELD_OUT if row["place"] == "link"]
    assert {row["rule"] for row in links} == {"link-words"}
    assert [row["id"] for row in links if not re.search(r"\{[^{}]+\}", row["text"])] == []


def test_the_readme_says_how_many_rows_each_rule_has():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| (`.+): each \| (\d+) \| (\d+) \| (\d+) \|$", readme, re.M)
    told = {rule: tuple(map(int, numbers)) for rules, *numbers in lines for rule in re.findall(r"`([a-z-]+)`", rules)}
    assert told == _counted()
