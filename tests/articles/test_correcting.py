"""Corrections: public, dated, and for good."""

import csv
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from articles import correcting, publishing, rebuilding, writing
from articles.models import Article, Correction
from content.text import read
from history import append_only
from history.models import Event
from tests.desk import messages, send

pytestmark = pytest.mark.django_db
WRONG = "We wrote that it helps within a day. It takes <two> weeks."


def rewritten(article: Article, by, **values):
    snapshot, base = writing.current(article)
    return writing.save(article, replace(snapshot, **values), by=by, base=base)


def page_of(client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def own_page(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/correct/"


@pytest.fixture
def corrected(published, editor) -> Article:
    article = published(text="Why\n\nIt helps within a day, or it does not help.\n")
    revision = rewritten(article, editor, standfirst="Mended.")
    return publishing.publish(article, revision=revision, by=editor, correction=WRONG)


def test_correction_comes_with_the_version_that_brings_it(corrected, editor):
    one = Correction.objects.get()
    assert (one.article, one.revision, one.text, one.corrected_by) == (
        corrected,
        corrected.live_revision,
        WRONG,
        editor,
    )
    assert corrected.corrected_at == one.corrected_at
    event = Event.objects.get(act="corrected")
    assert (event.data["number"], event.data["text"], event.actor_id) == (2, WRONG, editor.pk)


def test_readers_see_it_below_the_byline_and_at_the_end(corrected, reader):
    page = page_of(reader, corrected)
    assert page.index('href="#page-corrections">Corrected on <time') < page.index('class="text"')
    assert "It takes &lt;two&gt; weeks." in page.partition('id="page-corrections"')[2]


def test_newest_correction_comes_first(corrected, editor, reader):
    correcting.correct(corrected, text="Another one.", by=editor)
    page = page_of(reader, corrected).partition('id="page-corrections"')[2]
    assert page.index("Another one.") < page.index("We wrote")


def test_a_correction_is_dated_even_where_hardly_a_word_changed(published, editor):
    article = published(text="Words and words. " * 60)
    before = article.updated_at
    revision = rewritten(article, editor, search_description="Other.")
    assert publishing.publish(article, revision=revision, by=editor, correction=WRONG).updated_at > before


def test_nothing_can_be_corrected_before_readers_have_seen_it(draft, editor):
    article = draft()
    with pytest.raises(ValidationError, match="Readers have not seen it yet"):
        publishing.publish(article, revision=article.revisions.get(), by=editor, correction=WRONG)
    with pytest.raises(ValidationError, match="Readers do not see the article"):
        correcting.correct(article, text=WRONG, by=editor)
    assert not Correction.objects.exists()
    assert not Article.objects.published().exists()


def test_what_cannot_be_told_keeps_the_old_version(published, editor):
    article = published()
    revision = rewritten(article, editor, title="Newer")
    for words in ("x" * 1_001, "a\x00b"):
        with pytest.raises(ValidationError):
            publishing.publish(article, revision=revision, by=editor, correction=words)
    assert Article.objects.get(pk=article.pk).title == "Stiff in the Morning"


def test_refused_publication_tells_nothing(published, editor):
    article = published()
    revision = rewritten(article, editor, standfirst="")
    with pytest.raises(publishing.NotPublishable):
        publishing.publish(article, revision=revision, by=editor, correction=WRONG)
    assert not Correction.objects.exists()


def test_only_editors_tell_readers(published, writer, doctor, moderator, outsider):
    article = published()
    for person in (writer, doctor, moderator, outsider):
        with pytest.raises(PermissionDenied):
            correcting.correct(article, text=WRONG, by=person)
    assert not Correction.objects.exists()


def test_saying_it_twice_says_it_once(published, editor):
    article = published()
    first, second = (correcting.correct(article, text=f" {WRONG}\r\n", by=editor) for _ in range(2))
    assert first == second
    assert Event.objects.filter(act="corrected").count() == 1


def test_nothing_but_empty_words_is_refused(published, editor):
    with pytest.raises(ValidationError, match="Say what was wrong"):
        correcting.correct(published(), text=" \n ", by=editor)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_remove_one(corrected, act):
    rows = Correction.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(text="It was right.") if act == "update" else rows.delete()
    assert Correction.objects.get().text == WRONG


def test_missing_guard_is_told(db):
    append_only.remove(connection, "articles_correction")
    assert "articles_correction_no_update" in append_only.missing(connection)
    append_only.install(connection)
    assert append_only.missing(connection) == []


def test_rebuild_keeps_it(corrected):
    assert rebuilding.rebuild_and_compare(corrected.pk) is None
    Article.objects.filter(pk=corrected.pk).update(corrected_at=None)
    assert rebuilding.rebuild_and_compare(corrected.pk).names == ("corrected_at",)
    corrected.refresh_from_db()
    assert corrected.corrected_at == Correction.objects.get().corrected_at


def test_later_versions_and_withdrawal_leave_it_standing(corrected, editor, reader):
    article = publishing.publish(corrected, revision=rewritten(corrected, editor, title="Newer"), by=editor)
    assert WRONG.partition(".")[0] in page_of(reader, article)
    publishing.withdraw(article, by=editor, reason="Superseded.")
    assert WRONG.partition(".")[0] in reader.get("/about/corrections/").content.decode()


def test_uncorrected_text_costs_no_query_and_a_corrected_one_costs_one(
    published, editor, client, django_assert_num_queries
):
    article = published()
    with django_assert_num_queries(4):
        client.get(article.get_absolute_url())
    for number in range(5):
        correcting.correct(article, text=f"Number {number}.", by=editor)
    with django_assert_num_queries(5):
        client.get(article.get_absolute_url())


def test_feed_has_them_at_the_end_in_one_query(published, editor, reader, django_assert_max_num_queries):
    for number in range(4):
        correcting.correct(published(f"Number {number}"), text=f"It was {number}.", by=editor)
    reader.get("/feed.xml")
    with django_assert_max_num_queries(8):
        feed = reader.get("/feed.xml").content.decode()
    assert [feed.count(f"It was {number}.") for number in range(4)] == [1] * 4


def test_machines_are_told_what_readers_see(corrected, published, reader):
    published("Editorial Policy", kind="page", pillar=None, contributors=(), slug="editorial-policy")
    revision = rewritten(corrected, corrected.live_revision.author, sponsor="The Fund", sponsored_for="All of it.")
    article = publishing.publish(corrected, revision=revision, by=corrected.live_revision.author)
    page = page_of(reader, article)
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    said = next(one for one in data["@graph"] if one["@type"] == "Article")
    visible = page.partition("<body>")[2]
    (correction,) = said["correction"]
    assert correction["@type"] == "CorrectionComment"
    assert correction["text"] == WRONG
    assert f'datetime="{correction["datePublished"]}"' in visible
    assert said["sponsor"] == {"@type": "Organization", "name": "The Fund"}
    assert said["sponsor"]["name"] in visible
    assert said["publishingPrinciples"].endswith("/about/editorial-policy/")
    assert 'href="/about/editorial-policy/"' in visible


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "kind"),
    [("correction", "CorrectionComment"), ("sponsor", "Organization"), ("publishingPrinciples", "URL")],
)
def test_schema_org_knows_these_of_a_creative_work(shared_dir, name, kind):
    table = shared_dir / "corpora" / "validators" / "schemaorg-30.0" / "schemaorg-current-https-properties.csv"
    with table.open(encoding="utf-8", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["label"] == name]
    assert "https://schema.org/CreativeWork" in row["domainIncludes"].split(", ")
    assert f"https://schema.org/{kind}" in row["rangeIncludes"].split(", ")


