"""The form of a source: one for the desk's page and for the editor's dialog."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from history.desk import DeskForm
from sources import keeping
from sources.enums import SourceStatus
from sources.files import inverted as person_of
from sources.models import Source
from sources.records import IDENTIFIERS, Person, Record, line

FIELDS = (
    *("kind", "tier", "title", "container", "container_short", "year", "volume", "issue", "pages"),
    *("publisher", "edition", "language", *IDENTIFIERS, "url", "accessed_on", "is_seminal", "seminal_reason"),
)
_APART = ("accessed_on", "is_seminal", "seminal_reason")


class Lines(forms.CharField):
    """Several things, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[str]:
        return [said for one in super().clean(value).splitlines() if (said := line(one))]


class SourceForm(DeskForm):
    people = Lines(
        label="authors", required=False, help_text="One a line: Doe, Jane M. An organisation as it is called."
    )
    terms = Lines(label="MeSH terms", required=False, help_text="One a line. News about a term calls for a new review.")
    url = forms.URLField(label="Address", required=False, max_length=2000, assume_scheme="https")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Source
        fields = FIELDS
        widgets = {"title": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "tier": "What kind of evidence it is. Readers are told of preprints; writers of claims that go too far.",
            "container_short": "As MEDLINE abbreviates it: N Engl J Med. References show it.",
            "doi": "10.1056/NEJMoa1706198, with or without https://doi.org/.",
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        source = self.instance
        if source.pk:
            self.initial["people"] = "\n".join(name_of(Person(**one)) for one in source.authors)
            self.initial["terms"] = "\n".join(source.mesh)
            self.initial["version"] = source.version
        # A form that only shows has no fields.
        for name in self.fields.keys() & set(IDENTIFIERS):
            # What is pasted is longer than what is kept.
            self.fields[name].max_length = None
            self.fields[name].validators = []
            self.fields[name].widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        for name in IDENTIFIERS:
            try:
                self.cleaned_data[name] = keeping.checked_identifier(name, self.cleaned_data.get(name) or "")
            except ValidationError as error:
                self.add_error(name, error)
        return super().clean()

    def _post_clean(self) -> None:
        """The verb judges the whole, so that a form, an import and a look-up are judged alike."""

    def record(self) -> Record:
        """What was typed."""
        said = {name: self.cleaned_data.get(name) for name in FIELDS if name not in _APART}
        texts = {name: value if value is not None else "" for name, value in said.items() if name != "year"}
        people = tuple(map(person_typed, self.cleaned_data["people"]))
        return Record(**texts, year=said["year"], authors=people, mesh=tuple(self.cleaned_data["terms"]))

    def more(self) -> dict[str, Any]:
        """What is typed and stands in no registry."""
        return {name: self.cleaned_data.get(name) for name in _APART}


def person_typed(said: str) -> Person:
    """`Doe, Jane` is a person; without a comma it is an organisation."""
    return person_of(said) if "," in said else Person(said)


def name_of(person: Person) -> str:
    return f"{person.family}, {person.given}" if person.given else person.family


class StatusForm(forms.Form):
    status = forms.ChoiceField(label="What became of it", choices=SourceStatus.choices)
    on = forms.DateField(label="Since", widget=forms.DateInput(attrs={"type": "date"}))
    notice = forms.URLField(label="Address of the notice", required=False, max_length=2000, assume_scheme="https")
    reason = forms.CharField(label="How you know", widget=forms.Textarea(attrs={"rows": 3}))
