"""Addresses of the reader's pages. Hubs come last: they take any first segment that nothing else has."""

from django.urls import path

from articles import feeds, report_pages, review_pages, shared, views

app_name = "articles"

urlpatterns = [
    path("", views.home, name="home"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("about/report/thanks/", report_pages.thanks, name="report_thanks"),
    path("about/report/<str:signed>/", report_pages.report, name="report"),
    path("about/corrections/", views.corrections, name="corrections"),
    path("about/<slug:slug>/", views.page, name="page"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("preview/<str:token>/", shared.draft, name="shared_draft"),
    path("review/<str:token>/", review_pages.external, name="review"),
    path("search/", views.search, name="search"),
    path("feed.xml", feeds.site, name="feed"),
    path("authors/<slug:slug>/feed.xml", feeds.author, name="author_feed"),
    path("<slug:hub>/feed.xml", feeds.hub, name="hub_feed"),
    path("<slug:hub>/", views.hub, name="hub"),
    path("<slug:hub>/<slug:pillar>/", views.pillar, name="pillar"),
]
