"""No query and no indexed text breaks the search or comes out as HTML."""

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, SearchEntry
from articles.search import LONGEST_SNIPPET, search
from articles.search_queries import LONGEST_QUERY, WORD, fold, parse

OPERATORS = [
    "AND",
    "OR NOT",
    "a AND (b",
    "NEAR(hot flushes, 2)",
    "title:hot",
    "{title body}: hot",
    "hot*",
    "^hot",
    "hot + flushes",
    "'hot' & !flushes",
    "hot:*A",
    "hot <-> flushes",
    "'; DROP TABLE articles_article; --",
    "%s %(x)s %",
    'hot"flushes"night"',
    "hot\x00flushes",
    "hot \ud800 flushes",
    "-hot -flushes",
    "--hot",
    "\\",
    "़ हिन्दी ทดสอบ 한국어 ｆｕｌｌ ½ ²",
    "e\u0301" * 150,
    "\u0301" * 300,
    "hot " * 2500,
    "x" * 10_000,
    '"' * 10_000,
    "- " * 5_000,
    "a-b" * 3_000,
]


class _Tags(HTMLParser):
    """All start tags of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        self.found.append(tag if not attrs else f"{tag} {attrs}")


@pytest.fixture
def article(published: Callable[..., Article]) -> Article:
    return published("Hot at Night", "Why\n\nHot flushes wake you, x.\n")


def assert_harmless(query: str) -> None:
    results = search(query)
    results.query.encode()
    assert len(results.query) <= LONGEST_QUERY
    for hit in results.hits:
        assert set(_Tags(hit.title_html).found) <= {"mark"}
        assert set(_Tags(hit.snippet_html).found) <= {"mark"}


def naughty(shared_dir: Path) -> list[str]:
    return json.loads((shared_dir / "corpora/security/unicode/blns/blns.json").read_text())


def payloads(shared_dir: Path) -> list[str]:
    lines = (shared_dir / "corpora/security/xss/payloads.dev.jsonl").read_text().splitlines()
    return [json.loads(line)["payload"] for line in lines]


@pytest.mark.parametrize("query", OPERATORS, ids=range(len(OPERATORS)))
def test_signs_of_query_languages_mean_nothing(article: Article, query: str) -> None:
    assert_harmless(query)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters() | st.sampled_from("\"-*:()^+'&|!<>\\%\x00\ud800"), max_size=60))
def test_any_text_is_a_query(article: Article, query: str) -> None:
    assert_harmless(query)


@pytest.mark.shared
def test_naughty_strings_and_payloads_are_queries(article: Article, shared_dir: Path) -> None:
    for query in naughty(shared_dir) + payloads(shared_dir):
        assert_harmless(query)


@pytest.mark.shared
def test_indexed_text_never_comes_out_as_html(article: Article, shared_dir: Path) -> None:
    for text in [*payloads(shared_dir), *naughty(shared_dir)[::5]]:
        text = text.replace("\x00", "")  # which no text field takes
        SearchEntry.objects.update(title=text, headings="", standfirst=text, body=f"anchor {text} {text}")
        [hit] = search("anchor").hits
        assert set(_Tags(hit.title_html + hit.snippet_html).found) == {"mark"}


@pytest.mark.shared
def test_words_inside_a_payload_are_marked_and_nothing_else_is_html(article: Article, shared_dir: Path) -> None:
    found = 0
    for text in payloads(shared_dir)[::3]:
        SearchEntry.objects.update(title=text, headings="", standfirst=text, body=f"anchor {text} {text}")
        for word in WORD.findall(fold(text))[:1]:
            found += search(word).total
            assert_harmless(word)
    assert found > 10


def test_a_text_with_the_marks_own_characters_stays_harmless(article: Article) -> None:
    SearchEntry.objects.update(title="\x03\x02hot\x02<b>\x03", body="\x02<i>hot\x03\x03" * 40)
    assert_harmless("hot")


def test_a_text_of_any_length_is_indexed_and_shown_in_part(article: Article) -> None:
    words = " ".join(f"word{number}é" for number in range(40_000))
    SearchEntry.objects.update(title=words[:1000], headings=words, standfirst=words, body=words + "x" * 5000)
    [hit] = search("word7e").hits
    assert "<mark>word7é</mark>" in hit.snippet_html
    assert len(hit.snippet_html) < LONGEST_SNIPPET + 100


def test_a_query_keeps_at_most_two_hundred_characters() -> None:
    assert len(parse("ab " * 1000).text) <= LONGEST_QUERY
    assert len(parse("\u0344" * 1000).text) <= LONGEST_QUERY