# The list.


def test_list_tells_all_newest_first_and_page_by_page(published, editor, reader, django_assert_max_num_queries):
    assert "Nothing has been corrected yet." in reader.get("/about/corrections/").content.decode()
    article = published()
    for number in range(23):
        correcting.correct(article, text=f"Number {number} of them.", by=editor)
    with django_assert_max_num_queries(2):
        first = reader.get("/about/corrections/").content.decode()
    assert first.index("Number 22 of") < first.index("Number 3 of")
    assert "Number 2 of" not in first
    assert "Number 2 of" in reader.get("/about/corrections/?page=2").content.decode()
    for asked in ("0", "x", "99", "-1", "%00"):
        assert reader.get(f"/about/corrections/?page={asked}").status_code == 200


def test_address_of_the_list_is_nobodys(draft):
    assert draft("Corrections").working_slug == "corrections-2"


# The desk.


def test_editor_publishes_with_a_correction(published, at, editor):
    article = published()
    desk = at(editor)
    assert 'name="correction"' in desk.get(change(article)).content.decode()
    send(desk, change(article), "_publish", standfirst="Mended.", correction=WRONG)
    assert Correction.objects.get().revision.number == 2


def test_what_was_typed_is_there_again_after_a_refusal(published, at, editor):
    article, desk = published(), at(editor)
    send(desk, change(article), "_publish", standfirst="", correction=WRONG)
    assert not Correction.objects.exists()
    assert "It takes &lt;two&gt; weeks.</textarea>" in desk.get(change(article)).content.decode()
    send(desk, change(article), "_publish", standfirst="There.", correction=WRONG)
    assert Correction.objects.get().text == WRONG
    assert "It takes &lt;two&gt;" not in desk.get(change(article)).content.decode()


def test_draft_and_writer_are_not_offered_one(draft, published, at, editor, writer):
    assert 'name="correction"' not in at(editor).get(change(draft("Draft"))).content.decode()
    assert 'name="correction"' not in at(writer).get(change(published())).content.decode()


def test_page_of_its_own_tells_and_refuses(published, at, editor):
    article, desk = published(), at(editor)
    refused = desk.post(own_page(article), {"text": "x" * 1_001})
    assert "Use at most 1000 characters" in refused.content.decode()
    assert "x" * 1_001 in refused.content.decode()
    done = desk.post(own_page(article), {"text": WRONG}, follow=True)
    assert messages(done) == ["Readers of “Stiff in the Morning” are told."]
    assert "It takes &lt;two&gt; weeks." in done.content.decode()


def test_own_page_of_what_nobody_reads_has_no_form(draft, at, editor):
    shown = at(editor).get(own_page(draft())).content.decode()
    assert "nothing to correct" in shown
    assert 'name="text"' not in shown


def test_correction_is_of_the_moment_it_is_told(published, editor):
    article = published(body=read("Why\n\nBecause it is early.\n"))
    at = timezone.now() + timedelta(seconds=1)
    revision = rewritten(article, editor, title="Newer")
    publishing.publish(article, revision=revision, by=editor, at=at, correction=WRONG)
    assert Correction.objects.get().corrected_at < at
