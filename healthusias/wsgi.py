"""The WSGI application. Granian serves it; gunicorn healthusias.wsgi works as well."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthusias.settings")
application = get_wsgi_application()
