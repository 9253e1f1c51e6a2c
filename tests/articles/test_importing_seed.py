"""The import of a real, long article: every part counted, every character kept."""

import html
import re
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from articles import topic_links
from articles.delivery import read_article
from articles.models import Article, Pillar, RelatedLink
from content.rendering import Surroundings, render
from content.text import plain_text
from demo import script
from tests.articles.test_importing import STATED

pytestmark = pytest.mark.shared


@pytest.fixture
def seed(shared_dir):
    return shared_dir / "seed/hrt-menopausal-back-stiffness.txt"


@pytest.fixture
def imported(seed, administrator, moderator):
    for topic in script.read().hubs:
        hub = Pillar.objects.create(title=topic.title, slug=topic.slug, review_required=False)
        for below in topic.pillars:
            Pillar.objects.create(parent=hub, title=below.title, slug=below.slug, review_required=False)
    out = StringIO()
    options = ["--pillar", "back-pain/special-populations", "--author", "camellia-wulansari", *STATED, "--publish"]
    more = ["--approve-bio", moderator.email, "--link-pillars=apply", "--by", administrator.email]
    call_command("import_article", str(seed), *options, *more, stdout=out)
    return Article.objects.published().get(), out.getvalue().splitlines()


def test_seed_has_all_its_parts(imported):
    article, lines = imported
    kinds = Counter(block["type"] for block in article.body["content"])
    assert kinds == {"heading": 19, "paragraph": 33, "bullet_list": 7, "related_link": 9}
    assert lines[-1] == (
        "http://127.0.0.1:8000/articles/how-hrt-eases-menopausal-back-stiffness-and-improves-mobility/"
    )
    for line in ("sections, level 2     12", "sections, level 3     7", "lists                 7 with 24 items"):
        assert line in lines


def test_not_a_character_of_the_seed_is_lost(imported, seed):
    article, _ = imported
    rendered = str(render(article.body, Surroundings()))
    words = html.unescape(re.sub(r"<[^>]+>", "", rendered.replace("</li>", "</li>\n").replace("</p>", "</p>\n")))
    page = "\n".join([article.title, article.standfirst, words, plain_text(article.contributors.get().bio)])
    lines = [line.removeprefix("- ").strip() for line in seed.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line not in page] == []


def test_seed_names_its_hub_and_pillars(imported):
    article, _ = imported
    links = [(link.words, link.target.title) for link in RelatedLink.objects.filter(article=article, origin="text")]
    assert links == [
        ("lifestyle, diet, and natural back pain remedies", "Lifestyle, Diet and Natural Remedies"),
        ("special populations", "Special Populations"),
        ("Back Pain", "Back Pain"),
        ("exercise and back rehabilitation", "Exercise and Rehabilitation"),
    ]


def test_related_links_keep_label_and_title(imported):
    article, _ = imported
    links = RelatedLink.objects.filter(article=article, origin="callout")
    assert len(links) == 9
    assert links[1].label == "You might find this read useful"
    assert links[1].words == "Living Better with Spinal Stenosis: Back Pain Relief"
    assert {link.target_article.state for link in links} == {"planned"}


def test_bio_of_the_seed_is_public_after_approval(imported):
    article, _ = imported
    author = article.contributors.get()
    assert author.name == "Camellia Wulansari"
    assert plain_text(author.bio).endswith("her favorite metal band, Lamb of God.")


def test_hub_is_proposed_where_the_text_speaks_of_a_hub(seed):
    body = read_article(seed).body
    (suggestion,) = topic_links.suggest(body, [Pillar(pk=1, title="Back Pain")])
    text = next(block for block in body["content"] if block["attrs"]["id"] == suggestion.place.block_id)
    assert "the main hub on Back Pain at Healthusias" in plain_text({**body, "content": [text]})


def test_page_of_the_seed_shows_every_line(imported, seed, reader):
    article, _ = imported
    page = reader.get(article.get_absolute_url()).content.decode()
    words = html.unescape(re.sub(r"<[^>]+>", "", page.partition("<main")[2]))
    lines = [line.removeprefix("- ").strip() for line in seed.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line not in words] == []
