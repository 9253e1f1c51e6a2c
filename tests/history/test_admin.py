"""The record on the desk: read, never written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from history import events
from history.models import Event

LIST = "/admin/history/event/"


@pytest.fixture
def happened(author, writer):
    return lambda act="changed": events.record(act, author, writer, former_slug="ada")


@pytest.mark.parametrize("role", ["writer", "editor", "doctor", "moderator", "administrator"])
def test_everyone_at_the_desk_reads_the_record(role, request, at, happened):
    event = happened()
    client = at(request.getfixturevalue(role))
    assert event.target_label in client.get(LIST).content.decode()
    assert "former_slug" in client.get(f"{LIST}{event.pk}/change/").content.decode()


def test_outsider_reads_nothing(at, outsider, happened):
    happened()
    assert "/login/" in at(outsider).get(LIST)["Location"]


@pytest.mark.parametrize("last", ["add/", "{}/change/", "{}/delete/"])
def test_nobody_writes_the_record(at, administrator, happened, last):
    event = happened()
    response = at(administrator).post(LIST + last.format(event.pk), {"act": "nothing", "post": "yes"})
    assert response.status_code == 403
    assert Event.objects.get().act == "changed"


def test_record_is_searched_by_target_and_person(at, writer, author, happened):
    happened()
    for words, found in [(author.name, 1), ("writer@", 1), ("nobody", 0)]:
        assert len(at(writer).get(LIST, {"q": words}).context["cl"].result_list) == found


def test_list_costs_the_same_for_any_number(at, writer, happened):
    browser, counts = at(writer), []
    for rows in (2, 9):
        while Event.objects.count() < rows:
            happened()
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
