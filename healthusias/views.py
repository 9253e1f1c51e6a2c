"""What machines and operators ask for."""

import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /preview/",
        "Disallow: /about/report/",
        "Disallow: /search/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for on pages that name no icon."""
    return redirect(static("icons/favicon.svg"))


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; it asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, migrated, and pictures can be stored; else 503 and what fails."""
    checks = {"database": _database(), "media": _media()}
    failing = [name for name, fine in checks.items() if not fine]
    return JsonResponse({"ready": not failing, "failing": failing}, status=503 if failing else 200)


def _database() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:
        return False


def _media() -> bool:
    """Whether a picture could be written. Of a storage elsewhere only that it answers: writing to it costs."""
    if isinstance(default_storage, FileSystemStorage):
        place = Path(default_storage.location)
        while not place.exists():
            place = place.parent
        return os.access(place, os.W_OK | os.X_OK)
    try:
        default_storage.listdir("")
    except OSError:
        return False
    return True


@require_safe
def rendition(request: HttpRequest, path: str) -> HttpResponse:
    """A picture's file. Its name carries the hash of its bytes, so that any cache may keep it for ever."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT / "renditions")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
