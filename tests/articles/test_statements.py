"""What readers are told of a text besides the text."""

from dataclasses import replace

import pytest
from django.utils import timezone

from articles import correcting, previewing, publishing, statements, writing
from articles.models import Article
from articles.snapshots import Contributor, Interest
from authors import retiring
from authors.models import Author
from content.text import read
from tests.articles.test_reviewing import clinician as clinician
from tests.articles.test_reviewing import sign as sign

pytestmark = pytest.mark.django_db


def page_of(client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


@pytest.fixture
def policies(published) -> None:
    for title, slug in (("Editorial Policy", "editorial-policy"), ("Medical Disclaimer", "medical-disclaimer")):
        published(title, kind="page", pillar=None, contributors=(), slug=slug)


def test_statement_of_each_author_stands_below_the_text(published, author, reader):
    second = Author.objects.create(name="Bo Example", slug="bo-example")
    said = (Interest(author.pk, "Owns <shares> in pillows."), Interest(second.pk, "None"))
    article = published(contributors=(Contributor(author.pk), Contributor(second.pk)), interests=said)
    page = page_of(reader, article).partition('id="page-statements"')[2]
    assert "Ada Example: Owns &lt;shares&gt; in pillows." in page
    assert "Bo Example: states that there are none" in page


def test_statement_of_the_reviewer_stands_beside_them(draft, sign, editor, reader):
    article = draft()
    sign(article, conflict="Paid by a clinic.")
    page = page_of(reader, publishing.publish(article, revision=article.revisions.get(), by=editor))
    assert "Linden Saltmere (medical review): Paid by a clinic." in page


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ("none", "AI had no part in this text."),
        ("assisted", "People wrote this text, with help from AI. It shortened it."),
        ("drafted", "A first version of this text came from AI. It shortened it."),
    ],
)
def test_use_of_ai_is_told_in_words(published, author, reader, use, words):
    said = {} if use == "none" else {"ai_how": "It shortened it.", "ai_editor": author.pk}
    assert words in page_of(reader, published(ai_use=use, **said))


def test_drafted_text_is_labelled_at_the_top_unless_a_person_answers_and_a_review_holds(
    draft, published, author, sign, editor, reader
):
    label, said = 'class="drafted"', {"ai_use": "drafted", "ai_how": "A list.", "ai_editor": author.pk}
    assert label in page_of(reader, published("Unreviewed", **said))
    article = draft("Reviewed", **said)
    sign(article)
    page = page_of(reader, publishing.publish(article, revision=article.revisions.get(), by=editor))
    assert label not in page
    assert '<a href="/authors/ada-example/">Ada Example</a> answers for it.' in page
    nobody = draft("Nobody answers", **said | {"ai_editor": None})
    sign(nobody)
    nobody = publishing.publish(nobody, revision=nobody.revisions.get(), by=editor, override_reason="In haste.")
    assert label in page_of(reader, nobody)


def test_sponsor_is_named_above_the_text_and_in_the_feed(published, reader):
    article = published(sponsor="The <Pillow> Fund", sponsored_for="The drawings.")
    page = page_of(reader, article)
    assert page.index("Sponsored</strong> by The &lt;Pillow&gt; Fund") < page.index('class="byline"')
    assert "What was paid for: The drawings." in page
    assert "Sponsored" not in page_of(reader, published("Unpaid"))
    feed = reader.get("/feed.xml").content.decode()
    assert feed.count("Sponsored") == 1


def test_guide_of_a_topic_tells_it_too(published, reader):
    published(
        "Guide", kind="guide", sponsor="The Fund", sponsored_for="All of it.", ai_use="assisted", ai_how="A list."
    )
    page = reader.get("/back-pain/special-populations/").content.decode()
    for words in ("by The Fund", "with help from AI", "Ada Example: states that there are none"):
        assert words in page


def test_who_left_without_a_name_states_it_without_one(published, author, editor, reader):
    article = published(ai_use="drafted", ai_how="A list.", ai_editor=author.pk)
    retiring.retire(author, by=editor, reason="They asked.", anonymous=True)
    page = page_of(reader, article)
    assert "Ada" not in page
    assert "A former author: states that there are none" in page
    assert "A former author answers for it." in page


def test_policies_are_linked_where_they_are_public(published, policies, editor, reader):
    article = published()
    page = page_of(reader, article).partition('id="page-statements"')[2].partition("<footer")[0]
    assert page.count('href="/about/editorial-policy/"') == page.count('href="/about/medical-disclaimer/"') == 1
    policy = Article.objects.get(slug="editorial-policy")
    publishing.withdraw(policy, by=editor, reason="To be written anew.")
    page = page_of(reader, article).partition('id="page-statements"')[2].partition("<footer")[0]
    assert "editorial-policy" not in page
    assert "medical-disclaimer" in page


def test_page_loaded_at_the_desk_knows_the_policies_as_readers_do(published, policies):
    article = Article.objects.get(pk=published().pk)
    assert statements.policies(article) == ("/about/editorial-policy/", "/about/medical-disclaimer/")


def test_draft_is_shown_with_what_it_states(draft, author):
    article = draft(sponsor="The Fund", sponsored_for="All of it.", ai_use="drafted", ai_editor=author.pk)
    _, context = previewing.page_of(article, article.revisions.get())
    said = context["page"].statements
    assert (said.sponsor, said.ai_use, said.ai_editor.name, said.ai_label) == (
        "The Fund",
        "drafted",
        "Ada Example",
        True,
    )
    assert [one.statement for one in said.interests] == ["None"]


def test_new_statement_reaches_readers_by_publication_alone(published, author, editor, writer, reader):
    article = published()
    snapshot, base = writing.current(article)
    said = replace(snapshot, interests=(Interest(author.pk, "Sells pillows."),))
    revision = writing.save(article, said, by=writer, base=base)
    assert "Sells pillows." not in page_of(reader, article)
    before = article.updated_at
    article = publishing.publish(article, revision=revision, by=editor)
    assert "Sells pillows." in page_of(reader, article)
    assert article.updated_at == before


def test_statements_cost_readers_no_query(published, author, client, django_assert_num_queries):
    plain = published("Plain", text="Words.\n")
    full = {"sponsor": "The Fund", "sponsored_for": "All.", "ai_use": "drafted", "ai_how": "x", "ai_editor": author.pk}
    stated = published("Stated", text="Words.\n", **full)
    for article in (plain, stated):
        with django_assert_num_queries(4):
            client.get(article.get_absolute_url())


def test_corrections_of_a_text_do_not_collide_with_its_sections(published, editor, reader):
    article = published(body=read("Page corrections\n\nWords of it.\nPage statements\n\nMore words of it.\n"))
    correcting.correct(article, text="It was wrong.", by=editor)
    page = page_of(reader, article)
    assert page.count('id="page-corrections"') == page.count('id="page-statements"') == 1
    assert timezone.localdate().isoformat() in page
