"""Switching a login off: nothing of its owner is left without an owner, and nothing of it opens the desk."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import collaborating, releasing, scheduling, sharing
from articles.models import Collaboration, Schedule
from authors import holdings, switching_off
from authors.models import Author, User
from healthusias import roles
from history.models import Event
from tests.mail import delivered

LOGINS = "/admin/authors/user/"
WHY = "She left for a hospital."


def address(user: User) -> str:
    return f"{LOGINS}{user.pk}/switch-off/"


@pytest.fixture
def heir(person) -> User:
    return person(roles.EDITOR, email="heir@example.org")


@pytest.fixture
def second_administrator(person) -> User:
    return person(roles.ADMINISTRATOR, email="second@example.org")


# What is passed on


def test_a_draft_of_nobody_else_goes_to_who_takes_over(draft, writer, heir, administrator):
    alone, shared = draft("Alone"), draft("Shared")
    collaborating.add(shared, heir, by=writer)
    delivered()
    (held,) = holdings.of(writer)
    assert (held.titles, held.needs) == (["Alone"], "articles.change_article")
    switching_off.switch_off(writer, by=administrator, reason=WHY, heir=heir)
    assert Collaboration.objects.filter(article=alone, user=heir).exists()
    ((to, subject, text),) = delivered()
    assert (to, subject) == (heir.email, f"Yours now, from {writer}")
    assert "- Alone" in text
    assert "Shared" not in text
    event = Event.objects.get(act="login switched off")
    assert (event.actor_id, event.target_id) == (administrator.pk, writer.pk)
    assert event.data == {"reason": WHY, "heir": str(heir)}
    # The words stay theirs.
    assert alone.revisions.get().author_id == writer.pk


def test_a_colleague_who_is_switched_off_counts_for_nobody(draft, writer, person, heir, administrator):
    text = draft("Alone")
    former = person(roles.WRITER, email="former@example.org")
    collaborating.add(text, former, by=writer)
    switching_off.switch_off(former, by=administrator, reason=WHY)
    assert [one.titles for one in holdings.of(writer)] == [["Alone"]]


def test_plans_go_on_in_the_name_of_who_takes_over(published, editor, heir, administrator):
    text = published("Cold Floors")
    at = timezone.now().replace(microsecond=0) + timedelta(days=1)
    plan = scheduling.schedule(text, act="withdraw", at=at, zone="UTC", by=editor, reason="Old.")
    release = releasing.create("Spring", zone="UTC", by=editor)
    switching_off.switch_off(editor, by=administrator, reason=WHY, heir=heir)
    plan.refresh_from_db()
    release.refresh_from_db()
    assert plan.planned_by == release.planned_by == heir
    assert Event.objects.filter(act="plan passed on").count() == 2
    assert scheduling.run_due(at + timedelta(minutes=1)) == 1
    assert Schedule.objects.get().state == "done"


def test_links_for_people_without_a_login_end(draft, writer, heir, administrator):
    _, token = sharing.share(draft("Alone"), by=writer, days=7)
    switching_off.switch_off(writer, by=administrator, reason=WHY, heir=heir)
    assert Client().get(f"/preview/{token}/").status_code == 410


def test_every_open_browser_is_signed_out_and_stays_so(writer, administrator):
    browser = Client()
    browser.post("/accounts/login/", {"login": writer.email, "password": "a long password"})
    assert browser.get("/admin/").status_code == 200
    switching_off.switch_off(writer, by=administrator, reason=WHY)
    assert browser.get("/admin/").status_code == 302
    switching_off.let_in(writer, by=administrator)
    assert browser.get("/admin/").status_code == 302


def test_the_author_page_stays(writer, author, administrator, reader):
    Author.objects.filter(pk=author.pk).update(user=writer)
    switching_off.switch_off(writer, by=administrator, reason=WHY)
    assert reader.get(author.get_absolute_url()).status_code == 200
    assert Author.objects.get(pk=author.pk).user == writer


def test_who_is_let_in_again_may_enter_and_gets_nothing_back(at, draft, writer, heir, administrator):
    text = draft("Alone")
    switching_off.switch_off(writer, by=administrator, reason=WHY, heir=heir)
    page = at(administrator).post(f"{LOGINS}{writer.pk}/let-in/", follow=True)
    assert "may enter the desk again" in page.content.decode()
    assert Collaboration.objects.filter(article=text, user=heir).exists()
    assert User.objects.get(pk=writer.pk).is_active


# Who may, and when


def test_nobody_switches_themselves_off(administrator, second_administrator):
    with pytest.raises(ValidationError, match="Nobody switches themselves off"):
        switching_off.switch_off(administrator, by=administrator, reason=WHY)


def test_somebody_keeps_the_logins(administrator, second_administrator):
    """Two switch each other off at the same moment: the second still looks like an administrator to themselves."""
    switching_off.switch_off(second_administrator, by=administrator, reason=WHY)
    with pytest.raises(ValidationError, match="Somebody must keep the logins"):
        switching_off.switch_off(administrator, by=second_administrator, reason=WHY)


def test_the_second_administrator_is_told_who_was_first(administrator, second_administrator, writer):
    switching_off.switch_off(writer, by=administrator, reason=WHY)
    with pytest.raises(ValidationError, match=f"switched off already, by {administrator}"):
        switching_off.switch_off(writer, by=second_administrator, reason=WHY)


def test_only_an_administrator_may(editor, writer):
    with pytest.raises(PermissionDenied):
        switching_off.switch_off(writer, by=editor, reason=WHY)
    with pytest.raises(PermissionDenied):
        switching_off.let_in(writer, by=editor)


@pytest.mark.parametrize("who", ["themselves", "inactive", "auditor", "none"])
def test_what_cannot_be_taken_over_is_not_passed_on(draft, writer, person, administrator, who):
    draft("Alone")
    inactive = person(roles.EDITOR, email="gone@example.org")
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    chosen = {"themselves": writer, "inactive": inactive, "auditor": person(roles.AUDITOR), "none": None}[who]
    with pytest.raises(ValidationError, match="Choose a colleague"):
        switching_off.switch_off(writer, by=administrator, reason=WHY, heir=chosen)
    assert User.objects.get(pk=writer.pk).is_active


def test_plans_need_somebody_who_publishes(published, editor, writer, person, administrator):
    releasing.create("Spring", zone="UTC", by=editor)
    owned = holdings.of(editor)
    publisher = person(roles.EDITOR, email="other@example.org")
    assert list(switching_off.heirs(editor, owned)) == [administrator, publisher]


# The page


def test_the_page_says_what_becomes_of_what(at, draft, writer, heir, administrator):
    for number in range(10):
        draft(f"Text {number}")
    sharing.share(draft("Shown"), by=writer, days=7)
    page = at(administrator).get(address(writer)).content.decode()
    assert "Nobody else works on these articles" in page
    assert "and 3 more" in page
    assert "made for people without a login, end" in page
    assert f'<option value="{heir.pk}">' in page


def test_a_page_with_nothing_to_pass_on_asks_for_a_reason_alone(at, writer, administrator):
    page = at(administrator).get(address(writer)).content.decode()
    assert "id_heir" not in page
    assert at(administrator).post(address(writer), {"reason": WHY})["Location"] == f"{LOGINS}{writer.pk}/change/"
    assert "switched off" in at(administrator).get(LOGINS).content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {"reason": "", "heir": "1"},
        {"reason": WHY, "heir": ""},
        {"reason": WHY, "heir": "x"},
        {"reason": WHY, "heir": "9" * 40},
        {"reason": WHY, "heir": "-1"},
        {"reason": "a\x00b", "heir": "1"},
        {"reason": "a" * 50_000, "heir": "1"},
        {},
    ],
)
def test_what_was_typed_comes_back_and_nothing_happened(at, draft, writer, administrator, said):
    draft("Alone")
    response = at(administrator).post(address(writer), said)
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert 'class="errornote"' in response.content.decode()
        assert said.get("reason", "") in response.content.decode()
    assert User.objects.get(pk=writer.pk).is_active


def test_the_form_of_a_login_switches_nothing_off(at, administrator, writer):
    at(administrator).post(f"{LOGINS}{writer.pk}/change/", {"email": writer.email, "_save": "1"})
    assert User.objects.get(pk=writer.pk).is_active
    assert User.objects.get(pk=writer.pk).is_staff


def test_the_page_takes_as_many_queries_for_much_as_for_little(at, draft, writer, administrator):
    browser, counts = at(administrator), []
    for size in (2, 6):
        for number in range(size):
            sharing.share(draft(f"Text {size} {number}"), by=writer, days=7)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address(writer))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16
