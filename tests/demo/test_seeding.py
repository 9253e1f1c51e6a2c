"""The demo is played once, goes on after an interruption, and never touches what people changed."""

import hashlib
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image as Pillow

from articles import publishing, writing
from articles.models import Article, Correction, Pillar, RelatedLink, Revision, Synonym
from authors.models import Author, BioRevision, User
from content.text import plain_text
from demo import script, seeding
from history import append_only
from history.models import Event
from images.models import Image, Rendition

TREE = """[[synonyms]]
words = "nights"
topic = "back-pain/sleep"
[[synonyms]]
words = "the first of all"
article = "first"
[[synonyms]]
words = "slumber"
same_as = "sleep"
[[hubs]]
title = "Back Pain"
slug = "back-pain"
summary = "All about backs."
[[hubs.pillars]]
title = "Sleep"
slug = "sleep"
[[hubs.pillars]]
title = "Movement"
slug = "movement"
"""
PEOPLE = """password = "a demo password"
[[logins]]
email = "editor@demo.example"
name = "Edda"
role = "editor"
[[logins]]
email = "moderator@demo.example"
name = "Mo"
role = "moderator"
[[logins]]
email = "admin@demo.example"
name = "Ada"
role = "administrator"
[[authors]]
name = "Wulan Example"
slug = "wulan-example"
role = "Nurse"
portrait = "spine"
bio = "First line.\\nSecond line."
pending_bio = "Newer words."
"""
FIRST = "First\nA standfirst for it.\nWhy\n\nA paragraph that is long enough to be read as one.\nRead: Second\n"
SECOND = (
    "Second\nA standfirst for it.\nHow\n\nA paragraph that is long enough to be read as one.\nRead: Never Written\n"
)
BESIDE = 'pillar = "back-pain/sleep"\nauthor = "wulan-example"\ninterests = "none"\nai_use = "none"\n'
PICTURE = '[[pictures]]\nheading = "Why"\nfile = "pictures/yoga.png"\nalt = "A woman on a mat"\n'
GUIDE = "Sleeping Well\nA standfirst for it.\nHow\n\nA paragraph that is long enough to be read as one.\n"
PAGE = "Privacy\nA standfirst for it.\nWhat\n\nA paragraph that is long enough to be read as one.\n"


@pytest.fixture(autouse=True)
def quick_drawings(monkeypatch):
    """Small pictures, another colour for each key."""

    def draw(key: str) -> Pillow.Image:
        return Pillow.new("RGB", (64, 48), tuple(hashlib.sha256(key.encode()).digest()[:3]))

    monkeypatch.setattr(seeding, "draw", draw)


@pytest.fixture
def play(db, tmp_path):
    folder = tmp_path / "content"
    (folder / "articles").mkdir(parents=True)
    files = {
        "tree.toml": TREE,
        "people.toml": PEOPLE,
        "articles/1.txt": FIRST,
        "articles/1.toml": BESIDE + PICTURE,
        "articles/2.txt": SECOND,
        "articles/2.toml": BESIDE,
        "articles/3.txt": GUIDE,
        "articles/3.toml": BESIDE + 'kind = "guide"\n',
        "articles/4.txt": PAGE,
        "articles/4.toml": 'kind = "page"\n',
        "corrections.toml": '[[corrections]]\narticle = "first"\ntext = "It was wrong."\n',
    }
    for name, words in files.items():
        (folder / name).write_text(words)
    return script.read(folder)


def seed(play) -> list[str]:
    said: list[str] = []
    seeding.seed(play, said.append)
    return said


def rows() -> list[int]:
    models = (Article, Author, BioRevision, Correction, Event, Image, Pillar, RelatedLink, Rendition, Revision, User)
    return [model.objects.count() for model in models]


def test_demo_has_topics_people_pictures_and_articles(play):
    seed(play)
    assert [str(pillar) for pillar in Pillar.objects.get(slug="back-pain").pillars.all()] == ["Sleep", "Movement"]
    author = Author.objects.get()
    assert (author.role, plain_text(author.bio)) == ("Nurse", "First line.\nSecond line.")
    assert BioRevision.objects.waiting().get().author_page == author
    assert sorted(Article.objects.published().values_list("title", flat=True)) == [
        "First",
        "Privacy",
        "Second",
        "Sleeping Well",
    ]
    assert Article.objects.published().get(title="First").lead_image.alt == "A woman on a mat"
    assert Image.objects.count() == 2
    assert all(image.renditions.count() >= 3 for image in Image.objects.all())


def test_crops_keep_the_subject_of_a_picture(play, monkeypatch):
    monkeypatch.setitem(seeding.FOCAL_POINTS, "yoga", (0.25, 0.75))
    seed(play)
    image = Article.objects.published().get(title="First").lead_image
    assert (image.focal_x, image.focal_y) == (0.25, 0.75)


def test_correction_of_the_script_is_told_once_whatever_is_published_since(play, editor):
    seed(play)
    first = Article.objects.get(slug="first")
    assert [one.text for one in Correction.objects.filter(article=first)] == ["It was wrong."]
    snapshot, base = writing.current(first)
    revision = writing.save(first, replace(snapshot, standfirst="Newer."), by=editor, base=base)
    publishing.publish(first, revision=revision, by=editor, override_reason="Newer.")
    seed(play)
    assert Correction.objects.count() == 1


