"""Who may do what with authors and their bios."""

from typing import Any

from authors.models import Author, BioRevision


def can_edit_author(user: Any, author: Author) -> bool:
    """May propose a new bio: who keeps the authors, and the author in person."""
    return user.is_active and (user.has_perm("authors.change_author") or author.user_id == user.pk)


def can_moderate(user: Any, revision: BioRevision) -> bool:
    """May judge this revision. Nobody judges the bio of their own person."""
    return user.is_active and user.has_perm("authors.moderate_bio") and revision.author_page.user_id != user.pk
