"""docs/standards.md says of every rule where it is kept, and says it truly."""

import re
from pathlib import Path

import pytest

from articles.checks.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
COUNTS = {"A": 12, "B": 10, "C": 4, "E": 6, "G": 6, "H": 4, "K": 6}
IDS = [f"{family}{number}" for family, count in COUNTS.items() for number in range(1, count + 1)] + ["P"]


def rows() -> dict[str, tuple[str, str, str]]:
    text = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| ([A-Z]\d*) \| (.+?) \| (.+?) \| (.+?) \|$", text, re.M)
    assert len({one[0] for one in found}) == len(found)
    return {one[0]: one[1:] for one in found}


def test_every_rule_is_restated_once():
    assert list(rows()) == sorted(IDS, key=list(rows()).index)
    assert set(rows()) == set(IDS)
    assert all(len(words) > 20 for words, _, _ in rows().values())


@pytest.mark.parametrize("rule", IDS)
def test_rule_is_kept_in_files_that_are_there(rule):
    files = re.findall(r"`([^`]+)`", rows()[rule][1])
    assert files
    assert [file for file in files if not (ROOT / file).exists()] == []


def test_every_check_is_named_at_its_rule():
    named = {code: rule for rule, (_, _, how) in rows().items() for code in re.findall(r"`([^`]+)`", how)}
    assert {code: rule.id for code, rule in RULES.items() if rule.id} == named
