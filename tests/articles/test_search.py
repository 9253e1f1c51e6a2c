"""Searching: what is found, in which order, and that no query and no text can do harm."""

from collections.abc import Callable
from typing import Any

import pytest

from articles import publishing
from articles.enums import ArticleKind
from articles.models import Article, SearchEntry
from articles.search import Results, search

FLUSHES = "Why\n\nMenopausal women wake from hot flushes; oestrogen calms them, day/night. See COVID-19 for more.\n"
BACKS = "What helps\n\nA stiff back likes a walk in the morning. Doctors speak of Ménière too.\n"


@pytest.fixture
def flushes(published: Callable[..., Article]) -> Article:
    return published("Hot at Night", FLUSHES, standfirst="When the bed burns.")


@pytest.fixture
def backs(published: Callable[..., Article]) -> Article:
    return published("Stiff Backs", BACKS, standfirst="Moving early.")


def titles(results: Results) -> list[str]:
    return [hit.article.title for hit in results.hits]


def test_a_word_is_found_in_every_part(flushes: Article, backs: Article) -> None:
    assert titles(search("backs")) == ["Stiff Backs"]
    assert titles(search("helps")) == ["Stiff Backs"]
    assert titles(search("moving")) == ["Stiff Backs"]
    assert titles(search("walk")) == ["Stiff Backs"]


@pytest.mark.parametrize(
    "query", ["flush", "FLUSHES", "menopause", "night day", "covid-19", "19 covid", "what of flushes"]
)
def test_endings_case_and_punctuation_do_not_matter(flushes: Article, backs: Article, query: str) -> None:
    assert titles(search(query)) == ["Hot at Night"]


@pytest.mark.parametrize("query", ["Ménière", "meniere", "MENIERE'S", "Me\u0301nie\u0300re’s"])
def test_accents_and_possessives_do_not_matter(backs: Article, query: str) -> None:
    results = search(query)
    assert titles(results) == ["Stiff Backs"]
    assert "<mark>Ménière</mark>" in results.hits[0].snippet_html


def test_all_words_must_occur(flushes: Article, backs: Article) -> None:
    assert titles(search("stiff walk")) == ["Stiff Backs"]
    assert titles(search("stiff flushes")) == []


def test_quoted_words_follow_one_another(flushes: Article) -> None:
    assert titles(search('"hot flushes"')) == ["Hot at Night"]
    assert titles(search("“hot flushes”")) == ["Hot at Night"]
    assert titles(search('"flushes hot"')) == []


def test_an_open_quotation_is_closed_at_the_end(flushes: Article) -> None:
    assert titles(search('night "hot flushes')) == ["Hot at Night"]


def test_an_excluded_word_or_phrase_keeps_articles_out(flushes: Article, backs: Article) -> None:
    assert titles(search("women -stiff")) == ["Hot at Night"]
    assert titles(search("women -oestrogen")) == []
    assert titles(search('women -"hot flushes"')) == []
    assert titles(search('women -"flushes hot"')) == ["Hot at Night"]


def test_a_hyphen_inside_a_word_excludes_nothing(flushes: Article) -> None:
    assert titles(search("hot-flushes")) == ["Hot at Night"]


@pytest.mark.parametrize("query", ["estrogen", "oestrogens", '"estrogen calms"', "flashes", "hot flash"])
def test_british_and_american_spellings_are_one(flushes: Article, query: str) -> None:
    results = search(query)
    assert titles(results) == ["Hot at Night"]
    assert results.suggestion == ""


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ("menopuasal", "menopausal"),
        ("estrogn", "oestrogen"),
        ("Oestrogn calsm", "oestrogen calms"),
        ("flushes womne", "flushes women"),
        ('"hot flushse" -stiff', '"hot flushes" -stiff'),
        ("xenopausal", "menopausal"),
    ],
)
def test_typing_errors_are_corrected_and_said(flushes: Article, query: str, suggestion: str) -> None:
    results = search(query)
    assert (results.query, results.suggestion, results.total) == (query, suggestion, 1)


@pytest.mark.parametrize("query", ["menop", "hot menopaus", "oestr", "morn"])
def test_the_last_word_may_be_half_written(flushes: Article, backs: Article, query: str) -> None:
    results = search(query)
    assert (results.total, results.suggestion) == (1, "")


def test_only_the_last_word_may_be_half_written(flushes: Article) -> None:
    assert search("menop flushes").total == 0


@pytest.mark.parametrize("query", ["ho", "xyz", "zzzzzzzz", "stiff flushes", "9999", "qo"])
def test_what_nothing_resembles_is_not_corrected(flushes: Article, backs: Article, query: str) -> None:
    assert search(query) == Results(query)


