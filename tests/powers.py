"""Who may do what at the desk: one table, from which the tests and docs/roles.md are made.

roles_page() and states_page() make the tables of the docs:
`manage.py shell -c "from tests.powers import *; print(roles_page(), states_page(), sep='\\n')"`.
"""

from typing import NamedTuple

from healthusias.roles import ADMINISTRATOR, AUDITOR, EDITOR, MEDICAL_REVIEWER, MODERATOR, WRITER

ROLES = (WRITER, EDITOR, MEDICAL_REVIEWER, MODERATOR, ADMINISTRATOR, AUDITOR)
EVERYONE = frozenset(ROLES)
# Who sees every draft; who only writes sees what they work on.
OVERSEEING = EVERYONE - {WRITER}
SPEAKING = EVERYONE - {AUDITOR}
WRITING = frozenset({WRITER, EDITOR, ADMINISTRATOR})
PUBLISHING = frozenset({EDITOR, ADMINISTRATOR})
KEEPING = frozenset({EDITOR, MODERATOR, ADMINISTRATOR})
MODERATING = frozenset({MODERATOR, ADMINISTRATOR})
REVIEWING = frozenset({MEDICAL_REVIEWER, ADMINISTRATOR})
ADMINISTERING = frozenset({ADMINISTRATOR})
NOBODY: frozenset[str] = frozenset()


class Power(NamedTuple):
    """One act: its words in the docs ("" leaves it out there), who may, the page of the desk ("" where no page of its
    own tells it) and whether it acts. Of an article it is asked for somebody who works on it."""

    words: str
    roles: frozenset[str]
    page: str
    acts: bool = False


def _pages(*names: str, roles: frozenset[str] = EVERYONE) -> list[Power]:
    return [Power("", roles, name) for name in names]


