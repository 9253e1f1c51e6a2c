"""The forms of the desk for authors, their bios, and logins."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.forms import (
    BaseUserCreationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.core.exceptions import ValidationError

from authors.models import Author, BioRevision, User
from authors.moderation import BioSnapshot
from content.schema import empty_document
from content.text import TextProblem, read, write
from history import revisions
from history.desk import Autocomplete, DeskForm, RevisionForm
from images.models import Image


class AuthorForm(RevisionForm):
    """An author's name and address, and the next bio. Name and address go live at once, the bio when approved."""

    slug = forms.SlugField(
        label="Address", required=False, max_length=140, help_text="The last part. Empty: made of the name."
    )
    role = forms.CharField(required=False, max_length=120, help_text="For example: physiotherapist.")
    credentials = forms.CharField(required=False, max_length=200, help_text="Degrees and licences.")
    portrait = forms.ModelChoiceField(
        Image.objects.all(),
        required=False,
        widget=Autocomplete(Author._meta.get_field("portrait"), admin.site),
    )
    bio = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "manuscript", "spellcheck": "true"}),
        help_text="Paragraphs, one a line; “- ” begins a list item.",
    )

    class Meta:
        model = Author
        fields = ["name", "slug", "user"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        latest = revisions.latest(self.instance) if self.instance.pk else None
        self.before = BioSnapshot.of(latest) if latest else BioSnapshot()
        self.initial |= {
            "role": self.before.role,
            "credentials": self.before.credentials,
            "portrait": self.before.portrait,
            "bio": write(self.before.bio),
            "base": latest.token if latest else "",
        }

    def clean_bio(self) -> dict[str, Any]:
        try:
            return read(self.cleaned_data["bio"], base=self._filled_from())
        except TextProblem as problem:
            raise ValidationError(f"Line {problem.line}: {problem.message}.") from None

    def snapshot(self) -> BioSnapshot:
        """What the form says of the author. Only for a valid form."""
        said = self.cleaned_data
        portrait = said["portrait"].pk if said["portrait"] else None
        return BioSnapshot(said["role"], said["credentials"], said["bio"], portrait)

    @property
    def says_something_new(self) -> bool:
        return self.snapshot() != self.before

    def _filled_from(self) -> dict[str, Any]:
        pk = self.data.get("base", "").partition(":")[0]
        if not self.instance.pk or not pk.isascii() or not pk.isdigit():
            return empty_document()
        revision = BioRevision.objects.filter(author_page=self.instance.pk, pk=int(pk[:18])).first()
        return BioSnapshot.of(revision).bio if revision else empty_document()


class NewLoginForm(DeskForm, BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class _PasswordSummary(ReadOnlyPasswordHashWidget):
    """Django's own says “disabled” of what is no control."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("disabled", None)
        return context


class LoginForm(DeskForm, UserChangeForm):
    password = ReadOnlyPasswordHashField(
        widget=_PasswordSummary, help_text=UserChangeForm.base_fields["password"].help_text
    )

    class Meta:
        model = User
        fields = ["email", "name", "is_staff", "is_active", "groups"]
        field_classes: dict[str, type] = {}
        widgets = {"groups": forms.CheckboxSelectMultiple}
        labels = {"groups": "roles"}
