"""The command import_article, as somebody in a hurry uses it."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image as Pillow

from articles import writing
from articles.models import Article, Pillar, RelatedLink, Revision
from authors import moderation
from authors.bios import BioSnapshot
from authors.models import Author, BioRevision
from content.outline import headings
from content.text import plain_text
from history.models import Event
from images.models import Image

TEXT = """Sleep and the Aching Back
Poor sleep and back pain feed each other.
Why nights matter

Backs rest at night, and exercise or rehabilitation can wait until morning.
- A firm mattress
- A pillow between the knees
Related reading: Stretching before Bed
What to do

Start slowly. Our guide on exercise and back rehabilitation shows how, and the hub on Back Pain has more.

Ada Example is a nurse at a fictional clinic.
"""
STATED = ["--interests", "None", "--ai-use", "none"]
PLACE = ["--pillar", "back-pain/exercise-and-rehabilitation", "--author", "ada-example", *STATED]


@pytest.fixture
def cast(writer, editor, moderator, administrator):
    """One login per role, the address being role@example.org, and a hub with a pillar."""
    hub = Pillar.objects.create(title="Back Pain", slug="back-pain", review_required=False)
    Pillar.objects.create(
        parent=hub, title="Exercise and Rehabilitation", slug="exercise-and-rehabilitation", review_required=False
    )
    return {user.email.partition("@")[0]: user for user in (writer, editor, moderator, administrator)}


@pytest.fixture
def deliver(tmp_path):
    def write(text: str | bytes = TEXT, toml: str = "", name: str = "sleep.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        if toml:
            path.with_suffix(".toml").write_text(toml)
        return path

    return write


def run(path: Path, *arguments: str, by: str = "editor") -> list[str]:
    out, err = StringIO(), StringIO()
    call_command("import_article", str(path), "--by", f"{by}@example.org", *arguments, stdout=out, stderr=err)
    return (err.getvalue() + out.getvalue()).splitlines()


def refused(path: Path, *arguments: str, by: str = "editor", code: int = 2) -> str:
    """The words of a refusal; nothing may have been written."""
    before = rows()
    with pytest.raises(CommandError) as caught:
        run(path, *arguments, by=by)
    assert caught.value.returncode == code
    assert rows() == before
    return str(caught.value)


def rows() -> dict[str, int]:
    models = (Article, Author, BioRevision, Event, Image, RelatedLink, Revision)
    return {model.__name__: model.objects.count() for model in models}


def picture(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    Pillow.new("RGB", (64, 48), "teal").save(path)
    return path


def test_import_makes_a_draft_that_readers_do_not_see(cast, deliver):
    lines = run(deliver(), *PLACE, by="editor")
    article = Article.objects.get(title="Sleep and the Aching Back")
    assert article.state == "draft"
    assert article.standfirst == "Poor sleep and back pain feed each other."
    assert article.pillar.slug == "exercise-and-rehabilitation"
    assert lines[-1] == f"http://127.0.0.1:8000/admin/articles/article/{article.pk}/change/"
    assert Article.objects.published().count() == 0


def test_publishing_import_ends_with_the_readers_address(cast, deliver):
    lines = run(deliver(), *PLACE, "--publish")
    assert lines[-1] == "http://127.0.0.1:8000/articles/sleep-and-the-aching-back/"
    assert Article.objects.published().get().live_revision.number == 1


def test_summary_counts_what_the_text_has(cast, deliver):
    lines = run(deliver(), *PLACE)
    assert "sections, level 2     2" in lines
    assert "paragraphs            2" in lines
    assert "lists                 1 with 2 items" in lines
    assert "  Related reading → Stretching before Bed (planned)" in lines


def test_related_title_becomes_a_planned_article(cast, deliver):
    run(deliver(), *PLACE, "--publish")
    link = RelatedLink.objects.get()
    assert (link.label, link.words) == ("Related reading", "Stretching before Bed")
    assert link.target_article.state == "planned"


def test_unknown_author_is_created_with_the_name_of_the_bio(cast, deliver):
    run(deliver(), *PLACE)
    author = Author.objects.get()
    assert (author.name, author.slug, author.bio["content"]) == ("Ada Example", "ada-example", [])
    assert Event.objects.filter(act="created", target_kind="author", target_id=author.pk).count() == 1


def test_name_of_a_bio_that_speaks_of_someone_else_is_not_taken(cast, deliver):
    run(deliver(), *PLACE[:3], "bea-sample")
    assert Author.objects.get().name == "Bea Sample"


def test_closing_paragraph_waits_for_a_moderator(cast, deliver):
    run(deliver(), *PLACE)
    revision = BioRevision.objects.waiting().get()
    assert plain_text(BioSnapshot.of(revision).bio) == "Ada Example is a nurse at a fictional clinic."


def test_bio_is_approved_by_the_named_moderator(cast, deliver):
    run(deliver(), *PLACE, "--approve-bio", "moderator@example.org")
    assert plain_text(Author.objects.get().bio) == "Ada Example is a nurse at a fictional clinic."
    assert BioRevision.objects.get().moderated_by == cast["moderator"]


def test_bio_is_not_approved_by_who_imports_it(cast, deliver):
    asked = [*PLACE, "--approve-bio", "administrator@example.org"]
    assert "may not approve the bio" in refused(deliver(), *asked, by="administrator")


def test_bio_is_not_approved_by_who_may_not(cast, deliver):
    assert "may not approve the bio" in refused(deliver(), *PLACE, "--approve-bio", "writer@example.org")


def test_nobody_approves_their_own_bio(cast, deliver):
    Author.objects.create(name="Ada Example", slug="ada-example", user=cast["moderator"])
    assert "never their own" in refused(deliver(), *PLACE, "--approve-bio", "moderator@example.org")


def test_bio_keeps_role_and_portrait(cast, deliver):
    author = Author.objects.create(name="Ada Example", slug="ada-example")
    before = BioSnapshot(role="Nurse", institution="Leeds")
    moderation.submit_bio(author, before, by=cast["editor"], base=None)
    run(deliver(), *PLACE)
    after = moderation.latest_snapshot(author)
    assert (after.role, after.institution) == ("Nurse", "Leeds")


def test_older_words_of_a_bio_do_not_overwrite_newer_ones(cast, deliver):
    path = deliver()
    run(path, *PLACE)
    author = Author.objects.get()
    newer = BioSnapshot(role="Nurse")
    moderation.submit_bio(author, newer, by=cast["editor"], base=author.revisions.get().token)
    assert any("the newer words stay" in line for line in run(path, *PLACE))
    assert author.revisions.count() == 2


def test_writer_imports_for_an_author_whose_bio_they_may_not_touch(cast, deliver):
    Author.objects.create(name="Ada Example", slug="ada-example")
    lines = run(deliver(), *PLACE, by="writer")
    assert lines[0].startswith("Mind: the paragraph about Ada Example was NOT submitted")
    assert (Article.objects.exclude(state="planned").count(), BioRevision.objects.count()) == (1, 0)


def test_second_import_changes_nothing(cast, deliver):
    path = deliver()
    run(path, *PLACE, "--publish")
    before = rows()
    lines = run(path, *PLACE, "--publish")
    assert rows() == before
    assert "  nothing has changed since revision 1; no new one is made" in lines
    assert "  readers see this revision already" in lines


def test_changed_file_makes_a_revision_of_the_same_article(cast, deliver):
    run(deliver(), *PLACE, "--publish")
    lines = run(deliver(TEXT.replace("Start slowly.", "Start today.")), *PLACE)
    article = Article.objects.published().get()
    assert [revision.number for revision in article.revisions.order_by("pk")] == [1, 2]
    assert "Start slowly." in plain_text(article.body)
    assert "  changed: body" in lines
    assert "state                 published; readers see revision 1 until this one is published" in lines


def test_import_keeps_the_ids_of_sections_that_stay(cast, deliver):
    run(deliver(), *PLACE, "--publish")
    before = [heading.block_id for heading in headings(Article.objects.published().get().body)]
    run(deliver(TEXT.replace("What to do", "What to try\n\nMuch.\nWhat to do")), *PLACE, "--publish")
    after = [heading.block_id for heading in headings(Article.objects.published().get().body)]
    assert [after[0], after[2]] == before


def test_import_on_top_of_the_desks_change_says_so(cast, deliver):
    path = deliver()
    run(path, *PLACE)
    article = Article.objects.exclude(state="planned").get()
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, tags=("sleep",)), by=cast["editor"], base=base)
    lines = run(deliver(TEXT.replace("slowly", "gently")), *PLACE)
    assert any("changed at the desk since: editor@example.org's version" in line for line in lines)
    assert list(article.tags.names()) == ["sleep"]
    assert article.revisions.count() == 3


def test_planned_article_of_the_title_is_taken_over(cast, deliver):
    run(deliver(), *PLACE, "--publish")
    other = TEXT.replace("Sleep and the Aching Back", "Stretching before Bed").replace(
        "Related reading: Stretching", "Read: Other"
    )
    run(deliver(other, name="other.txt"), *PLACE, "--publish")
    link = RelatedLink.objects.get(words="Stretching before Bed")
    assert link.target_article.state == "published"


def test_text_is_what_others_plan_under_another_title(cast, deliver):
    run(deliver(), *PLACE, "--publish")
    link = RelatedLink.objects.filter(target_article__state="planned").first()
    other = TEXT.replace("Sleep and the Aching Back", "Nights of a Back")
    run(deliver(other, name="other.txt"), *PLACE, "--planned", link.words, "--publish")
    link.refresh_from_db()
    assert (link.target_article.title, link.target_article.state) == ("Nights of a Back", "published")
    assert "nobody plans an article" in refused(deliver(other, name="o.txt"), *PLACE, "--planned", "Nothing of it")


def test_dry_run_writes_nothing_and_tells_the_address(cast, deliver, tmp_path):
    picture(tmp_path / "a.png")
    toml = '[[pictures]]\nheading = "What to do"\nfile = "a.png"\nalt = "A bed"\n'
    before = rows()
    lines = run(deliver(toml=toml), *PLACE, "--publish", "--dry-run")
    assert rows() == before
    assert not (tmp_path / "data").exists()
    assert lines[-1] == "http://127.0.0.1:8000/articles/sleep-and-the-aching-back/"
    assert "pictures              1" in lines


def test_publication_with_blockers_keeps_the_draft_and_lists_what_blocks(cast, deliver):
    Pillar.objects.update(review_required=True)
    path = deliver()
    with pytest.raises(CommandError) as refused_so:
        call_command("import_article", str(path), "--by", "editor@example.org", *PLACE, "--publish", stdout=StringIO())
    assert refused_so.value.returncode == 1
    assert str(refused_so.value).splitlines() == [
        "It is kept as a draft, and cannot be published yet:",
        "- version: No clinician has reviewed it, and Exercise and Rehabilitation demands that.",
        "An editor may publish it all the same: --override REASON. Each finding is recorded.",
    ]
    assert Article.objects.get(title="Sleep and the Aching Back").state == "draft"


def test_publication_against_the_checklist_is_recorded_and_told(cast, deliver, client):
    Pillar.objects.update(review_required=True)
    run(deliver(), *PLACE, "--override", "A trial.")
    article = Article.objects.get(title="Sleep and the Aching Back")
    assert article.is_published
    assert "Not medically reviewed" in client.get(article.get_absolute_url()).content.decode()
    (event,) = Event.objects.filter(act="check overridden")
    assert (event.data["check"], event.data["reason"]) == ("review", "A trial.")


def test_who_may_not_override_is_refused_before_anything_is_kept(cast, deliver):
    words = refused(deliver(), *PLACE, "--override", "A trial.", by="writer")
    assert "may not publish" in words
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "by", "words"),
    [
        ([], "editor", "name the pillar"),
        (["--pillar", "back-pain/nowhere"], "editor", "there are back-pain, back-pain/exercise-and-rehabilitation"),
        (PLACE[:2], "editor", "name the author"),
        (PLACE, "nobody", "Nobody signs in as nobody@example.org."),
        (PLACE, "writer", "your role may not add one"),
        ([*PLACE, "--publish"], "writer", "writer@example.org may not publish"),
        (PLACE, "moderator", "moderator@example.org may not write articles"),
        ([*PLACE[:3], "no slug!"], "editor", "Enter a valid “slug”"),
    ],
)
def test_order_that_cannot_be_carried_out_is_refused(cast, deliver, arguments, by, words):
    assert words in refused(deliver(), *arguments, by=by)


def test_login_that_is_switched_off_cannot_import(cast, deliver):
    cast["editor"].is_active = False
    cast["editor"].save()
    assert "switched off" in refused(deliver(), *PLACE)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ":1: the file is empty"),
        (b"\n \n\t\n", ":1: the file is empty"),
        (b"Title alone\n", ":1: there is a title and nothing else"),
        (b"\nSecond line only\n", ":1: the first line must be the title"),
        (TEXT.encode("utf-16"), ":1: the file is in UTF-16"),
        (TEXT.encode("utf-16-le"), ":1: this is no text: byte 1 is NUL"),
        ("Title\nStandfirst\nCaf\xe9\n".encode("latin-1"), ":3: byte 20 (0xE9) is not UTF-8"),
        (b"PK\x03\x04 a docx", ":1: this is no text but a ZIP archive"),
        (b"Title\r\nStandfirst\r\nA \x00 here", ":3: this is no text: byte 21 is NUL"),
        (b"Title\nStandfirst\nA \x08 here\n", ":3: the character U+0008"),
        (b"Title\nStandfirst\n" + b"a\n" * 900_000, "too large"),
        (b"x" * 20 * 1024 * 1024, "larger than 2,048 kB"),
        (b"T" * 201 + b"\nStandfirst\nText.\n", ":1: the first line must be the title: at most 200"),
        ("Title\nStandfirst\n⟦figure abcd1234: x⟧\n".encode(), ":3: "),
    ],
)
def test_malformed_file_is_refused_with_its_line(cast, deliver, data, words):
    assert words in refused(deliver(data), *PLACE)


def test_file_that_is_not_there_or_no_file_is_refused(cast, tmp_path):
    assert "there is no such file" in refused(tmp_path / "gone.txt", *PLACE)
    assert "this is a folder" in refused(tmp_path, *PLACE)
    assert "not a regular file" in refused(Path("/dev/zero"), *PLACE)


@pytest.mark.parametrize(
    "change", [lambda t: t.replace("\n", "\r\n"), lambda t: t.replace("\n", "\r"), "\ufeff{}".format]
)
def test_line_ends_and_byte_order_marks_of_other_systems_change_nothing(cast, deliver, change):
    run(deliver(), *PLACE)
    run(deliver(change(TEXT)), *PLACE)
    assert Article.objects.exclude(state="planned").get().revisions.count() == 1


PARTICULARS = """pillar = "back-pain/exercise-and-rehabilitation"
author = "ada-example"
kind = "lifestyle"
tags = ["sleep", "posture"]
search_description = "How to sleep with a sore back."
slug = "sleep-well"
interests = "none."
ai_use = "assisted"
ai_how = "It checked the spelling."
ai_editor = "ada-example"
sponsor = "The Pillow Fund"
sponsored_for = "The drawing."

