"""Who may do what with sources."""

from typing import Any


def can_see(user: Any) -> bool:
    return user.is_active and user.has_perm("sources.view_source")


def can_add(user: Any) -> bool:
    """May bring a source into the library, to cite it."""
    return user.is_active and user.has_perm("sources.add_source")


def can_change(user: Any) -> bool:
    """May change what is said of a source that stands in the library."""
    return user.is_active and user.has_perm("sources.change_source")


def can_judge(user: Any) -> bool:
    """May say what became of a source: corrected, retracted, or fine after all."""
    return user.is_active and user.has_perm("sources.judge_source")


def can_see_addresses(user: Any) -> bool:
    """May see what became of the addresses to which readers are led."""
    return user.is_active and user.has_perm("sources.view_outboundaddress")


def can_keep_addresses(user: Any) -> bool:
    """May name an archived copy of a page elsewhere, and say that it is there after all."""
    return user.is_active and user.has_perm("sources.change_outboundaddress")