def test_titles_of_other_demo_articles_become_links(play):
    seed(play)
    states = {link.words: link.target_article.state for link in RelatedLink.objects.all()}
    assert states == {"Second": "published", "Never Written": "planned"}


def test_synonyms_name_articles_topics_and_other_words(play):
    seed(play)
    found = {(str(one), one.other_words, str(one.article or one.pillar or "")) for one in Synonym.objects.all()}
    assert found == {("nights", "", "Sleep"), ("the first of all", "", "First"), ("slumber", "sleep", "")}


def test_logins_can_sign_in_and_have_their_roles(play):
    seed(play)
    user = User.objects.get(email="editor@demo.example")
    assert user.check_password("a demo password")
    assert [group.name for group in user.groups.all()] == ["editor"]
    assert user.has_perm("articles.publish_article")


def test_played_demo_is_known_in_one_query(play, django_assert_num_queries):
    assert not seeding.is_current(play)
    seed(play)
    with django_assert_num_queries(1):
        assert seeding.is_current(play)


def forget_the_note():
    with append_only.removed(connection):
        Event.objects.filter(act="demo seeded").delete()


def test_second_play_changes_nothing_but_the_note(play):
    seed(play)
    before = rows()
    forget_the_note()
    assert seed(play) == []
    assert rows() == before


def test_what_people_changed_is_kept(play, editor):
    seed(play)
    article = Article.objects.published().get(title="First")
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, title="Renamed", slug="renamed"), by=editor, base=base)
    Pillar.objects.filter(slug="sleep").update(title="Night")
    User.objects.get(email="editor@demo.example").groups.clear()
    forget_the_note()
    before = rows()
    people = replace_editor_with(editor, play)
    assert seed(people) == []
    assert rows()[:3] == before[:3]
    article.refresh_from_db()
    assert (article.working_title, article.title) == ("Renamed", "First")
    assert Pillar.objects.filter(title="Night").exists()


def replace_editor_with(editor, play):
    """A play whose editor still may edit."""
    login = script.Login(editor.email, "Editor", "editor")
    return replace(play, logins=(login, *[other for other in play.logins if other.role != "editor"]))


@pytest.mark.parametrize("step", ["_topic", "bio", "_article", "picture"])
def test_stopped_seeding_goes_on(play, monkeypatch, step):
    real, calls = getattr(seeding, step), []

    def stop(*arguments, **named):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments, **named)

    monkeypatch.setattr(seeding, step, stop)
    with pytest.raises(KeyboardInterrupt):
        seed(play)
    monkeypatch.setattr(seeding, step, real)
    assert not seeding.is_current(play)
    seed(play)
    assert seeding.is_current(play)
    assert Article.objects.published().count() == 4
    assert (Author.objects.count(), Image.objects.count(), Pillar.objects.count()) == (1, 2, 3)


def test_changed_script_is_played_again(play):
    seed(play)
    (play.folder / "articles" / "5.txt").write_text(FIRST.replace("First", "Fifth"))
    (play.folder / "articles" / "5.toml").write_text(BESIDE)
    again = script.read(play.folder)
    assert not seeding.is_current(again)
    assert seed(again) == ["article: Fifth"]


def test_misspelt_key_of_the_script_is_named(play):
    (play.folder / "people.toml").write_text(PEOPLE.replace("pending_bio", "pendingbio"))
    with pytest.raises(script.Misprint, match="unknown keys pendingbio"):
        script.read(play.folder)


def test_command_says_the_logins_and_then_that_all_is_there(play, monkeypatch):
    monkeypatch.setattr(script, "read", lambda: play)
    first, second = StringIO(), StringIO()
    call_command("seed_demo", stdout=first)
    call_command("seed_demo", stdout=second)
    assert "The demo is ready. Every login has the password a demo password" in first.getvalue()
    assert second.getvalue() == "The demo is there already; nothing was changed.\n"


def test_command_ends_with_one_when_the_content_is_broken(play, monkeypatch):
    (play.folder / "articles" / "2.toml").write_text('pillar = "nowhere"\nauthor = "wulan-example"\n')
    monkeypatch.setattr(script, "read", lambda: play)
    with pytest.raises(CommandError, match="there is no pillar 'nowhere'") as caught:
        call_command("seed_demo", stdout=StringIO())
    assert caught.value.returncode == 1


def test_the_demo_of_this_site_can_be_played(db):
    play = script.read()
    seed(play)
    assert Article.objects.published().count() == len(play.texts)
    assert RelatedLink.objects.filter(origin="callout", target_article__isnull=False).exists()


def test_logins_from_before_the_mark_are_marked_unless_they_have_a_password_of_their_own(play):
    seed(play)
    assert set(User.objects.values_list("is_demo", flat=True)) == {True}
    first, second = User.objects.order_by("pk")[:2]
    User.objects.update(is_demo=False)
    first.set_password("a password of one's own")
    first.save(update_fields=["password"])
    seed(play)
    assert not User.objects.get(pk=first.pk).is_demo
    assert User.objects.get(pk=second.pk).is_demo