POWERS = [
    Power("see the start page, and every version of what one works on", EVERYONE, "articles_article_change"),
    Power("see every draft, also without working on it", OVERSEEING, ""),
    Power("read all that happened, and download it", OVERSEEING, "history_event_export"),
    Power("look into the library of pictures", EVERYONE, "images_image_library"),
    Power("read comments", EVERYONE, "articles_article_comments"),
    Power("comment, answer and settle", SPEAKING, "articles_article_comments", acts=True),
    Power("begin an article", WRITING, "articles_article_start", acts=True),
    Power("write in an article", WRITING, "articles_article_autosave", acts=True),
    Power("restore and name versions", WRITING, "articles_article_restore", acts=True),
    Power("", WRITING, "articles_article_name", acts=True),
    Power("share a draft by a link, and take it back", WRITING, "articles_article_share", acts=True),
    Power("", WRITING, "articles_article_revoke_link", acts=True),
    Power("bring a colleague into an article one works on", WRITING, "articles_article_people", acts=True),
    Power("take a colleague out of an article", PUBLISHING, "articles_article_remove_colleague", acts=True),
    Power("add pictures", WRITING | {MODERATOR}, "images_image_upload", acts=True),
    Power("describe pictures anew and move their focal point", WRITING, "images_image_focal", acts=True),
    Power("look into the library of sources", EVERYONE, "sources_source_changelist"),
    Power("add sources: look them up, type them in, import them", WRITING, "sources_source_import"),
    Power("", WRITING, "sources_source_enter", acts=True),
    Power("", WRITING, "sources_source_ask", acts=True),
    Power("say what became of a source", PUBLISHING | {MEDICAL_REVIEWER}, "sources_source_status", acts=True),
    Power(
        "set findings of the checklist aside, with a reason; a clinician alone says that no urgent card is needed",
        WRITING | {MEDICAL_REVIEWER},
        "articles_article_dismiss",
        acts=True,
    ),
    Power("", WRITING | {MEDICAL_REVIEWER}, "articles_article_take_back", acts=True),
    Power("use the new address of a page that has moved", WRITING, "sources_outboundaddress_follow", acts=True),
    Power(
        "say that a page elsewhere is there, or where a copy is",
        PUBLISHING,
        "sources_outboundaddress_found",
        acts=True,
    ),
    Power("approve what somebody else wrote", PUBLISHING, "articles_article_approve", acts=True),
    Power("sign a medical review, with a credential and not of one's own words", REVIEWING, ""),
    Power("sign a factual review, not of one's own words", REVIEWING, ""),
    Power("sign an editorial review, not of one's own words", PUBLISHING, ""),
    Power("", PUBLISHING | REVIEWING, "articles_article_review", acts=True),
    Power("ask somebody outside for a review, and take it back", PUBLISHING, "articles_article_ask_review", acts=True),
    Power("", PUBLISHING, "articles_article_revoke_review", acts=True),
    Power("say who answers for the reviews of an article", PUBLISHING, "articles_article_assign_review", acts=True),
    Power(
        "call for a review before its time, and settle such calls",
        PUBLISHING | REVIEWING,
        "articles_article_call_review",
        acts=True,
    ),
    Power("", PUBLISHING | REVIEWING, "articles_review_settle", acts=True),
    Power("request changes", PUBLISHING, "articles_article_request_changes", acts=True),
    Power("publish, schedule and withdraw", PUBLISHING, "articles_article_withdraw", acts=True),
    Power("tell readers what was wrong", PUBLISHING, "articles_article_correct", acts=True),
    Power("", PUBLISHING, "articles_article_schedule", acts=True),
    Power(
        "rename, move and merge articles, change sections, with the sentences that point there",
        PUBLISHING,
        "articles_article_rename",
        acts=True,
    ),
    *[Power("", PUBLISHING, f"articles_article_{act}", acts=True) for act in ("move", "merge", "section")],
    Power("", PUBLISHING, "articles_article_cancel_schedule", acts=True),
    Power("put releases together", PUBLISHING, "articles_release_add"),
    Power("put somebody else's draft into the bin, and take it out", PUBLISHING, "articles_article_discard", acts=True),
    Power("", PUBLISHING, "articles_article_recover", acts=True),
    Power("say which links are paid for", PUBLISHING, "articles_affiliaterule_add"),
    Power("change topics and tags", PUBLISHING, "articles_pillar_add"),
    Power("", PUBLISHING, "articles_pillar_move", acts=True),
    *[Power("", PUBLISHING, f"articles_author_{act}", acts=True) for act in ("rename", "retire")],
    Power("look at the board of a hub", OVERSEEING, "articles_pillar_board"),
    Power("order what is read in a guide", PUBLISHING, "articles_pillar_order", acts=True),
    Power("set the thresholds of boards", PUBLISHING, "articles_boardthresholds_add"),
    Power("keep the synonyms of suggested links", PUBLISHING, "articles_synonym_add"),
    Power("set suggested links in an article, and decline them", WRITING, "articles_article_suggested", acts=True),
    Power("", WRITING, "articles_article_consider", acts=True),
    Power("create, name and retire authors", KEEPING, "authors_author_retire", acts=True),
    Power("", KEEPING, "authors_author_unretire", acts=True),
    Power("write an author's next bio and send it to the moderators", KEEPING, "authors_author_autosave", acts=True),
    Power("see the bios that wait", MODERATING | {AUDITOR}, "authors_biorevision_changelist"),
    Power("approve bios and send them back, but not one's own", MODERATING, "authors_biorevision_approve", acts=True),
    Power("", MODERATING, "authors_biorevision_send_back", acts=True),
    Power("", MODERATING, "authors_biorevision_reject", acts=True),
    Power("hide an approved bio and show it again, but not one's own", MODERATING, "authors_author_hide", acts=True),
    Power("", MODERATING, "authors_author_show", acts=True),
    Power("look at credentials, with their numbers and evidence", KEEPING | {AUDITOR}, "authors_credential_change"),
    Power("verify and revoke credentials, but not one's own", MODERATING, "authors_credential_verify", acts=True),
    Power("", MODERATING, "authors_credential_revoke", acts=True),
    Power("see who has which login and role", ADMINISTERING | {AUDITOR}, "authors_user_changelist"),
    Power("invite people, give roles, set passwords", ADMINISTERING, "authors_user_add"),
    Power("switch off a login and pass on what it owns, let it in again", ADMINISTERING, "authors_user_switch_off"),
    Power("", ADMINISTERING, "authors_user_switch_off", acts=True),
    Power("", ADMINISTERING, "authors_user_let_in", acts=True),
    Power("", ADMINISTERING, "authors_user_invite_again", acts=True),
    Power("", ADMINISTERING, "auth_user_password_change"),
    *_pages("index", "jsi18n", "password_change", "password_change_done", "signed_in"),
    *_pages("articles_article_changelist", "articles_article_version"),
    *_pages("articles_article_preview", "articles_article_others", "articles_article_spoken"),
    *_pages("articles_article_findings"),
    *_pages("articles_article_dismiss", roles=WRITING | {MEDICAL_REVIEWER}),
    *_pages("articles_dismissal_changelist", "articles_dismissal_change", roles=OVERSEEING),
    *_pages("articles_dismissal_history", roles=OVERSEEING),
    *_pages("articles_article_history", "articles_relatedlink_history"),
    *_pages("articles_article_people", "articles_article_events"),
    *_pages("articles_pillar_history", "taggit_tag_history", "authors_author_history", roles=OVERSEEING),
    *_pages("articles_pillar_changelist", "articles_pillar_change", "taggit_tag_changelist", "taggit_tag_change"),
    *_pages("articles_article_links", "articles_pillar_links", "articles_author_links"),
    *_pages("articles_article_rename", "articles_article_move", "articles_article_merge", roles=PUBLISHING),
    *_pages("articles_article_section", "articles_pillar_move", roles=PUBLISHING),
    *_pages("articles_author_rename", "articles_author_retire", roles=PUBLISHING),
    *_pages("articles_relatedlink_changelist", "articles_relatedlink_change"),
    *_pages("authors_author_changelist", "authors_author_change"),
    *_pages("history_event_changelist", "history_event_change", "history_event_history", roles=OVERSEEING),
    *_pages("images_image_changelist", "images_image_change", "images_image_history", "images_image_original"),
    *_pages("articles_article_lookup", "articles_article_suggested", "articles_article_consider"),
    *_pages("articles_synonym_changelist", "articles_synonym_change"),
    *_pages("articles_synonym_history", roles=OVERSEEING),
    *_pages("articles_article_review", "articles_review_changelist", "articles_review_change", roles=OVERSEEING),
    *_pages("articles_review_history", roles=OVERSEEING),
    *_pages("articles_article_ask_review", roles=PUBLISHING),
    *_pages("articles_article_call_review", roles=PUBLISHING | REVIEWING),
    *_pages("sources_source_change", "sources_source_find", "sources_watchrun_changelist"),
    *_pages("sources_source_history", "sources_watchrun_history", roles=OVERSEEING),
    *_pages("sources_source_add", roles=WRITING),
    *_pages("sources_source_status", roles=PUBLISHING | {MEDICAL_REVIEWER}),
    *_pages("sources_watchrun_change"),
    *_pages("sources_outboundaddress_changelist", "sources_outboundaddress_change"),
    *_pages("sources_outboundaddress_history", roles=OVERSEEING),
    *_pages("articles_article_add", "articles_article_share", roles=WRITING),
    *_pages("images_image_add", roles=WRITING | {MODERATOR}),
    *_pages("articles_article_withdraw", "articles_article_request_changes", roles=PUBLISHING),
    *_pages("articles_article_correct", roles=PUBLISHING),
    *_pages("articles_affiliaterule_changelist", "articles_affiliaterule_change", roles=PUBLISHING | {AUDITOR}),
    *_pages("articles_affiliaterule_history", roles=PUBLISHING | {AUDITOR}),
    *_pages("articles_article_schedule", "articles_article_discard", roles=PUBLISHING),
    *_pages("articles_release_changelist", "articles_release_change", "articles_release_history", roles=PUBLISHING),
    *_pages("articles_pillar_order", "articles_boardthresholds_changelist", roles=PUBLISHING),
    *_pages("articles_boardthresholds_change", "articles_boardthresholds_history", roles=PUBLISHING),
    *_pages("authors_author_add", "authors_author_retire", roles=KEEPING),
    *_pages("authors_biorevision_judge", "authors_biorevision_change", roles=KEEPING | {AUDITOR}),
    *_pages("authors_author_others", roles=KEEPING | {AUDITOR}),
    *_pages("authors_author_hide", "authors_credential_revoke", roles=MODERATING),
    *_pages("authors_credential_changelist", "authors_credential_history", roles=MODERATING | {AUDITOR}),
    *_pages("authors_credential_add", "authors_credential_edit", roles=KEEPING),
    *_pages("authors_credential_evidence", roles=KEEPING | {AUDITOR}),
    *_pages("authors_biorevision_history", roles=MODERATING | {AUDITOR}),
    *_pages("authors_user_change", "authors_user_history", roles=ADMINISTERING | {AUDITOR}),
]


