"""Withdrawing, merging, renaming and moving, together with the sentences that point there: all, or nothing."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from articles import inbound, publishing, writing
from articles.inbound import Aim
from articles.models import Article, LinkPhrase, Pillar
from articles.moving import Merge, Move, MoveTopic, RemoveSection, Rename, RenameSection, Withdraw, print_of
from articles.refactoring import CHANGED, Choice, PlacesRefused, Way, carry_out
from articles.search import search
from articles.snapshots import Snapshot
from content.linked import linked
from history import revisions
from history.models import Event
from history.revisions import Conflict
from sources import keeping
from sources.records import Record
from tests.content.builders import doc, heading, mark, paragraph, related, text, to_article


def latest(article: Article) -> Snapshot:
    return Snapshot.from_dict(revisions.latest(article).snapshot)


def base_of(article: Article) -> str:
    return revisions.latest(article).token


def chosen(subject, by, **by_words) -> dict[str, Choice]:
    """Choices by the words of the place, as somebody makes them who looks at it now."""
    origins = inbound.find(Aim.at(subject), by=by)
    places = [place for origin in origins for place in origin.places]
    return {p.key: replace(by_words[p.words], seen=p.seen) for p in places if p.words in by_words}


def lead_to(article: Article) -> Choice:
    return Choice(Way.RETARGET, {"kind": "article", "id": article.pk})


def words_of(article: Article) -> list[tuple]:
    return [(one.words, one.target.id) for one in linked(Article.objects.get(pk=article.pk).body)]


@pytest.fixture
def target(published) -> Article:
    return published("Floor", body=doc(heading("why", "Why"), paragraph("x", "Because."), heading("how", "How", 3)))


@pytest.fixture
def other(published) -> Article:
    return published("Carpet")


@pytest.fixture
def origin(published, target) -> Article:
    floor, ground = (text(words, to_article(target.pk)) for words in ("floor", "ground"))
    body = doc(
        paragraph("a", "First. Walk on a ", floor, ". Last."),
        paragraph("b", "Lie on the ", ground, "."),
        related("c", "Floor", {"kind": "article", "id": target.pk}),
    )
    return published("Origin", body=body, listed=(target.pk,))


def test_each_sentence_gets_what_was_chosen_and_readers_see_it_at_once(target, other, origin, editor):
    way = {
        "floor": Choice(Way.REWORD, sentence="Do not walk on any floor.", words="any floor"),
        "ground": Choice(Way.DROP),
        "Floor": lead_to(other),
    }
    done = carry_out(Withdraw(target, "Wrong."), chosen(target, editor, **way), by=editor)
    assert (done.places, [str(one) for one in done.live], done.waiting) == (4, ["Origin"], [])
    assert words_of(origin) == [("any floor", target.pk), ("Floor", other.pk)]
    body = Article.objects.get(pk=origin.pk).body
    assert [c["text"] for c in body["content"][1]["content"]] == ["Lie on the ground."]
    assert latest(origin).listed == (other.pk,)
    assert not Article.objects.get(pk=target.pk).is_published
    revision = revisions.latest(origin)
    assert (revision.author, revision.note) == (editor, "“Floor” is withdrawn.")


def test_what_is_kept_makes_no_version(target, origin, editor):
    done = carry_out(Withdraw(target, "Wrong."), {}, by=editor)
    assert done.places == 0
    assert origin.revisions.count() == 1


def test_merging_leads_all_sentences_and_addresses_to_the_other(target, other, origin, draft, editor, reader):
    sketch = draft("Sketch", body=doc(paragraph("a", "A ", text("floor", to_article(target.pk)), ".")))
    done = carry_out(Merge(target, other), {}, by=editor, others=lambda _: lead_to(other))
    assert done.places == 5
    assert {pk for _, pk in words_of(origin)} == {other.pk}
    assert [one.target.id for one in linked(latest(sketch).body)] == [other.pk]
    assert [(str(one), why) for one, why in done.waiting] == [("Sketch", "It is a draft.")]
    assert reader.get("/articles/floor/")["Location"] == "/articles/carpet/"
    assert inbound.find(Aim.at(target), by=editor) == []


def test_what_would_lead_to_its_own_article_loses_the_link_alone(target, published, editor):
    into = published(
        "Into", body=doc(paragraph("a", "A ", text("floor", to_article(target.pk)), ".")), listed=(target.pk,)
    )
    carry_out(Merge(target, into), {}, by=editor, others=lambda _: lead_to(into))
    found = latest(into)
    assert (linked(found.body), found.listed) == ([], ())
    assert found.body["content"][0]["content"][0]["text"] == "A floor."


def test_a_planned_article_goes_when_its_links_lead_elsewhere(published, other, editor):
    published("Origin", text="Read more: The Ground\n")
    planned = Article.objects.planned().get()
    carry_out(Merge(planned, other), {}, by=editor, others=lambda _: lead_to(other))
    assert not Article.objects.planned().exists()
    assert Event.objects.get(act="merged").data == {"into": other.pk}


def test_a_version_that_readers_do_not_see_yet_is_not_published_on_the_way(target, other, origin, editor, writer):
    snapshot, base = writing.current(origin)
    writing.save(origin, replace(snapshot, standfirst="Not yet public."), by=writer, base=base)
    done = carry_out(Merge(target, other), {}, by=editor, others=lambda _: lead_to(other))
    assert [why for _, why in done.waiting] == ["It holds changes that readers do not see yet."]
    assert Article.objects.get(pk=origin.pk).standfirst != "Not yet public."
    assert {one.target.id for one in linked(latest(origin).body)} == {other.pk}


def test_what_the_checklist_blocks_waits_as_a_version(target, origin, pillar, editor):
    Pillar.objects.filter(pk=pillar.pk).update(review_required=True)
    reworded = Choice(Way.REWORD, sentence="Walk 20 minutes on a floor.", words="floor")
    done = carry_out(Withdraw(target, "Wrong."), chosen(target, editor, floor=reworded), by=editor)
    assert [str(one) for one, _ in done.waiting] == ["Origin"]
    assert "review" in done.waiting[0][1]


def test_a_place_that_changed_meanwhile_is_reported_and_nothing_is_done(target, other, origin, editor, writer):
    seen = chosen(target, editor, floor=lead_to(other), ground=Choice(Way.DROP))
    snapshot, base = writing.current(origin)
    blocks = snapshot.body["content"]
    blocks[0]["content"][0]["text"] = "First. Never walk on a "
    writing.save(origin, snapshot, by=writer, base=base)
    with pytest.raises(PlacesRefused) as refused:
        carry_out(Withdraw(target, "Wrong."), seen, by=editor)
    assert refused.value.reasons == {next(key for key in seen if "-a0000000-" in key): CHANGED}
    assert Article.objects.get(pk=target.pk).is_published
    assert origin.revisions.count() == 2


@pytest.mark.parametrize("key", ["7", "x-y", "999999-aaaaaaaa-0", ""])
def test_a_forged_place_is_refused(target, origin, editor, key):
    with pytest.raises(PlacesRefused):
        carry_out(Withdraw(target, "Wrong."), {key: Choice(Way.DROP, seen="x")}, by=editor)


def test_a_source_that_would_lose_its_words_stops_everything(target, published, editor):
    source = keeping.bring(Record("A study", doi="10.5555/a"), by=editor)[0]
    cited = text("half of us", mark("citation", source=source.pk))
    body = doc(paragraph("a", "A ", text("floor", to_article(target.pk)), " helps ", cited, "."))
    origin = published("Origin", body=body)
    way = Choice(Way.REWORD, sentence="A floor helps.", words="floor")
    with pytest.raises(PlacesRefused, match="source"):
        carry_out(Withdraw(target, "Wrong."), chosen(target, editor, floor=way), by=editor)
    assert Article.objects.get(pk=target.pk).is_published
    assert origin.revisions.count() == 1


def test_one_sentence_is_rewritten_in_one_place(target, published, editor):
    both = (text("floor", to_article(target.pk)), " and ", text("ground", to_article(target.pk)), ".")
    published("Origin", body=doc(paragraph("a", *both)))
    new = {w: Choice(Way.REWORD, sentence=f"A {w} it is, floor and ground.", words=w) for w in ("floor", "ground")}
    with pytest.raises(PlacesRefused, match="at its other link"):
        carry_out(Withdraw(target, "Wrong."), chosen(target, editor, **new), by=editor)
    mixed = {"floor": Choice(Way.REWORD, sentence="carpet and ground.", words="carpet"), "ground": new["ground"]}
    with pytest.raises(PlacesRefused, match="at its other link"):
        carry_out(Withdraw(target, "Wrong."), chosen(target, editor, **mixed), by=editor)
    one = {"floor": new["floor"], "ground": Choice(Way.DROP)}
    carry_out(Withdraw(target, "Wrong."), chosen(target, editor, **one), by=editor)


def test_each_link_of_one_sentence_may_be_called_otherwise(target, published, editor):
    both = ("No ", text("floor", to_article(target.pk)), " and no ", text("ground", to_article(target.pk)), ".")
    origin = published("Origin", body=doc(paragraph("a", *both)))
    new = {
        "floor": Choice(Way.REWORD, sentence="No carpet and no ground.", words="carpet"),
        "ground": Choice(Way.REWORD, sentence="No floor and no lawn.", words="lawn"),
    }
    carry_out(Withdraw(target, "Wrong."), chosen(target, editor, **new), by=editor)
    (first, second) = linked(latest(origin).body)
    assert (first.sentence, first.words, second.words) == ("No carpet and no lawn.", "carpet", "lawn")


def test_a_topic_is_not_listed_at_the_end(target, origin, pillar, editor):
    way = Choice(Way.RETARGET, {"kind": "pillar", "id": pillar.pk})
    with pytest.raises(PlacesRefused, match="Only articles"):
        carry_out(Withdraw(target, "Wrong."), chosen(target, editor, Floor=way), by=editor)


def test_a_writer_does_none_of_it(target, other, origin, writer, pillar):
    topic = MoveTopic(pillar, "People", "people", pillar.parent, print_of(pillar))
    section = target.sections.first().block_id
    acts = [Withdraw(target, "Wrong."), Merge(target, other), Rename(target, "A", "a"), Move(target, pillar), topic]
    for act in [*acts, RenameSection(target, section, "A"), RemoveSection(target, section)]:
        with pytest.raises(PermissionDenied):
            carry_out(act, {}, by=writer)


def test_a_new_title_and_address_reach_readers_and_callouts(target, origin, editor, reader):
    way = {"Floor": Choice(Way.REWORD, words="The Ground")}
    callout = {k: c for k, c in chosen(target, editor, **way).items() if "listed" not in k}
    carry_out(Rename(target, "The Ground", "the-ground", base=base_of(target)), callout, by=editor)
    assert reader.get("/articles/floor/")["Location"] == "/articles/the-ground/"
    page = reader.get("/articles/origin/").content.decode()
    assert '<a href="/articles/the-ground/">The Ground</a>' in page
    assert '<a href="/articles/the-ground/">floor</a>' in page


def test_an_address_of_another_is_refused_and_nothing_is_done(target, other, origin, editor):
    with pytest.raises(ValidationError, match="has, or had"):
        carry_out(
            Rename(target, "Floor", "carpet", base=base_of(target)), {}, by=editor, others=lambda _: Choice(Way.DROP)
        )
    assert origin.revisions.count() == 1


def test_the_second_of_two_who_rename_looks_first(target, editor):
    base = base_of(target)
    carry_out(Rename(target, "Floor", "ground", base=base), {}, by=editor)
    with pytest.raises(Conflict):
        carry_out(Rename(target, "Floor", "soil", base=base), {}, by=editor)


def test_a_renaming_that_waits_with_other_changes_reaches_nobody_yet(target, editor, writer, reader):
    snapshot, base = writing.current(target)
    writing.save(target, replace(snapshot, standfirst="Not yet."), by=writer, base=base)
    carry_out(Rename(target, "Floor", "ground", base=base_of(target)), {}, by=editor)
    assert reader.get("/articles/floor/").status_code == 200
    assert latest(target).slug == "ground"


def test_an_article_moves_to_another_topic(target, pillar, editor):
    carry_out(Move(target, pillar.parent, base=base_of(target)), {}, by=editor)
    assert Article.objects.get(pk=target.pk).pillar == pillar.parent


def test_a_topic_moves_and_its_sentences_change_with_it(pillar, published, editor, reader):
    target = {"kind": "pillar", "id": pillar.pk}
    origin = published("Origin", body=doc(paragraph("a", "See ", text("people", mark("link", target=target)), ".")))
    hub = Pillar.objects.create(title="Sleep", slug="sleep", review_required=False)
    way = Choice(Way.REWORD, sentence="See the sleep of people.", words="people")
    act = MoveTopic(pillar, "People", "people", hub, print_of(pillar))
    carry_out(act, chosen(pillar, editor, people=way), by=editor)
    assert reader.get("/back-pain/special-populations/")["Location"] == "/sleep/people/"
    assert 'See the sleep of <a href="/sleep/people/">people</a>.' in reader.get("/articles/origin/").content.decode()
    assert origin.revisions.count() == 2
    with pytest.raises(ValidationError, match="meanwhile"):
        carry_out(act, {}, by=editor)


def section_link(published, target, section) -> Article:
    return published("Origin", body=doc(paragraph("a", "See ", text("why", to_article(target.pk, section)), ".")))


def test_a_section_is_renamed_and_keeps_its_anchor(target, published, editor, reader):
    section = target.sections.get(anchor="why").block_id
    section_link(published, target, section)
    carry_out(RenameSection(target, section, "Wherefore", base=base_of(target)), {}, by=editor)
    assert 'href="/articles/floor/#why"' in reader.get("/articles/origin/").content.decode()
    assert "Wherefore" in reader.get("/articles/floor/").content.decode()


@pytest.mark.parametrize(("with_text", "left"), [(False, ["Because.", "How"]), (True, [])])
def test_a_section_is_removed_alone_or_with_its_text(target, published, editor, with_text, left, reader):
    section = target.sections.get(anchor="why").block_id
    origin = section_link(published, target, section)
    snapshot, base = writing.current(target)
    blocks = [*snapshot.body["content"], heading("end", "End"), paragraph("y", "Yes.")]
    revision = writing.save(target, replace(snapshot, body={**snapshot.body, "content": blocks}), by=editor, base=base)
    publishing.publish(target, revision=revision, by=editor)
    way = Choice(Way.RETARGET, {"kind": "article", "id": target.pk})
    carry_out(RemoveSection(target, section, with_text, base=base_of(target)), {}, by=editor, others=lambda _: way)
    kept = [block["content"][0]["text"] for block in latest(target).body["content"]]
    assert kept == [*left, "End", "Yes."]
    assert [one.target.section for one in linked(latest(origin).body)] == [None]
    assert 'href="/articles/floor/"' in reader.get("/articles/origin/").content.decode()


def test_a_section_that_is_gone_already_is_not_removed_again(target, editor):
    with pytest.raises(ValidationError, match="no longer has this section"):
        carry_out(RemoveSection(target, "zzzzzzzz", base=base_of(target)), {}, by=editor)


def test_the_record_says_what_was_changed_and_why(target, other, origin, editor):
    carry_out(Merge(target, other), {}, by=editor, others=lambda _: lead_to(other))
    said = Event.objects.get(act="links changed")
    assert (said.target_id, said.data["places"], said.data["articles"]) == (target.pk, 4, [origin.pk])


@pytest.mark.parametrize("number", [2, 8])
def test_each_article_that_points_there_costs_the_same_few_queries(target, other, published, editor, number):
    for n in range(number):
        link = text("floor", to_article(target.pk))
        published(f"Origin {n}", body=doc(paragraph("a", f"Floor {n} is a ", link, ".")))
    with CaptureQueriesContext(connection) as asked:
        done = carry_out(Merge(target, other), {}, by=editor, others=lambda _: lead_to(other))
    assert len(done.live) == number
    assert len(asked) <= 60 + 15 * number


def test_what_is_read_after_and_suggested_follows_for_all_by_the_worker(target, other, origin, editor):
    carry_out(Merge(target, other), {}, by=editor, others=lambda _: lead_to(other))
    named = LinkPhrase.objects.filter(article=origin).exclude(target=origin)
    assert set(named.values_list("target", flat=True)) == {target.pk}
    (task,) = DBTaskResult.objects.ready().filter(task_path="articles.related_reading.catch_up")
    task.task.func(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    assert set(named.values_list("target", flat=True)) == {other.pk}


def test_search_finds_the_new_words_at_once(target, origin, editor):
    reworded = Choice(Way.REWORD, sentence="Walk on linoleum.", words="linoleum")
    carry_out(Withdraw(target, "Wrong."), chosen(target, editor, floor=reworded), by=editor)
    assert [hit.article for hit in search("linoleum").hits] == [origin]
