"""Where other systems lost a word or showed readers the wrong text, and which test of ours shows that it is not so."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DESK, ALONE, TWO = (
    "tests/browser/test_autosave.py",
    "tests/articles/test_autosaving.py",
    "tests/browser/test_together.py",
)
PLANS, RELEASES = "tests/articles/test_scheduling.py", "tests/articles/test_releasing.py"
STAGES, PUBLIC = "tests/articles/test_submitting.py", "tests/articles/test_views.py"
LINKS, BIN = "tests/articles/test_sharing.py", "tests/articles/test_discarding.py"
LIVE = "tests/articles/test_publishing.py"

SITUATIONS: tuple[tuple[str, str], ...] = (
    # A word would be lost.
    (
        "the server is killed and the page is closed",
        f"{DESK}::test_a_killed_server_loses_nothing_when_the_page_is_closed",
    ),
    (
        "the login expires in mid-sentence",
        f"{DESK}::test_an_expired_login_keeps_the_words_until_one_signs_in_in_another_tab",
    ),
    ("somebody else signs in beside unsaved words", f"{DESK}::test_somebody_elses_login_does_not_take_the_words"),
    ("saving fails with an error of the server", f"{DESK}::test_a_fault_of_the_server_is_said_and_tried_again"),
    ("an hour goes by offline", f"{DESK}::test_an_hour_offline_is_kept_and_saved_afterwards"),
    ("the tab is closed before the pause", f"{DESK}::test_a_closed_tab_sends_what_is_left"),
    ("the answer to a save is lost and the save repeated", f"{DESK}::test_a_lost_answer_is_no_conflict_with_oneself"),
    ("one field is invalid and the rest is good", f"{DESK}::test_what_is_invalid_is_named_and_all_else_is_saved"),
    (
        "words without a title, and the page is left",
        f"{DESK}::test_words_without_a_title_are_offered_to_the_next_article",
    ),
    ("two people change different paragraphs", f"{ALONE}::test_different_blocks_of_two_people_merge_by_themselves"),
    (
        "two people change the same paragraph",
        f"{TWO}::test_the_same_paragraph_is_shown_word_by_word_and_mine_replaces_a_sealed_version",
    ),
    ("one deletes what another is editing", f"{ALONE}::test_deleting_what_another_edited_is_a_conflict"),
    ("one's own second tab is older", f"{TWO}::test_a_second_tab_of_ones_own_overwrites_nothing"),
    (
        "eight pages write at random at once",
        "tests/articles/test_autosaving_together.py::test_eight_pages_at_once_lose_nothing",
    ),
    (
        "a form filled from an older version is sent",
        "tests/articles/test_admin.py::test_stale_form_comes_back_with_everything_typed",
    ),
    (
        "an older version is restored while somebody writes",
        "tests/articles/test_restoring.py::test_words_that_somebody_is_writing_are_kept",
    ),
    (
        "undo reaches past a colleague's change",
        "tests/browser/test_editor.py::test_a_colleagues_change_moves_neither_the_caret_nor_the_undo_history",
    ),
    ("a block is removed by mistake", "tests/browser/test_editor_parts.py::test_a_block_is_removed_and_comes_back"),
    (
        "text is pasted from Word, Google Docs or a web page",
        "tests/browser/test_editor_paste.py::test_no_clipboard_of_the_world_loses_a_word_or_brings_anything_forbidden",
    ),
    (
        "a picture's disk fails in the middle of an upload",
        "tests/images/test_library.py::test_failing_disk_leaves_no_row",
    ),
    ("a draft is deleted by mistake", f"{BIN}::test_a_discarded_draft_leaves_the_lists_and_comes_back_as_it_was"),
    ("somebody writes on in a draft that was deleted", f"{BIN}::test_words_written_in_the_bin_are_not_lost"),
    (
        "a form holds what no database keeps",
        "tests/articles/test_raw_requests.py::test_a_form_never_fails_whatever_it_is_sent",
    ),
    # The wrong text would go public.
    (
        "autosave reaches readers, redirects or the history",
        f"{ALONE}::test_autosave_touches_nothing_but_the_open_revision",
    ),
    ("a draft stands in a list, a feed, the sitemap or search", f"{PUBLIC}::test_drafts_are_seen_nowhere"),
    (
        "new words of a public article are seen too early",
        f"{PUBLIC}::test_words_saved_after_publication_are_seen_nowhere",
    ),
    ("a withdrawn article is still seen somewhere", f"{PUBLIC}::test_a_withdrawn_article_is_seen_nowhere_any_more"),
    ("a preview is kept by a cache or listed", f"{LINKS}::test_no_cache_keeps_it_and_no_search_engine_lists_it"),
    ("a shared link goes on after it was taken back", f"{LINKS}::test_a_link_that_was_taken_back_has_ended"),
    (
        "a writer forges the button that publishes",
        "tests/articles/test_admin_publication.py::test_writer_cannot_publish_even_by_a_forged_button",
    ),
    ("words changed after they were approved", f"{STAGES}::test_an_edit_begins_a_version_that_nobody_has_judged"),
    ("changes are requested while one publishes", f"{STAGES}::test_a_request_that_arrives_while_one_publishes_counts"),
    (
        "something newer than what was confirmed goes public",
        "tests/articles/test_admin_actions.py::test_what_is_confirmed_is_what_is_published",
    ),
    ("publication fails half-way", f"{LIVE}::test_failure_in_the_middle_leaves_the_old_page"),
    (
        "a plan replaces newer public words by older ones",
        f"{PLANS}::test_a_newer_public_version_is_not_replaced_by_the_planned_older_one",
    ),
    (
        "a plan brings back what was withdrawn",
        f"{PLANS}::test_a_planned_publication_does_not_undo_a_withdrawal_between",
    ),
    (
        "the worker is killed in the middle of a plan",
        "tests/articles/test_scheduling_together.py::test_what_a_killed_worker_was_doing_is_undone_and_done_by_the_next",
    ),
    ("the last article of a release fails", f"{RELEASES}::test_a_failure_at_the_last_member_undoes_the_first"),
    (
        "an address leads to another article than before",
        f"{LIVE}::test_a_former_address_cannot_be_taken_by_another_article",
    ),
    ("a bio that nobody has approved is public", f"{PUBLIC}::test_nobody_is_told_of_a_pending_bio"),
)


def test_the_list_is_short_and_says_nothing_twice():
    assert len(SITUATIONS) <= 40
    assert len(set(SITUATIONS)) == len({words for words, _ in SITUATIONS}) == len({test for _, test in SITUATIONS})


@pytest.mark.parametrize("named", [test for _, test in SITUATIONS])
def test_the_test_of_a_situation_exists(named):
    path, _, name = named.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