def roles_page() -> str:
    """The table of docs/roles.md."""
    head = ["", *ROLES]
    lines = [head, ["---", *[":-:"] * len(ROLES)]]
    for power in POWERS:
        if power.words:
            lines.append([power.words, *["●" if role in power.roles else "" for role in ROLES]])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# What may be done with one article, by its state and by whose it is.

PLANNED = "planned"
SHARED = "a colleague's draft, shared"
THEIRS = "others' draft"
THEIRS_IN_REVIEW = "others', in review"
DRAFT, IN_REVIEW, APPROVED = "draft", "in review", "approved"
PUBLISHED, WITHDRAWN, BINNED = "published", "withdrawn", "in the bin"
# Those without an owner in their name are the person's own: they work on it, and wrote in it where their role writes.
STATES = (
    PLANNED,
    DRAFT,
    SHARED,
    THEIRS,
    IN_REVIEW,
    THEIRS_IN_REVIEW,
    APPROVED,
    PUBLISHED,
    WITHDRAWN,
    BINNED,
)
_THEIRS = {THEIRS, THEIRS_IN_REVIEW}


def _seen(roles: frozenset[str], *, but: frozenset[str] | set[str] = frozenset()) -> dict[str, frozenset[str]]:
    """These roles in every state that they see, `but` in some."""
    return {state: NOBODY if state in but else roles & OVERSEEING if state in _THEIRS else roles for state in STATES}


