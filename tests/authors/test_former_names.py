"""Names that authors had before: found at the desk, told to readers only where the person wants it."""

import json

import pytest

from authors import profiles, retiring
from authors.models import Author
from history.models import Event
from tests.desk import send

AUTHORS = "/admin/authors/author/"


def renamed(author: Author, name: str, by) -> Author:
    author.name = name
    return profiles.save_author(author, by=by)


def former(author: Author) -> list[str]:
    return list(author.former_names.values_list("name", flat=True))


def test_a_changed_name_is_kept_and_recorded(author, editor):
    renamed(author, "Ada Married", editor)
    renamed(author, "Ada Again", editor)
    assert former(author) == ["Ada Married", "Ada Example"]
    assert [event.data.get("former_name") for event in Event.objects.order_by("pk")] == ["Ada Example", "Ada Married"]


def test_who_takes_a_name_back_has_it_no_longer_as_a_former_one(author, editor):
    renamed(author, "Ada Married", editor)
    renamed(author, "Ada Example", editor)
    assert former(author) == ["Ada Married"]


def test_nothing_is_kept_where_the_name_stays_or_is_new(author, editor):
    profiles.save_author(author, by=editor)
    new = profiles.save_author(Author(name="New"), by=editor)
    assert former(author) == former(new) == []


def test_readers_and_machines_are_told_only_where_it_is_wished(author, editor, reader):
    renamed(author, "Ada Married", editor)
    assert "Ada Example" not in reader.get(author.get_absolute_url()).content.decode()
    author.shows_former_names = True
    profiles.save_author(author, by=editor)
    page = reader.get(author.get_absolute_url()).content.decode()
    assert "Formerly Ada Example" in page
    data = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert data["mainEntity"]["alternateName"] == ["Ada Example"]


def test_who_left_without_a_name_has_no_former_one_either(author, editor, reader):
    author.shows_former_names = True
    renamed(author, "Ada Married", editor)
    retiring.retire(author, by=editor, reason="She asked.", anonymous=True)
    assert "Ada" not in reader.get(author.get_absolute_url()).content.decode()


def test_the_desk_finds_people_by_any_name_they_had(at, author, editor):
    renamed(author, "Ada Married", editor)
    renamed(author, "Ada Again", editor)
    for wanted in ("Married", "Example", "Again", "Ada"):
        found = at(editor).get(AUTHORS, {"q": wanted}).context["cl"].result_list
        assert [one.pk for one in found] == [author.pk]


@pytest.mark.parametrize(("role", "offered"), [("editor", True), ("moderator", True), ("writer", False)])
def test_the_choice_is_offered_to_who_keeps_the_authors(at, person, author, role, offered):
    user = person(role)
    Author.objects.filter(pk=author.pk).update(user=user)
    page = at(user).get(f"{AUTHORS}{author.pk}/change/")
    assert ("shows_former_names" in page.context["adminform"].form.fields) == offered


def test_the_box_is_saved_with_the_form(at, author, editor):
    send(at(editor), f"{AUTHORS}{author.pk}/change/", shows_former_names="on")
    assert Author.objects.get(pk=author.pk).shows_former_names
