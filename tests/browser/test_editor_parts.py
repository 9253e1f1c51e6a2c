"""Links, pictures, tables and boxes: whatever needs a question or has settings of its own."""

import base64

import pytest

from tests.browser.editing import words
from tests.images import samples

ADD = "/admin/articles/article/add/"


@pytest.fixture
def page(window, signed_in):
    page = window(storage_state=signed_in)
    page.goto(ADD)
    page.wait_for_selector(".writing-text")
    page.locator(".writing-text").focus()
    return page


def blocks(page):
    return page.evaluate("() => document.querySelector('.writing-text').editor.getJSON().content")


def target(page):
    """The first link's target."""
    marks = [mark for block in blocks(page) for node in block.get("content", []) for mark in node.get("marks", [])]
    return next(mark["attrs"]["target"] for mark in marks if mark["type"] == "link")


def picture(width):
    return {
        "name": f"chair-{width}.png",
        "mimeType": "image/png",
        "buffer": samples.encoded(samples.photo(width, 900), "PNG"),
    }


def answer_upload(page, alt):
    page.wait_for_selector("dialog .upload-preview")
    page.locator("dialog textarea").fill(alt)
    page.click("text=Put it into the text")


def test_an_article_is_found_by_a_sign_and_linked_by_its_id(page):
    page.keyboard.type("See @sciatica in")
    page.wait_for_selector("[role=option] >> text=Sciatica in Plain Words")
    page.keyboard.press("Enter")
    page.keyboard.type(" now.")
    assert target(page)["kind"] == "article"
    assert words(blocks(page)[0]) == "See Sciatica in Plain Words now."
    assert blocks(page)[0]["content"][-1] == {"type": "text", "text": " now."}


def test_selected_words_are_linked_to_a_section(page):
    page.keyboard.type("words")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.locator("dialog input").fill("sciatica in#")
    page.wait_for_selector("dialog [role=option] >> text=Section of")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog", state="detached")
    assert len(target(page)["section"]) == 8
    assert words(blocks(page)[0]) == "words"


def test_what_is_unwritten_can_be_linked_as_planned(page):
    page.keyboard.type("@Why Toes Are Cold")
    page.wait_for_selector("[role=option] >> text=Plan an article called")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('.writing-text').innerText.trim() === 'Why Toes Are Cold'")
    assert target(page) == {"kind": "planned", "title": "Why Toes Are Cold"}


def test_what_is_typed_over_a_link_leads_where_it_led(page):
    page.keyboard.type("See @sciatica in")
    page.wait_for_selector("[role=option] >> text=Sciatica in Plain Words")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('.writing-text').innerText.includes('See Sciatica')")
    for _ in range(len("Plain Words")):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.type("a few words, or more.")
    linked = [node["text"] for node in blocks(page)[0]["content"] if "marks" in node]
    assert (words(blocks(page)[0]), linked) == ("See Sciatica in a few words, or more.", ["Sciatica in a few words"])
    page.keyboard.press("Enter")
    page.keyboard.type("Plain.")
    assert blocks(page)[1]["content"] == [{"type": "text", "text": "Plain."}]


def test_a_link_is_removed(page):
    page.keyboard.type("a word")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.locator("dialog input").fill("https://example.org/")
    page.wait_for_selector("dialog [role=option] >> text=https://example.org/")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog", state="detached")
    assert target(page) == {"kind": "url", "href": "https://example.org/"}
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+k")
    page.click("text=Remove the link")
    page.wait_for_selector("dialog", state="detached")
    assert blocks(page)[0]["content"] == [{"type": "text", "text": "a word"}]


def test_a_picture_is_uploaded_described_and_offered_the_second_time(page):
    for number in (1, 2):
        page.click('[data-act="figure"]')
        page.locator("dialog input[type=file]").set_input_files(picture(1201))
        if number == 1:
            answer_upload(page, "A chair with a high back")
        else:
            # Before anyone describes it again.
            page.click("text=Use that one")
        page.wait_for_function(f"() => document.querySelectorAll('.writing-text figure').length === {number}")
    figures = [block["attrs"] for block in blocks(page) if block["type"] == "figure"]
    assert len({figure["image"] for figure in figures}) == 1
    assert [figure["alt"] for figure in figures] == ["A chair with a high back"] * 2


