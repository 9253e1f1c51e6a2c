"""Forms with a text: what the editor sends, and the plain field for browsers in which it does not start."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from content.editor import explained
from content.normalising import normalise
from content.schema import Profile, empty_document
from content.text import TextProblem, read, write
from content.validation import validate
from history.desk import RevisionForm, is_key
from history.models import AbstractRevision

# Browsers that restore forms would fill it with the text of an earlier visit.
_UNSEEN = {"hidden": True, "autocomplete": "off"}
DAMAGED = (
    "The text arrived damaged, so nothing was saved. Go back in your browser: what you wrote is still there. Save "
    "again, and tell your administrator if it happens twice."
)


class TextForm(RevisionForm):
    """A form whose field `text_name` holds a content document of `profile` in the plain form of content.text."""

    text_name: str
    profile: Profile

    # What the editor sends. It goes before the plain form, which stays for browsers without it.
    document = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs=_UNSEEN))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.sent = _parsed(self.data.get("document", ""))
        # Should the page come back where the editor does not start, the plain form says the same.
        if self.sent is not None and not validate(self.sent, self.profile):
            self.data = self.data.copy()
            self.data[self.text_name] = write(self.sent)

    def text_before(self) -> dict[str, Any]:
        """The document from which the form starts."""
        raise NotImplementedError

    def text_of(self, revision: AbstractRevision) -> dict[str, Any]:
        raise NotImplementedError

    def clean_text(self) -> dict[str, Any]:
        """For the method that Django calls to clean `text_name`."""
        if self.data.get("document"):
            return self._document()
        try:
            return read(self.cleaned_data[self.text_name], base=self._filled_from())
        except TextProblem as problem:
            raise ValidationError(f"Line {problem.line}: {problem.message}.") from None

    def editable(self) -> dict[str, Any] | None:
        """The document with which the editor starts: what was just sent, else what the form was filled from.

        None where only the plain form can show what was sent.
        """
        if self.data.get("document"):
            return self.sent
        if not self.is_bound:
            return self.text_before()
        try:
            return read(self.data.get(self.text_name, ""), base=self._filled_from())
        except TextProblem:
            return None

    def _document(self) -> dict[str, Any]:
        if self.sent is None:
            raise ValidationError(DAMAGED)
        if problems := validate(self.sent, self.profile):
            raise ValidationError([explained(self.sent, problem) for problem in problems])
        return self.sent

    def _filled_from(self) -> dict[str, Any]:
        """The text of the revision that the page shows, which knows what the plain form only stands for."""
        pk = self.data.get("base", "").partition(":")[0]
        if not self.subject.pk or not pk.isascii() or not is_key(pk):
            return empty_document()
        revision = self.subject.revisions.filter(pk=pk).first()
        return self.text_of(revision) if revision else empty_document()


def _parsed(text: str) -> dict[str, Any] | None:
    """The document that the editor sent, normalised; None for what is no JSON object."""
    try:
        found = json.loads(text)
        return normalise(found) if isinstance(found, dict) else None
    except (ValueError, RecursionError):
        return None
