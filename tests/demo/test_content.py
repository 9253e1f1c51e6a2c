"""What the demo says: its texts, particulars, topics and people agree with one another and keep the house's rules."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from articles.boxes import set_boxes
from articles.enums import ArticleKind
from articles.particulars import Particulars, read_beside
from content import outline
from content.metrics import word_count
from content.text import Manuscript, plain_text, read_manuscript
from demo import script
from demo.drawing import PICTURES
from healthusias.roles import ROLES

MAIN = "90-hrt-and-a-stiff-back"
# Words that claim what they do not show; the desk will warn of them too.
BARE_CLAIMS = re.compile(
    r"(?i:according to|studies show|research (?:shows|suggests)|experts say|proven|linked to)|\b(?:NIH|WHO)\b"
)
RED_FLAGS = re.compile(r"bladder or bowel|between the legs|chest pain|harming yourself", re.I)
LOUD_WORDS = re.compile(r"cure|miracle|secret|instant|guarantee|game.changer", re.I)


@dataclass(frozen=True)
class Text:
    path: Path
    manuscript: Manuscript
    said: Particulars

    @property
    def blocks(self) -> list[dict]:
        return self.manuscript.body["content"]

    @property
    def boxed(self) -> list[dict]:
        """The blocks as they are published."""
        return set_boxes(self.manuscript.body, self.said)["content"]

    @property
    def cards(self) -> list[dict]:
        return [block for block in self.boxed if block["type"] == "care_card"]

    @property
    def related(self) -> list[dict]:
        return [block["attrs"] for block in self.blocks if block["type"] == "related_link"]

    @property
    def is_page(self) -> bool:
        return self.said.kind == ArticleKind.PAGE


@cache
def play() -> script.Script:
    return script.read()


@cache
def texts() -> dict[str, Text]:
    return {
        path.stem: Text(path, read_manuscript(path.read_text(encoding="utf-8")), read_beside(path))
        for path in play().texts
    }


def nodes() -> list[str]:
    """The addresses of all hubs and pillars."""
    hubs = play().hubs
    return [hub.slug for hub in hubs] + [f"{hub.slug}/{pillar.slug}" for hub in hubs for pillar in hub.pillars]


each_text = pytest.mark.parametrize("name", [path.stem for path in script.read().texts])


@each_text
def test_text_has_short_title_standfirst_and_sections(name):
    manuscript = texts()[name].manuscript
    assert 5 <= len(manuscript.title) <= 65
    assert len(manuscript.standfirst.split()) >= 12
    assert len(outline.outline(manuscript.body)) >= 2


@each_text
def test_particulars_name_what_exists(name):
    text = texts()[name]
    assert text.said.kind in ArticleKind.values
    assert text.said.search_description is None or len(text.said.search_description) <= 160
    if text.is_page:
        assert (text.said.pillar, text.said.author) == (None, None)
    else:
        assert text.said.pillar in nodes()
        assert text.said.author in {person.slug for person in play().authors}


@each_text
def test_article_is_marked_as_demo(name):
    text = texts()[name]
    assert text.is_page or "demo" in text.said.tags


@each_text
def test_pictures_are_drawn_described_and_credited(name):
    text = texts()[name]
    headings = {heading.text for heading in outline.headings(text.manuscript.body)}
    for picture in text.said.pictures:
        assert Path(picture.file).stem in PICTURES
        assert picture.heading in headings
        assert 30 <= len(picture.alt) < 125
        assert picture.caption
        assert picture.credit
    files = [picture.file for picture in text.said.pictures]
    assert len(files) == len(set(files))


@each_text
def test_words_of_links_stand_in_a_paragraph(name):
    text = texts()[name]
    paragraphs = [plain_text({"type": "doc", "content": [b]}) for b in text.blocks if b["type"] == "paragraph"]
    for link in text.said.links:
        assert any(link.words in words for words in paragraphs), link.words


@each_text
def test_text_claims_nothing_without_a_source(name):
    manuscript = texts()[name].manuscript
    words = f"{manuscript.standfirst}\n{plain_text(manuscript.body)}"
    assert not BARE_CLAIMS.search(words)
    assert not re.search(r"\d\s*%|\d in \d|\bper ?cent\b", words)
    assert not LOUD_WORDS.search(manuscript.title)


@each_text
def test_boxes_change_no_word_of_the_text(name):
    text = texts()[name]
    titles = {callout.title for callout in text.said.callouts}
    said = plain_text({"content": text.boxed}).splitlines()
    assert [line for line in said if line not in titles] == plain_text(text.manuscript.body).splitlines()


@each_text
def test_care_card_calls_to_one_act_and_lists_when(name):
    """NHS: a card's heading ends in "if:" and a list follows; one card of each kind; text after it has a heading."""
    text = texts()[name]
    for card in text.cards:
        heading, *below = card["content"]
        assert plain_text({"content": [heading]}).endswith(" if:")
        assert [part["type"] for part in below] == ["bullet_list"]
        assert 2 <= len(below[0]["content"]) <= 6
    assert max(Counter(card["attrs"]["urgency"] for card in text.cards).values(), default=1) == 1
    kinds = [block["type"] for block in text.boxed] + ["end"]
    after = {kinds[at + 1] for at, kind in enumerate(kinds) if kind == "care_card"}
    assert after <= {"care_card", "heading", "related_link", "end"}


