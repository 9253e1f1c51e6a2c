"""What a page does behind the reader's back: errors, missing files, requests to other hosts."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Response

from tests.browser.telling import FAILING

NETWORK_ERROR = "Failed to load resource"


def watch(page: Page, site: str, problems: list[str]) -> None:
    """From now on adds to `problems` what the page should not do; `site` is the address of its own server.

    A page that is asked for and answers 403, 404, 410 or 429 is no problem, nor the one that fails on purpose; a file
    within a page is one.
    """
    page.on("console", lambda message: problems.append(f"console: {message.text}") if _tells(message) else None)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("response", lambda response: problems.append(_failure(response)) if _failed(response) else None)
    page.on(
        "request", lambda request: problems.append(f"foreign: {request.url}") if _foreign(request.url, site) else None
    )


def _tells(message: ConsoleMessage) -> bool:
    """An error of the page. Answers of the server are judged by `_failed`, which knows what was asked for."""
    return message.type == "error" and not message.text.startswith(NETWORK_ERROR)


def _failed(response: Response) -> bool:
    meant = (500,) if urlsplit(response.url).path == FAILING else (403, 404, 410, 429)
    return response.status >= 400 and not (response.request.is_navigation_request() and response.status in meant)


def _failure(response: Response) -> str:
    return f"{response.status}: {response.url}"


def _foreign(url: str, site: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(site).netloc
