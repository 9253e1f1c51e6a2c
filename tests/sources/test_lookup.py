import pytest

from sources import lookup
from sources.identifiers import Identifier
from tests.sources import samples

DOI, PMID = Identifier("doi", "10.5555/back.2024.17"), Identifier("pmid", "31415926")


def test_crossref_is_asked_politely(registry, settings):
    settings.SOURCES_MAIL = "desk@health.example"
    registry.answer(samples.answer())
    assert lookup.look_up(DOI).title.startswith("Oestrogen patches")
    assert registry.asked == ["/works/10.5555%2Fback.2024.17?mailto=desk%40health.example"]
    assert "Healthusias" in registry.agents[0]


def test_pubmed_is_asked_by_number(registry):
    registry.answer(samples.pubmed())
    assert lookup.look_up(PMID).pmid == "31415926"
    assert registry.asked[0].startswith("/efetch.fcgi?db=pubmed&id=31415926&retmode=xml&tool=healthusias")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_moment_of_trouble_is_waited_out(registry, status):
    registry.answer(status=status, Retry_After="0").answer(samples.answer())
    assert lookup.look_up(DOI).doi == DOI.value
    assert len(registry.asked) == 2


@pytest.mark.parametrize("status", [429, 500, 403, 302])
def test_lasting_trouble_is_told_after_three_attempts(registry, status):
    registry.answer(status=status, Retry_After="0")
    with pytest.raises(lookup.Unavailable, match="answer"):
        lookup.look_up(DOI)
    assert len(registry.asked) <= 3


def test_nobody_waits_for_an_hour(registry, monkeypatch):
    slept = []
    monkeypatch.setattr("urllib3.util.retry.time.sleep", slept.append)
    registry.answer(status=429, Retry_After="3600").answer(samples.answer())
    assert lookup.look_up(DOI).doi
    assert slept == [10.0]


def test_silence_is_told_in_time(registry, monkeypatch):
    monkeypatch.setattr(lookup, "READ", 0.2)
    lookup._pool.cache_clear()
    registry.pause = 1
    registry.answer(samples.answer())
    with pytest.raises(lookup.Unavailable, match="does not answer"):
        lookup.look_up(DOI)


def test_unknown_number_is_unknown(registry):
    registry.answer(b"Resource not found.", 404)
    with pytest.raises(lookup.Unknown):
        lookup.look_up(DOI)


def test_empty_set_of_pubmed_means_unknown(registry):
    registry.answer(b"<?xml version='1.0'?><PubmedArticleSet></PubmedArticleSet>")
    with pytest.raises(lookup.Unknown, match="31415926"):
        lookup.look_up(PMID)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"message": 3}', b'{"message": {}}', b"\xff\xfe"])
def test_nonsense_is_no_answer(registry, body):
    registry.answer(body)
    with pytest.raises(lookup.Unavailable, match="cannot be read"):
        lookup.look_up(DOI)


def test_endless_answer_is_cut_off(registry, monkeypatch):
    monkeypatch.setattr(lookup, "LARGEST", 1_000)
    registry.answer(b" " * 5_000)
    with pytest.raises(lookup.Unavailable, match="too long"):
        lookup.look_up(DOI)


def test_switched_off_nobody_is_asked(registry, settings):
    settings.SOURCES_LOOKUP = False
    registry.answer(samples.answer())
    with pytest.raises(lookup.Unavailable):
        lookup.look_up(DOI)
    assert registry.asked == []


def test_server_that_is_not_there_is_unavailable(registry, settings):
    settings.SOURCES_CROSSREF_URL = "http://127.0.0.1:9"
    with pytest.raises(lookup.Unavailable):
        lookup.look_up(DOI)