@each_text
def test_urgent_words_of_a_condition_stand_in_a_card(name):
    text = texts()[name]
    if text.said.kind in ("condition", "symptom") or RED_FLAGS.search(plain_text(text.manuscript.body)):
        assert {card["attrs"]["urgency"] for card in text.cards} & {"urgent", "emergency"}


def test_key_points_are_few_and_stand_first():
    boxes = [(name, at, b) for name, t in texts().items() for at, b in enumerate(t.boxed) if b["type"] == "key_points"]
    assert len(boxes) == 4
    for name, at, box in boxes:
        assert at == 0, name
        assert [part["type"] for part in box["content"]] == ["bullet_list"], name
        assert len(box["content"][0]["content"]) <= 5, name


def test_main_article_keeps_experience_apart_from_evidence():
    assert [len(block["content"]) for block in texts()[MAIN].boxed if block["type"] == "experience"] == [2]


def test_alternative_texts_and_captions_differ():
    pictures = [picture for text in texts().values() for picture in text.said.pictures]
    for one, other in combinations([picture.alt for picture in pictures], 2):
        assert SequenceMatcher(None, one, other).ratio() < 0.85, f"{one} / {other}"
    captions = [picture.caption for picture in pictures]
    assert len(captions) == len(set(captions))


def test_main_article_is_of_the_make_of_a_delivered_one():
    text = texts()[MAIN]
    kinds = Counter((block["type"], block["attrs"].get("level")) for block in text.blocks)
    assert kinds["heading", 2] == len(text.said.pictures) == 12
    assert kinds["heading", 3] == 7
    # The key points and the second card are lists that a delivered text does not have.
    assert kinds["bullet_list", None] == 7 + 2
    assert len(text.related) == 9
    assert 1_800 <= word_count(text.manuscript.body) <= 2_000


def test_main_article_closes_with_the_public_bio_of_its_author():
    text = texts()[MAIN]
    author = next(person for person in play().authors if person.slug == text.said.author)
    assert text.manuscript.closing == author.bio
    assert not author.pending_bio


@pytest.mark.parametrize(("kind", "fewest", "most"), [("guide", 150, 350), ("page", 150, 450)])
def test_guides_and_pages_are_short(kind, fewest, most):
    lengths = {name: word_count(t.manuscript.body) for name, t in texts().items() if t.said.kind == kind}
    assert {name: length for name, length in lengths.items() if not fewest <= length <= most} == {}


def test_every_hub_and_pillar_has_one_guide():
    guides = [text.said.pillar for text in texts().values() if text.said.kind == ArticleKind.GUIDE]
    assert sorted(guides) == sorted(nodes())


def test_guide_has_a_list_and_links_to_its_neighbours():
    for name, text in texts().items():
        if text.said.kind == ArticleKind.GUIDE:
            assert any(block["type"] == "bullet_list" for block in text.blocks), name
            assert text.said.links, name


