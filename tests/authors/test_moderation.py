"""Bios from the first word to the public page: kept, sent, judged, corrected, hidden; nothing unread is ever public."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authors import moderation
from authors.bios import BioSnapshot, checked_orcid, topics
from authors.models import Author, BioRevision, User, Verdict
from content.text import plain_text, read
from history import revisions
from history.drafting import Refused
from history.models import Event
from tests.desk import filled, send
from tests.mail import told

CHANGE = "/admin/authors/author/{}/change/"


def said(words: str, **more) -> BioSnapshot:
    return BioSnapshot(role="nurse", bio=read(f"{words}\n"), **more)


@pytest.fixture
def waiting(author, editor) -> BioRevision:
    return moderation.submit_bio(author, said("She is kind."), by=editor, base=None)


@pytest.fixture
def approved(waiting, moderator) -> Author:
    return moderation.approve_bio(waiting, by=moderator)


def public_words(author: Author) -> str:
    return plain_text(Author.objects.get(pk=author.pk).bio).strip()


# Writing


def test_a_draft_waits_for_nobody_until_it_is_sent(at, editor, author):
    send(at(editor), CHANGE.format(author.pk), bio="She is.\n")
    assert (BioRevision.objects.open().count(), BioRevision.objects.waiting().count(), told()) == (1, 0, [])
    send(at(editor), CHANGE.format(author.pk), "_submit", bio="She is kind.\n")
    assert plain_text(BioSnapshot.of(BioRevision.objects.waiting().get()).bio).strip() == "She is kind."


def test_what_is_typed_is_kept_by_itself_and_sent_by_the_button(at, editor, author):
    browser = at(editor)
    block = {"type": "paragraph", "attrs": {"id": "aaaaaaaa"}, "content": [{"type": "text", "text": "She is kind."}]}
    wanted = {
        "blocks": {"aaaaaaaa": {"base": None, "block": block}},
        "fields": {"role": {"base": first_print(browser, author, "role"), "value": "nurse"}},
    }
    answer = browser.post(f"/admin/authors/author/{author.pk}/autosave/", wanted, content_type="application/json")
    assert (answer.status_code, answer.json()["problems"], answer.json()["conflicts"]) == (200, [], [])
    page = browser.get(CHANGE.format(author.pk))
    browser.post(CHANGE.format(author.pk), {**filled(page), "kept": "1", "_submit": "1", "submission": "New job."})
    revision = BioRevision.objects.waiting().get()
    assert (BioSnapshot.of(revision).role, revision.submission) == ("nurse", "New job.")


def first_print(browser, author, name):
    return browser.get(f"/admin/authors/author/{author.pk}/others/", {"prints": 1}).json()["prints"][name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("orcid", "0000-0002-1825-0098"),
        ("links", ["http://example.org"]),
        ("links", ["javascript:alert(1)"]),
        ("languages", ["Klingon"]),
        ("portrait", 10**30),
        ("expertise", [10**6]),
        ("role", "x" * 121),
        ("name", "Dr Great"),
        ("role", ["nurse"]),
    ],
)
def test_a_part_that_cannot_be_kept_is_named_and_nothing_of_it_is_stored(at, editor, author, name, value):
    wanted = {"fields": {name: {"base": None, "value": value}}}
    answer = at(editor).post(f"/admin/authors/author/{author.pk}/autosave/", wanted, content_type="application/json")
    assert (answer.status_code, answer.json()["problems"][0]["path"]) == (422, f"fields.{name}")
    assert not author.revisions.exists()


def test_a_heading_has_no_place_in_a_bio(at, editor, author):
    block = {"type": "heading", "attrs": {"id": "aaaaaaaa", "level": 2}, "content": []}
    wanted = {"blocks": {"aaaaaaaa": {"base": None, "block": block}}}
    answer = at(editor).post(f"/admin/authors/author/{author.pk}/autosave/", wanted, content_type="application/json")
    assert answer.status_code == 422
    assert not author.revisions.exists()


def test_writers_keep_their_own_bio_and_no_other(at, writer, author):
    address = f"/admin/authors/author/{author.pk}/autosave/"
    refused = at(writer).post(address, {"blocks": {}}, content_type="application/json")
    Author.objects.update(user=writer)
    assert (refused.status_code, at(writer).post(address, {}, content_type="application/json").status_code) == (
        403,
        200,
    )


@pytest.mark.parametrize("words", ["0000-0002-1825-0097", "0000000218250097", "https://orcid.org/0000-0002-1825-0097"])
def test_an_orcid_is_kept_in_its_form(words):
    assert checked_orcid(words) == "0000-0002-1825-0097"


def test_the_check_digit_of_an_orcid_may_be_an_x():
    assert checked_orcid("0000-0002-9079-593x") == "0000-0002-9079-593X"
    for wrong in ("0000-0002-9079-5930", "0000-0002", "٠٠٠٠-٠٠٠٢-١٨٢٥-٠٠٩٧"):
        with pytest.raises(Refused, match="checks the others"):
            checked_orcid(wrong)


def test_nothing_is_sent_where_nothing_is_said(at, editor, author):
    page = send(at(editor), CHANGE.format(author.pk), "_submit")
    assert "nothing to judge yet" in page.content.decode()
    assert not author.revisions.exists()


# Judging


def test_the_moderators_and_then_the_author_are_told(author, editor, moderator, writer):
    Author.objects.update(user=writer)
    author.refresh_from_db()
    revision = moderation.submit_bio(author, said("She is kind."), by=editor, base=None)
    assert told() == [(moderator.email, "Bio to judge: Ada Example")]
    moderation.send_back_bio(revision, by=moderator, reasons=["praise"], reason="Say where.")
    assert told() == [(who.email, "Your bio was sent back: Ada Example") for who in (editor, writer)]
    revision.refresh_from_db()
    assert (revision.reasons, revision.reason) == (["praise"], "It praises instead of saying what is so.\nSay where.")


def test_what_was_sent_back_comes_again_only_changed_or_with_an_answer(author, editor, moderator, waiting):
    moderation.send_back_bio(waiting, by=moderator, reason="Why?")
    with pytest.raises(ValidationError, match="Nothing was changed"):
        moderation.submit_bio(author, said("She is kind."), by=editor, base=waiting.token)
    again = moderation.submit_bio(author, said("She is kind."), by=editor, base=waiting.token, submission="She is.")
    assert (again.number, again.submission, again.verdict) == (2, "She is.", "")
    assert list(BioRevision.objects.waiting()) == [again]


def test_what_is_edited_under_review_is_a_new_revision_without_the_verdict(author, editor, moderator, waiting):
    moderation.keep_bio(author, said("She is kinder."), by=editor, base=waiting.token)
    assert list(BioRevision.objects.waiting()) == [waiting]
    moderation.approve_bio(waiting, by=moderator)
    assert public_words(author) == "She is kind."
    draft = revisions.latest(author)
    newer = moderation.submit_bio(author, BioSnapshot.of(draft), by=editor, base=draft.token)
    assert (newer.verdict, public_words(author)) == ("", "She is kind.")


def test_nobody_judges_words_that_they_sent_or_last_wrote(author, moderator, person):
    other = person("moderator", email="other@example.org")
    revision = moderation.submit_bio(author, said("She is kind."), by=moderator, base=None)
    for act in (moderation.approve_bio, moderation.send_back_bio, moderation.reject_bio):
        with pytest.raises(PermissionDenied):
            act(revision, by=moderator)
    assert public_words(moderation.approve_bio(revision, by=other)) == "She is kind."


def test_the_first_verdict_stands(waiting, moderator, person):
    other = person("moderator", email="other@example.org")
    late = BioRevision.objects.get(pk=waiting.pk)
    moderation.reject_bio(waiting, by=moderator, reason="No.")
    with pytest.raises(moderation.AlreadyJudged):
        moderation.approve_bio(late, by=other)
    assert (BioRevision.objects.get().verdict, public_words(waiting.author_page)) == (Verdict.REJECTED, "")


def test_a_moderators_corrections_are_recorded_as_theirs(at, author, moderator, waiting):
    page = at(moderator).get(CHANGE.format(author.pk))
    told()
    typed = filled(page, bio="She is kind, they say.\n")
    at(moderator).post(CHANGE.format(author.pk), {**typed, "_correct": str(waiting.pk)})
    waiting.refresh_from_db()
    public = Author.objects.get().live_bio
    assert (waiting.verdict, public.corrects, public.verdict) == (Verdict.CORRECTED, waiting, Verdict.APPROVED)
    assert (public.author, public.moderated_by, public_words(author)) == (
        moderator,
        moderator,
        "She is kind, they say.",
    )
    assert told() == [(waiting.submitted_by.email, "Your bio is public, with corrections: Ada Example")]
    assert Event.objects.filter(act="bio corrected and approved", data__corrects=1).exists()
    assert (
        "What was corrected" in at(moderator).get(f"/admin/authors/biorevision/{waiting.pk}/change/").content.decode()
    )


def test_corrections_take_no_unread_words_along(author, editor, moderator, waiting):
    draft = moderation.keep_bio(author, said("She is the best."), by=editor, base=waiting.token)
    corrected = said("She is the best, they say.")
    with pytest.raises(ValidationError, match="gone on writing"):
        moderation.approve_corrected(waiting, corrected, by=moderator, base=draft.token)
    assert (public_words(author), BioRevision.objects.waiting().get()) == ("", waiting)


def test_who_corrects_nothing_is_told_to_approve(author, moderator, waiting):
    with pytest.raises(ValidationError, match="corrected nothing"):
        moderation.approve_corrected(waiting, said("She is kind."), by=moderator, base=waiting.token)
    assert BioRevision.objects.waiting().get() == waiting


def test_what_is_hidden_is_nowhere_until_it_is_shown_again(client, author, moderator, editor, waiting):
    waiting = moderation.submit_bio(
        author,
        replace(said("She is kind."), languages=["German"], disclosure="Paid by a maker of beds."),
        by=editor,
        base=waiting.token,
    )
    moderation.approve_bio(waiting, by=moderator)
    before = client.get("/authors/ada-example/").content.decode()
    moderation.hide_bio(author, by=moderator, reason="Look again.")
    hidden = client.get("/authors/ada-example/").content.decode()
    for words in ("nurse", "She is kind.", "German", "maker of beds"):
        assert (words in before, words in hidden) == (True, False)
    moderation.show_bio(author, by=moderator)
    assert client.get("/authors/ada-example/").content.decode() == before


def test_nobody_hides_their_own_bio_or_what_is_not_public(author, moderator, approved):
    moderation.hide_bio(author, by=moderator, reason="Wrong.")
    with pytest.raises(ValidationError, match="Nothing of this bio is public"):
        moderation.hide_bio(author, by=moderator, reason="Wrong.")
    Author.objects.update(user=moderator)
    with pytest.raises(PermissionDenied):
        moderation.show_bio(Author.objects.get(), by=moderator)


def test_moderators_are_reminded_of_what_waits_and_not_too_often(author, moderator, waiting):
    told()
    days = [moderation.remind(timezone.now() + timedelta(days=day)) for day in (2, 3.1, 4, 6.2)]
    assert (days, told()) == ([0, 1, 0, 1], [(moderator.email, "Still to judge: Ada Example")] * 2)
    moderation.approve_bio(waiting, by=moderator)
    assert moderation.remind(timezone.now() + timedelta(days=30)) == 0


# Routine changes together


def test_only_routine_changes_are_approved_together(at, author, editor, moderator, approved):
    bea = Author.objects.create(name="Bea Example", slug="bea-example")
    first = moderation.submit_bio(bea, said("She is tall."), by=editor, base=None)
    token = revisions.latest(author).token
    routine = moderation.submit_bio(author, said("She is very kind."), by=editor, base=token)
    chosen = {"action": "approve_routine", "_selected_action": [routine.pk, first.pk]}
    page = at(moderator).post("/admin/authors/biorevision/", chosen)
    assert ([row for row, _ in page.context["rows"]], page.context["others"]) == ([routine], [first])
    at(moderator).post("/admin/authors/biorevision/", chosen | {"confirmed": "yes"})
    assert (public_words(author), public_words(bea)) == ("She is very kind.", "")


def test_a_change_that_is_marked_is_not_routine(at, author, editor, moderator, approved):
    token = revisions.latest(author).token
    marked = moderation.submit_bio(author, said("She is the best nurse."), by=editor, base=token)
    chosen = {"action": "approve_routine", "_selected_action": [marked.pk], "confirmed": "yes"}
    at(moderator).post("/admin/authors/biorevision/", chosen)
    assert public_words(author) == "She is kind."


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_the_public_page_tells_machines_the_same(client, request, author, moderator, role):
    who = request.getfixturevalue(role)
    bio = replace(said("She is kind."), orcid="0000-0002-1825-0097", links=["https://example.org/ada"], suffix="PhD")
    moderation.approve_bio(moderation.submit_bio(author, bio, by=who, base=None), by=moderator)
    page = client.get("/authors/ada-example/").content.decode()
    data = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    known = data["mainEntity"]
    assert known["sameAs"] == ["https://orcid.org/0000-0002-1825-0097", "https://example.org/ada"]
    assert (known["honorificSuffix"], "Ada Example, PhD" in page) == ("PhD", True)


def test_the_list_costs_the_same_for_rich_bios(at, editor, moderator, django_assert_max_num_queries):
    pillar = topics().objects.create(title="Back Pain", slug="back-pain")
    rich = replace(said("See [this](https://example.org)."), expertise=[pillar.pk], links=["https://example.org/"])
    for number in range(6):
        person = Author.objects.create(name=f"Person {number}", slug=f"person-{number}")
        moderation.submit_bio(person, rich, by=editor, base=None)
    browser = at(moderator)
    with django_assert_max_num_queries(10):
        assert len(browser.get("/admin/authors/biorevision/").context["cl"].result_list) == 6


# Random acts


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["keep", "submit", "approve", "send_back", "reject", "correct", "hide", "show"]),
        st.integers(0, 2),
        st.integers(0, 1),
    ),
    max_size=25,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=ACTS)
def test_readers_see_the_last_approved_words_and_no_others(acts, db, person):
    people = [one(person, f"author{number}@example.org", "writer") for number in range(3)]
    judges = [one(person, f"judge{number}@example.org", "moderator") for number in range(2)]
    pages = [
        Author.objects.update_or_create(slug=f"page-{number}", defaults={"name": "Ada", "user": who})[0]
        for number, who in enumerate(people)
    ]
    expected = {page.pk: public_words(page) for page in pages}
    kept = dict.fromkeys(expected, "")
    for turn, (act, number, judge) in enumerate(acts):
        page, by = Author.objects.get(pk=pages[number].pk), judges[judge]
        latest = revisions.latest(page)
        waiting = BioRevision.objects.waiting().filter(author_page=page).first()
        words = f"Words of turn {turn} by {number}."
        base = latest.token if latest else None
        try:
            if act == "keep":
                moderation.keep_bio(page, said(words), by=people[number], base=base)
            elif act == "submit":
                moderation.submit_bio(page, said(words), by=people[number], base=base)
            elif act in ("approve", "send_back", "reject") and waiting:
                more = {} if act == "approve" else {"reason": "Because."}
                getattr(moderation, f"{act}_bio")(waiting, by=by, **more)
                if act == "approve":
                    expected[page.pk] = kept[page.pk] = plain_text(BioSnapshot.of(waiting).bio).strip()
            elif act == "correct" and waiting:
                moderation.approve_corrected(waiting, said(words), by=by, base=base)
                expected[page.pk] = words
            elif act == "hide":
                moderation.hide_bio(page, by=by, reason="Because.")
                expected[page.pk] = ""
            elif act == "show":
                moderation.show_bio(page, by=by)
                expected[page.pk] = plain_text(BioSnapshot.of(page.live_bio).bio).strip()
        except (ValidationError, PermissionDenied):
            pass
        assert {page.pk: public_words(page) for page in pages} == expected
    for page in Author.objects.filter(live_bio__isnull=False):
        assert page.live_bio.verdict == Verdict.APPROVED
        assert page.live_bio.moderated_by_id not in {page.user_id}


def one(person, email, role):
    return User.objects.filter(email=email).first() or person(role, email=email)
