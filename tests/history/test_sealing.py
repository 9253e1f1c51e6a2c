"""The record cannot be changed unnoticed: the database refuses, and seals tell who got past it."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from history import append_only, events, sealing
from history.models import Event, Seal

pytestmark = pytest.mark.django_db

REFUSED = ["UPDATE {} SET id = id", "DELETE FROM {}"]
if connection.vendor == "postgresql":
    REFUSED.append("TRUNCATE {}")


@pytest.fixture
def happened(author, writer):
    def record(count: int = 1) -> list[Event]:
        return [events.record("changed", author, writer, number=number, words="Übung") for number in range(count)]

    return record


def later() -> int:
    return sealing.seal_events(timezone.now() + sealing.PATIENCE + timedelta(seconds=1))


def faults(**options: str) -> str:
    said = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("verify_audit", stderr=said, stdout=StringIO(), **options)
    assert stopped.value.returncode == 1
    return said.getvalue()


@pytest.mark.parametrize("table", append_only.TABLES)
@pytest.mark.parametrize("act", REFUSED)
def test_the_database_refuses_to_change_the_record(happened, table, act):
    happened()
    later()
    refused = pytest.raises(DatabaseError, match="the record is only added to")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))
    assert (Event.objects.count(), Seal.objects.count()) == (1, 1)


def test_each_seal_covers_what_came_since_the_one_before(happened):
    happened(3)
    assert later() == 3
    happened(2)
    assert (later(), later()) == (2, 0)
    second, first = Seal.objects.all()
    assert (first.count, second.count, first.previous, second.previous) == (3, 2, "", first.hash)
    assert list(sealing.verify()) == []


def test_few_events_wait_and_many_do_not(happened, monkeypatch):
    happened(2)
    assert sealing.seal_events(timezone.now()) == 0
    monkeypatch.setattr(sealing, "MOST", 2)
    happened(1)
    assert (sealing.seal_events(timezone.now()), sealing.unsealed()) == (2, 1)


def test_all_is_well_is_said_with_the_hash_to_note(happened):
    happened(3)
    later()
    happened(1)
    said = StringIO()
    call_command("verify_audit", stdout=said)
    hash_ = Seal.objects.get().hash
    assert said.getvalue() == f"1 seals are whole; 1 events wait for the next one.\nThe last seal: {hash_}\n"
    call_command("verify_audit", expect=hash_, stdout=said)


def test_nothing_at_all_is_well(db):
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue() == "0 seals are whole; 0 events wait for the next one.\n"


@pytest.mark.parametrize("field", [name for name in sealing.SEALED if name != "id"])
def test_a_change_of_any_sealed_value_is_found(happened, field):
    one, _ = happened(2)
    later()
    values = {"at": one.at + timedelta(microseconds=1), "data": {"number": 7}, "actor_id": None, "target_id": 0}
    with append_only.removed(connection):
        Event.objects.filter(pk=one.pk).update(**{field: values.get(field, "other")})
    assert "an event was changed after it was sealed" in faults()


def test_an_event_that_is_gone_is_found(happened):
    one, *_ = happened(3)
    later()
    with append_only.removed(connection):
        one.delete()
    assert "1 of 3 events are gone" in faults()


def test_an_event_that_was_slipped_in_is_found(happened):
    place = happened(3)[1].pk
    with append_only.removed(connection):
        Event.objects.filter(pk=place).delete()
    later()
    Event.objects.create(pk=place, act="changed", target_kind="author", target_id=1, target_label="x")
    assert "1 events were slipped in" in faults()


def test_a_seal_that_is_gone_is_found(happened):
    for _ in range(3):
        happened()
        later()
    with append_only.removed(connection):
        Seal.objects.order_by("pk")[1].delete()
    found = faults()
    assert "does not follow the seal before it" in found
    assert "slipped in" in found


def test_seals_that_were_all_written_anew_are_found_by_a_hash_noted_elsewhere(happened):
    happened(2)
    later()
    noted = Seal.objects.get().hash
    with append_only.removed(connection):
        Event.objects.update(act="nothing")
        Seal.objects.all().delete()
    later()
    assert list(sealing.verify()) == []
    assert f"No seal has the hash {noted}" in faults(expect=noted)


def test_a_missing_trigger_is_a_fault_and_can_be_put_back(db):
    assert append_only.missing(connection) == []
    append_only.remove(connection)
    assert "its trigger history_event_no_update is missing" in faults()
    call_command("verify_audit", guard=True, stdout=StringIO())
    assert append_only.missing(connection) == []


@pytest.fixture
def slow_writer(author, writer):
    """Someone who has written an event and not finished: {"ends": set it to let them finish}. PostgreSQL alone numbers
    a row before others can see it; on SQLite, which has one writer at a time, it is written at once."""
    begun, ends = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            events.record("slow", author, writer)
            begun.set()
            ends.wait(timeout=30)
        connections.close_all()

    if connection.vendor == "sqlite":
        events.record("slow", author, writer)
        yield ends
        return
    thread = threading.Thread(target=write)
    thread.start()
    begun.wait(timeout=30)
    yield ends
    ends.set()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_an_event_that_was_begun_earlier_and_is_finished_later_is_not_left_out(slow_writer, author, writer):
    events.record("quick", author, writer)
    threading.Timer(0.3, slow_writer.set).start()
    later()
    assert (Seal.objects.get().count, sealing.unsealed()) == (2, 0)
    assert list(sealing.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_nobody_is_held_up_by_a_seal_that_waits_for_a_long_import(slow_writer, author, writer, monkeypatch):
    monkeypatch.setattr(sealing, "LONGEST_WAIT", "50ms")
    events.record("quick", author, writer)
    sealed_meanwhile = later()
    slow_writer.set()
    events.record("after", author, writer)
    later()
    assert sealed_meanwhile == (2 if connection.vendor == "sqlite" else 0)
    assert list(sealing.verify()) == []
