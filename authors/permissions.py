"""Who may do what with authors and their bios."""

from typing import Any

from authors.models import Author, BioRevision, Credential, User


def can_edit_author(user: Any, author: Author) -> bool:
    """May propose a new bio: who keeps the authors, and the author in person."""
    return user.is_active and (user.has_perm("authors.change_author") or author.user_id == user.pk)


def can_moderate_bios(user: Any) -> bool:
    """May judge bios at all."""
    return user.is_active and user.has_perm("authors.moderate_bio")


def can_moderate(user: Any, revision: BioRevision) -> bool:
    """May judge this revision. Nobody judges the bio of their own person, or words that they sent or last wrote."""
    return can_moderate_bios(user) and user.pk not in {
        revision.author_page.user_id,
        revision.author_id,
        revision.submitted_by_id,
    }


def can_hide(user: Any, author: Author) -> bool:
    """May take an approved bio out of readers' sight, and bring it back. Not of one's own person."""
    return can_moderate_bios(user) and author.user_id != user.pk


def can_see_credentials(user: Any) -> bool:
    """May look at everybody's credentials, with their numbers and evidence."""
    return user.is_active and (user.has_perm("authors.verify_credential") or user.has_perm("authors.view_credential"))


def can_verify(user: Any, credential: Credential) -> bool:
    """May say that a credential is held, or no longer. Never of one's own person, or of what one wrote down."""
    if not (user.is_active and user.has_perm("authors.verify_credential")):
        return False
    return user.pk not in {credential.author.user_id, credential.changed_by_id}


def can_see_authors(user: Any) -> bool:
    return user.is_active and user.has_perm("authors.view_author")


def can_keep_authors(user: Any) -> bool:
    """May create authors and change their names and addresses."""
    return user.is_active and user.has_perm("authors.add_author") and user.has_perm("authors.change_author")


def can_see_queue(user: Any) -> bool:
    """May look at the bios that wait for a verdict."""
    return can_moderate_bios(user) or (user.is_active and user.has_perm("authors.view_biorevision"))


def can_see_logins(user: Any) -> bool:
    """May look at who signs in, and with which roles."""
    return user.is_active and user.has_perm("authors.view_user")


def can_keep_logins(user: Any, login: User | None = None) -> bool:
    """May create and change logins; one that may do everything is changed only by its like."""
    if not (user.is_active and user.has_perm("authors.add_user") and user.has_perm("authors.change_user")):
        return False
    return login is None or not login.is_superuser or user.is_superuser
