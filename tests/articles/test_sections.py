from dataclasses import replace

from articles import publishing, writing
from articles.models import Article
from content.text import read, write


def _edit(article, change, writer, editor):
    """Publish the article with its plain form changed by `change`."""
    snapshot, token = writing.current(article)
    body = read(change(write(snapshot.body)), snapshot.body)
    revision = writing.save(article, replace(snapshot, body=body), by=writer, base=token)
    return publishing.publish(article, revision=revision, by=editor)


def _living(article):
    """The anchors of the living sections in document order."""
    return [article.anchors["living"][block] for block in article.anchors["order"]]


TEXT = "First\n\nOne.\nSecond\n\nTwo.\nThird\n\nThree.\n"


def test_each_heading_gets_an_anchor_at_first_publication(draft, published):
    assert draft("Draft", text=TEXT).sections.count() == 0
    article = published("Other", text=TEXT)
    assert _living(article) == ["first", "second", "third"]


def test_an_anchor_survives_new_words(published, writer, editor):
    article = published(text=TEXT)
    article = _edit(article, lambda text: text.replace("Second", "Another name"), writer, editor)
    assert _living(article) == ["first", "second", "third"]


def test_a_removed_heading_leaves_its_anchor_at_the_section_before(published, writer, editor):
    article = published(text=TEXT)
    blocks = {anchor: block for block, anchor in article.anchors["living"].items()}
    article = _edit(article, lambda text: text.replace("Second\n\nTwo.\n", ""), writer, editor)
    assert article.anchors["retired"] == {blocks["first"]: ["second"]}


def test_retired_anchors_move_on_when_their_stand_in_goes_too(published, writer, editor):
    article = published(text=TEXT)
    blocks = {anchor: block for block, anchor in article.anchors["living"].items()}
    article = _edit(article, lambda text: text.replace("Second\n\nTwo.\n", ""), writer, editor)
    article = _edit(article, lambda text: text.replace("First\n\nOne.\n", ""), writer, editor)
    assert article.anchors["retired"] == {blocks["third"]: ["first", "second"]}


def test_a_restored_heading_gets_its_own_anchor_back(published, writer, editor):
    article = published(text=TEXT)
    first = article.revisions.get(number=1)
    article = _edit(article, lambda text: text.replace("Second\n\nTwo.\n", ""), writer, editor)
    article = publishing.publish(article, revision=first, by=editor)
    assert (_living(article), article.anchors["retired"]) == (["first", "second", "third"], {})


def test_an_anchor_is_never_given_to_another_section(published, writer, editor):
    article = published(text=TEXT)
    article = _edit(article, lambda text: text.replace("Second\n\nTwo.\n", ""), writer, editor)
    article = _edit(article, lambda text: text + "Second\n\nA new section of that name.\n", writer, editor)
    assert _living(article) == ["first", "third", "second-2"]


def test_anchors_keep_clear_of_the_pages_own_ids(published):
    article = published(text="Main\n\nA.\nReferences\n\nB.\nCare at home\n\nC.\n背中\n\nD.\n")
    assert _living(article) == ["section-main", "section-references", "care-at-home", "section"]


def test_no_section_is_lost_when_everything_goes(published, writer, editor):
    article = published(text=TEXT)
    article = _edit(article, lambda text: "Only words, no headings at all, and they end with a stop.\n", writer, editor)
    assert article.anchors == {"living": {}, "retired": {"": ["first", "second", "third"]}, "order": []}
    assert Article.objects.get(pk=article.pk).sections.count() == 3
