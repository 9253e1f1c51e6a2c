"""The first page: what was reviewed last stands on it, as long as it is true."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import pages, publishing, review_calls, reviewing
from articles.models import Article, Review
from authors.models import Author
from tests.articles.test_reviewing import licensed, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinician(doctor, editor, moderator) -> Author:
    person = Author.objects.create(name="Linden Saltmere", slug="linden-saltmere", user=doctor)
    return licensed(person, editor, moderator)


@pytest.fixture
def reviewed(published, clinician, doctor):
    """A published article that the doctor reviewed so many days ago."""

    def make(title: str, days: int = 0) -> Article:
        article = published(title)
        said = {"verdict": "approved", "conflict": "None."}
        review = reviewing.sign(article, article.live_revision, reviewer=clinician, by=doctor, **said)
        Review.objects.filter(pk=review.pk).update(reviewed_at=timezone.now() - timedelta(days=days))
        return Article.objects.get(pk=article.pk)

    return make


def shown(reader) -> list[str]:
    """The titles of the list, in its order; none where there is no list."""
    section = reader.get("/").content.decode().partition('id="recently-reviewed"')[2].partition("</section>")[0]
    return re.findall(r'<h3><a href="[^"]+">([^<]+)', section)


def test_last_reviewed_stand_with_name_and_day_the_newest_first(reviewed, reader):
    for days in (3, 1, 2):
        reviewed(f"Reviewed {days} Days Ago", days)
    assert shown(reader) == [f"Reviewed {days} Days Ago" for days in (1, 2, 3)]
    day = timezone.localdate() - timedelta(days=1)
    line = f'Medically reviewed by Linden Saltmere on <time datetime="{day.isoformat()}">'
    assert line in reader.get("/").content.decode()


def test_nothing_is_said_where_nothing_is_reviewed(published, reader):
    published("Cold Floors")
    assert "Recently reviewed" not in reader.get("/").content.decode()


def test_only_what_holds_is_listed(reviewed, draft, reader, writer, editor, doctor, clinician):
    kept, overdue, changed, doubted, withdrawn = (
        reviewed(title) for title in ("Kept", "Overdue", "Changed", "Doubted", "Withdrawn")
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    Article.objects.filter(pk=overdue.pk).update(review_due_on=yesterday)
    version = rewrite(changed, writer, "Why\n\nBecause it is late. Take 400 mg.\n")
    publishing.publish(changed, revision=version, by=editor)
    review_calls.call(doubted, "topic", "A guideline changed.", by=editor)
    publishing.withdraw(withdrawn, by=editor, reason="Old.")
    waiting = draft("A Draft")
    said = {"reviewer": clinician, "by": doctor, "verdict": "approved", "conflict": "None."}
    reviewing.sign(waiting, waiting.revisions.get(), **said)
    assert shown(reader) == [kept.title]


def test_review_of_another_kind_is_none(published, reader, clinician, doctor):
    article = published("Cold Floors")
    said = {"reviewer": clinician, "by": doctor, "verdict": "approved", "conflict": "None.", "kind": "factual"}
    reviewing.sign(article, article.live_revision, **said)
    assert shown(reader) == []


def test_who_has_left_without_a_name_is_named_to_nobody(reviewed, reader, clinician):
    reviewed("Cold Floors")
    Author.objects.filter(pk=clinician.pk).update(anonymous_at=timezone.now(), retired_at=timezone.now())
    page = reader.get("/").content.decode()
    assert "Medically reviewed by A former author on" in page
    assert "Saltmere" not in page


@pytest.mark.parametrize("count", [1, 7])
def test_list_is_short_and_costs_one_query(reviewed, count, django_assert_num_queries):
    for number in range(count):
        reviewed(f"Number {number}", number)
    with django_assert_num_queries(1):
        found = pages.recently_reviewed()
        assert [article.get_absolute_url() for article, _ in found]
    assert [article.title for article, _ in found] == [
        f"Number {number}" for number in range(min(count, pages.REVIEWED))
    ]