[[pictures]]
heading = "what to do"
file = "pictures/bed.png"
alt = "A bed by a window"
caption = "Rest comes first"
credit = "Drawn for the test"

[[links]]
words = "pillow between the knees"
target = "https://example.org/pillows"

[[links]]
words = "Start slowly"
target = "article:Gentle Starts"
paragraph = "guide on exercise"

[[links]]
words = "nights"
target = "hub:back-pain"
"""


def test_particulars_beside_the_text_furnish_the_article(cast, deliver, tmp_path):
    picture(tmp_path / "pictures" / "bed.png")
    text = TEXT.replace("Backs rest at night", "Backs rest on nights")
    run(deliver(text, PARTICULARS), "--publish")
    article = Article.objects.published().get()
    assert (article.kind, article.slug, article.search_description) == (
        "lifestyle",
        "sleep-well",
        "How to sleep with a sore back.",
    )
    assert sorted(article.tags.names()) == ["posture", "sleep"]
    assert (article.contributions.get().interests, article.ai_use, str(article.ai_editor)) == (
        "None",
        "assisted",
        "Ada Example",
    )
    assert (article.ai_how, article.sponsor, article.sponsored_for) == (
        "It checked the spelling.",
        "The Pillow Fund",
        "The drawing.",
    )
    kinds = [block["type"] for block in article.body["content"]]
    assert kinds[4:6] == ["heading", "figure"]
    assert article.body["content"][5]["attrs"]["alt"] == "A bed by a window"
    assert article.lead_image.credit == "Drawn for the test"
    links = [(link.words, str(link.target)) for link in article.links_out.filter(origin="text")]
    assert links == [
        ("nights", "Back Pain"),
        ("pillow between the knees", "https://example.org/pillows"),
        ("Start slowly", "Gentle Starts"),
    ]
    assert plain_text(article.body).replace("Rest comes first\n", "") == plain_text_of(text)


CARD = """
[[cards]]
opening = "Backs rest at night"
urgency = "emergency"
"""


def test_card_of_the_particulars_stands_in_the_article_and_the_summary(cast, deliver, reader):
    lines = run(deliver(toml=CARD), *PLACE, "--publish")
    card = next(block for block in Article.objects.published().get().body["content"] if block["type"] == "care_card")
    assert [part["type"] for part in card["content"]] == ["care_heading", "bullet_list"]
    assert (
        "care card             emergency “Backs rest at night, and exercise or rehabilitation can wait until morning.”"
        in lines
    )
    assert "lists                 1 with 2 items" in lines
    page = reader.get("/articles/sleep-and-the-aching-back/").content.decode()
    assert "Immediate action required: </span>Backs rest at night" in page


def test_dry_run_prints_the_boxes(cast, deliver):
    before = rows()
    assert any(
        line.startswith("care card             emergency") for line in run(deliver(toml=CARD), *PLACE, "--dry-run")
    )
    assert rows() == before


def test_article_with_boxes_imported_twice_is_unchanged(cast, deliver):
    path = deliver(toml=CARD)
    run(path, *PLACE)
    assert "  nothing has changed since revision 1; no new one is made" in run(path, *PLACE)


def test_emergency_card_takes_no_link_but_one_that_calls(cast, deliver):
    """There is nothing to read on in an emergency (NHS); a number to call is what the reader needs."""
    link = '[[links]]\nwords = "firm mattress"\ntarget = "{}"\n'
    words = refused(deliver(toml=CARD + link.format("hub:back-pain")), *PLACE)
    assert "free of other links (a link in an emergency card can only call: tel:…)" in words
    run(deliver(toml=CARD + link.format("tel:999")), *PLACE, "--publish")
    assert RelatedLink.objects.filter(origin="text").get().url == "tel:999"


def test_topic_is_not_linked_in_an_emergency_card(cast, deliver):
    text = "A Title\nA standfirst.\nCall now if:\n- the hub on Back Pain frightens you\nThen rest, and wait.\n"
    path = deliver(text, CARD.replace("Backs rest at night", "Call now"))
    assert not [line for line in run(path, *PLACE, "--link-pillars") if "link proposed" in line]


def plain_text_of(text: str) -> str:
    """The body's lines as the file has them, without list signs."""
    lines = [line.removeprefix("- ") for line in text.splitlines()[2:-1] if line]
    return "\n".join(lines)


