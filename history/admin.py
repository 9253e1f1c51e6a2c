"""The record of what happened, to be read and never written here."""

import json

from django.contrib import admin

from history.desk import ReadOnlyAdmin
from history.models import Event


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "act", "target_kind", "target_label"]
    list_filter = ["act", "target_kind", "at"]
    search_fields = ["target_label", "actor_label"]
    search_help_text = "Search by title or by person"
    show_full_result_count = False
    fields = ["at", "who", "act", "target_kind", "target_label", "target_id", "details"]

    @admin.display(description="who", ordering="actor_label")
    def who(self, event: Event) -> str:
        return event.actor_label or "the system"

    @admin.display(description="details")
    def details(self, event: Event) -> str:
        return json.dumps(event.data, ensure_ascii=False, indent=1, sort_keys=True)
