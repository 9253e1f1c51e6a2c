"""The form field in which each author of an article states their conflicts of interest."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.snapshots import LONGEST_STATEMENT, NO_INTEREST, Interest, tidied
from authors.models import Author
from history.desk import is_key

MOST = 200


class InterestsWidget(forms.Widget):
    """A line for each author: a box to tick for "none", and words. Its value is {primary key: statement}.

    `authors` are those who get a line, by primary key; a statement of somebody else has one, too. A script adds the
    lines of who is chosen as an author while the page is open (js/desk/interests.js).
    """

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs)
        self.authors: Mapping[int, str] = {}

    def id_for_label(self, id_: str) -> str:
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[int, str]:
        said = {}
        for key in data:
            pk = key.removeprefix(f"{name}-")
            if key.startswith(f"{name}-") and is_key(pk):
                is_none = f"{name}-none-{pk}" in data and not data[key].strip()
                said[int(pk)] = NO_INTEREST if is_none else data[key]
        return said

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        said = value or {}
        rows = [(pk, author, said.get(pk, "")) for pk, author in self.authors.items()]
        rows = [(pk, who, "" if words == NO_INTEREST else words, words == NO_INTEREST) for pk, who, words in rows]
        context = {
            "name": name,
            "rows": rows,
            "longest": LONGEST_STATEMENT,
            "id": (attrs or {}).get("id", f"id_{name}"),
        }
        return render_to_string("admin/articles/article/interests.html", context)


class InterestsField(forms.Field):
    """Cleans to a tuple of Interest, each author once."""

    widget = InterestsWidget

    def show(self, authors: list[int], said: Mapping[int, str]) -> None:
        """Give a line to these authors, and to everyone who has stated something. One query."""
        wanted = [*authors, *said]
        names = dict(Author.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
        self.widget.authors = {pk: names[pk] for pk in dict.fromkeys(wanted) if pk in names}

    def clean(self, value: Any) -> tuple[Interest, ...]:
        said = tidied(Interest(pk, words) for pk, words in (value or {}).items())
        if len(said) > MOST or Author.objects.filter(pk__in=[one.author for one in said]).count() < len(said):
            raise ValidationError("States something of somebody who is not there. Load the page again.")
        if any(len(one.statement) > LONGEST_STATEMENT for one in said):
            raise ValidationError(f"A statement has at most {LONGEST_STATEMENT} characters.")
        return said

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data or {})


def as_said(interests: tuple[Interest, ...]) -> dict[int, str]:
    """What the widget shows of a snapshot."""
    return {one.author: one.statement for one in interests}