def test_neighbours_stand_in_several_pillars():
    neighbours = [t for t in texts().values() if t.said.kind not in (ArticleKind.GUIDE, ArticleKind.PAGE)]
    assert len(neighbours) == 12
    assert len({text.said.pillar for text in neighbours}) >= 6
    lengths = [word_count(t.manuscript.body) for t in neighbours if t.path.stem != MAIN]
    assert min(lengths) >= 250
    assert max(lengths) <= 500


def test_pages_of_the_footer_exist():
    pages = {text.said.slug for text in texts().values() if text.is_page}
    assert pages == {"editorial-policy", "medical-disclaimer", "contact", "privacy"}


def test_titles_and_addresses_are_unique():
    titles = [text.manuscript.title.casefold() for text in texts().values()]
    slugs = [text.said.slug for text in texts().values()]
    assert len(set(titles)) == len(titles)
    assert len(set(slugs)) == len(slugs)
    assert all(slugs)


def test_planned_title_is_no_misspelt_article():
    """A call-out bears the title of an article to the letter, or one that nobody could take for it."""
    titles = {text.manuscript.title.casefold() for text in texts().values()}
    wanted = {link["title"].casefold() for text in texts().values() for link in text.related}
    assert wanted & titles
    assert len(wanted - titles) >= 5
    for planned in wanted - titles:
        assert max(SequenceMatcher(None, planned, title).ratio() for title in titles) < 0.8, planned


def test_article_links_by_address_lead_to_earlier_articles():
    """What looks like an address is never planned: it must be there when the text is imported."""
    seen = set()
    for name, text in texts().items():
        for link in text.said.links:
            kind, _, target = link.target.partition(":")
            if kind == "article" and target == target.lower() and " " not in target:
                assert target in seen, f"{name}: {target}"
        seen.add(text.said.slug)


def test_article_links_by_title_lead_to_articles_of_the_demo():
    titles = {text.manuscript.title for text in texts().values()}
    slugs = {text.said.slug for text in texts().values()}
    for text in texts().values():
        for link in text.said.links:
            kind, _, target = link.target.partition(":")
            assert kind != "article" or target in titles | slugs, target


def test_topics_have_summaries_of_one_or_two_sentences():
    assert [hub.slug for hub in play().hubs] == ["back-pain", "menopause"]
    assert [len(hub.pillars) for hub in play().hubs] == [5, 2]
    for hub in play().hubs:
        for topic in (hub, *hub.pillars):
            assert 1 <= len(re.findall(r"[.?!](?:\s|$)", topic.summary)) <= 2, topic.summary


def test_people_say_that_they_are_invented():
    for person in play().authors:
        assert "fictional" in person.bio
        assert all("fictional" in credential["name"] for credential in person.credentials)
        assert not person.pending_bio or "fictional" in person.pending_bio
        assert person.portrait in PICTURES


def test_one_new_bio_waits_for_the_moderator():
    waiting = [person for person in play().authors if person.pending_bio]
    assert [person.slug for person in waiting] == ["rowan-featherstow"]
    assert waiting[0].pending_bio != waiting[0].bio


def test_there_is_one_login_for_each_role():
    assert sorted(login.role for login in play().logins) == sorted(ROLES)
    assert {login.email.partition("@")[2] for login in play().logins} == {"healthusias.example"}
    emails = {login.email for login in play().logins}
    assert {person.login for person in play().authors} - {""} <= emails


def test_every_file_belongs_to_a_text():
    folder = play().folder / "articles"
    assert {path.suffix for path in folder.iterdir()} == {".txt", ".toml"}
    assert {path.stem for path in folder.glob("*.toml")} == set(texts())
    for path in folder.glob("*.toml"):
        tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.shared
def test_no_words_are_taken_from_the_delivered_article(shared_dir):
    """No seven words in a row, and no related title, stand in both."""
    path = shared_dir / "seed" / "hrt-menopausal-back-stiffness.txt"
    if not path.exists():
        pytest.skip(f"{path} is missing")
    theirs = runs(path.read_text(encoding="utf-8"))
    for name, text in texts().items():
        assert not runs(text.path.read_text(encoding="utf-8")) & theirs, name


def runs(words: str, length: int = 7) -> set[tuple[str, ...]]:
    found = re.findall(r"[a-z]+", words.lower().replace("’", ""))
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}
