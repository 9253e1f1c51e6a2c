import pytest
from django.core.exceptions import ValidationError

from history.words import LONGEST, can_be_kept, kept


def test_words_are_kept_without_edges_and_with_one_kind_of_line_ends():
    assert kept("  One.\r\nTwo.\n", "reason") == "One.\nTwo."
    assert kept("", "note") == ""


@pytest.mark.parametrize("said", ["", " \r\n ", "x" * (LONGEST + 1), "a\x00b", "half \ud83d"])
def test_what_cannot_be_kept_is_refused_at_its_field(said):
    with pytest.raises(ValidationError) as refusal:
        kept(said, "reason", missing="Say why.")
    assert list(refusal.value.message_dict) == ["reason"]


@pytest.mark.parametrize(("said", "answer"), [("Ünïcode 🙂\t", True), ("\x00", False), ("\udc00", False)])
def test_a_database_keeps_all_but_nul_and_halves_of_characters(said, answer):
    assert can_be_kept(said) is answer
