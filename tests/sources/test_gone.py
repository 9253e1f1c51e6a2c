"""Sources that are no longer at their address, and the articles that rest on them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from history.models import Event
from sources import gone, keeping, outbound, retractions, watching
from sources.enums import Answer, Nature, SourceStatus, StatusOrigin
from sources.models import OutboundAddress, RetractionNotice, Source
from sources.web import Reply

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
URL = "https://clinic.health-news.org/leaflet"
FOUND, MISSING = Reply(Answer.FOUND, 200), Reply(Answer.MISSING, 404)


@pytest.fixture
def page(source):
    return source("A leaflet", kind="web_page", url=URL)


def asked(*said, url=URL):
    """The address answers so, at these times since NOW."""
    outbound.note(NOW)
    for after, reply in said:
        outbound.record(OutboundAddress.objects.get(url=url), reply, NOW + after)


def gone_now(page):
    asked((0 * WEEK, MISSING), (WEEK, MISSING))
    page.refresh_from_db()
    assert page.status == SourceStatus.GONE


def test_source_whose_address_failed_twice_is_gone(page):
    asked((0 * WEEK, MISSING))
    page.refresh_from_db()
    assert (page.status, page.checked_at, page.failed_at) == (SourceStatus.FINE, NOW, NOW)
    asked((WEEK, MISSING))
    page.refresh_from_db()
    assert watching.standing(page)[:3] == (SourceStatus.GONE, date(2026, 5, 4), StatusOrigin.LINK_CHECK)
    asked((2 * WEEK, MISSING))
    assert Event.objects.filter(act="source status changed").count() == 1


def test_source_that_answers_again_is_fine(page):
    gone_now(page)
    asked((2 * WEEK, FOUND))
    page.refresh_from_db()
    assert watching.standing(page) == watching.Standing()
    assert (page.failed_at, page.checked_at) == (None, NOW + 2 * WEEK)


def test_source_with_a_doi_outlives_its_address(source):
    paper = source("A paper", url=URL, doi="10.5555/a")
    assert list(gone.in_use()) == []
    asked()
    assert not OutboundAddress.objects.exists()
    assert paper.link == "https://doi.org/10.5555/a"


def test_source_that_is_given_another_address_is_no_longer_gone(page, editor):
    gone_now(page)
    elsewhere = replace(page.record(), url="https://clinic.health-news.org/new")
    keeping.change(page, elsewhere, by=editor, version=page.version)
    outbound.note(NOW)
    page.refresh_from_db()
    assert (page.status, page.failed_at) == (SourceStatus.FINE, None)
    assert list(OutboundAddress.objects.used().values_list("url", flat=True)) == [page.url]


def test_person_who_found_the_page_ends_it(page, editor):
    gone_now(page)
    outbound.vouch(OutboundAddress.objects.get(), by=editor, now=NOW + WEEK)
    page.refresh_from_db()
    assert page.status == SourceStatus.FINE


def test_archived_copy_is_told_to_the_readers_of_a_source(page, editor):
    gone_now(page)
    outbound.name_copy(OutboundAddress.objects.get(), "https://archive.health-news.org/1", by=editor)
    page.refresh_from_db()
    assert (page.status, page.notice) == (SourceStatus.GONE, "https://archive.health-news.org/1")
    asked((2 * WEEK, FOUND))
    page.refresh_from_db()
    assert page.notice == ""


def test_refusal_of_machines_leaves_a_source_gone(page):
    gone_now(page)
    asked((2 * WEEK, Reply(Answer.GUARDED, 403)))
    page.refresh_from_db()
    assert page.status == SourceStatus.GONE


def test_what_a_person_said_of_a_source_stands(page, editor):
    watching.declare(page, SourceStatus.FINE, by=editor, reason="I have it.", on=date(2026, 5, 5))
    asked((0 * WEEK, MISSING), (WEEK, MISSING))
    page.refresh_from_db()
    assert (page.status, page.failed_at) == (SourceStatus.FINE, NOW)


def test_worse_than_gone_stays(page, editor):
    watching.declare(page, SourceStatus.RETRACTED, by=editor, reason="Taken back.", on=date(2026, 1, 1))
    asked((0 * WEEK, MISSING), (WEEK, MISSING), (2 * WEEK, FOUND))
    page.refresh_from_db()
    assert page.status == SourceStatus.RETRACTED


def test_what_being_gone_covered_counts_again_afterwards(page):
    gone_now(page)
    Source.objects.filter(pk=page.pk).update(pmid="31415926")
    RetractionNotice.objects.create(record=1, nature=Nature.CORRECTION, on=date(2025, 1, 1), pmid="31415926")
    retractions.watch()
    page.refresh_from_db()
    assert page.status == SourceStatus.GONE
    asked((2 * WEEK, FOUND))
    page.refresh_from_db()
    assert page.status == SourceStatus.CORRECTED
