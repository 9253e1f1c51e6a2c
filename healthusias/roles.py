"""The roles of the desk: which group may do what. Kept by code; `manage.py sync_roles` writes it to the database."""

import logging

from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError

_log = logging.getLogger(__name__)

WRITER = "writer"
EDITOR = "editor"
MEDICAL_REVIEWER = "medical reviewer"
MODERATOR = "moderator"
ADMINISTRATOR = "administrator"
AUDITOR = "auditor"

_READ = [
    "articles.view_article",
    "articles.view_pillar",
    "articles.view_relatedlink",
    "authors.view_author",
    "sources.view_source",
    "sources.view_outboundaddress",
    "images.view_image",
]
# Who writes and does nothing else sees what they work on (articles.collaborating); all others see everything.
_OVERSEE = ["articles.view_every_draft", "history.view_event"]
# Everyone at work may; an auditor leaves no word.
_COMMENT = "articles.add_comment"
_WRITE = [
    *_READ,
    _COMMENT,
    "articles.add_article",
    "articles.change_article",
    "articles.change_relatedlink",
    "images.add_image",
    "images.change_image",
    "sources.add_source",
    "sources.change_source",
]
_EDIT = [
    *_WRITE,
    *_OVERSEE,
    "articles.publish_article",
    "articles.override_article",
    "sources.judge_source",
    "sources.change_outboundaddress",
    "articles.view_affiliaterule",
    "articles.add_affiliaterule",
    "articles.change_affiliaterule",
    "articles.add_pillar",
    "articles.change_pillar",
    "authors.add_author",
    "authors.change_author",
    "taggit.view_tag",
    "taggit.add_tag",
    "taggit.change_tag",
]

ROLES: dict[str, list[str]] = {
    WRITER: _WRITE,
    EDITOR: _EDIT,
    MEDICAL_REVIEWER: [*_READ, *_OVERSEE, _COMMENT, "articles.review_article", "sources.judge_source"],
    MODERATOR: [
        *_READ,
        *_OVERSEE,
        _COMMENT,
        "authors.add_author",
        "authors.change_author",
        "authors.moderate_bio",
        "authors.verify_credential",
        "images.add_image",
    ],
    ADMINISTRATOR: [
        *_EDIT,
        "articles.review_article",
        "authors.moderate_bio",
        "authors.verify_credential",
        "authors.view_user",
        "authors.add_user",
        "authors.change_user",
    ],
    AUDITOR: [
        *_READ,
        *_OVERSEE,
        "articles.view_affiliaterule",
        "authors.view_biorevision",
        "authors.view_credential",
        "authors.view_user",
        "taggit.view_tag",
    ],
}


def sync_roles() -> list[str]:
    """Make the groups' permissions what ROLES says; returns the names of the roles that were different."""
    changed = differing()
    for role, wanted in changed.items():
        Group.objects.get_or_create(name=role)[0].permissions.set(wanted)
    return list(changed)


def differing() -> dict[str, set[Permission]]:
    """The roles that are not as ROLES says, with what they should be. A permission that is missing itself, because the
    migrations have not run, makes its roles differ. Three queries."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    now = {group.name: set(group.permissions.all()) for group in Group.objects.prefetch_related("permissions")}
    wanted = {role: {known[label] for label in labels if label in known} for role, labels in ROLES.items()}
    short = {role for role, labels in ROLES.items() if not set(labels) <= known.keys()}
    return {role: these for role, these in wanted.items() if role in short or now.get(role) != these}


def check_at_start() -> None:
    """Log an error where the database's roles are not the code's: people then can do too much, or not their work."""
    try:
        wrong = differing()
    except DatabaseError:
        # A database that is away, or not migrated, is told of elsewhere.
        return
    if wrong:
        _log.error("These roles are not as they should be: %s. Run `manage.py sync_roles`.", ", ".join(wrong))