def test_a_pasted_picture_asks_for_its_description(page):
    made = picture(1203)
    page.evaluate(
        """data => {
            const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
            const clipboard = new DataTransfer();
            clipboard.items.add(new File([bytes], "pasted.png", { type: "image/png" }));
            const paste = new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true });
            document.querySelector(".writing-text").dispatchEvent(paste);
        }""",
        base64.b64encode(made["buffer"]).decode(),
    )
    page.wait_for_selector("dialog .upload-preview")
    assert page.locator("dialog input[name=title]").input_value() == "pasted"
    answer_upload(page, "Another chair")
    page.wait_for_selector(".writing-text figure")


def test_a_picture_of_the_library_gets_caption_description_and_focal_point(page):
    page.click('[data-act="figure"]')
    page.locator("dialog .library button:has(img)").first.click()
    page.wait_for_selector(".writing-text figure img")
    page.keyboard.type("A caption")
    page.get_by_label("Description", exact=True).fill("What one sees")
    page.get_by_label("Description", exact=True).press("Escape")
    page.click("text=Focal point…")
    page.wait_for_selector(".focal")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert page.locator("dialog").inner_text().count("%") >= 2
    with page.expect_response("**/focal/") as answer:
        page.click("text=Keep this point")
    assert answer.value.status == 200
    (figure, *_) = blocks(page)
    assert (figure["attrs"]["alt"], words(figure).strip()) == ("What one sees", "A caption")
    page.get_by_label("Decorative").check()
    page.wait_for_function(
        "() => document.querySelector('.writing-text').editor.getJSON().content[0].attrs.decorative === true"
    )


def test_a_table_grows_shrinks_and_gets_a_caption(page):
    page.keyboard.type("/table")
    page.keyboard.press("Enter")
    page.keyboard.type("Dose")
    page.keyboard.press("Tab")
    page.keyboard.type("When")
    page.click("text=Row below")
    page.click("text=Column after")
    page.locator(".writing-text td").first.click()
    page.click("text=Remove row")
    page.get_by_label("Caption").fill("Doses")
    page.get_by_label("Caption").press("Enter")
    (table, *_) = blocks(page)
    assert table["attrs"]["caption"] == "Doses"
    assert [len(row["content"]) for row in table["content"]] == [4, 4, 4]
    assert len({cell["type"] for row in table["content"] for cell in row["content"]}) == 2


def test_a_related_link_and_a_care_card_are_made_and_changed(page):
    page.keyboard.type("/related")
    page.keyboard.press("Enter")
    page.locator("dialog input").fill("Something Nobody Wrote")
    page.wait_for_selector("dialog [role=option] >> text=Plan an article")
    page.keyboard.press("Enter")
    page.wait_for_selector(".writing-text .related")
    page.keyboard.type("/care emer")
    page.keyboard.press("Enter")
    page.keyboard.type("Call 999 now if:")
    page.get_by_label("How urgent").select_option("urgent")
    page.wait_for_selector(".writing-text .care-urgent")
    related, card, *_ = blocks(page)
    assert related["attrs"]["target"] is None
    assert related["attrs"]["title"] == "Something Nobody Wrote"
    assert (card["attrs"]["urgency"], words(card).strip()) == ("urgent", "Call 999 now if:")


def test_a_key_over_a_selected_picture_costs_nothing(page):
    page.click('[data-act="figure"]')
    page.locator("dialog .library button:has(img)").first.click()
    page.wait_for_selector(".writing-text figure img")
    page.locator(".writing-text figure img").click()
    page.keyboard.type("x")
    assert [block["type"] for block in blocks(page)][:2] == ["figure", "paragraph"]
    assert words(blocks(page)[1]) == "x"


def test_a_block_is_removed_and_comes_back(page):
    page.keyboard.type("/callout")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.keyboard.press("Backspace")
    page.keyboard.type("/call-out")
    page.keyboard.press("Enter")
    page.keyboard.type("inside")
    page.click("text=Remove this block")
    assert "callout" not in [block["type"] for block in blocks(page)]
    page.keyboard.press("Control+z")
    assert "callout" in [block["type"] for block in blocks(page)]
