"""What many pages have in common: {% fixed %}…{% endfixed %} is rendered once in a process and kept."""

from collections import OrderedDict
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context

register = template.Library()
_MOST = 1_000


@register.tag
def fixed(parser: Parser, token: Token) -> "Fixed":
    """{% fixed %}: the same on every page, as the addresses of static files are, and the menus.

    {% fixed author %}: the same wherever `author` is. It must be a hashable value, and nothing else of the context may
    stand inside: so what is kept cannot become wrong.
    """
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodes = parser.parse(["endfixed"])
    parser.delete_first_token()
    return Fixed(nodes, values)


class Fixed(template.Node):
    def __init__(self, nodes: NodeList, values: list[FilterExpression]):
        self.nodelist, self._values = nodes, values
        self._kept: OrderedDict[tuple[Any, ...], str] = OrderedDict()

    def render(self, context: Context) -> str:
        if context.template.engine.debug:
            return self.nodelist.render(context)
        key = tuple([value.resolve(context) for value in self._values])
        # Read once: another thread may forget it at any moment.
        html = self._kept.get(key)
        if html is None:
            # Two threads may both do this; they make the same.
            html = self._kept[key] = self.nodelist.render(context)
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return html
