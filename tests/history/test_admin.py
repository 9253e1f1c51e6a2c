"""The record on the desk: read, never written."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from history import events, sealing
from history.models import Event, Seal

LIST = "/admin/history/event/"


@pytest.fixture
def happened(author, writer):
    return lambda act="changed": events.record(act, author, writer, former_slug="ada")


@pytest.mark.parametrize("role", ["editor", "doctor", "moderator", "administrator"])
def test_who_sees_every_draft_reads_the_record(role, request, at, happened):
    event = happened()
    client = at(request.getfixturevalue(role))
    assert event.target_label in client.get(LIST).content.decode()
    assert "former_slug" in client.get(f"{LIST}{event.pk}/change/").content.decode()


def test_outsider_reads_nothing_and_who_only_writes_neither(at, outsider, writer, happened):
    event = happened()
    for page in ("", f"{event.pk}/change/", "export/csv/"):
        assert at(writer).get(f"{LIST}{page}").status_code == 403
    assert "/login/" in at(outsider).get(LIST)["Location"]


@pytest.mark.parametrize("last", ["add/", "{}/change/", "{}/delete/"])
def test_nobody_writes_the_record(at, administrator, happened, last):
    event = happened()
    response = at(administrator).post(LIST + last.format(event.pk), {"act": "nothing", "post": "yes"})
    assert response.status_code == 403
    assert Event.objects.get().act == "changed"


def test_record_is_searched_by_target_and_person(at, editor, author, happened):
    happened()
    for words, found in [(author.name, 1), ("writer@", 1), ("nobody", 0)]:
        assert len(at(editor).get(LIST, {"q": words}).context["cl"].result_list) == found


def test_list_costs_the_same_for_any_number(at, editor, happened):
    browser, counts = at(editor), []
    for rows in (2, 9):
        while Event.objects.count() < rows:
            happened()
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_record_is_downloaded_as_it_is_filtered(at, editor, author, happened):
    happened("=1+1")
    happened("named")
    client = at(editor)
    answer = client.get(f"{LIST}export/csv/", {"act": "named"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert [(row["act"], row["target_label"], row["data"]) for row in rows] == [
        ("named", str(author), '{"former_slug": "ada"}')
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="record.csv"'
    told = json.loads(client.get(f"{LIST}export/json/").getvalue())
    assert [(one["act"], one["data"]) for one in told] == [
        ("=1+1", {"former_slug": "ada"}),
        ("named", {"former_slug": "ada"}),
    ]
    assert json.loads(client.get(f"{LIST}export/json/", {"q": "nobody"}).getvalue()) == []
    # A spreadsheet must not take words for a formula.
    assert ",'=1+1," in client.get(f"{LIST}export/csv/").getvalue().decode()


def test_a_download_is_for_those_who_may_read_and_asks_for_what_there_is(at, editor, outsider, client):
    assert "/login/" in at(outsider).get(f"{LIST}export/csv/")["Location"]
    assert at(editor).get(f"{LIST}export/xml/").status_code == 404
    assert client.get(f"{LIST}export/csv/", {"at__gte": "never"}).status_code == 302
    assert client.get(f"{LIST}export/csv/", {"password": "x"}).status_code in (302, 400)


def test_an_event_says_its_seal(at, editor, happened):
    event = happened()
    client, page = at(editor), f"{LIST}{event.pk}/change/"
    assert "not yet" in client.get(page).content.decode()
    sealing.seal_events(timezone.now() + timedelta(hours=1))
    assert str(Seal.objects.get()) in client.get(page).content.decode()
