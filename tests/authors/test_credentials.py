"""Credentials: facts that somebody checked, shown and relied upon only while they are held."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authors import credentials, flags
from authors.bios import BioSnapshot, topics
from authors.models import Author, Credential
from history.models import Event
from tests.desk import filled, send
from tests.mail import told

PDF = b"%PDF-1.4\n%%EOF\n"
PAGE = "/admin/authors/credential/{}/{}/"


def fresh(author, **facts) -> Credential:
    said = {"kind": "licence", "name": "MD", "issuer": "Register", "country": "gb", **facts}
    return Credential(author=author, **said)


@pytest.fixture
def credential(author, editor) -> Credential:
    return credentials.save(fresh(author), topics=[], by=editor)


def verified(credential, by) -> Credential:
    return credentials.verify(credential, by=by, version=credential.version, how="Looked it up.")


def in_days(days):
    return credentials.today() + timedelta(days=days)


def public(client) -> str:
    return client.get("/authors/ada-example/").content.decode() + client.get("/authors/").content.decode()


def test_readers_see_it_when_somebody_has_checked_it(client, author, credential, moderator):
    assert "MD" not in public(client)
    verified(credential, moderator)
    page = public(client)
    assert "licence to practise: Register (GB)" in page
    data = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    (held,) = data["mainEntity"]["hasCredential"]
    assert (held["name"], held["recognizedBy"]["name"]) == ("MD", "Register")


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.booleans(), st.booleans(), st.one_of(st.none(), st.integers(0, 3)), st.integers(0, 4))
def test_what_is_not_held_is_shown_nowhere(client, editor, moderator, is_verified, is_revoked, days, later):
    Credential.objects.all().delete()
    author, _ = Author.objects.get_or_create(slug="ada-example", defaults={"name": "Ada Example"})
    until = None if days is None else in_days(days)
    credential = credentials.save(fresh(author, valid_until=until), topics=[], by=editor)
    if is_verified:
        credential = verified(credential, moderator)
    if is_revoked:
        credentials.revoke(credential, by=moderator, reason="Wrong.")
    if until:
        # As if so many days had gone by, and the tick had not.
        past = until - timedelta(days=later)
        Credential.objects.update(valid_until=past)
        Author.objects.exclude(credentials="").update(credentials_until=past)
    is_held = is_verified and not is_revoked and (days is None or days >= later)
    assert ("MD" in public(client)) == is_held


def test_a_change_has_to_be_verified_anew(author, credential, editor, moderator):
    credential = verified(credential, moderator)
    credential.name = "MD, FRCP"
    changed = credentials.save(credential, topics=[], by=editor, version=credential.version)
    assert (changed.verified_at, changed.version, Author.objects.get().credentials) == (None, 2, "")


def test_nothing_changed_stays_verified(credential, editor, moderator):
    credential = verified(credential, moderator)
    same = credentials.save(Credential.objects.get(), topics=[], by=editor, version=credential.version)
    assert (same.verified_by, same.version) == (moderator, 1)


def test_who_verifies_speaks_of_what_they_saw(at, author, credential, editor, moderator):
    page = at(moderator).get(PAGE.format(credential.pk, "change"))
    credential.name = "Professor"
    credentials.save(credential, topics=[], by=editor)
    said = {"version": page.context["credential"].version, "how": "Looked it up."}
    answer = at(moderator).post(PAGE.format(credential.pk, "verify"), said, follow=True)
    assert "look at it again" in answer.content.decode()
    assert Credential.objects.get().verified_at is None


def test_nobody_verifies_their_own_or_what_they_wrote_down(author, moderator, person):
    other = person("moderator", email="other@example.org")
    credential = credentials.save(fresh(author), topics=[], by=moderator)
    with pytest.raises(PermissionDenied):
        verified(credential, moderator)
    Author.objects.update(user=other)
    with pytest.raises(PermissionDenied):
        verified(Credential.objects.get(), other)


def test_how_it_was_checked_has_to_be_said(at, credential, moderator):
    answer = at(moderator).post(PAGE.format(credential.pk, "verify"), {"version": "1", "how": " "})
    assert "Say how you checked it" in answer.content.decode()


def test_what_has_expired_is_not_verified(author, editor, moderator):
    credential = credentials.save(fresh(author, valid_until=in_days(-1)), topics=[], by=editor)
    with pytest.raises(ValidationError, match="has expired"):
        verified(credential, moderator)


def test_it_is_held_to_the_end_of_its_last_day_at_the_publishers(settings, author, editor, moderator, monkeypatch):
    settings.TIME_ZONE = "Pacific/Auckland"
    credential = credentials.save(fresh(author, valid_until=in_days(1)), topics=[], by=editor)
    verified(credential, moderator)
    day = credential.valid_until
    noon = datetime(day.year, day.month, day.day, 10, 59, tzinfo=UTC)
    # In Auckland the day ends eleven or twelve hours before it does in UTC.
    monkeypatch.setattr(timezone, "now", lambda: noon - timedelta(hours=12))
    assert Credential.objects.held(credentials.today()).exists()
    monkeypatch.setattr(timezone, "now", lambda: noon + timedelta(hours=2))
    assert not Credential.objects.held(credentials.today()).exists()


def test_only_a_clinical_one_that_covers_the_topic_lets_review(author, editor, moderator):
    hub = topics().objects.create(title="Back Pain", slug="back-pain")
    pillar = topics().objects.create(title="Exercise", slug="exercise", parent=hub)
    other = topics().objects.create(title="Sleep", slug="sleep")
    clinical = credentials.save(fresh(author, is_clinical=True), topics=[hub], by=editor)
    assert not credentials.may_review(author, hub, credentials.today())
    verified(clinical, moderator)
    found = [credentials.may_review(author, topic, credentials.today()) for topic in (hub, pillar, other)]
    assert found == [True, True, False]
    assert not credentials.may_review(author, hub, in_days(1)) or clinical.valid_until is None


def test_a_clinical_one_says_what_it_covers(author, editor):
    with pytest.raises(ValidationError, match="Say which topics"):
        credentials.save(fresh(author, is_clinical=True), topics=[], by=editor)


def test_its_holder_is_reminded_twice(author, editor, moderator, writer):
    author.user = writer
    author.save()
    verified(credentials.save(fresh(author, valid_until=in_days(100)), topics=[], by=editor), moderator)
    told()
    days = [credentials.remind(timezone.now() + timedelta(days=day)) for day in (10, 41, 42, 87, 88)]
    assert (days, len(told())) == ([0, 1, 0, 1, 0], 4)


def test_the_tick_writes_anew_what_has_expired(author, editor, moderator):
    verified(credentials.save(fresh(author, valid_until=in_days(2)), topics=[], by=editor), moderator)
    verified(credentials.save(fresh(author, name="RN"), topics=[], by=editor), moderator)
    assert Author.objects.get().credentials == "MD, RN"
    Credential.objects.filter(name="MD").update(valid_until=in_days(-1))
    Author.objects.update(credentials_until=in_days(-1))
    assert (credentials.expire(timezone.now()), Author.objects.get().credentials) == (1, "RN")


def test_a_verified_title_is_not_marked_in_a_bio(author, credential, moderator):
    assert flags.flags(BioSnapshot(suffix="MD"), author) != []
    verified(credential, moderator)
    assert flags.flags(BioSnapshot(suffix="MD"), author) == []


# Evidence


def test_evidence_is_for_the_desk_and_each_look_is_recorded(at, client, editor, writer, moderator, author, settings):
    upload = SimpleUploadedFile("../../licence.pdf", PDF)
    credential = credentials.save(fresh(author), topics=[], by=editor, upload=upload)
    address = PAGE.format(credential.pk, "evidence")
    seen = [at(editor).get(address), at(moderator).get(address)]
    assert [b"".join(answer.streaming_content) for answer in seen] == [PDF, PDF]
    assert at(writer).get(address).status_code == 403
    answer = seen[0]
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)
    assert Event.objects.filter(act="evidence looked at").count() == 2
    client.logout()
    assert client.get(f"/media/{credential.evidence.name}").status_code == 404
    assert client.get(f"/media/renditions/../../evidence/{credential.evidence.name}").status_code in (400, 404)
    assert credential.evidence.path.startswith(str(settings.DATA_DIR / "evidence"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("licence.pdf", b"<html><script>alert(1)</script>"),
        ("licence.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("licence.png", b""),
        ("licence.exe", b"MZ\x90"),
        ("licence.pdf", b" %PDF-1.4"),
    ],
)
def test_what_is_no_evidence_is_refused_and_nothing_is_kept(at, author, editor, name, data):
    said = {"author": author.pk, "kind": "licence", "name": "MD", "issuer": "Register"}
    answer = at(editor).post("/admin/authors/credential/add/", {**said, "upload": SimpleUploadedFile(name, data)})
    assert (answer.status_code, Credential.objects.count()) == (200, 0)


# At the desk


def test_an_author_writes_down_their_own_and_no_others(at, author, writer):
    address = "/admin/authors/credential/add/"
    assert at(writer).get(address).status_code == 403
    author.user = writer
    author.save()
    other = Author.objects.create(name="Bea", slug="bea")
    page = at(writer).get(address)
    at(writer).post(address, {**filled(page, name="MD", issuer="Register"), "_save": "1"})
    at(writer).post(address, {**filled(page, name="MD", issuer="Register", author=other.pk), "_save": "1"})
    assert [one.author for one in Credential.objects.all()] == [author]


def test_a_form_that_was_open_too_long_is_refused(at, credential, editor):
    page = at(editor).get(PAGE.format(credential.pk, "edit"))
    send(at(editor), PAGE.format(credential.pk, "edit"), name="MBBS")
    answer = at(editor).post(PAGE.format(credential.pk, "edit"), {**filled(page, name="Professor"), "_save": "1"})
    assert "Somebody has changed" in answer.content.decode()
    assert Credential.objects.get().name == "MBBS"
