"""What a person means by a title, a name or an address."""

import pytest
from django.core.exceptions import ValidationError

from articles import addresses, discarding, publishing


def test_a_title_means_its_article_whatever_its_case(published):
    article = published("Cold Floors")
    assert addresses.meant("  cold   floors ") == {"kind": "article", "id": article.pk}


def test_a_title_may_be_that_of_a_topic_or_the_name_of_an_author(pillar, author):
    assert addresses.meant("special populations") == {"kind": "pillar", "id": pillar.pk}
    assert addresses.meant("Ada Example") == {"kind": "author", "id": author.pk}


def test_an_address_of_ours_means_what_is_there_and_any_other_itself(published, pillar, settings):
    article = published("Cold Floors")
    for address in ("/articles/cold-floors/", f"{settings.SITE_URL}/articles/cold-floors/"):
        assert addresses.meant(address) == {"kind": "article", "id": article.pk}
    assert addresses.meant("/back-pain/") == {"kind": "pillar", "id": pillar.parent_id}
    assert addresses.meant("https://example.org/a") == {"kind": "url", "href": "https://example.org/a"}


@pytest.mark.parametrize(
    "words",
    [
        "No Such Thing",
        "/articles/nothing/",
        "",
        "back-pain",
        "javascript:alert(1)",
        "\x00",
        "https://[a",
        "//example.org",
    ],
)
def test_what_is_not_there_is_refused(published, words):
    published("Cold Floors")
    with pytest.raises(ValidationError):
        addresses.meant(words)


def test_a_title_that_two_bear_is_refused(published, draft):
    published("Cold Floors")
    draft("Cold Floors")
    with pytest.raises(ValidationError, match="More than one"):
        addresses.meant("Cold Floors")


def test_what_is_withdrawn_or_in_the_bin_is_not_meant(published, draft, editor, writer):
    publishing.withdraw(published("Cold Floors"), by=editor, reason="Wrong.")
    discarding.discard(draft("Warm Floors"), by=writer)
    for title in ("Cold Floors", "Warm Floors"):
        with pytest.raises(ValidationError, match="Nothing is called"):
            addresses.meant(title)


def test_titles_that_hold_the_words_are_named_but_for_those_that_readers_do_not_know(published, draft):
    published("Cold Floors")
    draft("Cold Feet, in Secret")
    with pytest.raises(ValidationError, match=r"“cold f”\. Did you mean “Cold Floors”\?"):
        addresses.meant("cold f")
    with pytest.raises(ValidationError, match="letter for letter"):
        addresses.meant("cold f", ("author",))
