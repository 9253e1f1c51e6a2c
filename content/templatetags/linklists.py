"""Lists of links in templates: a loop of Django's over them costs more than all else on a page."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from content import rendering

register = template.Library()


@register.filter
def links(items: Sequence[tuple[str, str]], rel: str = "") -> SafeString:
    """List items for (words, address) pairs: {{ page.tags|links:"tag" }}."""
    return rendering.link_items(items, rel)


@register.filter
def trail(items: Sequence[tuple[str, str]]) -> SafeString:
    """The same for a breadcrumb, whose last one is the page itself and no link."""
    return rendering.trail_items(items)
