"""Form fields of the desk that Django lacks: rows chosen in an order, and pillars as a tree."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models

from articles.models import Pillar
from history.desk import Autocomplete, KeysOnly, is_key


class OrderedAutocomplete(KeysOnly, AutocompleteSelectMultiple):
    """The admin's autocomplete, which shows what is chosen in the order of the value instead of the table's."""

    class Media:
        # Named first, so that the script comes after what it needs.
        js = ("admin/js/jquery.init.js", "js/ordered-choice.js")

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        # No button that removes all at once: it has no undo, and stands as something else in a list of choices.
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    def optgroups(self, name: str, value: list, attrs: dict | None = None) -> list:
        groups = super().optgroups(name, value, attrs)
        place = {str(key): index for index, key in enumerate(value)}
        for _, options, _ in groups:
            options.sort(key=lambda option: place.get(str(option["value"]), -1))
        return groups


class OrderedChoiceField(forms.ModelMultipleChoiceField):
    """Several rows in the order in which they were posted; `relation` is a foreign key to their model."""

    def __init__(self, relation: models.ForeignKey, **kwargs: Any):
        widget = OrderedAutocomplete(relation, admin.site)
        super().__init__(queryset=relation.related_model._default_manager.all(), widget=widget, **kwargs)

    def clean(self, value: Any) -> list:
        if not all(map(is_key, value or ())):
            raise ValidationError("Choose from what is offered.")
        rows = {str(row.pk): row for row in super().clean(value)}
        return [rows[key] for key in dict.fromkeys(map(str, value or ())) if key in rows]


class PillarChoiceField(forms.ModelChoiceField):
    """A plain select of the topic tree, which works without scripts."""

    def __init__(self, **kwargs: Any):
        super().__init__(queryset=Pillar.objects.in_tree_order(), empty_label="— none —", **kwargs)

    def label_from_instance(self, pillar: Pillar) -> str:
        return f"{pillar.parent.title} › {pillar.title}" if pillar.parent_id else pillar.title


def choice_field(relation: models.ForeignKey, **kwargs: Any) -> forms.ModelChoiceField:
    """One row of the model that `relation` points to, or none, by the admin's autocomplete."""
    rows = relation.related_model._default_manager.all()
    widget = Autocomplete(relation, admin.site)
    return forms.ModelChoiceField(queryset=rows, widget=widget, required=False, **kwargs)