def _only(roles: frozenset[str], *states: str) -> dict[str, frozenset[str]]:
    """These roles in these states, of those that they see."""
    return {state: powers if state in states else NOBODY for state, powers in _seen(roles).items()}


# By act, by state: who does it. Everybody else is refused, or there is nothing to do.
IN_STATE: dict[str, dict[str, frozenset[str]]] = {
    "see": _seen(EVERYONE),
    "comment": _seen(SPEAKING),
    "write": _seen(WRITING),
    "bring in a colleague": _seen(WRITING),
    "share by a link": _seen(WRITING, but={PLANNED, BINNED}),
    # Who was brought in and has not written yet neither submits nor deletes.
    "submit": _only(WRITING, DRAFT, WITHDRAWN, THEIRS) | {SHARED: PUBLISHING},
    "approve": _only(PUBLISHING, THEIRS_IN_REVIEW),
    "request changes": _only(PUBLISHING, IN_REVIEW, THEIRS_IN_REVIEW, APPROVED),
    "publish": _seen(PUBLISHING, but={PLANNED, BINNED}),
    "schedule": _seen(PUBLISHING, but={PLANNED, PUBLISHED, BINNED}),
    "withdraw": _only(PUBLISHING, PUBLISHED),
    "delete": _only(WRITING, DRAFT, IN_REVIEW, APPROVED, THEIRS, THEIRS_IN_REVIEW) | {SHARED: PUBLISHING},
    "take out of the bin": _only(WRITING, BINNED),
}
_NAMES = {
    EVERYONE: "all",
    OVERSEEING: "all but writers",
    SPEAKING: "all but auditors",
    SPEAKING & OVERSEEING: "all but writers and auditors",
    WRITING: "who writes",
    PUBLISHING: "editors",
    NOBODY: "",
}


def states_page() -> str:
    """The second table of docs/roles.md."""
    lines = [["", *STATES], ["---", *["---"] * len(STATES)]]
    lines += [[act, *[_NAMES[by_state[state]] for state in STATES]] for act, by_state in IN_STATE.items()]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