def test_furnished_article_imported_twice_is_unchanged(cast, deliver, tmp_path):
    picture(tmp_path / "pictures" / "bed.png")
    path = deliver(TEXT.replace("Backs rest at night", "Backs rest on nights"), PARTICULARS)
    run(path, "--publish")
    before = rows()
    assert "  nothing has changed since revision 1; no new one is made" in run(path, "--publish")
    assert rows() == before


def test_options_win_over_the_particulars(cast, deliver):
    toml = 'pillar = "nowhere"\nauthor = "nobody"\nkind = "symptom"\ntags = ["old"]\n'
    run(deliver(toml=toml), *PLACE, "--kind", "treatment", "--tags", "new, newer")
    article = Article.objects.exclude(state="planned").get()
    assert (article.kind, sorted(article.tags.names())) == ("treatment", ["new", "newer"])
    assert article.contributors.get().slug == "ada-example"


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("pillar = nonsense", "sleep.toml:1: this is not TOML"),
        ("tags = " + "[" * 50_000, "sleep.toml:1: this is not TOML"),
        ("tags = " + "9" * 5_000, "sleep.toml:1: this is not TOML"),
        ('kind = "lifestyle"\npilar = "x"', "sleep.toml:2: unknown key 'pilar'"),
        ('kind = "poem"', "there is no kind 'poem'"),
        ("tags = 3", "sleep.toml:1: tags must be a list"),
        ('[[pictures]]\nheading = "What to do"\nfile = "a.png"', "sleep.toml:1: there is no picture file"),
        ('\n[[pictures]]\nheading = "What"\nfile = "a"\nalt="x"', "sleep.toml:2: the text has no heading “What”"),
        ('[[pictures]]\nfile = "a.png"\nwidth = 3', "sleep.toml:1: unknown key 'width'"),
        ('[[pictures]]\nheading = "What to do"\nfile = "sleep.txt"\nalt="x"', "sleep.txt is refused: "),
        ('[[pictures]]\nheading = "What to do"\nfile = "sleep.txt"', "describe the picture"),
        ('[[links]]\nwords = "not there"\ntarget = "hub:back-pain"', "sleep.toml:1: no paragraph has the words"),
        ('[[links]]\nwords = "rest"\ntarget = "hub:nowhere"', "sleep.toml:1: 'hub:nowhere' leads nowhere"),
        ('[[links]]\nwords = "rest"\ntarget = "javascript:alert(1)"', "'javascript:alert(1)' leads nowhere"),
        ('[[links]]\nwords = "rest"\ntarget = "https://a b"', "https://a b: address contains"),
        ('[[links]]\nwords = "rest"\ntarget = "article:no-such-slug"', "leads nowhere"),
        ('[[cards]]\nopening = "Backs rest"\nurgency = "loud"', "sleep.toml:1: urgency of [[cards]] must be one of"),
        ('\n[[key_points]]\nopening = "Nothing"', "sleep.toml:2: no paragraph, list or subheading begins with"),
        ('ai_use = "perhaps"', "sleep.toml:1: ai_use must be one of none, assisted, drafted"),
        ('ai_editor = "nobody"', "there is no author 'nobody' who could answer for the text"),
        ('slug = "Not a slug"', "sleep.toml:1: the slug 'Not a slug' must be"),
        ('search_description = "' + "x" * 400 + '"', "sleep.toml:1: search_description has 400 characters"),
        ('tags = ["' + "x" * 101 + '"]', "sleep.toml:1: the tag"),
    ],
)
def test_particulars_that_make_no_sense_are_refused_with_their_line(cast, deliver, toml, words):
    assert words in refused(deliver(toml=toml), *PLACE)


