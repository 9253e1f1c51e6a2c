"""System checks: every node and mark of the schema is known wherever it must be."""

from collections.abc import Iterable
from typing import Any

from django.core import checks

from content.html_blocks import RENDER_CELL, RENDERERS, WITHIN_PARENT
from content.html_inline import MARK_EDGES
from content.schema import BLOCKS, MARKS, NODES
from content.text_forms import FORMS


def tables_agree(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """content.E001 for a node or mark without a renderer, content.E002 for a block without a text form; also for
    those that the schema does not declare."""
    return [
        *_differences("E001", "renderer", NODES, [*RENDERERS, *RENDER_CELL, *WITHIN_PARENT]),
        *_differences("E001", "renderer", MARKS, MARK_EDGES),
        *_differences("E002", "text form", BLOCKS, FORMS),
    ]


def _differences(code: str, what: str, declared: Iterable[str], known: Iterable[str]) -> list[checks.CheckMessage]:
    missing, unknown = sorted(set(declared) - set(known)), sorted(set(known) - set(declared))
    messages = [(name, f"{name} has no {what}.", f"Write the {what} of {name}.") for name in missing]
    messages += [(name, f"There is a {what} for {name}, which the schema lacks.", "Declare it.") for name in unknown]
    return [checks.Error(text, hint=hint, obj=name, id=f"content.{code}") for name, text, hint in messages]
