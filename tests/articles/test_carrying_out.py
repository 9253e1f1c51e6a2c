"""Acts on what very many articles point at: the worker does them, and tells what came of it."""

import pytest
from django_tasks_db.models import DBTaskResult

from articles import carrying_out, writing
from articles.models import Article
from content.linked import linked
from history import revisions
from tests.content.builders import doc, paragraph, text, to_article
from tests.desk import messages
from tests.mail import delivered

PAGE = "/admin/articles/article/{}/withdraw/"


@pytest.fixture(autouse=True)
def few(monkeypatch) -> None:
    monkeypatch.setattr(carrying_out, "AT_ONCE", 2)


@pytest.fixture
def target(published) -> Article:
    return published("Floor")


@pytest.fixture
def origins(published, target) -> list[Article]:
    link = text("floor", to_article(target.pk))
    return [published(f"Origin {n}", body=doc(paragraph("a", f"Floor {n} is a ", link, "."))) for n in range(3)]


def typed(page, **changes) -> dict[str, str]:
    forms = [page.context["form"], *(form for _, _, places in page.context["origins"] for form in places)]
    said = {form[name].html_name: form[name].value() for form in forms for name in form.fields}
    return {name: value for name, value in (said | changes).items() if value not in (None, False)}


def press(client, target, **changes):
    url = PAGE.format(target.pk)
    return client.post(url, typed(client.get(url), reason="Old.", **changes), follow=True)


def work() -> None:
    """Twice, as where a worker is killed between the deed and its record."""
    for row in DBTaskResult.objects.ready().filter(task_path="articles.carrying_out.carry_out_later"):
        for _ in range(2):
            row.task.func(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])


def test_the_worker_does_a_large_act_once_and_tells_who_asked_for_it(at, editor, target, origins):
    page = press(at(editor), target, others="drop")
    assert messages(page) == ["3 articles point there, so it takes a moment. A mail will tell you what came of it."]
    assert Article.objects.get(pk=target.pk).is_published
    delivered()
    work()
    assert not Article.objects.get(pk=target.pk).is_published
    assert [linked(Article.objects.get(pk=one.pk).body) for one in origins] == [[], [], []]
    ((to, subject, body),) = delivered()
    assert (to, subject) == (editor.email, "Done: Floor")
    assert "3 places in 3 articles changed with it." in body


def test_few_changes_are_made_at_once_however_many_articles_point_there(at, editor, target, origins):
    press(at(editor), target)
    assert not Article.objects.get(pk=target.pk).is_published


def test_what_the_worker_could_not_do_is_told_and_all_that_was_typed_comes_back(
    at, editor, writer, person, target, origins
):
    key = f"{origins[0].pk}-{origins[0].body['content'][0]['attrs']['id']}-0"
    press(at(editor), target, others="drop", **{f"{key}-way": "reword", f"{key}-sentence": "My own floor."})
    snapshot, base = writing.current(origins[0])
    snapshot.body["content"][0]["content"][0]["text"] = "Floor 0 was never a "
    writing.save(origins[0], snapshot, by=writer, base=base)
    delivered()
    row = DBTaskResult.objects.get(task_path="articles.carrying_out.carry_out_later")
    row.task.func(**row.args_kwargs["kwargs"])
    assert Article.objects.get(pk=target.pk).is_published
    ((_, subject, body),) = delivered()
    assert subject == "Not done: Floor"
    assert "This place was changed meanwhile." in body
    address = next(word for word in body.split() if "?again=" in word).partition("://")[2].partition("/")[2]
    page = at(editor).get(f"/{address}")
    assert "My own floor." in page.content.decode()
    assert (page.context["form"]["reason"].value(), page.context["form"]["others"].value()) == ("Old.", "drop")
    other = person("editor", email="second@example.org")
    assert "My own floor." not in at(other).get(f"/{address}").content.decode()
    assert revisions.latest(origins[1]).number == 1


def test_who_lost_the_role_meanwhile_does_nothing(at, editor, target, origins):
    press(at(editor), target, others="drop")
    editor.groups.clear()
    delivered()
    work()
    assert Article.objects.get(pk=target.pk).is_published
    assert {subject for _, subject, _ in delivered()} == {"Not done: Floor"}


@pytest.mark.parametrize("key", ["", "x", "%00", "0123456789abcdef"])
def test_what_is_not_kept_leaves_the_page_as_it_is(at, editor, target, origins, key):
    page = at(editor).get(PAGE.format(target.pk) + f"?again={key}")
    assert page.status_code == 200
    assert page.context["form"].is_bound is False
