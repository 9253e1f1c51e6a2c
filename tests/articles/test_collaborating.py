"""Who works on an article: who joins by itself, who is brought in, who leaves."""

import importlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import autosaving, collaborating, writing
from articles.models import Article, Collaboration
from articles.snapshots import Contributor
from authors.models import Author, User
from history import revisions
from history.models import Event
from tests.articles.desk import OpenPage, paragraph
from tests.desk import messages
from tests.mail import delivered


def crew(article: Article) -> list[str]:
    return [person.email.partition("@")[0] for person in article.collaborations.people()]


def page_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/people/"


@pytest.fixture
def ann(person) -> User:
    return person("writer", email="ann@example.org")


@pytest.fixture
def article(draft) -> Article:
    return draft("Cold Floors")


# By itself


def test_who_begins_an_article_works_on_it(article):
    assert crew(article) == ["writer"]


def test_who_takes_up_a_planned_article_works_on_it(snapshot, draft, ann):
    draft("Begun", text="Read more: Cold Feet\n")
    planned = Article.objects.planned().get()
    assert crew(planned) == []
    assert crew(writing.start(snapshot("cold feet"), by=ann)) == ["ann"]


def test_who_is_named_as_an_author_works_on_it_from_the_next_version_on(article, ann, writer):
    named, unknown = (Author.objects.create(name=name, slug=name.lower()) for name in ("Ann", "Bo"))
    Author.objects.filter(pk=named.pk).update(user=ann)
    snapshot, base = writing.current(article)
    contributors = (*snapshot.contributors, Contributor(named.pk), Contributor(unknown.pk))
    writing.save(article, replace(snapshot, contributors=contributors), by=writer, base=base)
    assert crew(article) == ["writer", "ann"]


def test_who_is_named_and_switched_off_does_not_join(article, ann, writer):
    named = Author.objects.create(name="Ann", slug="ann", user=ann)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, contributors=(Contributor(named.pk),)), by=writer, base=base)
    assert crew(article) == ["writer"]


def test_an_editor_who_writes_works_on_it_once_the_version_is_saved(at, article, editor):
    OpenPage(at(editor), article).keep(blocks={"bbbbbbbb": {"base": None, "block": paragraph("More.", "bbbbbbbb")}})
    assert crew(article) == ["writer"]
    autosaving.seal_idle(timezone.now() + timedelta(hours=1))
    assert crew(article) == ["writer", "editor"]


def test_both_whose_words_stood_in_an_open_version_join(article, editor, administrator):
    state, base = writing.current(article)
    revisions.write(article, replace(state, title="Warm Floors").as_dict(), by=editor, base=base)
    state, base = writing.current(article)
    # Another's title is replaced: the version with it is sealed on the way.
    writing.save(article, replace(state, title="Hot Floors"), by=administrator, base=base)
    assert set(crew(article)) == {"writer", "editor", "administrator"}


def test_people_of_texts_from_before_are_noted_once(draft, ann, writer, editor, person):
    bo = person("writer", email="bo@example.org")
    named = Author.objects.create(name="Bo", slug="bo", user=bo)
    article, other = draft("Cold Floors"), draft("Warm Floors", text="Read more: Cold Feet\n")
    snapshot, base = writing.current(article)
    revisions.write(article, replace(snapshot, title="Hot Floors").as_dict(), by=ann, base=base)
    snapshot, base = writing.current(article)
    contributors = (Contributor(named.pk),)
    revisions.write(article, replace(snapshot, contributors=contributors).as_dict(), by=editor, base=base)
    Collaboration.objects.all().delete()
    migration = importlib.import_module("articles.migrations.0016_who_has_worked_on_what")
    for _ in range(2):
        migration.join(apps, None)
    assert set(crew(article)) == {"writer", "ann", "bo", "editor"}
    assert crew(other) == ["writer"]
    assert crew(Article.objects.planned().get()) == []


def test_saving_again_adds_nobody_twice(article, writer):
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, standfirst="New."), by=writer, base=base)
    assert Collaboration.objects.count() == 1


# Brought in


def test_a_colleague_is_brought_in_and_told(article, ann, writer):
    made = collaborating.add(article, ann, by=writer)
    assert (crew(article), made.added_by) == (["writer", "ann"], writer)
    ((address, subject, text),) = delivered()
    assert (address, subject) == (ann.email, "Shared with you: Cold Floors")
    assert f"{writer} shares “Cold Floors” with you" in text
    assert f"/admin/articles/article/{article.pk}/change/" in text
    event = Event.objects.get(act="colleague added")
    assert (event.actor_id, event.target_id, event.data) == (writer.pk, article.pk, {"user": ann.pk, "name": str(ann)})


def test_who_was_brought_in_writes_and_brings_in_others(article, ann, writer, person):
    collaborating.add(article, ann, by=writer)
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, standfirst="New."), by=ann, base=base)
    collaborating.add(article, person("writer", email="bo@example.org"), by=ann)
    assert crew(article) == ["writer", "ann", "bo"]


@pytest.mark.parametrize("role", ["medical reviewer", "moderator", "auditor"])
def test_who_does_not_write_is_not_brought_in(article, writer, person, role):
    with pytest.raises(ValidationError, match="does not write at the desk"):
        collaborating.add(article, person(role), by=writer)
    assert crew(article) == ["writer"]


