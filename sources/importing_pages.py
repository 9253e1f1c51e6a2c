"""The desk's page that takes a file of references."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sources import files, importing, permissions
from sources.models import Source


def import_file(request: HttpRequest) -> HttpResponse:
    """Choose a file; then what became of each of its records, those that were refused first."""
    if not permissions.can_add(request.user):
        raise PermissionDenied("Your role does not add sources.")
    problem, outcome = "", None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise files.Unreadable("Choose a file.")
            if file.size > files.LARGEST:
                raise files.Unreadable(
                    f"The file is larger than {files.LARGEST // 1024 // 1024} MB; export it in parts."
                )
            rehearsal = bool(request.POST.get("rehearsal"))
            outcome = importing.import_entries(files.read(file.read(), file.name), by=request.user, rehearsal=rehearsal)
        except files.Unreadable as error:
            problem = str(error)
    context = {"title": "Import sources", "opts": Source._meta, "problem": problem, "outcome": outcome}
    return render(request, "admin/sources/source/import.html", admin.site.each_context(request) | context)