def test_proposed_topic_links_are_printed_and_not_set(cast, deliver):
    lines = run(deliver(), *PLACE, "--link-pillars")
    assert "  link proposed: “exercise and back rehabilitation” → Exercise and Rehabilitation" in lines
    assert "  link proposed: “Back Pain” → Back Pain" in lines
    assert "links in paragraphs   0" in lines


def test_applied_topic_links_lead_to_hub_and_pillar(cast, deliver):
    run(deliver(), *PLACE, "--link-pillars=apply", "--publish")
    links = RelatedLink.objects.filter(origin="text")
    assert [(link.words, link.target.title) for link in links] == [
        ("exercise and back rehabilitation", "Exercise and Rehabilitation"),
        ("Back Pain", "Back Pain"),
    ]


@pytest.mark.shared
def test_hostile_markup_is_only_words(cast, deliver, shared_dir):
    lines = (shared_dir / "corpora/security/xss/payloads.dev.jsonl").read_text().splitlines()
    payloads = [" ".join(str(json.loads(line)["payload"]).split()) for line in lines]
    payloads = [payload for payload in payloads if payload and payload.isprintable()]
    assert len(payloads) > 50
    text = "Title <script>alert(1)</script>\nStandfirst <img src=x onerror=alert(1)>\n" + "\n".join(payloads) + "\n"
    run(deliver(text), *PLACE, "--publish")
    article = Article.objects.published().get()
    assert article.title == "Title <script>alert(1)</script>"
    missing = [p for p in payloads if p.removeprefix("- ") not in plain_text(article.body)]
    assert missing == []
