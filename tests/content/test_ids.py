from content.attributes import BLOCK_ID
from content.ids import derive, new_id


def test_new_ids_are_ids_and_differ():
    made = {new_id() for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(BLOCK_ID.match(block_id) for block_id in made)


def test_derived_id_never_changes():
    assert derive("A short walk", 0) == "nrpqrj3u"


def test_derived_ids_of_equal_texts_differ():
    made = {derive("Related reading", ordinal) for ordinal in range(1_000)}
    assert len(made) == 1_000
    assert all(BLOCK_ID.match(block_id) for block_id in made)


def test_ordinal_and_text_cannot_be_confused():
    assert derive("1\x00x", 2) != derive("x", 21)
