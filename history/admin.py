"""The record of what happened, to be read and never written here."""

import json

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime

from history import exporting
from history.desk import ReadOnlyAdmin
from history.models import Event, Seal


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "act", "target_kind", "target_label"]
    list_filter = ["act", "target_kind", "at"]
    search_fields = ["target_label", "actor_label"]
    search_help_text = "Search by title or by person"
    show_full_result_count = False
    fields = ["at", "who", "act", "target_kind", "target_label", "target_id", "details", "sealed"]
    change_list_template = "admin/history/event/change_list.html"

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.export)
        return [path("export/<str:form>/", view, name="history_event_export"), *super().get_urls()]

    def export(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """The events of the list as it is filtered, oldest first, as a file: csv or json."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in exporting.FORMS:
            raise Http404
        try:
            events = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect("admin:history_event_changelist")
        return exporting.answer(events.order_by("pk"), form)

    @admin.display(description="who", ordering="actor_label")
    def who(self, event: Event) -> str:
        return event.actor_label or "the system"

    @admin.display(description="details")
    def details(self, event: Event) -> str:
        return json.dumps(event.data, ensure_ascii=False, indent=1, sort_keys=True)

    @admin.display(description="sealed")
    def sealed(self, event: Event) -> str:
        seal = Seal.objects.filter(last_event__gte=event.pk).order_by("pk").first()
        return f"{date_format(localtime(seal.at), 'j F Y, H:i')}, {seal}" if seal else "not yet"
