"""Keeping an article while it is being written."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import autosaving, publishing, writing
from articles.models import Article, FormerArticleSlug, RelatedLink, Revision, SearchEntry, Section
from articles.snapshots import Interest, Snapshot
from history import revisions
from history.models import Event
from history.revisions import Conflict
from tests.articles.desk import OpenPage, paragraph
from tests.desk import Browser

TEXT = "Why\n\nBecause it is early.\nBecause it is cold.\n"


@pytest.fixture
def signed_in():
    def make(person):
        client = Browser()
        client.force_login(person)
        return client

    return make


@pytest.fixture
def article(draft):
    return draft(text=TEXT)


@pytest.fixture
def hers(article, writer, signed_in):
    return OpenPage(signed_in(writer), article, "hers")


@pytest.fixture
def his(article, editor, signed_in):
    return OpenPage(signed_in(editor), article, "his")


def latest(article):
    return Snapshot.from_dict(revisions.latest(article).snapshot)


def words(article):
    return ["".join(part["text"] for part in block["content"]) for block in latest(article).body["content"]]


def numbers(article):
    return sorted(article.revisions.sealed().values_list("number", flat=True))


def test_a_page_hears_every_part_with_its_print(article, hers):
    assert hers.state.keys() == hers.prints.keys()
    assert {"title", "standfirst", "order", "pillar", "contributors"} <= hers.prints.keys()
    assert [hers.state[f"block:{i}"]["type"] for i in hers.ids] == ["heading", "paragraph", "paragraph"]


def test_changed_parts_go_into_the_open_revision_and_nothing_else(article, hers):
    last, new = hers.ids[-1], paragraph("And dark.")
    answer = hers.keep(
        blocks=hers.block(paragraph("Because.", last)) | hers.block(new),
        order=hers.order(*hers.ids, new["attrs"]["id"]),
        fields=hers.field("title", " Stiff  again "),
    )
    assert words(article) == ["Why", "Because it is early.", "Because.", "And dark."]
    assert (latest(article).title, answer["conflicts"], answer["others"]) == ("Stiff again", [], {})
    assert (numbers(article), article.revisions.open().count()) == ([1], 1)
    assert answer["prints"].keys() == {f"block:{last}", f"block:{new['attrs']['id']}", "order", "title"}


def test_pause_after_pause_is_one_open_revision(article, hers):
    for said in ("B", "Be", "Because"):
        hers.keep(blocks=hers.block(paragraph(said, hers.ids[1])))
    assert (article.revisions.count(), revisions.latest(article).version) == (2, 3)


def test_different_blocks_of_two_people_merge_by_themselves(article, hers, his):
    hers.keep(blocks=hers.block(paragraph("Hers.", hers.ids[1])))
    answer = his.keep(blocks=his.block(paragraph("His.", his.ids[2])), fields=his.field("standfirst", "His too."))
    assert words(article) == ["Why", "Hers.", "His."]
    assert answer["others"] == {f"block:{hers.ids[1]}": paragraph("Hers.", hers.ids[1])}
    assert numbers(article) == [1]


def test_a_page_is_told_what_became_of_its_order(article, hers, his):
    one, two = paragraph("Hers."), paragraph("His.")
    first, second = one["attrs"]["id"], two["attrs"]["id"]
    ids = hers.ids
    hers.keep(blocks=hers.block(one), order=hers.order(first, *ids))
    answer = his.keep(blocks=his.block(two), order=his.order(*ids, second))
    assert answer["others"] == {f"block:{first}": one, "order": [first, *ids, second]}


def test_the_same_block_is_a_conflict_with_their_words_and_name(article, hers, his, writer):
    block_id = hers.ids[1]
    said = hers.keep(blocks=hers.block(paragraph("Hers.", block_id)))
    answer = his.keep(blocks=his.block(paragraph("His.", block_id)), fields=his.field("title", "His"))
    [conflict] = answer["conflicts"]
    assert conflict == {
        "key": f"block:{block_id}",
        "theirs": paragraph("Hers.", block_id),
        "print": said["prints"][f"block:{block_id}"],
        "by": str(writer),
        "at": answer["saved_at"],
    }
    assert (words(article)[1], latest(article).title) == ("Hers.", "His")


def test_keeping_mine_after_a_conflict_seals_theirs_first(article, hers, his, writer):
    block_id = hers.ids[1]
    hers.keep(blocks=hers.block(paragraph("Hers.", block_id)))
    his.keep(blocks=his.block(paragraph("His.", block_id)))
    his.keep(blocks=his.block(paragraph("His.", block_id)))
    kept = article.revisions.get(number=2)
    assert "Hers." in str(kept.snapshot)
    assert kept.hands == {f"block:{block_id}": writer.pk}
    assert words(article)[1] == "His."
    assert Event.objects.filter(act="kept").values_list("data", flat=True).get()["number"] == 2


def test_ones_own_second_tab_does_not_overwrite_the_first(article, hers, signed_in, writer):
    second = OpenPage(signed_in(writer), article, "second")
    hers.keep(blocks=hers.block(paragraph("First tab.", hers.ids[1])))
    answer = second.keep(blocks=second.block(paragraph("Second tab.", hers.ids[1])))
    assert [one["key"] for one in answer["conflicts"]] == [f"block:{hers.ids[1]}"]
    assert words(article)[1] == "First tab."


def test_a_request_repeated_because_its_answer_was_lost_is_no_conflict(article, hers):
    said = {"blocks": hers.block(paragraph("Once.", hers.ids[1])), "fields": hers.field("title", "Once")}
    hers.send(said)
    answer = hers.keep(**said)
    assert (answer["conflicts"], answer["others"], words(article)[1]) == ([], {}, "Once.")


def test_a_page_hears_what_others_did_after_its_state_was_sealed(article, hers, his, editor):
    hers.keep(fields=hers.field("title", "Hers"))
    snapshot, token = writing.current(article)
    writing.save(article, replace(snapshot, standfirst="Saved."), by=editor, base=token)
    gone = his.ids[2]
    his.keep(blocks=his.block(None, gone))
    answer = hers.look().json()
    assert answer["others"].keys() == {"standfirst", "order", f"block:{gone}"}
    assert answer["others"][f"block:{gone}"] is None
    assert hers.look().json()["others"] == {}


def test_deleting_what_another_edited_is_a_conflict(article, hers, his):
    hers.keep(blocks=hers.block(paragraph("Hers.", hers.ids[1])))
    answer = his.keep(blocks=his.block(None, his.ids[1]))
    assert [one["theirs"] for one in answer["conflicts"]] == [paragraph("Hers.", hers.ids[1])]


def test_what_is_invalid_is_refused_with_its_path_and_the_rest_is_taken(article, hers):
    bad, good = hers.ids[1], hers.ids[2]
    broken = {**paragraph("", bad), "content": [{"type": "figure"}]}
    answer = hers.keep(
        422,
        blocks=hers.block(broken) | hers.block(paragraph("Good.", good)),
        fields=hers.field("title", "  ") | hers.field("standfirst", "Good too."),
    )
    assert [problem["path"] for problem in answer["problems"]] == [f"blocks.{bad}.content[0]", "fields.title"]
    assert (words(article)[2], latest(article).standfirst) == ("Good.", "Good too.")
    assert (words(article)[1], latest(article).title) == ("Because it is early.", "Stiff in the Morning")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "x" * 201),
        ("title", 5),
        ("title", "a\x00b"),
        ("standfirst", "\ud800"),
        ("slug", ""),
        ("slug", "ä b"),
        ("slug", "taken"),
        ("kind", "poem"),
        ("pillar", 10**6),
        ("pillar", True),
        ("tags", ["x" * 101]),
        ("tags", "a, b"),
        ("contributors", [{"author": 10**6, "role": "writer"}]),
        ("contributors", [{"author": 1, "role": "king"}]),
        ("contributors", [{}]),
        ("listed", [10**30]),
        ("listed", ["1"]),
        ("search_description", "x" * 201),
        ("interests", [{"author": 10**6, "statement": "None"}]),
        ("interests", [{"author": 1}]),
        ("interests", {"1": "None"}),
        ("ai_use", "perhaps"),
        ("ai_use", ["none"]),
        ("ai_how", "x" * 301),
        ("ai_editor", 10**6),
        ("ai_editor", "1"),
        ("sponsor", "a\x00b"),
        ("sponsored_for", "x" * 301),
    ],
)
def test_a_field_that_cannot_be_kept_is_refused(draft, hers, article, name, value):
    draft("Other", slug="taken")
    answer = hers.keep(422, fields=hers.field(name, value))
    assert [problem["path"] for problem in answer["problems"]] == [f"fields.{name}"]
    assert article.revisions.open().count() == 0


def test_fields_are_kept_as_saving_would_keep_them(article, hers, author, draft):
    other = draft("Other")
    values = {
        "tags": [" back  pain ", "Back Pain", "sleep"],
        "contributors": [{"author": author.pk, "role": "writer"}] * 2,
        "listed": [other.pk, other.pk],
        "pillar": None,
        "slug": "new-address",
        "kind": "symptom",
        "search_description": " Words. ",
        "interests": [{"author": author.pk, "statement": " none. "}],
        "ai_use": "drafted",
        "ai_how": " It wrote  a list. ",
        "ai_editor": author.pk,
        "sponsor": " The  Fund ",
        "sponsored_for": "All of it.",
    }
    hers.keep(fields={name: hers.field(name, value)[name] for name, value in values.items()})
    snapshot = latest(article)
    assert snapshot == snapshot.normalised()
    assert (snapshot.tags, snapshot.listed, snapshot.slug) == (("back pain", "sleep"), (other.pk,), "new-address")
    assert snapshot.interests == (Interest(author.pk, "None"),)
    assert (snapshot.ai_how, snapshot.ai_editor, snapshot.sponsor) == ("It wrote a list.", author.pk, "The Fund")


def test_a_whole_that_grows_too_large_refuses_blocks_and_takes_fields(article, hers, monkeypatch):
    monkeypatch.setattr("content.validation.MOST_CHARACTERS", 100)
    long = [paragraph("x" * 60), paragraph("y" * 60)]
    blocks = {name: change for one in long for name, change in hers.block(one).items()}
    answer = hers.keep(422, blocks=blocks, fields=hers.field("title", "Taken"))
    assert ["too large" in problem["message"] for problem in answer["problems"]] == [True]
    assert (latest(article).title, len(latest(article).body["content"])) == ("Taken", 3)


def test_autosave_touches_nothing_but_the_open_revision(published, signed_in, writer):
    article = published(text=TEXT)
    page = OpenPage(signed_in(writer), article)

    def everything_else():
        models = (Article, FormerArticleSlug, RelatedLink, SearchEntry, Section, Event)
        return {model: list(model.objects.order_by("pk").values()) for model in models}

    before = everything_else()
    link = {"id": page.ids[1], "label": "Read more", "title": "Nobody wrote this", "target": None}
    callout = {"type": "related_link", "attrs": link}
    page.keep(blocks=page.block(callout), fields=page.field("slug", "elsewhere") | page.field("title", "Else"))
    assert latest(article).slug == "elsewhere"
    assert everything_else() == before


def test_what_was_autosaved_is_saved_and_published_as_ever(article, hers, writer, editor, at):
    hers.keep(fields=hers.field("title", "Autosaved"), blocks=hers.block(paragraph("Kept.", hers.ids[1])))
    snapshot, token = writing.current(article)
    revision = writing.save(article, snapshot, by=writer, base=token)
    assert (revision.number, Article.objects.get(pk=article.pk).working_title) == (2, "Autosaved")
    publishing.publish(article, revision=revision, by=editor)
    assert "Kept." in str(Article.objects.get(pk=article.pk).body)


def test_a_planned_article_is_written_into(draft, signed_in, writer, pillar):
    draft(text="Why\n\nRead more: Warm Floors\n")
    planned = Article.objects.planned().get()
    page = OpenPage(signed_in(writer), planned)
    new = paragraph("Floors.")
    page.keep(blocks=page.block(new), order=page.order(new["attrs"]["id"]))
    assert (latest(planned).title, latest(planned).slug, words(planned)) == ("Warm Floors", "warm-floors", ["Floors."])
    assert latest(planned).pillar == pillar.pk


def test_an_idle_open_revision_is_sealed_and_its_links_follow(article, hers, writer):
    link = {"id": hers.ids[1], "label": "Read more", "title": "Cold Feet", "target": None}
    hers.keep(blocks=hers.block({"type": "related_link", "attrs": link}), fields=hers.field("title", "Idle"))
    now = timezone.now()
    assert autosaving.seal_idle(now + timedelta(minutes=14)) == 0
    assert autosaving.seal_idle(now + timedelta(minutes=16)) == 1
    assert (numbers(article), article.revisions.open().count()) == ([1, 2], 0)
    assert Article.objects.get(pk=article.pk).working_title == "Idle"
    assert Article.objects.planned().get().title == "Cold Feet"
    assert autosaving.seal_idle(now + timedelta(minutes=30)) == 0


def test_an_idle_revision_that_saving_refuses_is_sealed_as_it_stands(article, hers, draft):
    hers.keep(fields=hers.field("slug", "wanted"))
    draft("Faster", slug="wanted")
    assert autosaving.seal_idle(timezone.now() + timedelta(minutes=16)) == 1
    assert (latest(article).slug, revisions.latest(article).number) == ("wanted", 2)


def test_what_is_written_while_idle_ones_are_sealed_is_left_open(article, hers, monkeypatch):
    hers.keep(fields=hers.field("title", "Still here"))
    stale = list(Revision.objects.open())
    hers.keep(fields=hers.field("title", "Still writing"))
    monkeypatch.setattr(revisions, "idle", lambda model, now: _Queried(stale))
    assert autosaving.seal_idle(timezone.now()) == 0
    assert article.revisions.open().count() == 1


class _Queried(list):
    def select_related(self, *names):
        return self


def test_a_race_that_is_never_won_takes_nothing_and_says_so(article, hers, monkeypatch):
    def never(*args, **kwargs):
        raise Conflict(revisions.latest(article))

    monkeypatch.setattr(revisions, "merge", never)
    assert hers.send({"fields": hers.field("title", "x")}).status_code == 409
    assert article.revisions.open().count() == 0
