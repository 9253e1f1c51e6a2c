"""Medical review: who may sign what, what a verdict means for later versions, and what readers are told."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from articles import checklist, materiality, publishing, rebuilding, reviewing, writing
from articles.models import Article, Review
from articles.publishing import NotPublishable
from articles.snapshots import Contributor, Snapshot
from authors import credentials
from authors.models import Author, Credential
from content.text import read
from history.models import Event
from tests.articles.conftest import SIDES, topics
from tests.mail import told

pytestmark = pytest.mark.django_db
FILLING = "The morning is slow, the stairs are long, and the cat has opinions about both of them. "
TEXT = f"Why\n\nOestrogen falls by 40 percent. Walk most days. {FILLING * 3}\n{SIDES}\n"


@pytest.fixture
def pillar(db):
    return topics(review_required=True)


@pytest.fixture
def clinician(doctor, editor, moderator) -> Author:
    """The person behind the doctor's login, with a verified licence."""
    person = Author.objects.create(name="Linden Saltmere", slug="linden-saltmere", user=doctor)
    return licensed(person, editor, moderator)


def licensed(person: Author, editor: Any, moderator: Any, **facts: Any) -> Author:
    facts = {"name": "GP", "issuer": "Register", "is_clinical": True, "covers_everything": True, **facts}
    topics_of = facts.pop("topics", [])
    credential = credentials.save(Credential(author=person, kind="licence", **facts), topics=topics_of, by=editor)
    credentials.verify(credential, by=moderator, version=1, how="Seen.")
    return person


@pytest.fixture
def sign(clinician, doctor):
    def make(article: Article, revision: Any = None, verdict: str = "approved", **said: Any) -> Review:
        revision = revision or article.revisions.first()
        values = {"conflict": "None.", "note": "" if verdict == "approved" else "Mend it.", **said}
        return reviewing.sign(article, revision, reviewer=clinician, by=doctor, verdict=verdict, **values)

    return make


@pytest.fixture
def article(draft) -> Article:
    return draft(body=read(TEXT), kind="treatment")


@pytest.fixture
def live(article, sign, editor) -> Article:
    sign(article)
    return publishing.publish(article, revision=article.revisions.get(), by=editor)


def rewrite(article: Article, by: Any, text: str = "", **changes: Any) -> Any:
    """A new version; block ids are kept where the words are."""
    snapshot, base = writing.current(article)
    body = read(text, snapshot.body) if text else snapshot.body
    return writing.save(article, replace(snapshot, body=body, **changes), by=by, base=base)


