"""Form fields of the desk that Django lacks: rows chosen in an order, and pillars as a tree."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models

from articles.models import Pillar
from history.desk import Autocomplete, AutocompleteSeveral, SeveralChoiceField


class OrderedAutocomplete(AutocompleteSeveral):
    """The admin's autocomplete, which shows what is chosen in the order of the value instead of the table's."""

    class Media:
        # Named first, so that the script comes after what it needs.
        js = ("admin/js/jquery.init.js", "js/ordered-choice.js")

    def optgroups(self, name: str, value: list, attrs: dict | None = None) -> list:
        groups = super().optgroups(name, value, attrs)
        place = {str(key): index for index, key in enumerate(value)}
        for _, options, _ in groups:
            options.sort(key=lambda option: place.get(str(option["value"]), -1))
        return groups


class OrderedChoiceField(SeveralChoiceField):
    """Several rows in the order in which they were posted; `relation` is a foreign key to their model."""

    def __init__(self, relation: models.ForeignKey, **kwargs: Any):
        widget = OrderedAutocomplete(relation, admin.site)
        super().__init__(queryset=relation.related_model._default_manager.all(), widget=widget, **kwargs)

    def clean(self, value: Any) -> list:
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
