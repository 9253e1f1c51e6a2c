"""Builders of sources, and a registry on this machine."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sources import keeping
from sources.models import Source
from sources.records import Person, Record
from tests.sources.elsewhere import Elsewhere


@pytest.fixture
def source(editor: Any) -> Callable[..., Source]:
    """A source of the library: `source("A title", doi="10.5555/x")`."""

    def make(title: str = "Patches and stiffness", **said: Any) -> Source:
        said = {"authors": (Person("Doe", "Jane M."),), "container_short": "J Invent Backs", "year": 2024, **said}
        return keeping.bring(Record(title, **said), by=editor)[0]

    return make


class Registry:
    """Answers as Crossref and PubMed would, with whatever faults a test asks for. `asked` are the paths."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[str] = []
        self.agents: list[str] = []
        self.pause = 0.0

    def answer(self, body: bytes = b"", status: int = 200, **headers: str) -> "Registry":
        """What the next question gets; the last one goes on being given."""
        self.answers.append((status, headers, body))
        return self

    def next(self) -> tuple[int, dict[str, str], bytes]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def registry(settings: Any) -> Iterator[Registry]:
    from sources import lookup

    known = Registry()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append(self.path)
            known.agents.append(self.headers["User-Agent"])
            if known.pause:
                threading.Event().wait(known.pause)
            status, headers, body = known.next()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: Any) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    settings.SOURCES_LOOKUP, settings.SOURCES_BACKOFF = True, 0
    settings.SOURCES_CROSSREF_URL, settings.SOURCES_PUBMED_URL = here, here
    lookup._pool.cache_clear()
    yield known
    server.shutdown()
    server.server_close()
    lookup._pool.cache_clear()


@pytest.fixture
def elsewhere(settings: Any) -> Iterator[Elsewhere]:
    """Another server of the web, which may stand on this machine."""
    settings.LINK_CHECK, settings.LINK_CHECK_LOOPBACK = True, True
    server = Elsewhere()
    yield server
    server.close()
