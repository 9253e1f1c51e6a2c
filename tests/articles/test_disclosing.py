"""What a text states of itself: interests, use of AI, a sponsor. Versions keep it, and publication demands it."""

from dataclasses import replace

import pytest

from articles import checklist, publishing, restoring, writing
from articles.autosaving import ArticleDraft
from articles.models import Article
from articles.publishing import NotPublishable
from articles.snapshots import Contributor, Interest, Snapshot, tidied
from authors.models import Author
from history import revisions
from tests.articles.desk import OpenPage
from tests.desk import filled, send

pytestmark = pytest.mark.django_db
CODES = {"interests", "AI use", "AI editor", "sponsor"}
NOTHING = {"interests": (), "ai_use": ""}
# A version as it was stored before anything could be stated.
FORMER = {
    "title": "From before",
    "slug": "from-before",
    "standfirst": "What the night does to a back.",
    "kind": "condition",
    "pillar": None,
    "body": {"type": "doc", "attrs": {"schema": 1}, "content": []},
    "tags": [],
    "contributors": [],
    "listed": [],
    "search_description": "",
}


def found(article: Article) -> list[tuple[str, str]]:
    revision = article.revisions.first()
    all_of_them = checklist.findings(article, Snapshot.from_dict(revision.snapshot), revision)
    return [(one.field, one.code) for one in all_of_them if one.code in CODES]


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def latest(article: Article) -> Snapshot:
    return Snapshot.from_dict(revisions.latest(article).snapshot)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, []),
        (NOTHING, [("interests", "interests"), ("ai_use", "AI use")]),
        ({"ai_use": "assisted"}, [("ai_how", "AI use")]),
        ({"ai_use": "assisted", "ai_how": "Spelling."}, []),
        ({"ai_use": "drafted", "ai_how": "A list."}, [("ai_editor", "AI editor")]),
        ({"sponsor": "The Fund"}, [("sponsored_for", "sponsor")]),
        ({"sponsored_for": "All of it."}, [("sponsor", "sponsor")]),
        ({"sponsor": "The Fund", "sponsored_for": "All of it."}, []),
        ({**NOTHING, "kind": "page", "pillar": None}, []),
    ],
)
def test_what_is_not_stated_is_found_at_its_field(draft, said, expected):
    assert found(draft(**said)) == expected


def test_each_silent_author_is_named_and_others_who_took_part_are_not(draft, author, editor):
    second, third = (Author.objects.create(name=name, slug=name.lower()) for name in ("Bo", "Cy"))
    people = (Contributor(author.pk), Contributor(second.pk), Contributor(third.pk, "illustrator"))
    article = draft(contributors=people, interests=(Interest(author.pk, "Owns shares in pillows."),))
    with pytest.raises(NotPublishable, match="Bo has not stated conflicts of interest") as refused:
        publishing.publish(article, revision=article.revisions.get(), by=editor)
    assert [(one.blocks, one.overridable) for one in refused.value.blockers] == [(True, True)]


def test_editor_may_publish_unstated_text_with_a_reason_and_readers_are_told_nothing_invented(draft, editor, reader):
    article = draft(**NOTHING)
    article = publishing.publish(article, revision=article.revisions.get(), by=editor, override_reason="In haste.")
    assert (article.ai_use, article.contributions.get().interests) == ("", "")
    page = reader.get(article.get_absolute_url()).content.decode()
    assert "conflict of interest" not in page
    assert "AI " not in page


def test_queries_do_not_grow_with_the_authors(draft, django_assert_max_num_queries):
    for count in (1, 12):
        made = [Author.objects.create(name=f"A{count}-{n}", slug=f"a{count}-{n}") for n in range(count)]
        article = draft(f"By {count}", contributors=tuple(Contributor(one.pk) for one in made), interests=())
        snapshot = latest(article)
        with django_assert_max_num_queries(8):
            checklist.findings(article, snapshot)


# Versions.


def test_version_from_before_states_nothing_and_its_hash_still_holds(draft, writer):
    article = draft("From before", **NOTHING)
    stored = FORMER | {"body": latest(article).body}
    sealed = revisions.save(article, stored, by=writer, base=revisions.latest(article).token)
    assert sealed.is_intact
    snapshot = Snapshot.from_dict(sealed.snapshot)
    assert (snapshot.interests, snapshot.ai_use, snapshot.ai_editor, snapshot.sponsor) == ((), "", None, "")
    again = writing.save(article, snapshot, by=writer, base=sealed.token)
    assert again.pk == sealed.pk
    assert again.is_intact
    changed = writing.save(article, replace(snapshot, ai_use="none"), by=writer, base=sealed.token)
    assert (changed.number, changed.snapshot["ai_use"]) == (sealed.number + 1, "none")


