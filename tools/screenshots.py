"""Every public page at three widths, light and dark: `python -m tools.screenshots [BASE_URL] [path …]`.

Needs a running site (`make run`); writes var/screenshots/NAME-WIDTH-SCHEME.png. With the one word `guide` it makes the
pictures of the writers' guide instead (tools/pictures.py), on a site of its own.
"""

import os
import shutil
import sys
import urllib.request
import xml.etree.ElementTree as ElementTree
from urllib.parse import urlsplit

import django
from playwright.sync_api import sync_playwright

from tools.environment import ROOT, fail, say

FOLDER = ROOT / "var" / "screenshots"
WIDTHS = (375, 768, 1280)
ALSO = ("/search/?q=sleep", "/search/?q=zzzz", "/nothing-here/", "/admin/login/")


def main() -> None:
    given = sys.argv[1:]
    if given == ["guide"]:
        return _guide()
    base = given.pop(0).rstrip("/") if given and given[0].startswith("http") else "http://127.0.0.1:8000"
    paths = given or [*_sitemap(base), *ALSO]
    FOLDER.mkdir(parents=True, exist_ok=True)
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
                for path in paths:
                    page.goto(base + path)
                    page.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=FOLDER / f"{_name(path)}-{width}-{scheme}.png", full_page=True)
                page.close()
    say(f"{len(paths) * len(WIDTHS) * 2} pictures in {FOLDER.relative_to(ROOT)}")


def _guide() -> None:
    # What it shares with the browser tests has models, and wants Django to be there first.
    os.environ |= {"DJANGO_SETTINGS_MODULE": "healthusias.settings"}
    django.setup()
    from tools import pictures

    pictures.take_all()


def _sitemap(base: str) -> list[str]:
    try:
        with urllib.request.urlopen(f"{base}/sitemap.xml", timeout=5) as response:
            tree = ElementTree.fromstring(response.read())
    except OSError:
        fail(f"No site answers at {base}; start one with make run.")
    return [urlsplit(row.text).path for row in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def _name(path: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in path).strip("-") or "home"


if __name__ == "__main__":
    main()
