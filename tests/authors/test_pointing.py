"""What elsewhere points at an author is told by other apps."""

from authors import pointing
from authors.pointing import Pointing


def test_each_kind_of_which_there_is_something_is_told_to_who_may_know(author, editor, outsider, monkeypatch):
    monkeypatch.setattr(pointing, "_TELLERS", [])
    pointing.register(lambda of, user: Pointing(f"3 songs name {of}.", "/songs/") if user == editor else None)
    pointing.register(lambda of, user: None)
    assert pointing.at(author, editor) == [("3 songs name Ada Example.", "/songs/")]
    assert pointing.at(author, outsider) == []
