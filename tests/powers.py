"""Who may do what at the desk: one table, from which the tests and docs/roles.md are made.

roles_page() makes the table of the docs: `manage.py shell -c "from tests.powers import *; print(roles_page())"`.
"""

from typing import NamedTuple

from healthusias.roles import ADMINISTRATOR, AUDITOR, EDITOR, MEDICAL_REVIEWER, MODERATOR, WRITER

ROLES = (WRITER, EDITOR, MEDICAL_REVIEWER, MODERATOR, ADMINISTRATOR, AUDITOR)
EVERYONE = frozenset(ROLES)
SPEAKING = EVERYONE - {AUDITOR}
WRITING = frozenset({WRITER, EDITOR, ADMINISTRATOR})
PUBLISHING = frozenset({EDITOR, ADMINISTRATOR})
KEEPING = frozenset({EDITOR, MODERATOR, ADMINISTRATOR})
MODERATING = frozenset({MODERATOR, ADMINISTRATOR})
ADMINISTERING = frozenset({ADMINISTRATOR})
NOBODY: frozenset[str] = frozenset()


class Power(NamedTuple):
    """One act: its words in the docs ("" leaves it out there), who may, the page of the desk and whether it acts."""

    words: str
    roles: frozenset[str]
    page: str
    acts: bool = False


def _pages(*names: str, roles: frozenset[str] = EVERYONE) -> list[Power]:
    return [Power("", roles, name) for name in names]


POWERS = [
    Power("see the start page, every draft and every version", EVERYONE, "articles_article_change"),
    Power("read what happened, and download it", EVERYONE, "history_event_export"),
    Power("look into the library of pictures", EVERYONE, "images_image_library"),
    Power("read comments", EVERYONE, "articles_article_comments"),
    Power("comment, answer and settle", SPEAKING, "articles_article_comments", acts=True),
    Power("begin an article", WRITING, "articles_article_start", acts=True),
    Power("write in an article", WRITING, "articles_article_autosave", acts=True),
    Power("restore and name versions", WRITING, "articles_article_restore", acts=True),
    Power("", WRITING, "articles_article_name", acts=True),
    Power("share a draft by a link, and take it back", WRITING, "articles_article_share", acts=True),
    Power("", WRITING, "articles_article_revoke_link", acts=True),
    Power("add pictures", WRITING | {MODERATOR}, "images_image_upload", acts=True),
    Power("describe pictures anew and move their focal point", WRITING, "images_image_focal", acts=True),
    Power("approve what somebody else wrote", PUBLISHING, "articles_article_approve", acts=True),
    Power("request changes", PUBLISHING, "articles_article_request_changes", acts=True),
    Power("publish, schedule and withdraw", PUBLISHING, "articles_article_withdraw", acts=True),
    Power("", PUBLISHING, "articles_article_schedule", acts=True),
    Power("", PUBLISHING, "articles_article_cancel_schedule", acts=True),
    Power("put releases together", PUBLISHING, "articles_release_add"),
    Power("put somebody else's draft into the bin, and take it out", PUBLISHING, "articles_article_discard", acts=True),
    Power("", PUBLISHING, "articles_article_recover", acts=True),
    Power("change topics and tags", PUBLISHING, "articles_pillar_add"),
    Power("create, name and retire authors", KEEPING, "authors_author_retire", acts=True),
    Power("", KEEPING, "authors_author_unretire", acts=True),
    Power("write an author's next bio and send it to the moderators", KEEPING, "authors_author_autosave", acts=True),
    Power("see the bios that wait", MODERATING | {AUDITOR}, "authors_biorevision_changelist"),
    Power("approve bios and send them back, but not one's own", MODERATING, "authors_biorevision_approve", acts=True),
    Power("", MODERATING, "authors_biorevision_send_back", acts=True),
    Power("", MODERATING, "authors_biorevision_reject", acts=True),
    Power("hide an approved bio and show it again, but not one's own", MODERATING, "authors_author_hide", acts=True),
    Power("", MODERATING, "authors_author_show", acts=True),
    Power("see who has which login and role", ADMINISTERING | {AUDITOR}, "authors_user_changelist"),
    Power("create logins, give roles, set passwords", ADMINISTERING, "authors_user_add"),
    Power("", ADMINISTERING, "auth_user_password_change"),
    *_pages("index", "jsi18n", "password_change", "password_change_done", "signed_in"),
    *_pages("articles_article_changelist", "articles_article_version"),
    *_pages("articles_article_preview", "articles_article_others", "articles_article_spoken"),
    *_pages(
        "articles_article_history", "articles_pillar_history", "articles_relatedlink_history", "taggit_tag_history"
    ),
    *_pages("articles_pillar_changelist", "articles_pillar_change", "taggit_tag_changelist", "taggit_tag_change"),
    *_pages("articles_relatedlink_changelist", "articles_relatedlink_change"),
    *_pages("authors_author_changelist", "authors_author_change", "authors_author_history"),
    *_pages("history_event_changelist", "history_event_change", "history_event_history"),
    *_pages("images_image_changelist", "images_image_change", "images_image_history", "images_image_original"),
    *_pages("articles_article_lookup"),
    *_pages("articles_article_add", "articles_article_share", roles=WRITING),
    *_pages("images_image_add", roles=WRITING | {MODERATOR}),
    *_pages("articles_article_withdraw", "articles_article_request_changes", roles=PUBLISHING),
    *_pages("articles_article_schedule", "articles_article_discard", roles=PUBLISHING),
    *_pages("articles_release_changelist", "articles_release_change", "articles_release_history", roles=PUBLISHING),
    *_pages("authors_author_add", "authors_author_retire", roles=KEEPING),
    *_pages("authors_biorevision_judge", "authors_biorevision_change", roles=KEEPING | {AUDITOR}),
    *_pages("authors_author_others", roles=KEEPING | {AUDITOR}),
    *_pages("authors_author_hide", roles=MODERATING),
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
