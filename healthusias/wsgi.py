"""The WSGI application. Granian serves it; gunicorn healthusias.wsgi works as well."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthusias.settings")
application = get_wsgi_application()

from healthusias import roles  # noqa: E402

roles.check_at_start()
connections.close_all()

# Import all views now instead of at the first request, keep what was imported out of every later garbage collection,
# and collect every few pages instead of several times within one: both together cost a quarter of an article page.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
