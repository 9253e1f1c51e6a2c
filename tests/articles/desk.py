"""A page of the desk that saves by itself, as tests need one: knows its prints, sends its changes."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from articles.models import Article
from content.ids import new_id


def paragraph(words: str, block_id: str = "") -> dict[str, Any]:
    content = [{"type": "text", "text": words}] if words else []
    return {"type": "paragraph", "attrs": {"id": block_id or new_id()}, "content": content}


# What the script of the page sends again, letter for letter.
BUSY = (409, 503)
MOST_TRIES = 100


class OpenPage:
    """One tab. `state` is what it last heard of each part, with `prints`."""

    def __init__(self, client: Client, article: Article, tab: str = "tab1"):
        self.client, self.tab = client, tab
        self.address = f"/admin/articles/article/{article.pk}/"
        self.token, self.state, self.prints = "", {}, {}
        self.look(prints=1)

    def look(self, **query: Any) -> Any:
        query = {"token": self.token, "tab": self.tab, **query}
        answer = patiently(lambda: self.client.get(f"{self.address}others/", query))
        self.hear(answer.json())
        return answer

    def hear(self, said: dict[str, Any]) -> None:
        self.token = said["token"]
        self.prints |= said["prints"]
        self.state |= said["others"]

    def send(self, said: dict[str, Any]) -> Any:
        said = {"token": self.token, "tab": self.tab, **said}
        return self.client.post(f"{self.address}autosave/", said, content_type="application/json")

    def keep(self, status: int = 200, **said: Any) -> dict[str, Any]:
        """Send changes and remember the answer, as the script of the page does."""
        answer = patiently(lambda: self.send(said), until=status)
        assert answer.status_code == status, answer.content
        self.hear(answer.json())
        return answer.json()

    def block(self, block: dict[str, Any] | None, block_id: str = "") -> dict[str, Any]:
        """The change of one block, from what the page last heard of it."""
        block_id = block_id or block["attrs"]["id"]
        return {block_id: {"base": self.prints.get(f"block:{block_id}"), "block": block}}

    def field(self, name: str, value: Any) -> dict[str, Any]:
        return {name: {"base": self.prints[name], "value": value}}

    def order(self, *ids: str) -> dict[str, Any]:
        return {"base": self.prints["order"], "was": self.ids, "ids": list(ids)}

    @property
    def ids(self) -> list[str]:
        return self.state.get("order", [])


def patiently(ask: Callable[[], Any], until: int = 200) -> Any:
    """The answer once the server is not busy."""
    answers = (ask() for _ in range(MOST_TRIES))
    return next((answer for answer in answers if answer.status_code == until or answer.status_code not in BUSY), None)
