"""Somebody outside reviews one version by a link and a code, and can do nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import discarding, review_requests
from articles.models import Review, ReviewRequest
from authors import profiles
from authors.models import Author
from history.models import Event
from tests.articles.test_reviewing import TEXT, licensed, rewrite
from tests.articles.test_reviewing import article as article
from tests.articles.test_reviewing import pillar as pillar
from tests.mail import delivered

pytestmark = pytest.mark.django_db
ADDRESS = "linden@clinic.example"
SAID = {"verdict": "approved", "conflict": "None.", "note": ""}


@pytest.fixture
def clinician(editor, moderator) -> Author:
    """Somebody without a login."""
    person = Author.objects.create(name="Linden Saltmere", slug="linden-saltmere", review_address=ADDRESS)
    return licensed(person, editor, moderator)


@pytest.fixture
def asked(article, clinician, editor):
    delivered()
    return review_requests.ask(article, article.revisions.get(), clinician, by=editor, message="Please.")


def letter(subject: str) -> str:
    found = [text for address, said, text in delivered() if address == ADDRESS and subject in said]
    assert len(found) == 1
    return found[0]


def link() -> str:
    return re.search(r"/review/[\w-]+/", letter("Will you review"))[0]


def code() -> str:
    return re.search(r"\b\d{6}\b", letter("is your code"))[0]


def opened(client: Any, url: str) -> str:
    """Send the code, type it, and read the page."""
    client.post(url, {"send": "yes"})
    answer = client.post(url, {"code": code()})
    assert (answer.status_code, answer["Location"]) == (302, url)
    return client.get(url).content.decode()


def test_who_was_asked_reads_signs_and_is_thanked(asked, client, article, clinician):
    url = link()
    first = client.get(url).content.decode()
    assert "Linden Saltmere, will you review an article?" in first
    assert "Oestrogen falls" not in first
    shown = opened(client, url)
    assert "Oestrogen falls by 40 percent" in shown
    assert client.post(url, SAID)["Location"] == url
    assert "Thank you" in client.get(url).content.decode()
    review, request = Review.objects.get(), ReviewRequest.objects.get()
    assert (review.reviewer, review.reviewed_by, review.held) == (clinician, None, "GP")
    assert (request.review, request.answered_at) == (review, review.reviewed_at)
    assert Event.objects.get(act="reviewed").data["reviewer"] == "Linden Saltmere"


def test_letter_says_who_asks_for_what_until_when(asked, editor):
    text = letter("Will you review “Stiff in the Morning”?")
    assert "Dear Linden Saltmere," in text
    assert "Please." in text
    assert str(asked.expires_at.year) in text
    assert asked.token_hash not in text


def test_secret_stands_in_no_table_and_no_event(asked):
    token = link().split("/")[2]
    assert token not in str(list(ReviewRequest.objects.values())) + str(list(Event.objects.values()))


@pytest.mark.parametrize("typed", ["", "000000", "12345", "abcdef", "\x00", "１２３４５６"])
def test_wrong_code_opens_nothing(asked, client, typed):
    url = link()
    client.post(url, {"send": "yes"})
    right = code()
    shown = client.post(url, {"code": typed if typed != right else "999999"}).content.decode()
    assert "This is not the code" in shown
    assert "Oestrogen" not in client.get(url).content.decode()


def test_five_wrong_codes_end_the_right_one(asked, client):
    url = link()
    client.post(url, {"send": "yes"})
    right = code()
    for _ in range(review_requests.MOST_ATTEMPTS):
        client.post(url, {"code": "x"})
    assert "This is not the code" in client.post(url, {"code": right}).content.decode()


def test_code_works_once_and_for_a_quarter_of_an_hour(asked, client):
    url = link()
    client.post(url, {"send": "yes"})
    right = code()
    ReviewRequest.objects.update(code_sent_at=timezone.now() - review_requests.CODE_FOR)
    assert not review_requests.accept_code(asked, right)
    ReviewRequest.objects.update(code_sent_at=timezone.now())
    assert review_requests.accept_code(asked, f" {right[:3]} {right[3:]} ")
    assert not review_requests.accept_code(asked, right)


def test_codes_are_not_sent_without_end(asked, client):
    url = link()
    client.post(url, {"send": "yes"})
    assert "A code was sent a moment ago" in client.post(url, {"send": "yes"}).content.decode()
    ReviewRequest.objects.update(code_sent_at=None, codes_sent=review_requests.MOST_CODES)
    assert "Too many codes" in client.post(url, {"send": "yes"}).content.decode()


def test_address_is_not_told_to_who_holds_the_link(asked, client):
    shown = client.post(link(), {"send": "yes"}).content.decode()
    assert "l•••@clinic.example" in shown
    assert ADDRESS not in shown


def test_link_of_another_browser_asks_for_a_code_again(asked, client):
    url = link()
    opened(client, url)
    client.cookies.clear()
    assert "Oestrogen" not in client.get(url).content.decode()
    client.post(url, SAID)
    assert not Review.objects.exists()


@pytest.mark.parametrize("ending", ["expired", "revoked"])
def test_ended_link_says_nothing_of_the_article(asked, client, editor, ending):
    url = link()
    opened(client, url)
    if ending == "expired":
        ReviewRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        review_requests.revoke(asked, by=editor)
    answer = client.get(url)
    assert answer.status_code == 410
    assert "Stiff in the Morning" not in answer.content.decode()
    assert client.post(url, SAID).status_code == 410
    assert not Review.objects.exists()


def test_no_search_engine_and_no_site_that_is_linked_to_learns_of_it(asked, client):
    answer = client.get(link())
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_what_is_missing_is_said_and_what_was_typed_stays(asked, client):
    url = link()
    opened(client, url)
    shown = client.post(url, {**SAID, "verdict": "declined", "conflict": "I own shares."}).content.decode()
    assert "Say why you decline" in shown
    assert "I own shares." in shown
    assert 'value="declined" required checked' in shown


def test_newer_link_ends_the_older_one(asked, client, article, clinician, editor):
    url = link()
    review_requests.ask(article, article.revisions.get(), clinician, by=editor)
    assert client.get(url).status_code == 410


def test_version_is_the_one_that_was_asked_for(asked, client, article, writer):
    url = link()
    rewrite(article, writer, TEXT.replace("40", "77"))
    shown = opened(client, url)
    assert "40 percent" in shown
    assert "77 percent" not in shown
    client.post(url, SAID)
    assert Review.objects.get().revision == asked.revision


def test_only_an_editor_asks_and_only_whom_one_can_write_to(article, clinician, editor, writer, doctor, moderator):
    revision = article.revisions.get()
    for person in (writer, doctor, moderator):
        with pytest.raises(PermissionDenied):
            review_requests.ask(article, revision, clinician, by=person)
    with pytest.raises(ValidationError, match="works for 1 to"):
        review_requests.ask(article, revision, clinician, by=editor, days=0)
    Author.objects.filter(pk=clinician.pk).update(review_address="", user=editor)
    clinician.refresh_from_db()
    with pytest.raises(ValidationError, match="You have a login"):
        review_requests.ask(article, revision, clinician, by=editor)
    Author.objects.filter(pk=clinician.pk).update(user=None)
    clinician.refresh_from_db()
    with pytest.raises(ValidationError, match="No address is known"):
        review_requests.ask(article, revision, clinician, by=editor)


def test_who_wrote_it_is_not_asked(draft, editor, moderator, author):
    Author.objects.filter(pk=author.pk).update(review_address=ADDRESS)
    author.refresh_from_db()
    licensed(author, editor, moderator)
    made = draft("Own")
    with pytest.raises(ValidationError, match="nobody reviews their own article"):
        review_requests.ask(made, made.revisions.get(), author, by=editor)


@pytest.mark.parametrize("token", ["x", "x" * 500, "%00", "né", "..%2f"])
def test_any_other_address_is_not_there(client, token):
    assert client.get(f"/review/{token}/").status_code == 404


def test_desk_asks_and_takes_back(at, article, clinician, editor):
    page = f"/admin/articles/article/{article.pk}/review/ask/"
    said = {"reviewer": clinician.pk, "days": "14", "message": ""}
    assert at(editor).post(page, said).status_code == 302
    request = ReviewRequest.objects.get()
    assert "Linden Saltmere, version 1" in at(editor).get(page).content.decode()
    assert at(editor).post(f"{page}{request.pk}/revoke/").status_code == 302
    request.refresh_from_db()
    assert request.revoked_by == editor
    shown = at(editor).post(page, {**said, "days": "400"}).content.decode()
    assert "less than or equal to 60" in shown


def test_address_of_another_login_gets_no_link(article, clinician, editor):
    Author.objects.filter(pk=clinician.pk).update(review_address=editor.email.upper())
    clinician.refresh_from_db()
    with pytest.raises(ValidationError, match="that of another login"):
        review_requests.ask(article, article.revisions.get(), clinician, by=editor)


def test_new_address_of_a_reviewer_is_on_the_record_without_the_address(clinician, editor):
    clinician.review_address = "new@clinic.example"
    profiles.save_author(clinician, by=editor)
    event = Event.objects.filter(act="changed", target_kind="author").latest("pk")
    assert event.data["review_address"] == "changed"
    assert "new@clinic.example" not in str(event.data)


def test_draft_that_was_reviewed_by_a_link_leaves_the_bin_in_time(asked, article, writer):
    review_requests.answer(asked, verdict="approved", conflict="None.")
    discarding.discard(article, by=writer)
    discarding.purge(timezone.now() + timedelta(days=365))
    assert not Review.objects.exists()