def test_page_of_a_version_from_before_can_be_kept(draft, writer):
    article = draft("From before")
    revisions.save(article, FORMER | {"body": latest(article).body}, by=writer, base=revisions.latest(article).token)
    stored = ArticleDraft(article).stored(revisions.latest(article).snapshot)
    assert stored.keys() == Snapshot.__dataclass_fields__.keys()


def test_restored_version_states_what_it_stated(draft, writer, author):
    article = draft(interests=(Interest(author.pk, "Sells pillows."),), ai_use="none")
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, interests=(), ai_use=""), by=writer, base=base)
    restoring.restore(article, article.revisions.get(number=1), by=writer, base=revisions.latest(article).token)
    assert latest(article).interests == (Interest(author.pk, "Sells pillows."),)


def test_statements_are_compared_beside_the_text(draft, writer, author, at):
    article = draft()
    snapshot, base = writing.current(article)
    said = {"ai_use": "drafted", "ai_how": "A list.", "ai_editor": author.pk, "sponsor": "The Fund"}
    writing.save(article, replace(snapshot, **said), by=writer, base=base)
    page = at(writer).get(f"/admin/articles/article/{article.pk}/history/?old=1&new=2").content.decode()
    for words in ("drafted: a first version came from it", "Ada Example answers for it", "The Fund"):
        assert words in page


@pytest.mark.parametrize("words", ["none", "None.", " NONE ", "no", "Nothing."])
def test_none_has_one_spelling(words):
    assert tidied([Interest(2, words), Interest(1, " "), Interest(2, words)]) == (Interest(2, "None"),)


# The form.


def test_none_takes_one_tick(draft, at, writer, author):
    article = draft(**NOTHING)
    page = at(writer).get(change(article))
    assert f'name="interests-none-{author.pk}"' in page.content.decode()
    said = filled(page) | {f"interests-none-{author.pk}": "1", f"interests-{author.pk}": "", "ai_use": "none"}
    at(writer).post(change(article), {**said, "_save": "1"})
    assert latest(article).interests == (Interest(author.pk, "None"),)
    shown = at(writer).get(change(article)).content.decode()
    assert f'name="interests-none-{author.pk}" value="1" checked' in shown


def test_words_win_over_a_tick(draft, at, writer, author):
    article = draft()
    said = filled(at(writer).get(change(article)))
    said |= {f"interests-none-{author.pk}": "1", f"interests-{author.pk}": "Sells pillows."}
    at(writer).post(change(article), {**said, "_save": "1"})
    assert latest(article).interests == (Interest(author.pk, "Sells pillows."),)


def test_refused_form_comes_back_with_every_statement(draft, at, writer, author):
    article = draft()
    said = {"title": "", "ai_use": "drafted", "ai_how": "A list.", "ai_editor": author.pk, "sponsor": "The Fund"}
    page = send(at(writer), change(article), **said, **{f"interests-{author.pk}": "Sells <pillows>."})
    shown = page.content.decode()
    assert page.status_code == 200
    assert 'value="Sells &lt;pillows&gt;."' in shown
    assert 'value="A list."' in shown
    assert page.context["adminform"].form["ai_use"].value() == "drafted"
    assert 'value="The Fund"' in shown


@pytest.mark.parametrize("key", ["0", "999999", "x", "-1", "٣", "1" * 30, ""])
def test_forged_lines_are_refused_kindly(draft, at, writer, key):
    article = draft()
    said = filled(at(writer).get(change(article))) | {f"interests-{key}": "Forged."}
    assert at(writer).post(change(article), {**said, "_save": "1"}).status_code in (200, 302)
    assert "Forged." not in str(revisions.latest(article).snapshot)


def test_statement_of_who_is_no_author_any_more_goes(draft, at, writer):
    article = draft()
    send(at(writer), change(article), byline=[])
    assert latest(article).interests == ()


def test_page_in_use_keeps_statements_by_itself(draft, at, writer, author):
    article = draft(**NOTHING)
    page = OpenPage(at(writer), article)
    page.keep(fields=page.field("interests", [{"author": author.pk, "statement": "None"}]))
    page.keep(fields=page.field("ai_use", "none"))
    assert (latest(article).interests, latest(article).ai_use) == ((Interest(author.pk, "None"),), "none")


def test_statements_of_two_who_differ_are_shown_to_both_in_words(draft, at, writer, editor, author):
    article = draft(**NOTHING)
    mine, theirs = OpenPage(at(writer), article), OpenPage(at(editor), article, "tab2")
    theirs.keep(fields=theirs.field("interests", [{"author": author.pk, "statement": "Sells pillows."}]))
    said = mine.send({"fields": mine.field("interests", [{"author": author.pk, "statement": "None"}])}).json()
    assert "Sells pillows." in str(said)
    assert latest(article).interests == (Interest(author.pk, "Sells pillows."),)
