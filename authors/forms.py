"""The forms of the desk for authors, their bios, and logins."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.forms import (
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.core.exceptions import ValidationError

from authors.bios import LONGEST_DISCLOSURE, LONGEST_LINK, BioDraft, BioSnapshot, topics
from authors.models import Author, BioRevision, Credential, User
from content.schema import BIO
from content.text import write
from history import revisions
from history.desk import Autocomplete, AutocompleteSeveral, DeskForm, SeveralChoiceField
from history.drafting import Refused
from history.text_forms import TextForm
from images.models import Image


class AuthorForm(TextForm):
    """An author's name and address, and the next bio. Name and address go live at once, the bio when approved."""

    slug = forms.SlugField(
        label="Address", required=False, max_length=140, help_text="The last part. Empty: made of the name."
    )
    honorific = forms.CharField(
        required=False,
        max_length=20,
        label="Title before the name",
        help_text="For example: Dr. It needs a credential.",
    )
    suffix = forms.CharField(
        required=False, max_length=60, label="After the name", help_text="For example: PhD. It needs a credential."
    )
    role = forms.CharField(required=False, max_length=120, help_text="For example: physiotherapist.")
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
    expertise = SeveralChoiceField(
        topics()._default_manager.all(),
        required=False,
        widget=AutocompleteSeveral(Author._meta.get_field("expertise"), admin.site),
        help_text="The topics that this person writes about or knows best.",
    )
    languages = forms.CharField(required=False, max_length=600, help_text="Separated by commas: English, German.")
    institution = forms.CharField(
        required=False, max_length=160, help_text="Where they work or teach, if readers may know."
    )
    orcid = forms.CharField(
        required=False,
        max_length=LONGEST_LINK,
        label="ORCID iD",
        help_text="Sixteen digits, for who publishes research.",
    )
    links = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Profiles elsewhere, one address a line, such as a page at their institution.",
    )
    disclosure = forms.CharField(
        required=False,
        max_length=LONGEST_DISCLOSURE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Money, posts or relations that could weigh on what they write. Readers see it on the author's page.",
    )

    text_name = "bio"
    profile = BIO

    class Meta:
        model = Author
        fields = ["name", "slug", "user", "shows_former_names", "review_address"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        latest = revisions.latest(self.instance) if self.instance.pk else None
        self.before = BioSnapshot.of(latest)
        self.initial |= {
            **{name: getattr(self.before, name) for name in BioDraft.labels},
            "languages": ", ".join(self.before.languages),
            "links": "\n".join(self.before.links),
            "bio": write(self.before.bio),
            "base": latest.token if latest else "",
        }

    def clean_bio(self) -> dict[str, Any]:
        return self.clean_text()

    def clean_orcid(self) -> str:
        return self._checked("orcid", self.cleaned_data["orcid"])

    def clean_languages(self) -> list[str]:
        return self._checked("languages", [one.strip() for one in self.cleaned_data["languages"].split(",")])

    def clean_links(self) -> list[str]:
        return self._checked("links", self.cleaned_data["links"].split())

    def clean_expertise(self) -> list[int]:
        return self._checked("expertise", [topic.pk for topic in self.cleaned_data["expertise"]])

    def clean_portrait(self) -> int | None:
        return getattr(self.cleaned_data["portrait"], "pk", None)

    def text_before(self) -> dict[str, Any]:
        return self.before.bio

    def text_of(self, revision: BioRevision) -> dict[str, Any]:
        return BioSnapshot.of(revision).bio

    def snapshot(self) -> BioSnapshot:
        """What the form says of the author, or what the page has kept already. Only for a valid form."""
        if self.standing:
            return BioSnapshot.of(self.standing)
        said = self.cleaned_data
        return BioSnapshot(**{name: said.get(name, getattr(self.before, name)) for name in ("bio", *BioDraft.labels)})

    def _checked(self, name: str, value: Any) -> Any:
        try:
            return BioDraft(self.instance).checked_field(name, value)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None


class CredentialForm(DeskForm):
    """The facts of a credential, and a file that proves them."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    topics = SeveralChoiceField(
        topics()._default_manager.all(),
        required=False,
        widget=AutocompleteSeveral(Credential._meta.get_field("topics"), admin.site),
        help_text="What it covers, for who may review medical texts.",
    )
    upload = forms.FileField(
        required=False,
        label="Evidence",
        help_text="A PDF, JPEG or PNG that shows it. Only who verifies credentials sees it, never a reader.",
    )

    class Meta:
        model = Credential
        fields = [
            "author",
            "kind",
            "name",
            "issuer",
            "country",
            "number",
            "is_clinical",
            "covers_everything",
            "topics",
            "valid_until",
        ]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version if self.instance.pk else None


class NewLoginForm(DeskForm):
    class Meta:
        model = User
        fields = ["email", "name", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}
        labels = {"groups": "roles"}
        help_texts = {
            "email": "An invitation goes to this address; its link lets the person choose a password.",
            "groups": "What each may do stands in the guide, in the table of roles.",
        }


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
        fields = ["email", "name", "groups"]
        field_classes: dict[str, type] = {}
        widgets = {"groups": forms.CheckboxSelectMultiple}
        labels = {"groups": "roles"}
        help_texts = {"groups": "What each may do stands in the guide, in the table of roles."}
