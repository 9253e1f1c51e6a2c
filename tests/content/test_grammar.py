"""Which line of the plain form is what."""

import pytest

from content.grammar import TextProblem, lines_of, pieces

AFTER = "Some words that end."


def read(*lines: str) -> list[tuple]:
    return [(piece.kind, *piece.words) for piece in pieces(lines_of("\n".join(lines)))]


def kind(line: str, *after: str) -> str:
    """The kind of the piece that `line` makes, with `after` or else a paragraph directly below it."""
    return read(line, *(after or [AFTER]))[0][0]


@pytest.mark.parametrize(
    "line",
    [
        "Why the Back Stiffens",
        "Is It Worth It?",
        "Move!",
        "It is over.",
        "Hormones, Habits, and Hope:",
        "Pulling It All Together: Hormones, Habits, and Hope",
        "Strength (and Sanity)",
        "“The new normal.”",
        "7. Sleep on Your Side",
        "2024",
        "漢字",
        "x" * 80,
    ],
)
def test_short_line_before_a_blank_one_is_a_large_heading(line):
    assert read(line, "", AFTER) == [("heading_2", line), ("paragraph", AFTER)]
    assert read(line, "", "", "\t", AFTER) == [("heading_2", line), ("paragraph", AFTER)]


@pytest.mark.parametrize("line", ["x" * 81, "word " * 17 + "end", "*** —", "…"])
def test_long_or_wordless_line_before_a_blank_one_is_a_paragraph(line):
    assert kind(line, "", AFTER) == "paragraph"


@pytest.mark.parametrize(
    "line",
    [
        "What Worked Best for My Stiff Back",
        "Signs It’s More Than Hormonal",
        "Support Your Spine (and Sanity)",
        "Heat — or cold",
        "The girls’",
        "1. Warm up",
        "Ratio 3:1",
        "x" * 80,
    ],
)
def test_short_line_without_closing_punctuation_is_a_small_heading(line):
    assert kind(line) == "heading_3"


@pytest.mark.parametrize(
    "line",
    [
        "Estrogen therapy may:",
        "It works.",
        "Does it?",
        "It does!",
        "And so on…",
        "First,",
        "First;",
        "(It works.)",
        "“It works.”",
        "“Does it?”)",
        "«It works.»",
        "It takes three days. Or four.",
        "効きます。",
        "-",
        "•",
        "- ",
        "***",
        "⟦⟧",
        "x" * 81,
    ],
)
def test_what_closes_or_is_long_or_wordless_is_a_paragraph(line):
    assert kind(line) == "paragraph"


@pytest.mark.parametrize(
    ("line", "label", "title"),
    [
        ("Read: Weak Glutes and Lower Back Strain", "Read", "Weak Glutes and Lower Back Strain"),
        ("More: Living Better with Stenosis: Relief", "More", "Living Better with Stenosis: Relief"),
        ("Curious? This has great ideas: Best Poses", "Curious? This has great ideas", "Best Poses"),
        (
            "Curious about what moves helped me most? This article has great ideas: Best Yoga Poses That Truly Relieve",
            "Curious about what moves helped me most? This article has great ideas",
            "Best Yoga Poses That Truly Relieve",
        ),
        ("Related reading: What Is Sciatica?", "Related reading", "What Is Sciatica?"),
        ("Related reading: Stop Slouching Now!", "Related reading", "Stop Slouching Now!"),
        ("Related reading: How to Sleep (Better)", "Related reading", "How to Sleep (Better)"),
        ("Read more:  two blanks", "Read more", "two blanks"),
        ("Read: 7 Ways to Sit", "Read", "7 Ways to Sit"),
    ],
)
def test_label_and_title_are_a_related_link(line, label, title):
    assert read(line, AFTER)[0] == ("related_link", label, title)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Remember this: it takes time.", "paragraph"),
        ("So I asked: does it help?", "paragraph"),
        ("I say: move, move, move!", "paragraph"),
        ("Three things helped: heat, sleep,", "paragraph"),
        ("I kept three things in my bag every single day: a cushion, a heat patch and a bottle of water", "paragraph"),
        ("Long: " + "Word " * 60, "paragraph"),
        ("Read: ", "paragraph"),
        ("Read: …", "paragraph"),
        (": Title", "heading_3"),
        ("At 10:30 in the morning", "heading_3"),
        ("https://example.org/a", "heading_3"),
    ],
)
def test_other_colons_make_no_related_link(line, expected):
    assert kind(line) == expected


