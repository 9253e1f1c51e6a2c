"""Who may do what with authors and their bios."""

from typing import Any

from authors.models import Author, BioRevision, User


def can_edit_author(user: Any, author: Author) -> bool:
    """May propose a new bio: who keeps the authors, and the author in person."""
    return user.is_active and (user.has_perm("authors.change_author") or author.user_id == user.pk)


def can_moderate(user: Any, revision: BioRevision) -> bool:
    """May judge this revision. Nobody judges the bio of their own person."""
    return user.is_active and user.has_perm("authors.moderate_bio") and revision.author_page.user_id != user.pk


def can_see_authors(user: Any) -> bool:
    return user.is_active and user.has_perm("authors.view_author")


def can_keep_authors(user: Any) -> bool:
    """May create authors and change their names and addresses."""
    return user.is_active and user.has_perm("authors.add_author") and user.has_perm("authors.change_author")


def can_see_queue(user: Any) -> bool:
    """May look at the bios that wait for a verdict."""
    return user.is_active and (user.has_perm("authors.moderate_bio") or user.has_perm("authors.view_biorevision"))


def can_see_logins(user: Any) -> bool:
    """May look at who signs in, and with which roles."""
    return user.is_active and user.has_perm("authors.view_user")


def can_keep_logins(user: Any, login: User | None = None) -> bool:
    """May create and change logins; one that may do everything is changed only by its like."""
    if not (user.is_active and user.has_perm("authors.add_user") and user.has_perm("authors.change_user")):
        return False
    return login is None or not login.is_superuser or user.is_superuser
