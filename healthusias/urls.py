"""All addresses of the site."""

from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from healthusias import views
from healthusias.sitemaps import SITEMAPS

handler403 = "healthusias.desk.forbidden"
urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("authors/", include("authors.urls")),
    path("favicon.ico", views.favicon),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("", include("articles.urls")),
]
if settings.SERVE_MEDIA:
    # For one machine without a proxy in front; with one, the proxy serves the folder itself.
    urlpatterns.insert(0, path("media/renditions/<path:path>", views.rendition))
