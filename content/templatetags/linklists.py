"""Lists of links in templates: a loop of Django's over them costs more than all else on a page."""

from django import template

from content import rendering

register = template.Library()
# List items for (words, address) pairs: {{ page.tags|links:"tag" }}.
register.filter("links", rendering.link_items)
# The breadcrumb of such pairs: {{ breadcrumb|trail }}.
register.filter("trail", rendering.trail)
