"""Builders of topics and articles."""

from collections.abc import Callable
from typing import Any

import pytest

from articles import publishing, writing
from articles.models import Article, Pillar
from articles.snapshots import Contributor, Snapshot
from authors.models import Author, User
from content.text import read
from tests.stating import stated

# What every text on a treatment says (STANDARDS C1), in as few words as possible.
SIDES = (
    "How it works: it acts on the nerves. The benefits are small. Its main risks are falls. Its other risks are rare. "
    "Without it most backs mend. Other treatments exist. Nobody knows who gains most."
)


@pytest.fixture
def pillar(db: None) -> Pillar:
    """back-pain/special-populations"""
    return topics(review_required=False)


def topics(**values: Any) -> Pillar:
    hub = Pillar.objects.create(title="Back Pain", slug="back-pain", **values)
    return Pillar.objects.create(title="Special Populations", slug="special-populations", parent=hub, **values)


@pytest.fixture
def snapshot(pillar: Pillar, author: Author) -> Callable[..., Snapshot]:
    """A complete snapshot; `text` is its body in the plain form. Its authors state that they have no interests."""

    def make(
        title: str = "Stiff in the Morning", text: str = "Why\n\nBecause it is early.\n", **values: Any
    ) -> Snapshot:
        complete = {
            "slug": "",
            "standfirst": "What the night does to a back.",
            "kind": "lifestyle",
            "pillar": pillar.pk,
            "contributors": (Contributor(author.pk),),
            "body": read(text),
        }
        complete |= values
        writers = [one.author for one in complete["contributors"] if one.role == "writer"]
        return Snapshot(title=title, **stated(*writers) | complete)

    return make


@pytest.fixture
def draft(snapshot: Callable[..., Snapshot], writer: User) -> Callable[..., Article]:
    return lambda *args, **values: writing.start(snapshot(*args, **values), by=writer)


@pytest.fixture
def published(draft: Callable[..., Article], editor: User) -> Callable[..., Article]:
    def make(*args: Any, **values: Any) -> Article:
        article = draft(*args, **values)
        return publishing.publish(article, revision=article.revisions.first(), by=editor)

    return make