def page(client, article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_nothing_goes_public_without_a_review_where_one_is_demanded(article, editor):
    with pytest.raises(NotPublishable, match="No clinician has reviewed it, and Special Populations demands that"):
        publishing.publish(article, revision=article.revisions.get(), by=editor)


def test_a_signed_version_goes_public_and_says_so(live, reader, clinician):
    due = reviewing.due_after("treatment", timezone.localdate())
    shown = page(reader, live)
    assert 'Medically reviewed by <a href="/authors/linden-saltmere/">Linden Saltmere</a>, GP, on <time' in shown
    assert f'Next review due <time datetime="{due.isoformat()}">' in shown
    assert "Stiff in the Morning" in page(reader, clinician).partition('id="reviewed"')[2]


def test_pages_about_the_site_need_no_review(draft, editor):
    made = draft(kind="page", pillar=None)
    assert publishing.publish(made, revision=made.revisions.get(), by=editor).is_published


@pytest.mark.parametrize(
    ("kind", "day", "due"),
    [
        ("treatment", date(2026, 2, 28), date(2027, 2, 28)),
        ("condition", date(2026, 5, 31), date(2028, 5, 31)),
        ("lifestyle", date(2024, 2, 29), date(2027, 2, 28)),
        ("symptom", date(2026, 12, 1), date(2028, 12, 1)),
    ],
)
def test_next_date_follows_from_the_kind(kind, day, due):
    assert reviewing.due_after(kind, day) == due


# Who may sign.


def test_only_in_ones_own_name_and_with_the_role(article, clinician, doctor, editor, writer, moderator):
    revision, said = article.revisions.get(), {"verdict": "approved", "conflict": "None."}
    for person in (editor, writer, moderator):
        with pytest.raises(PermissionDenied):
            reviewing.sign(article, revision, reviewer=clinician, by=person, **said)
    other = Author.objects.create(name="Other", slug="other")
    with pytest.raises(PermissionDenied):
        reviewing.sign(article, revision, reviewer=other, by=doctor, **said)
    with pytest.raises(PermissionDenied):
        reviewing.sign(article, revision, reviewer=clinician, **said)


def test_nobody_reviews_their_own_article(draft, clinician, doctor, sign):
    named = draft("Named", contributors=(Contributor(clinician.pk),))
    with pytest.raises(ValidationError, match="nobody reviews their own article"):
        sign(named)


def test_nobody_reviews_their_own_words(article, sign, doctor):
    type(article.revisions.get()).objects.update(author=doctor)
    with pytest.raises(ValidationError, match="nobody reviews their own words"):
        sign(article)


@pytest.mark.parametrize(
    "facts",
    [{"is_clinical": False}, {"covers_everything": False}, {"valid_until": date.today() - timedelta(days=1)}, None],
)
def test_credential_must_be_clinical_held_and_of_the_topic(article, editor, moderator, person, facts):
    user = person("medical reviewer", email="second@example.org")
    other = Author.objects.create(name="Second", slug="second", user=user)
    if facts:
        values = {"name": "GP", "issuer": "R", "is_clinical": True, "covers_everything": True, **facts}
        values |= {"verified_at": timezone.now(), "verified_by": moderator, "verification": "Seen."}
        Credential.objects.create(author=other, **values)
    with pytest.raises(ValidationError, match="no verified clinical credential"):
        reviewing.sign(article, article.revisions.get(), reviewer=other, by=user, verdict="approved", conflict="None.")


def test_credential_of_the_hub_covers_its_pillars(article, editor, moderator, person, pillar):
    user = person("medical reviewer", email="second@example.org")
    other = Author.objects.create(name="Second", slug="second", user=user)
    licensed(other, editor, moderator, covers_everything=False, topics=[pillar.parent])
    said = {"verdict": "approved", "conflict": "None."}
    assert reviewing.sign(article, article.revisions.get(), reviewer=other, by=user, **said).pk


def test_open_version_is_not_signed(article, sign, writer):
    revision = article.revisions.get()
    type(revision).objects.update(sealed_at=None, number=None, hash="")
    with pytest.raises(ValidationError, match="Only a saved version"):
        sign(article)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"conflict": " "}, "conflict"),
        ({"verdict": "maybe"}, "verdict"),
        ({"verdict": "declined", "note": ""}, "note"),
        ({"verdict": "with_changes", "note": " "}, "note"),
        ({"due_on": date.today()}, "due_on"),
        ({"due_on": date.today() + timedelta(days=400)}, "due_on"),
        ({"note": "x" * 6000}, "note"),
        ({"note": "\x00"}, "note"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(article, sign, said, field):
    with pytest.raises(ValidationError) as refused:
        sign(article, **said)
    assert list(refused.value.error_dict) == [field]
    assert not Review.objects.exists()


def test_database_refuses_what_the_verb_would(article, clinician, author, draft, doctor):
    said = {"kind": "editorial", "verdict": "approved", "conflict": "None.", "reviewed_at": timezone.now()}
    other = draft("Other")
    wrong = [
        {"article": article, "revision": other.revisions.get(), "reviewer": clinician},
        {"article": article, "revision": article.revisions.get(), "reviewer": author},
    ]
    for values in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            Review.objects.create(**values, **said)
    type(article.revisions.get()).objects.filter(article=article).update(author=doctor)
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.create(article=article, revision=article.revisions.get(), reviewer=clinician, **said)


def test_verdict_is_recorded_with_the_hash_of_what_was_seen_and_told(article, sign, writer, editor, doctor):
    review = sign(article)
    data = Event.objects.get(act="reviewed").data
    assert (data["hash"], data["verdict"], data["reviewer"]) == (review.revision.hash, "approved", "Linden Saltmere")
    assert {writer.email, editor.email} <= {address for address, subject in told() if subject.startswith("Reviewed:")}


# What a verdict means later.


def test_a_slip_of_the_pen_is_mended_without_a_new_review(live, writer, editor, reader):
    revision = rewrite(live, writer, TEXT.replace("Walk most days", "Walk on most days"))
    article = publishing.publish(live, revision=revision, by=editor)
    assert article.review is not None
    assert "Medically reviewed by" in page(reader, article)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TEXT.replace("40", "45"), "number"),
        (TEXT.replace("Why", "How"), "heading"),
        (TEXT.replace("Walk", "Take ibuprofen, walk"), "drug"),
        (TEXT + "This is a whole new sentence that nobody at all has reviewed.\n", "a twentieth of the words"),
    ],
)
def test_material_change_ends_the_review(live, writer, editor, reader, text, kind):
    revision = rewrite(live, writer, text)
    with pytest.raises(NotPublishable, match="Changed since Linden Saltmere reviewed it") as refused:
        publishing.publish(live, revision=revision, by=editor)
    assert kind in str(refused.value)
    article = publishing.publish(live, revision=revision, by=editor, override_reason="It was wrong.")
    assert (article.review, bool(article.review_pending_at)) == (None, True)
    shown = page(reader, article)
    assert "Corrected on <time" in shown
    assert "medical review pending" in shown
    assert "Medically reviewed" not in shown


