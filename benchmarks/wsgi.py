"""One server for all four: (a) is answered before Django, the rest by it."""

import os
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

from benchmarks import baselines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
_django = get_wsgi_application()


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/benchmark/raw/":
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [baselines.body()]
    return _django(environ, start_response)
