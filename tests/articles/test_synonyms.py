"""Synonyms: kept by editors, used by suggestions at once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles import phrases, synonyms
from articles.models import Synonym
from history.models import Event

PAGE = "/admin/articles/synonym/"


def test_editors_keep_synonyms_and_an_event_tells(editor):
    made = synonyms.save(Synonym(words=" slipped   disc ", other_words="herniated disc"), by=editor)
    assert (made.words, made.key) == ("slipped disc", phrases.phrase_key("slipped disc"))
    assert Event.objects.get(act="created", target_kind="synonym").data == {"in_use": True}
    found, _ = synonyms.of([made.key, made.other_key, 4711])
    assert found == {made.key: {made.other_key}, made.other_key: {made.key}}


def test_what_is_out_of_use_means_nothing(editor):
    made = synonyms.save(Synonym(words="slipped disc", other_words="herniated disc", is_used=False), by=editor)
    assert synonyms.of([made.key]) == ({}, {})


def test_others_keep_none(writer, doctor):
    for who in (writer, doctor):
        with pytest.raises(PermissionDenied):
            synonyms.save(Synonym(words="slipped disc", other_words="herniated disc"), by=who)
    assert not Synonym.objects.exists()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"words": "of the", "other_words": "disc"}, "that tell something"),
        ({"words": "disc", "other_words": "the Discs"}, "the same to the suggestions"),
        ({"words": "disc"}, "Say one thing"),
        ({"words": "one two three four five six seven eight nine", "other_words": "x1"}, "that tell something"),
        ({"words": "disc", "other_words": "…"}, "that tell something"),
    ],
)
def test_what_means_nothing_is_refused_with_a_reason(editor, values, message):
    with pytest.raises(ValidationError) as caught:
        synonyms.save(Synonym(**values), by=editor)
    assert message in str(caught.value)


def test_words_that_stand_for_two_things_are_refused(editor, pillar):
    with pytest.raises(ValidationError):
        synonyms.save(Synonym(words="disc", other_words="disk", pillar=pillar), by=editor)


def test_the_same_twice_is_refused_at_the_form(editor, at):
    said = {"words": "slipped disc", "other_words": "herniated disc", "is_used": "on"}
    assert at(editor).post(f"{PAGE}add/", said).status_code == 302
    again = at(editor).post(f"{PAGE}add/", said | {"words": "Slipped discs"})
    assert again.status_code == 200
    assert "Slipped discs" in again.content.decode()
    assert Synonym.objects.count() == 1


def test_the_list_says_what_words_stand_for(editor, at, pillar):
    synonyms.save(Synonym(words="older people", pillar=pillar), by=editor)
    html = at(editor).get(PAGE).content.decode()
    assert "older people" in html
    assert "Special Populations" in html


def test_the_list_costs_as_much_for_many(editor, at, pillar, django_assert_max_num_queries):
    for number in range(9):
        synonyms.save(Synonym(words=f"older people {number}", pillar=pillar), by=editor)
    desk = at(editor)
    with django_assert_max_num_queries(9):
        desk.get(PAGE)