def test_words_of_a_withdrawn_article_are_not_suggested(flushes: Article, backs: Article, editor: Any) -> None:
    publishing.withdraw(flushes, by=editor, reason="Wrong.")
    assert search("menopuasal") == Results("menopuasal")


def test_words_count_by_where_they_stand(published: Callable[..., Article]) -> None:
    for number in range(6):
        published(f"Other {number}", f"Part\n\nNothing of it {number}.\n", standfirst="Empty.")
    published("In the Body", "Part\n\nWe speak of zebras.\n", standfirst="Something.")
    published("In the Standfirst", "Part\n\nWe speak of it all.\n", standfirst="Zebras.")
    published("In a Heading", "Zebras\n\nWe speak of it all.\n", standfirst="Something.")
    published("Zebras Here", "Part\n\nWe speak of it all.\n", standfirst="Something.")
    assert titles(search("zebra")) == ["Zebras Here", "In a Heading", "In the Standfirst", "In the Body"]


def test_a_title_alone_brings_the_standfirst_along(flushes: Article) -> None:
    [hit] = search("night hot").hits
    assert "<mark>Night</mark>" in hit.title_html
    assert search("burns").hits[0].snippet_html == "When the bed <mark>burns</mark>."


def test_lines_of_a_passage_do_not_run_into_each_other(published: Callable[..., Article]) -> None:
    published("Cold", "Zebras\n\nThey sleep.\n- Stripes\n- Hooves\nSome say “No.”\nOthers run.\n")
    [hit] = search("zebra").hits
    assert hit.snippet_html == "<mark>Zebras</mark> · They sleep. Stripes · Hooves · Some say “No.” Others run."


def test_a_hit_of_a_guide_leads_to_its_pillar(published: Callable[..., Article]) -> None:
    published("Everything about Backs", BACKS, kind=ArticleKind.GUIDE)
    [hit] = search("everything").hits
    assert hit.article.get_absolute_url() == "/back-pain/special-populations/"


def test_a_draft_is_not_found(draft: Callable[..., Article], flushes: Article) -> None:
    article = draft("Unfinished Flushes", FLUSHES)
    assert titles(search("flushes")) == ["Hot at Night"]
    SearchEntry.objects.create(article=article, title="Unfinished Flushes")
    assert titles(search("flushes")) == ["Hot at Night"]
    assert search("unfinishd").total == 0


def test_a_withdrawn_article_is_not_found(flushes: Article, editor: Any) -> None:
    publishing.withdraw(flushes, by=editor, reason="Wrong.")
    assert search("flushes") == Results("flushes")


@pytest.fixture
def twelve(published: Callable[..., Article]) -> list[str]:
    """Titles of articles that are equally good answers, newest first."""
    names = [f"Piece {letter}" for letter in "BCDEFGHJKLNP"]
    for name in names:
        published(name, "Part\n\nThe same words of yew.\n")
    Article.objects.update(published_at=Article.objects.order_by("pk").first().published_at)
    return names[::-1]


def test_equal_answers_come_newest_first_on_every_page(twelve: list[str]) -> None:
    pages = [search("yew", page=number, per_page=5) for number in (1, 2, 3)]
    assert [title for results in pages for title in titles(results)] == twelve
    assert {(results.total, results.pages) for results in pages} == {(12, 3)}


@pytest.mark.parametrize(("asked", "given"), [(-1, 1), (0, 1), (2, 2), (3, 2), (10**30, 2)])
def test_a_page_out_of_range_is_the_nearest(twelve: list[str], asked: int, given: int) -> None:
    results = search("yew", page=asked)
    assert (results.page, results.pages, len(results.hits)) == (given, 2, 10 if given == 1 else 2)


@pytest.mark.parametrize("query", ["", "   ", "!?", "-flushes", '""', "\x00", "🔥", "\ud800", "-"])
def test_a_query_without_words_asks_the_database_nothing(
    flushes: Article, query: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert search(query).total == 0


@pytest.mark.parametrize("per_page", [2, 10])
def test_three_queries_find_and_five_correct(twelve: list[str], per_page: int, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        found = search("yew", per_page=per_page).hits
        assert len({hit.article.get_absolute_url() for hit in found}) == per_page
    with django_assert_num_queries(5):
        assert search("peice", per_page=per_page).suggestion == "piece"
    with django_assert_num_queries(2):
        assert search("zzzzzz").total == 0


def test_hits_come_without_the_long_columns(flushes: Article) -> None:
    [hit] = search("flushes").hits
    assert {"body", "anchors"} <= hit.article.get_deferred_fields()
