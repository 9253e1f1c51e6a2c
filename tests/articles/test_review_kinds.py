"""Factual and editorial reviews: who signs which kind, where they are told, and that none passes for a medical one."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from articles import permissions, publishing, reviewing
from articles.enums import ReviewKind
from articles.models import Article, Review
from articles.publishing import NotPublishable
from articles.snapshots import Snapshot
from authors.models import Author
from content.text import read
from healthusias.roles import ADMINISTRATOR, AUDITOR, EDITOR, MEDICAL_REVIEWER, MODERATOR, WRITER
from history.models import Event
from tests.articles.conftest import topics
from tests.articles.test_reviewing import TEXT, licensed, rewrite
from tests.mail import delivered

pytestmark = pytest.mark.django_db
SAID = {"verdict": "approved", "conflict": "None.", "note": ""}
OTHERS = (ReviewKind.FACTUAL, ReviewKind.EDITORIAL)


@pytest.fixture
def pillar(db):
    return topics(review_required=True)


@pytest.fixture
def article(draft) -> Article:
    return draft(body=read(TEXT), kind="treatment")


@pytest.fixture
def clinician(doctor, editor, moderator) -> Author:
    person = Author.objects.create(name="Linden Saltmere", slug="linden-saltmere", user=doctor)
    return licensed(person, editor, moderator)


@pytest.fixture
def pen(editor) -> Author:
    """The person behind the editor's login, who holds nothing."""
    return Author.objects.create(name="Ida Penn", slug="ida-penn", user=editor)


@pytest.fixture
def both(article, clinician, doctor, pen, editor) -> list[Review]:
    """A factual and an editorial verdict on the only version."""
    revision = article.revisions.get()
    return [
        reviewing.sign(article, revision, reviewer=clinician, by=doctor, kind="factual", **SAID),
        reviewing.sign(article, revision, reviewer=pen, by=editor, kind="editorial", **SAID),
    ]


def address(article: Article) -> str:
    return reverse("admin:articles_article_review", args=[article.pk, article.revisions.latest("pk").number])


def desk_page(browser, article: Article) -> str:
    return browser.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()


def offered(html: str) -> list[str]:
    return re.findall(r'name="kind" value="(\w+)"', html)


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (WRITER, []),
        (EDITOR, ["editorial"]),
        (MEDICAL_REVIEWER, ["medical", "factual"]),
        (MODERATOR, []),
        (ADMINISTRATOR, ["medical", "factual", "editorial"]),
        (AUDITOR, []),
    ],
)
def test_each_role_signs_its_kinds_and_no_other(role, kinds, person, article, editor, moderator):
    somebody = person(role, email="somebody@example.org")
    reviewer = licensed(Author.objects.create(name="Some", slug="some", user=somebody), editor, moderator)
    assert permissions.signs(somebody) == kinds
    for kind in ReviewKind:
        given = {"reviewer": reviewer, "by": somebody, "kind": kind, **SAID}
        if kind in kinds:
            assert reviewing.sign(article, article.revisions.get(), **given).kind == kind
        else:
            with pytest.raises(PermissionDenied):
                reviewing.sign(article, article.revisions.get(), **given)


def test_form_offers_what_the_role_signs(at, article, clinician, doctor, pen, editor):
    assert offered(at(doctor).get(address(article)).content.decode()) == ["medical", "factual"]
    shown = at(editor).get(address(article)).content.decode()
    assert offered(shown) == ["editorial"]
    assert 'name="due_on"' not in shown


def test_who_holds_no_credential_signs_the_facts_alone_and_is_told_why(at, article, doctor):
    Author.objects.create(name="Linden Saltmere", slug="linden-saltmere", user=doctor)
    shown = at(doctor).get(address(article)).content.decode()
    assert offered(shown) == ["factual"]
    assert "holds no verified clinical credential that covers this topic" in shown


def test_editor_without_a_page_is_told_what_is_missing(at, article, editor):
    shown = at(editor).get(address(article)).content.decode()
    assert offered(shown) == []
    assert "To sign, you need a page of your own as an author.</p>" in shown


def test_nobody_signs_their_own_words_of_any_kind(at, article, editor, pen):
    rewrite(article, editor, standfirst="Said anew.")
    assert "nobody reviews their own words" in at(editor).get(address(article)).content.decode()
    at(editor).post(address(article), {**SAID, "kind": "editorial"})
    assert not Review.objects.exists()


def test_desk_stores_the_chosen_kind(at, article, clinician, doctor, pen, editor):
    at(doctor).post(address(article), {**SAID, "kind": "factual", "due_on": "2020-01-01"})
    at(editor).post(address(article), {**SAID, "kind": "editorial"})
    rows = Review.objects.order_by("pk").values_list("kind", "reviewer__name", "due_on", "held")
    assert list(rows) == [("factual", "Linden Saltmere", None, ""), ("editorial", "Ida Penn", None, "")]
    assert [one.data["kind"] for one in Event.objects.filter(act="reviewed").order_by("pk")] == ["factual", "editorial"]


