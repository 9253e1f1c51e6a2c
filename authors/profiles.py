"""Keeping authors: their names, their addresses and their logins. What they say of themselves is moderated instead."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from authors import addresses, permissions
from authors.models import Author
from history import events

# What who keeps the authors may say of one.
KEPT = ["name", "slug", "user", "shows_former_names", "review_address"]


def save_author(author: Author, *, by: Any) -> Author:
    """Store a new or changed author; name, address and login are public or valid at once.

    In one transaction: check the permission and that the address is no other's, now or formerly; save; let a former
    address redirect; keep a former name; record an event. Without an address the author gets one made of the name.
    Raises PermissionDenied, ValidationError by field.
    """
    if not permissions.can_keep_authors(by):
        raise PermissionDenied("Only who keeps the authors may do this.")
    with transaction.atomic():
        author.slug = author.slug or addresses.free_slug(author.name)
        if addresses.is_taken(author.slug, author):
            raise ValidationError({"slug": f"Another author has, or had, the address “{author.slug}”. Choose another."})
        author.full_clean(exclude=["bio"])
        kept = ("slug", "name", "review_address")
        old, named, wrote_to = Author.objects.filter(pk=author.pk).values_list(*kept).first() or ("", "", "")
        # Of an author who exists only these: a moderator may be approving a bio at this moment.
        author.save(update_fields=KEPT if old else None)
        addresses.move(author, old)
        _rename(author, named)
        moved = {"former_slug": old} if old and old != author.slug else {}
        moved |= {"former_name": named} if named and named != author.name else {}
        # Who gets the links and codes for signing reviews is a matter of trust; the address itself is nobody's.
        moved |= {"review_address": "changed"} if author.review_address != wrote_to else {}
        events.record("changed" if old else "created", author, by, slug=author.slug, **moved)
    return author


def _rename(author: Author, before: str) -> None:
    """Keep the name that they had, and forget as a former one what is theirs again."""
    author.former_names.filter(name=author.name).delete()
    if before and before != author.name:
        author.former_names.get_or_create(name=before)
