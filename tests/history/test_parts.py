"""Parts of a snapshot, their prints, and the merge of several people's changes."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from history import parts
from history.parts import Change, Order


def block(block_id, words="words"):
    return {"type": "paragraph", "attrs": {"id": block_id}, "content": [{"type": "text", "text": words}]}


def snapshot(*ids, title="Spine", **words):
    body = {"type": "doc", "attrs": {"schema": 1}, "content": [block(i, words.get(i, "words")) for i in ids]}
    return {"title": title, "pillar": None, "body": body}


def order_of(merged):
    return [one["attrs"]["id"] for one in merged.snapshot["body"]["content"]]


def base(of, key):
    return parts.print_of(parts.split(of), key)


def test_parts_are_the_fields_the_blocks_and_their_order():
    assert parts.split(snapshot("a", "b")) == {
        "title": "Spine",
        "pillar": None,
        "block:a": block("a"),
        "block:b": block("b"),
        "order": ["a", "b"],
    }


def test_joining_the_parts_gives_the_snapshot_again():
    whole = snapshot("a", "b", "c")
    assert parts.join(whole, parts.split(whole)) == whole


def test_a_snapshot_without_a_document_has_no_order():
    assert parts.split({"title": "x", "body": [1]}) == {"title": "x", "body": [1]}


def test_a_print_does_not_depend_on_the_order_of_keys():
    assert parts.fingerprint({"a": 1, "b": 2}) == parts.fingerprint({"b": 2, "a": 1})
    assert len(parts.fingerprint(None)) == 16


def test_a_change_is_taken_where_its_base_still_stands():
    whole = snapshot("a", "b")
    merged = parts.merge(whole, {"block:a": Change(base(whole, "block:a"), block("a", "new"))})
    assert merged.snapshot == snapshot("a", "b", a="new")
    assert (merged.taken, merged.conflicts, merged.changed) == (["block:a"], [], {"block:a"})


def test_a_change_of_what_another_changed_is_a_conflict_and_all_else_is_taken():
    seen, now = snapshot("a", "b"), snapshot("a", "b", a="theirs")
    wanted = {
        "block:a": Change(base(seen, "block:a"), block("a", "mine")),
        "block:b": Change(base(seen, "block:b"), block("b", "mine")),
        "title": Change(base(seen, "title"), "Back"),
    }
    merged = parts.merge(now, wanted)
    assert merged.snapshot == snapshot("a", "b", a="theirs", b="mine", title="Back")
    assert (merged.taken, merged.conflicts) == (["block:b", "title"], ["block:a"])


def test_a_request_that_comes_twice_is_taken_twice_and_changes_once():
    whole = snapshot("a")
    wanted = {
        "block:a": Change(base(whole, "block:a"), None),
        "block:n": Change(None, block("n")),
        "title": Change(base(whole, "title"), "Back"),
    }
    first = parts.merge(whole, wanted, Order(["n"], was=["a"]))
    again = parts.merge(first.snapshot, wanted, Order(["n"], was=["a"]))
    assert again.conflicts == []
    assert again.changed == set()
    assert again.snapshot == first.snapshot == snapshot("n", title="Back")


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (snapshot("a", a="theirs"), Change(base(snapshot("a"), "block:a"), None)),
        (snapshot(), Change(base(snapshot("a"), "block:a"), block("a", "mine"))),
        (snapshot("a", a="theirs"), Change(None, block("a", "mine"))),
    ],
    ids=["deleting what was edited", "editing what was deleted", "adding what is there"],
)
def test_conflicts_of_coming_and_going(now, change):
    merged = parts.merge(now, {"block:a": change})
    assert (merged.conflicts, merged.snapshot) == (["block:a"], now)


def test_both_deleting_is_no_conflict():
    merged = parts.merge(snapshot("b"), {"block:a": Change(base(snapshot("a"), "block:a"), None)})
    assert (merged.conflicts, merged.taken) == ([], ["block:a"])


def test_none_is_a_value_of_a_field():
    now = {**snapshot("a"), "pillar": 4}
    merged = parts.merge(now, {"pillar": Change(parts.fingerprint(4), None)})
    assert merged.snapshot["pillar"] is None


def test_a_block_that_no_order_names_comes_last():
    merged = parts.merge(snapshot("a"), {"block:n": Change(None, block("n"))})
    assert order_of(merged) == ["a", "n"]


def test_an_order_that_names_what_is_not_there_makes_nothing():
    merged = parts.merge(snapshot("a", "b"), {}, Order(["b", "ghost", "a", "b"], was=["a", "b"]))
    assert order_of(merged) == ["b", "a"]


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "result"),
    [
        ("abc", "abnc", "abxc", "abnxc"),
        ("abc", "nabc", "abcx", "nabcx"),
        ("abcd", "bcda", "abxcd", "bxcda"),
        ("abcd", "abdc", "dabc", "abdc"),
        ("abc", "ac", "abxc", "abxc"),
        ("abc", "abc", "cab", "cab"),
        ("", "n", "x", "nx"),
    ],
)
def test_orders_merge(was, mine, theirs, result):
    """Three versions of one order; blocks are letters. Deleting is said elsewhere, so `ac` does not remove b."""
    assert "".join(parts.merge_order(list(theirs), Order(list(mine), list(was)))) == result


def test_without_knowing_where_it_began_only_new_blocks_are_placed():
    assert parts.merge_order(list("cab"), Order(list("anbc"))) == list("canb")


def test_an_order_whose_base_still_stands_is_taken_as_it_is():
    now = snapshot("a", "b", "c")
    merged = parts.merge(now, {}, Order(list("cab"), base=base(now, "order")))
    assert order_of(merged) == list("cab")


letters = st.lists(st.sampled_from("abcdefgh"), unique=True)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(letters, letters, letters)
def test_no_block_is_lost_or_doubled_by_merging_orders(was, mine, theirs):
    result = parts.merge_order(theirs, Order(mine, was))
    assert sorted(result) == sorted({*theirs, *mine})


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(letters, st.randoms(use_true_random=False))
def test_alone_a_person_gets_the_order_that_they_want(was, chance: random.Random):
    mine = was[:]
    chance.shuffle(mine)
    assert parts.merge_order(was, Order(mine, was)) == mine