def test_neither_an_outsider_nor_who_is_switched_off_nor_who_is_there_is_brought_in(article, ann, writer, outsider):
    User.objects.filter(pk=ann.pk).update(is_active=False)
    for one in (ann, outsider, writer):
        with pytest.raises(ValidationError):
            collaborating.add(article, one, by=writer)
    assert (crew(article), delivered()) == (["writer"], [])


def test_who_does_not_see_it_brings_in_nobody_not_even_themselves(article, ann, doctor, outsider):
    for by in (ann, doctor, outsider, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            collaborating.add(article, ann, by=by)
    assert crew(article) == ["writer"]


# Leaving


@pytest.fixture
def shared(article, ann, writer) -> Article:
    collaborating.add(article, ann, by=writer)
    return article


def test_one_leaves_and_is_taken_out_by_editors_alone(shared, ann, writer, editor):
    with pytest.raises(PermissionDenied):
        collaborating.remove(shared, writer, by=ann)
    collaborating.remove(shared, ann, by=ann)
    assert crew(shared) == ["writer"]
    collaborating.add(shared, ann, by=writer)
    collaborating.remove(shared, writer, by=editor)
    assert crew(shared) == ["ann"]
    acts = Event.objects.filter(act__in=["left", "colleague removed"]).order_by("pk").values_list("act", "actor_id")
    assert list(acts) == [("left", ann.pk), ("colleague removed", editor.pk)]


def test_the_last_one_stays(article, shared, ann, writer, editor):
    User.objects.filter(pk=ann.pk).update(is_active=False)
    for by in (writer, editor):
        with pytest.raises(ValidationError, match="Somebody must work on it"):
            collaborating.remove(shared, writer, by=by)
    assert crew(shared) == ["writer", "ann"]


def test_who_is_named_stays(shared, ann, writer):
    named = Author.objects.create(name="Ann", slug="ann", user=ann)
    snapshot, base = writing.current(shared)
    writing.save(shared, replace(snapshot, contributors=(Contributor(named.pk),)), by=writer, base=base)
    with pytest.raises(ValidationError, match="named as an author"):
        collaborating.remove(shared, ann, by=ann)
    assert crew(shared) == ["writer", "ann"]


def test_who_is_not_there_cannot_leave(article, ann, editor):
    with pytest.raises(ValidationError, match="does not work on it"):
        collaborating.remove(article, ann, by=editor)
    with pytest.raises(ValidationError, match="does not work on it"):
        collaborating.remove(article, ann, by=ann)


def test_words_of_who_is_taken_out_stay_and_do_not_bring_them_back(shared, at, ann, writer, editor):
    page = OpenPage(at(ann), shared)
    page.keep(blocks={"bbbbbbbb": {"base": None, "block": paragraph("Ann was here.", "bbbbbbbb")}})
    collaborating.remove(shared, ann, by=editor)
    assert revisions.latest(shared).is_sealed
    snapshot, base = writing.current(shared)
    assert "Ann was here." in str(snapshot.body)
    writing.save(shared, replace(snapshot, standfirst="New."), by=writer, base=base)
    assert crew(shared) == ["writer"]
    answer = page.send({"blocks": {"cccccccc": {"base": None, "block": paragraph("Again.", "cccccccc")}}})
    assert answer.status_code == 403
    assert answer.json() == {"message": "You may not write in this article. Ask who works on it, or an editor."}


# The page


def test_the_page_names_all_and_offers_those_who_write(at, shared, ann, writer, editor, doctor, outsider):
    page = at(writer).get(page_of(shared))
    assert [one["row"].user for one in page.context["rows"]] == [writer, ann]
    assert [one["may_go"] for one in page.context["rows"]] == [True, False]
    assert list(page.context["colleagues"]) == [editor]


def test_one_shares_and_takes_out_on_the_page(at, article, ann, writer, editor):
    answer = at(writer).post(page_of(article), {"colleague": ann.pk}, follow=True)
    assert messages(answer) == [f"{ann} works on it now, and is told by mail."]
    assert crew(article) == ["writer", "ann"]
    page = at(ann).get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert f"They work on it:</strong> {writer}, {ann}." in page
    answer = at(ann).post(f"{page_of(article)}{ann.pk}/remove/")
    assert (answer["Location"], crew(article)) == ("/admin/articles/article/", ["writer"])
    answer = at(editor).post(f"{page_of(article)}{writer.pk}/remove/", follow=True)
    assert messages(answer)[-1] == "Somebody must work on it: add a colleague first."


@pytest.mark.parametrize("said", ["", "x", "9" * 18, "9" * 30, "²", "\x00"])
def test_a_forged_colleague_is_refused_on_the_page(at, article, writer, said):
    page = at(writer).post(page_of(article), {"colleague": said})
    assert page.context["errors"] == ["Choose a colleague."]
    assert crew(article) == ["writer"]


def test_a_forged_number_takes_out_nobody(at, shared, ann, writer, editor):
    assert at(editor).post(f"{page_of(shared)}{editor.pk}/remove/").status_code == 404
    assert at(writer).post(f"{page_of(shared)}{ann.pk}/remove/").status_code == 403
    assert at(writer).get(f"{page_of(shared)}{writer.pk}/remove/").status_code == 405
    assert crew(shared) == ["writer", "ann"]


def test_the_page_costs_the_same_for_any_number(at, article, writer, person, django_assert_max_num_queries):
    browser = at(writer)
    for number in range(6):
        collaborating.add(article, person("writer", email=f"w{number}@example.org"), by=writer)
        person("writer", email=f"x{number}@example.org")
    with django_assert_max_num_queries(8):
        browser.get(page_of(article))