@pytest.mark.parametrize("marker", ["- ", "* ", "• ", "-\t", "-  ", "•\u00a0", "  - ", "\t- "])
@pytest.mark.parametrize("words", ["one", "one.", "Why: Because", "Big mistake?", "x" * 300, "- deeper", "2. two"])
def test_list_items_come_first_whatever_they_say(marker, words):
    assert read(marker + words, "", AFTER)[0] == ("bullet_list", words)


def test_items_are_one_list_until_something_else_comes():
    lines = ["- a", "- b", "", "- c", "Read: A Title", "- d"]
    assert read(*lines) == [("bullet_list", "a", "b", "c"), ("related_link", "Read", "A Title"), ("bullet_list", "d")]


def test_list_right_after_a_heading():
    assert read("Signs", "- a", "- b") == [("heading_3", "Signs"), ("bullet_list", "a", "b")]
    assert read("Signs", "", "- a", "- b") == [("heading_2", "Signs"), ("bullet_list", "a", "b")]


def test_numbers_in_a_row_are_a_numbered_list():
    (piece,) = pieces(["3. a", "4. b", "5. c."])
    assert (piece.kind, piece.start, piece.words) == ("ordered_list", 3, ("a", "b", "c."))


def test_numbers_out_of_order_are_lists_of_their_own():
    assert read("1. a", "2. b", "1. c", "2. d") == [("ordered_list", "a", "b"), ("ordered_list", "c", "d")]


@pytest.mark.parametrize("lines", [["1. Warm up", AFTER, "2. Cool down", AFTER], ["1. A", "1. B"], ["2. A", "1. B"]])
def test_number_that_stands_alone_begins_a_heading(lines):
    assert read(*lines)[0] == ("heading_3", lines[0])


@pytest.mark.parametrize("line", ["01. a", "1) a", "1.a", "12345. a", "1. "])
def test_other_numbers_make_no_list(line):
    assert read(line, line)[0][0] != "ordered_list"


def test_bullets_after_numbers_are_another_list():
    assert [found[0] for found in read("1. a", "2. b", "- c")] == ["ordered_list", "bullet_list"]


def test_blank_lines_at_the_end_count_for_nothing():
    assert read("A Last Line", "", "", " ") == [("heading_3", "A Last Line")]


def test_text_of_brackets_is_text():
    assert read("⟦a note⟧", "⟦figure⟦", "a ⟦figure abcd1234⟧") == [
        ("heading_3", "⟦a note⟧"),
        ("heading_3", "⟦figure⟦"),
        ("heading_3", "a ⟦figure abcd1234⟧"),
    ]


@pytest.mark.parametrize("line", ["⟦figure abcd1234: Words⟧", "⟦figure abcd1234⟧", "⟦figure abcd1234: a ⟧ b⟧"])
def test_placeholder_says_kind_and_id(line):
    assert read(line) == [("placeholder", "figure", "abcd1234")]


@pytest.mark.parametrize("line", ["⟦figure abcd1234: Words", "⟦figure abcd123: Words⟧", "⟦figure ⟧", "⟦rule⟧"])
def test_damaged_placeholder_is_reported_with_its_line(line):
    with pytest.raises(TextProblem, match="line 2: this placeholder was changed"):
        read(AFTER, line)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system(end):
    assert lines_of(f"\ufeffa{end}{end}b {end}\t{end}") == ["a", "", "b"]


def test_lines_keep_everything_but_blanks_at_their_edges():
    assert lines_of("  \ta  b\u00a0 \t\n\u00a0c\u2028d\u200b") == ["a  b\u00a0", "\u00a0c\u2028d\u200b"]


def test_lines_are_composed():
    assert lines_of("cafe\u0301") == ["café"]


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\ud800", "\uffff"])
def test_character_that_cannot_be_shown_is_reported_with_line_and_place(sign):
    with pytest.raises(TextProblem) as caught:
        lines_of(f"one\r\ntwo\n\nab{sign}c")
    assert (caught.value.line, caught.value.message) == (
        4,
        f"the character U+{ord(sign):04X} at 3 cannot be shown; delete it",
    )