def test_many_small_edits_do_not_slip_through(live, writer, editor):
    words, taken = TEXT, 0
    for old, new in (("falls", "sinks"), ("Walk", "Stroll"), ("most", "all"), ("days", "mornings")):
        words = words.replace(old, new)
        revision = rewrite(live, writer, words)
        try:
            live = publishing.publish(live, revision=revision, by=editor)
            taken += 1
        except NotPublishable:
            break
    assert 1 <= taken < 4


def test_going_back_to_the_reviewed_text_brings_the_review_back(live, writer, editor):
    changed = rewrite(live, writer, TEXT.replace("40", "45"))
    live = publishing.publish(live, revision=changed, by=editor, override_reason="Urgent.")
    back = rewrite(live, writer, TEXT)
    live = publishing.publish(live, revision=back, by=editor)
    assert live.review is not None
    assert live.review_pending_at is None


def test_signing_the_live_version_afterwards_tells_readers_at_once(live, writer, editor, sign, reader):
    revision = rewrite(live, writer, TEXT.replace("40", "45"))
    article = publishing.publish(live, revision=revision, by=editor, override_reason="Urgent.")
    sign(article, revision)
    article.refresh_from_db()
    assert article.review_pending_at is None
    assert "Medically reviewed by" in page(reader, article)


def test_declined_version_stays_at_home_though_another_was_approved(live, writer, editor, sign):
    revision = rewrite(live, writer, TEXT.replace("40", "45"))
    sign(live, revision, "declined")
    with pytest.raises(NotPublishable, match=r"declined\. Mend it"):
        publishing.publish(live, revision=revision, by=editor)
    live.refresh_from_db()
    assert live.review is not None, "what readers see is still the reviewed text"


def test_approval_with_changes_is_of_a_version_that_has_them(article, sign, writer, editor):
    first = article.revisions.get()
    sign(article, first, "with_changes")
    with pytest.raises(NotPublishable, match=r"approved, with changes\. Mend it"):
        publishing.publish(article, revision=first, by=editor)
    mended = rewrite(article, writer, TEXT.replace("most days", "on most days"))
    assert publishing.publish(article, revision=mended, by=editor).review is not None


def test_overdue_review_is_told_and_no_machine_is_told_of_it(live, reader):
    yesterday = timezone.localdate() - timedelta(days=1)
    Article.objects.filter(pk=live.pk).update(review_due_on=yesterday)
    shown = page(reader, live)
    assert "Medical review overdue since <time" in shown
    assert "MedicalWebPage" not in shown


def test_rebuild_changes_nothing(live):
    assert rebuilding.rebuild_and_compare(live.pk) is None


