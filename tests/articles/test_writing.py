from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles import publishing, writing
from articles.enums import ArticleState
from articles.models import Article, Revision
from content.text import read
from history.models import Event
from history.revisions import Conflict


def test_a_new_article_is_a_draft_with_one_sealed_revision(draft, writer):
    article = draft("Stiff in the Morning")
    revision = article.revisions.get()
    assert (article.state, article.slug, article.working_slug) == (ArticleState.DRAFT, None, "stiff-in-the-morning")
    assert (revision.number, revision.author, revision.is_sealed) == (1, writer, True)


def test_readers_see_the_old_text_until_publication(published, writer):
    article = published("Old Title")
    snapshot, token = writing.current(article)
    writing.save(article, replace(snapshot, title="New Title"), by=writer, base=token)
    article = Article.objects.get(pk=article.pk)
    assert (article.title, article.working_title) == ("Old Title", "New Title")
    assert article.live_revision.number == 1


def test_doctor_cannot_write(snapshot, doctor):
    with pytest.raises(PermissionDenied):
        writing.start(snapshot(), by=doctor)
    assert not Article.objects.exists()


def test_outsider_cannot_save_a_revision(draft, outsider):
    article = draft()
    snapshot, token = writing.current(article)
    with pytest.raises(PermissionDenied):
        writing.save(article, replace(snapshot, title="Mine"), by=outsider, base=token)
    assert article.revisions.count() == 1


def test_two_people_from_the_same_state_conflict_and_both_texts_stand(draft, writer, editor):
    article = draft()
    snapshot, token = writing.current(article)
    writing.save(article, replace(snapshot, title="Hers"), by=writer, base=token)
    with pytest.raises(Conflict):
        writing.save(article, replace(snapshot, title="His"), by=editor, base=token)
    assert writing.current(article)[0].title == "Hers"
    assert Article.objects.get(pk=article.pk).working_title == "Hers"


@pytest.mark.parametrize("values", [{"title": "  "}, {"title": "x" * 201}])
def test_a_bad_title_is_refused_at_its_field(snapshot, writer, values):
    with pytest.raises(ValidationError) as caught:
        writing.start(snapshot(**values), by=writer)
    assert list(caught.value.message_dict) == ["title"]
    assert not Article.objects.exists()


def test_a_body_with_problems_is_refused_with_their_paths(snapshot, writer):
    body = {"type": "doc", "attrs": {"schema": 1}, "content": [{"type": "script", "attrs": {"id": "aaaaaaaa"}}]}
    with pytest.raises(ValidationError) as caught:
        writing.start(snapshot(body=body), by=writer)
    assert caught.value.message_dict["body"][0].startswith("content[0]")
    assert not Revision.objects.exists()


def test_equal_titles_get_different_addresses(draft):
    assert draft("Twice").working_slug == "twice"
    assert draft("Twice", text="Other\n\nWords.\n").working_slug == "twice-2"


def test_an_address_of_another_article_is_refused(draft, writer):
    draft("First")
    second = draft("Second")
    snapshot, token = writing.current(second)
    with pytest.raises(ValidationError) as caught:
        writing.save(second, replace(snapshot, slug="first"), by=writer, base=token)
    assert list(caught.value.message_dict) == ["slug"]


def test_a_title_without_latin_letters_still_gets_an_address(draft):
    assert draft("背中の痛み").working_slug == "article"


def test_a_call_out_plans_the_article_it_names(draft):
    draft(text="Related reading: Best Shoes for a Sore Back\n")
    planned = Article.objects.planned().get()
    assert (planned.title, planned.slug, planned.revisions.count()) == ("Best Shoes for a Sore Back", None, 0)


def test_a_planned_article_goes_when_nothing_links_to_it_any_more(draft, writer):
    article = draft(text="Related reading: Best Shoes for a Sore Back\n")
    other = draft("Other", text="More: Best Shoes for a Sore Back\n")
    for each in (article, other):
        assert Article.objects.planned().count() == 1
        snapshot, token = writing.current(each)
        writing.save(each, replace(snapshot, body=read("No link any more, only words.\n")), by=writer, base=token)
    assert Article.objects.planned().count() == 0


def test_starting_an_article_of_a_planned_title_takes_the_plan_over(draft):
    draft(text="Related reading: Best Shoes for a Sore Back\n")
    planned = Article.objects.planned().get()
    written = draft("best shoes for a sore back")
    assert (written.pk, Article.objects.get(pk=planned.pk).state) == (planned.pk, ArticleState.DRAFT)


def test_a_link_to_our_own_address_becomes_a_reference(published, draft):
    target = published("Target")
    link = {"type": "link", "attrs": {"target": {"kind": "url", "href": "http://127.0.0.1:8000/articles/target/"}}}
    text = {"type": "text", "text": "here", "marks": [link]}
    body = read("")
    body["content"] = [{"type": "paragraph", "attrs": {"id": "aaaaaaaa"}, "content": [text]}]
    article = draft("Linking", body=body)
    mark = writing.current(article)[0].body["content"][0]["content"][0]["marks"][0]
    assert mark["attrs"]["target"] == {"kind": "article", "id": target.pk}


def test_before_publication_lists_show_the_latest_revision(draft, writer):
    article = draft("One")
    snapshot, token = writing.current(article)
    writing.save(article, replace(snapshot, title="Two", tags=("HRT",)), by=writer, base=token)
    article = Article.objects.get(pk=article.pk)
    assert (article.title, list(article.tags.names())) == ("Two", ["HRT"])


def test_tags_of_the_same_word_count_once(draft):
    article = draft(tags=("HRT", "hrt ", "  sleep  well "))
    assert writing.current(article)[0].tags == ("HRT", "sleep well")


def test_every_save_leaves_an_event(draft, writer):
    article = draft()
    snapshot, token = writing.current(article)
    writing.save(article, replace(snapshot, title="Another"), by=writer, base=token)
    acts = list(Event.objects.filter(target_kind="article").order_by("pk").values_list("act", flat=True))
    assert acts == ["created", "saved", "saved"]


def test_saving_an_unchanged_form_leaves_no_trace(published, writer):
    article = published()
    snapshot, token = writing.current(article)
    events = Event.objects.count()
    writing.save(article, snapshot, by=writer, base=token)
    assert (article.revisions.count(), Event.objects.count()) == (1, events)
    assert publishing.blockers(article, snapshot) == []
