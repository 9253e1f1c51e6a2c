"""The labelled sentences of benchmarks/coach: their form, and what their README says of them."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "coach"
COLUMNS = ["id", "rule", "kind", "place", "expected", "text"]
KINDS = {"condition", "symptom", "treatment", "lifestyle", "experience", "guide"}
PLACES = {"title", "sentence", "item", "paragraph", "link"}


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@dataclass(frozen=True)
class Labelled:
    """A set of labelled sentences: what a check is built by, and what is held out from that; one row in `share` is."""

    number: str
    seen: list[dict[str, str]]
    held_out: list[dict[str, str]]
    share: int

    @property
    def rows(self) -> list[dict[str, str]]:
        return self.seen + self.held_out


FIRST = Labelled("", _rows("seen"), _rows("held_out"), share=3)
SECOND = Labelled("2", _rows("seen_2"), _rows("held_out_2"), share=2)
ROWS = FIRST.rows + SECOND.rows
in_both_sets = pytest.mark.parametrize("labelled", [FIRST, SECOND], ids=["first", "second"])


def _words(row: dict[str, str]) -> str:
    """The text as a reader would recognise it again: without capitals, signs and citations."""
    return " ".join(re.findall(r"\w+", re.sub(r"\[\d+\]", "", row["text"]).casefold()))


def _counted(labelled: Labelled) -> dict[str, tuple[int, int, int]]:
    """Of each rule: rows to be found, rows to be passed over, rows held out."""
    labels = Counter((row["rule"], row["expected"]) for row in labelled.rows)
    held_out = Counter(row["rule"] for row in labelled.held_out)
    return {rule: (labels[rule, "yes"], labels[rule, "no"], held_out[rule]) for rule in {rule for rule, _ in labels}}


def _told(readme: str) -> list[dict[str, tuple[int, ...]]]:
    """What the README's tables say of each set, as `_counted` does."""
    tables = re.split(r"^\| Rules of the .+$", readme, flags=re.M)[1:]
    lines = [re.findall(r"^\| (`.+?)(?:: each)? \| (\d+) \| (\d+) \| (\d+) \|$", table, re.M) for table in tables]
    return [
        {rule: tuple(map(int, numbers)) for rules, *numbers in table for rule in re.findall(r"`([a-z-]+)`", rules)}
        for table in lines
    ]


@pytest.mark.parametrize(
    "rows",
    [FIRST.seen, FIRST.held_out, SECOND.seen, SECOND.held_out],
    ids=["seen", "held out", "seen 2", "held out 2"],
)
def test_every_row_fills_every_column_with_a_known_word(rows):
    assert {tuple(row) for row in rows} == {tuple(COLUMNS)}
    assert [row["id"] for row in rows if not all((row[column] or "").strip() for column in COLUMNS)] == []
    assert {row["kind"] for row in rows} <= KINDS
    assert {row["place"] for row in rows} <= PLACES
    assert {row["expected"] for row in rows} == {"yes", "no"}


def test_a_row_is_named_once_in_all_files():
    ids = Counter(row["id"] for row in ROWS)
    assert [name for name, times in ids.items() if times > 1] == []


@in_both_sets
def test_the_name_of_a_row_tells_its_set(labelled):
    pattern = rf"[A-Z]{{2}}{labelled.number}-\d{{2,3}}"
    assert [row["id"] for row in labelled.rows if not re.fullmatch(pattern, row["id"])] == []


def test_no_text_held_out_stands_in_a_file_that_is_seen():
    seen, held_out = (
        {_words(row) for row in rows} for rows in (FIRST.seen + SECOND.seen, FIRST.held_out + SECOND.held_out)
    )
    assert seen & held_out == set()


def test_the_second_set_repeats_no_text_of_the_first_or_of_its_own():
    second = [_words(row) for row in SECOND.rows]
    assert [words for words, times in Counter(second).items() if times > 1] == []
    assert {_words(row) for row in FIRST.rows} & set(second) == set()


@in_both_sets
def test_there_are_enough_rows_and_the_same_share_of_each_rule_is_held_out(labelled):
    assert len(labelled.rows) >= 300
    assert {rule: labelled.share * held_out for rule, (_, _, held_out) in _counted(labelled).items()} == {
        rule: yes + no for rule, (yes, no, _) in _counted(labelled).items()
    }


@in_both_sets
def test_the_same_share_of_each_label_is_held_out_but_for_a_row(labelled):
    labels = Counter((row["rule"], row["expected"]) for row in labelled.rows)
    held_out = Counter((row["rule"], row["expected"]) for row in labelled.held_out)
    assert [label for label, count in labels.items() if abs(held_out[label] - count / labelled.share) >= 1] == []


@in_both_sets
def test_each_rule_has_about_as_many_innocent_rows_as_faulty_ones(labelled):
    assert [rule for rule, (yes, no, _) in _counted(labelled).items() if not 0.4 <= yes / (yes + no) <= 0.6] == []


def test_a_claim_and_its_hedge_stand_in_one_row():
    parts = {row["id"]: len(row["text"].split(" || ")) for row in ROWS}
    pairs = {row["id"] for row in ROWS if row["rule"] == "stronger-than-source"}
    assert {name for name, count in parts.items() if count == 2} == pairs
    assert set(parts.values()) == {1, 2}


def test_a_link_is_told_from_the_words_around_it():
    links = [row for row in ROWS if row["place"] == "link"]
    assert {row["rule"] for row in links} == {"link-words"}
    assert [row["id"] for row in links if not re.search(r"\{[^{}]+\}", row["text"])] == []


def test_the_readme_says_how_many_rows_each_rule_has():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert _told(readme) == [_counted(FIRST), _counted(SECOND)]
