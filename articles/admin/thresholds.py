"""The desk's page for the thresholds of boards."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import Field, ModelForm
from django.http import HttpRequest

from articles import permissions, thresholds
from articles.models import BoardThresholds, Pillar
from history.desk import DeskAdmin, DeskForm, is_key


class ThresholdsForm(DeskForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = thresholds.print_of(self.instance) if self.instance.pk else ""

    def land(self, error: ValidationError) -> None:
        """Whoever is told what stands now may save again."""
        super().land(error)
        self.data = self.data.copy()
        self.data["seen"] = self.initial["seen"]


@admin.register(BoardThresholds)
class BoardThresholdsAdmin(DeskAdmin):
    list_display = ["__str__", *thresholds.NUMBERS]
    list_select_related = ["hub"]
    form = ThresholdsForm
    fields = ["hub", *thresholds.NUMBERS]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_arrange(request.user)

    def has_view_permission(self, request: HttpRequest, obj: BoardThresholds | None = None) -> bool:
        return permissions.can_arrange(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_arrange(request.user)

    def has_change_permission(self, request: HttpRequest, obj: BoardThresholds | None = None) -> bool:
        return permissions.can_arrange(request.user)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A hub's own begin as those that hold for it now."""
        said = request.GET.get("hub", "")
        hub = Pillar.objects.hubs().filter(pk=said if is_key(said) else 0).first()
        if hub is None:
            return {}
        now = thresholds.holding(hub)
        return {"hub": hub.pk} | {name: getattr(now, name) for name in thresholds.NUMBERS}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "hub":
            field.empty_label = "— all hubs that have none of their own —"
            # Hubs are made and changed on their own pages.
            field.widget = field.widget.widget
        return field

    def save_model(self, request: HttpRequest, obj: BoardThresholds, form: ModelForm, change: bool) -> None:
        thresholds.save_thresholds(obj, by=request.user, seen=form.cleaned_data["seen"])
