"""What is read after an article."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing, related_reading, rendering
from articles.models import Article, RelatedReading
from content.schema import document
from tests.content.builders import paragraph, text, to_article

SUBJECTS = ("knee", "neck", "hip", "foot")


@pytest.fixture
def site(published):
    """Twelve articles on four subjects, three on each."""
    return [
        published(f"{subject.title()} {number}", text=f"The {subject} and the {subject} bones of the {subject}.\n")
        for subject in SUBJECTS
        for number in range(3)
    ]


def after(article: Article) -> list[str]:
    page = rendering.article_page(Article.objects.published().with_address().get(pk=article.pk))
    return [entry.title for entry in page.further]


def test_what_has_most_in_common_comes_first(site):
    related_reading.refresh()
    # Knee 1 is the next one in the guide, and told above.
    assert after(site[0])[0] == "Knee 2"


def test_the_writers_picks_come_before_it(site, published):
    article = published("Knee 9", text="The knee and its bones.\n", listed=(site[11].pk, site[3].pk))
    assert after(article)[:2] == ["Foot 2", "Neck 0"]
    assert after(article)[2].startswith("Knee")
    assert len(after(article)) == 5


def test_what_the_text_leads_to_is_not_shown_again(site, published):
    links = [text(f"there {one.pk} ", to_article(one.pk)) for one in site[:3]]
    article = published("Knee 9", body=document(paragraph("a", "The knee: ", *links)), listed=(site[0].pk,))
    assert not {"Knee 0", "Knee 1", "Knee 2"} & set(after(article))


def test_withdrawn_articles_leave_at_once(site, editor):
    related_reading.refresh()
    publishing.withdraw(site[1], by=editor, reason="Wrong.")
    assert "Knee 1" not in after(site[0])
    assert not RelatedReading.objects.filter(target=site[1]).exists()
    assert not RelatedReading.objects.filter(article=site[1]).exists()


def test_a_page_shows_the_same_each_time(site):
    related_reading.refresh()
    assert after(site[0]) == after(site[0])


def test_one_alone_is_no_list(published):
    published("Knee")
    assert after(published("Neck")) == []


def test_five_at_most_and_never_the_page_itself(site):
    related_reading.refresh()
    for article in site:
        assert 2 <= len(after(article)) <= 5
        assert article.title not in after(article)


def test_no_target_hoards_lists(published):
    """All are most alike to one that has the words of all."""
    names = [f"word{letter}" for letter in "abcdefghijklmnopqrst"]
    published("Everything", text=f"{' '.join(names)}.\n")
    for name in names:
        published(f"About {name}", text=f"{name} {name}, {name} and {name}.\n")
    related_reading.refresh()
    shown = RelatedReading.objects.filter(position__lt=related_reading.SHOWN)
    inbound = Counter(shown.values_list("target", flat=True))
    assert max(inbound.values()) <= related_reading.MOST_INBOUND


def test_a_second_refresh_changes_nothing(site):
    related_reading.refresh()
    before = list(RelatedReading.objects.order_by("pk").values())
    assert related_reading.refresh() == 0
    assert [row["position"] for row in RelatedReading.objects.order_by("pk").values()] == [
        row["position"] for row in before
    ]


def test_neighbours_of_a_new_article_get_it(site, published):
    new = published("Knee 9", text="The knee and the knee bones of the knee.\n")
    related_reading.follow.call(new.pk)
    assert RelatedReading.objects.filter(target=new, article=site[0], position__isnull=False).exists()


def test_following_an_article_that_is_gone_does_nothing(db):
    related_reading.follow.call(4711)
    assert not RelatedReading.objects.exists()


@pytest.mark.parametrize("count", [3, 9])
def test_computing_one_list_costs_as_much_among_many(published, count):
    made = [published(f"Knee {number}", text="The knee and its bones.\n") for number in range(count)]
    with CaptureQueriesContext(connection) as asked:
        related_reading.propose(made[0])
    assert len(asked) <= 11
