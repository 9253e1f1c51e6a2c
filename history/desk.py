"""What all pages of the editorial desk share: verbs do the work, their refusals come back to the form."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import NON_FIELD_ERRORS, BadRequest, PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from history import revisions
from history.models import AbstractRevision
from history.revisions import Conflict

# How often saving a kept state begins again because somebody wrote into it meanwhile.
ATTEMPTS = 5

Refusal = ValidationError | Conflict


class KeysOnly:
    """An autocomplete that shows what was chosen; the admin's own fails on anything that is no key."""

    def optgroups(self, name: str, value: list, attrs: dict | None = None) -> list:
        return super().optgroups(name, [key for key in value if is_key(key)], attrs)


class Autocomplete(KeysOnly, AutocompleteSelect):
    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        # An option without words needs a label; select2 shows its placeholder instead.
        return option if value else {**option, "attrs": {**option["attrs"], "label": "–"}}


class AutocompleteSeveral(KeysOnly, AutocompleteSelectMultiple):
    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        # No button that removes all at once: it has no undo, and stands as something else in a list of choices.
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class SeveralChoiceField(forms.ModelMultipleChoiceField):
    """Several rows; what is no key is refused kindly."""

    def clean(self, value: Any) -> Any:
        if not all(map(is_key, value or ())):
            raise ValidationError("Choose from what is offered.")
        return super().clean(value)


class DeskForm(forms.ModelForm):
    """A form that shows what a verb refused, beside the field it speaks of, with everything typed kept."""

    # Set by DeskAdmin on the class that it makes for one request.
    refusal: Refusal | None = None
    conflict: Conflict | None = None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if isinstance(self.refusal, Conflict):
            self.show_conflict(self.refusal)
        elif self.refusal:
            self.land(self.refusal)
        return cleaned

    def show_conflict(self, conflict: Conflict) -> None:
        """Refuse the form because somebody else was first. The page says who, and what can be done."""
        self.conflict = conflict
        self.add_error(None, str(conflict))

    def land(self, error: ValidationError) -> None:
        """Put each message at its field; at the top of the form where it has no such field."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            known = name in self.fields and name != NON_FIELD_ERRORS
            self.add_error(name if known else None, errors)


class RevisionForm(DeskForm):
    """A form filled from a revision. Nothing is saved over a version that its writer has not looked at."""

    # The token of the revision that the form was filled from; what the writer typed belongs to that one.
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    # Only a page that shows a conflict sends these two: the version shown there, and that it may be followed.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    on_top = forms.BooleanField(required=False)
    # Said by a page that has saved by itself all that it holds: what is to be sealed is then the latest state, in
    # which others may have gone on writing since, and not what the fields say.
    kept = forms.BooleanField(required=False, widget=forms.HiddenInput)
    # That state, in a valid form that said so.
    standing: AbstractRevision | None = None

    @property
    def subject(self) -> models.Model:
        """The object whose revision is edited."""
        return self.instance

    @property
    def standing_base(self) -> str | None:
        """The token to save against: the version that the form was filled from, or the one looked at since."""
        if self.standing:
            return self.standing.token
        wanted = "seen" if self.cleaned_data.get("on_top") else "base"
        return self.cleaned_data.get(wanted) or None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.subject.pk and not self.conflict:
            latest = revisions.latest(self.subject)
            if cleaned.get("kept") and latest:
                self.standing = latest
            if self.standing_base != (latest.token if latest else None):
                self.show_conflict(Conflict(latest))
        return cleaned


class DeskAdmin(admin.ModelAdmin):
    """An admin page whose `save_model` calls a verb. Nothing is deleted here, and history.Event is the only record."""

    form = DeskForm
    actions = None
    actions_on_top = True
    show_facets = admin.ShowFacets.NEVER

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Run the form; where a verb refuses (all is rolled back then), run it again with the refusal to show."""
        # Whoever saves a state that is kept already does not mind that another wrote into it a moment ago.
        for _ in range(ATTEMPTS if request.POST.get("kept") else 0):
            with suppress(Conflict):
                return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (ValidationError, Conflict) as refusal:
            request.refusal = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def response_action(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest("rows are chosen by their numbers")
        return super().response_action(request, queryset)

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """What happened to the object, in the record, for who may read that."""
        if not (self.has_view_permission(request) and request.user.has_perm("history.view_event")):
            raise PermissionDenied
        about = {"target_kind__exact": self.opts.model_name, "target_id__exact": object_id}
        return redirect(f"{reverse('admin:history_event_changelist')}?{urlencode(about)}")

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        """The verb has written everything."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list:
        return []

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        """The verb records an event."""

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        """The verb records an event."""

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Nothing is deleted here."""


class ReadOnlyAdmin(DeskAdmin):
    """A page that only shows."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def is_key(said: Any) -> bool:
    """Whether this can be a row's number on both databases."""
    return str(said).isdecimal() and len(str(said)) < 19


def ask_reason(
    request: HttpRequest, template: str, act: Callable[[str], None], context: dict[str, Any], *, done: str, to: str
) -> HttpResponse:
    """A page that asks why, and acts once it knows; what the act refuses is said there, with what was typed.

    `context` needs title and opts; the page also gets `reason` and `errors`. After the act `done` is said at `to`.
    """
    reason, errors = request.POST.get("reason", ""), []
    if request.method == "POST":
        try:
            act(reason)
        except ValidationError as refusal:
            errors = refusal.messages
        else:
            messages.success(request, done)
            return redirect(to)
    return render(request, template, admin.site.each_context(request) | context | {"errors": errors, "reason": reason})