@pytest.mark.parametrize("kind", ["", "spelling", None])
def test_who_signs_several_kinds_must_say_which(at, article, clinician, doctor, kind):
    typed = {**SAID, "note": "Well told.", **({} if kind is None else {"kind": kind})}
    answer = at(doctor).post(address(article), typed)
    assert "Choose what kind of review it is." in answer.content.decode()
    assert ">Well told.</textarea>" in answer.content.decode()
    assert not Review.objects.exists()


@pytest.mark.parametrize("kind", ["medical", "factual", "spelling"])
def test_forged_kind_is_refused(at, article, pen, editor, moderator, kind):
    licensed(pen, editor, moderator)
    assert at(editor).post(address(article), {**SAID, "kind": kind}).status_code == 403
    assert not Review.objects.exists()


def test_other_kinds_publish_nothing(article, both, editor):
    with pytest.raises(NotPublishable, match="No clinician has reviewed it"):
        publishing.publish(article, revision=article.revisions.get(), by=editor)
    snapshot = Snapshot.from_dict(article.revisions.get().snapshot)
    assert reviewing.standing(article, snapshot) == reviewing.Standing()


def test_readers_and_machines_hear_of_the_medical_one_alone(article, clinician, doctor, both, pen, editor, reader):
    reviewing.sign(article, article.revisions.get(), reviewer=clinician, by=doctor, **SAID)
    live = publishing.publish(article, revision=article.revisions.get(), by=editor)
    medical = live.review
    for kind, who, by in (("factual", clinician, doctor), ("editorial", pen, editor)):
        said = {"verdict": "declined", "conflict": "None.", "note": "Dull."}
        reviewing.sign(live, live.live_revision, reviewer=who, by=by, kind=kind, **said)
    live = Article.objects.get(pk=live.pk)
    reviewing.project(live)
    shown = reader.get(live.get_absolute_url()).content.decode()
    assert live.review == medical
    assert re.findall(r"[Rr]eviewed by <a[^>]*>([^<]+)", shown) == ["Linden Saltmere"]
    assert re.findall(r'"reviewedBy":\s*{[^}]*"name":\s*"([^"]+)"', shown) == ["Linden Saltmere"]
    assert "Ida Penn" not in shown
    assert "Dull." not in shown


def test_live_article_without_a_medical_review_says_nothing_of_others(article, both, editor, reader):
    text = "It cannot wait."
    live = publishing.publish(article, revision=article.revisions.get(), by=editor, override_reason=text)
    shown = reader.get(live.get_absolute_url()).content.decode()
    assert "eviewed by" not in shown
    assert "reviewedBy" not in shown
    assert "lastReviewed" not in shown


def test_desk_shows_the_newest_of_each_kind_beside_the_medical_one(at, article, both, clinician, doctor, pen, editor):
    said = {"verdict": "declined", "conflict": "None.", "note": "Too long."}
    reviewing.sign(article, article.revisions.get(), reviewer=pen, by=editor, kind="editorial", **said)
    shown = desk_page(at(editor), article)
    assert "Medical review:</strong> none yet." in shown
    found = re.findall(r"(Factual|Editorial) review: version 1 by ([\w ]+), [^,]+, (\w+)", shown)
    assert found == [("Editorial", "Ida Penn", "declined"), ("Factual", "Linden Saltmere", "approved")]
    assert "Too long." in shown


def test_desk_offers_editorial_review_where_no_medical_one_is_demanded(at, article, pillar, pen, editor, writer):
    pillar.review_required = False
    pillar.save()
    link = f'href="{address(article)}"'
    assert link in desk_page(at(editor), article)
    assert link not in desk_page(at(writer), article)


def test_other_reviews_cost_the_desk_as_many_queries_as_none(at, article, pen, editor, django_assert_max_num_queries):
    browser, given = at(editor), {"reviewer": pen, "by": editor, "kind": "editorial", **SAID}
    reviewing.sign(article, article.revisions.get(), **given)
    desk_page(browser, article)
    with django_assert_max_num_queries(100) as few:
        desk_page(browser, article)
    for _ in range(8):
        reviewing.sign(article, article.revisions.get(), **given)
    with django_assert_max_num_queries(len(few)):
        desk_page(browser, article)


def test_changes_are_told_since_the_last_verdict_of_the_kind(at, article, both, clinician, doctor, editor):
    shown = at(editor).get(address(article)).content.decode()
    assert "Changed since" not in shown
    rewrite(article, article.revisions.get().author, standfirst="Said anew.")
    shown = at(editor).get(address(article)).content.decode()
    assert "Changed since Ida Penn reviewed version 1" in shown
    assert "Changed since" not in at(doctor).get(address(article)).content.decode()


def test_mail_names_the_kind(article, both, writer):
    first = [
        text.splitlines()[0] for to, subject, text in delivered() if (to, subject[:9]) == (writer.email, "Reviewed:")
    ]
    assert sorted(first) == [
        "Editorial review of version 1 of “Stiff in the Morning” by Ida Penn: approved.",
        "Factual review of version 1 of “Stiff in the Morning” by Linden Saltmere: approved.",
    ]


def test_kind_that_is_none_is_refused_by_the_verb(article, clinician, doctor):
    with pytest.raises(ValidationError) as refusal:
        reviewing.sign(article, article.revisions.get(), reviewer=clinician, by=doctor, kind="spelling", **SAID)
    assert list(refusal.value.message_dict) == ["kind"]