def test_draft_is_previewed_with_the_review_that_would_hold(live, writer, editor, at):
    rewrite(live, writer, TEXT.replace("40", "45"))
    shown = at(editor).get(f"/admin/articles/article/{live.pk}/preview/").content.decode()
    assert "medical review pending" in shown


def test_finding_names_what_changed(live, writer):
    revision = rewrite(live, writer, TEXT.replace("40", "45"))
    found = checklist.findings(live, Snapshot.from_dict(revision.snapshot), revision)
    (finding,) = [one for one in found if one.code == "review"]
    assert "number (no longer “40”, now “45”)" in finding.message
    assert finding.overridable


def test_review_of_another_topic_does_not_cost_readers_a_query(live, client, django_assert_num_queries):
    page(client, live)
    with django_assert_num_queries(4):
        page(client, live)


def changes(before: str, after: str) -> list[str]:
    old, new = (Snapshot(title="T", slug="t", body=read(text)) for text in (before, after))
    return [change.kind for change in materiality.changes(old, new)]


LONG = "Why\n\n" + "Nothing much happens here, and nobody minds it at all. " * 12


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (LONG, LONG.replace("nobody minds", "no one minds", 1), []),
        (LONG + " Take 2 pills.", LONG + " Take 3 pills.", ["number"]),
        (LONG + " It eases pain.", LONG + " Naproxen eases pain.", ["drug"]),
        (LONG + " Atorvastatin helps.", LONG + " Simvastatin helps.", ["drug"]),
        (LONG, LONG.replace("Why", "Whence"), ["heading"]),
    ],
)
def test_what_is_material(old, new, kinds):
    assert changes(old, new) == kinds


# What machines are told, whole.


def ld(shown: str) -> list[dict[str, Any]]:
    return json.loads(shown.partition('<script type="application/ld+json">')[2].partition("</script>")[0])["@graph"]


def reviewed_page(article, review) -> dict[str, Any]:
    url = f"http://127.0.0.1:8000{article.get_absolute_url()}"
    return {
        "@type": "MedicalWebPage",
        "@id": f"{url}#page",
        "url": url,
        "name": "Stiff in the Morning",
        "lastReviewed": timezone.localtime(review.reviewed_at).date().isoformat(),
        "reviewedBy": {
            "@type": "Person",
            "name": "Linden Saltmere",
            "url": "http://127.0.0.1:8000/authors/linden-saltmere/",
        },
        "audience": {"@type": "PeopleAudience", "audienceType": "Patient"},
        "mainEntity": {"@id": f"{url}#article"},
        "about": {"@type": "MedicalEntity", "name": "Special Populations"},
    }


def test_json_ld_of_a_valid_and_of_a_carried_over_review(live, reader, writer, editor):
    review = Review.objects.get()
    assert ld(page(reader, live))[0] == reviewed_page(live, review)
    revision = rewrite(live, writer, TEXT.replace("most days", "on most days"))
    live = publishing.publish(live, revision=revision, by=editor)
    assert ld(page(reader, live))[0] == reviewed_page(live, review)


def test_json_ld_of_a_void_an_overdue_and_an_absent_review_says_nothing_of_it(live, reader, writer, editor, article):
    expected = [one for one in ld(page(reader, live)) if one["@type"] != "MedicalWebPage"]
    Article.objects.filter(pk=live.pk).update(review_due_on=date(2020, 1, 1))
    assert ld(page(reader, live)) == expected
    revision = rewrite(live, writer, TEXT.replace("40", "45"))
    publishing.publish(live, revision=revision, by=editor, override_reason="Urgent.")
    kinds = [one["@type"] for one in ld(page(reader, live))]
    assert kinds == ["Article", "BreadcrumbList"]


def test_names_and_days_for_machines_stand_on_the_page(live, reader):
    shown = page(reader, live)
    visible = shown.partition("<main")[2]
    (reviewed, article, *_) = ld(shown)
    assert reviewed["reviewedBy"]["name"] in visible
    assert f'datetime="{reviewed["lastReviewed"]}"' in visible
    assert all(person["name"] in visible for person in article["author"])
