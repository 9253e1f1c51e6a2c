"""How the type is set: contrast, targets, lines, room, weight."""

import gzip
from pathlib import Path

from tests.browser.places import ARTICLE, PUBLIC

JUMP_TO_THE_END = "window.scrollTo({top: document.body.scrollHeight, behavior: 'instant'})"
# The mean number of letters in the full lines of each paragraph that has two or more of them, with the blanks between.
LETTERS_IN_A_LINE = """() => [...document.querySelectorAll('.text > p:not(.related)')].map(p => {
    const lines = new Map(), words = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), range = new Range();
    while (words.nextNode()) {
        for (const { index, 0: word } of words.currentNode.data.matchAll(/\\S+\\s*/g)) {
            range.setStart(words.currentNode, index);
            range.setEnd(words.currentNode, index + word.trimEnd().length);
            const line = Math.round(range.getBoundingClientRect().bottom / 8);
            lines.set(line, (lines.get(line) ?? 0) + word.length);
        }
    }
    const full = [...lines.values()].slice(0, -1);
    return full.length < 2 ? 0 : full.reduce((sum, one) => sum + one) / full.length;
})"""
# WCAG 1.4.12.
WIDER = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets.push(sheet);
}"""


def test_text_has_a_contrast_of_seven_and_targets_are_large_enough(window, axe):
    found = {}
    for scheme, names in (("light", PUBLIC), ("dark", ("article", "search"))):
        page = window(375, color_scheme=scheme)
        for name in names:
            page.goto(PUBLIC[name])
            if violations := axe(page, only=("color-contrast-enhanced", "target-size")):
                found[name, scheme] = violations
    assert found == {}


def test_a_line_holds_eighty_letters_at_most(window):
    means = []
    for width in (375, 768, 1280, 1920):
        page = window(width)
        page.goto(ARTICLE)
        means.append(max(page.evaluate(LETTERS_IN_A_LINE)))
    assert max(means) <= 80
    assert min(means) > 30


def test_wider_letters_fit_the_narrowest_window(window):
    page = window(320)
    wide = []
    for name, path in PUBLIC.items():
        page.goto(path)
        page.evaluate(WIDER)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


def test_a_jump_over_many_sections_marks_the_last_one(window):
    page = window()
    page.goto(ARTICLE)
    page.evaluate(JUMP_TO_THE_END)
    last = page.locator(".contents a").last.text_content().strip()
    page.wait_for_function(
        "words => document.querySelector('.contents a[aria-current]')?.textContent.trim() === words", arg=last
    )


def test_a_page_and_its_style_weigh_25_kilobytes_at_most(window):
    page = window()
    html = page.request.get(ARTICLE).body()
    page.goto(ARTICLE)
    sheets = page.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].map(link => link.href)")
    style = b"".join(page.request.get(sheet).body() for sheet in sheets)
    assert len(sheets) == 2
    assert len(gzip.compress(html)) + len(gzip.compress(style)) <= 25_000


def test_the_readers_script_stays_small():
    folder = Path(__file__).resolve().parents[2] / "static" / "js"
    assert sum((folder / name).stat().st_size for name in ("site.js", "theme.js")) <= 5_000
