"""What the visited site does beyond production: each answer names the templates that made it, and one address fails."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Template
from django.test.signals import template_rendered
from django.test.utils import instrumented_test_render

HEADER = "x-templates"
FAILING = "/a-page-that-fails/"

View = Callable[[HttpRequest], HttpResponse]

_folder = Path(settings.BASE_DIR) / "templates"
_here = threading.local()


def tell_templates(view: View) -> View:
    """Outermost: adds the names of our own templates, included ones too, that were rendered for the answer."""
    # As Django's test client does it: the signal is sent by this method alone.
    Template._render = instrumented_test_render
    template_rendered.connect(_note)

    def middleware(request: HttpRequest) -> HttpResponse:
        _here.names = set()
        answer = view(request)
        answer[HEADER] = " ".join(sorted(_here.names))
        return answer

    return middleware


def fail(view: View) -> View:
    """Innermost, so that the failure passes through everything that production has."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == FAILING:
            raise RuntimeError("This address fails on purpose.")
        return view(request)

    return middleware


def _note(sender: Any, template: Template, **_: Any) -> None:
    path = Path(template.origin.name)
    # Forms are rendered by an engine of their own, from texts without a file.
    if path.is_relative_to(_folder) and hasattr(_here, "names"):
        _here.names.add(path.relative_to(_folder).as_posix())
