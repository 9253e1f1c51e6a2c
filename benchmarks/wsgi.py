"""One server for all four: (a) is answered before Django, the rest by it."""

import os
from collections.abc import Callable, Iterable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from benchmarks import baselines
from healthusias.wsgi import application as _django


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/benchmark/raw/":
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [baselines.body()]
    return _django(environ, start_response)
