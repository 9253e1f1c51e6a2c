"""The site's own addresses, and below /benchmark/ the baselines that its article page is held against."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from benchmarks import baselines


def constant(request: HttpRequest) -> HttpResponse:
    """(b) A constant body of the page's size from a Django view, through all middleware."""
    return HttpResponse(baselines.body())


def one_select(request: HttpRequest) -> HttpResponse:
    """(c) The finished page, read with one SELECT."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT html FROM benchmark_page WHERE id = 1")
        return HttpResponse(cursor.fetchone()[0])


urlpatterns = [
    path("benchmark/constant/", constant),
    path("benchmark/one-select/", one_select),
    path("", include("healthusias.urls")),
]
