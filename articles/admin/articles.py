"""The desk's page for articles: a form that saves revisions, and buttons that call the verbs of publication."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from articles import access, permissions, writing
from articles.admin import (
    actions,
    autosaving,
    comments,
    correcting,
    findings,
    linked,
    lookup,
    moving,
    people,
    previewing,
    reviews,
    scheduling,
    sharing,
    stages,
    suggestions,
    versions,
)
from articles.admin.filters import FILTERS
from articles.admin.listing import COLUMNS, ArticleList, annotated
from articles.admin.working import copy_of, state_words, version_name
from articles.forms import ArticleForm
from articles.models import Article
from authors.models import Author
from history import revisions
from history.desk import DeskAdmin, is_key


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    form = ArticleForm
    change_list_template = "admin/change_list_filtered.html"
    actions = actions.ACTIONS
    list_display = COLUMNS
    list_display_links = None
    list_filter = FILTERS
    list_per_page = 50
    search_fields = ["working_title", "standfirst", "working_slug", "contributors__name"]
    search_help_text = "in title, standfirst, author and address"
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["title", "standfirst", "body"], "classes": ["writing"]}),
        ("Place", {"fields": ["kind", "pillar", "byline", "tags", "listed"]}),
        ("Who else took part", {"fields": ["contributing", "illustrating", "fact_checking"]}),
        (
            "What readers must know",
            {"fields": ["interests", "ai_use", "ai_how", "ai_editor", "sponsor", "sponsored_for"]},
        ),
        ("Address and search", {"fields": ["slug", "search_description"]}),
        ("This version", {"fields": ["note"]}),
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_desk(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return permissions.can_see_desk(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_write(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Which articles these are, get_queryset() says."""
        return permissions.edits(request.user)

    def get_urls(self) -> list:
        own = [
            ("lookup/", lookup.lookup, "lookup"),
            ("<int:pk>/versions/<int:number>/", versions.show, "version"),
            ("<int:pk>/versions/<int:number>/restore/", versions.restore, "restore"),
            ("<int:pk>/events/", versions.events, "events"),
            ("<int:pk>/versions/name/", versions.name, "name"),
            ("<int:pk>/findings/<str:key>/dismiss/", findings.dismiss, "dismiss"),
            ("<int:pk>/findings/<int:dismissal>/take-back/", findings.take_back, "take_back"),
            ("<int:pk>/correct/", correcting.correct, "correct"),
            ("<int:pk>/approve/", stages.approve, "approve"),
            ("<int:pk>/request-changes/", stages.request_changes, "request_changes"),
            ("<int:pk>/discard/", stages.discard, "discard"),
            ("<int:pk>/recover/", stages.recover, "recover"),
            ("<int:pk>/schedule/", scheduling.schedule, "schedule"),
            ("<int:pk>/schedule/<int:plan>/cancel/", scheduling.cancel, "cancel_schedule"),
            ("<int:pk>/preview/", previewing.preview, "preview"),
            ("<int:pk>/comments/", comments.page, "comments"),
            ("<int:pk>/suggested-links/", suggestions.page, "suggested"),
            ("<int:pk>/people/", people.people, "people"),
            ("<int:pk>/people/<int:user>/remove/", people.remove, "remove_colleague"),
            ("<int:pk>/share/", sharing.share, "share"),
            ("<int:pk>/share/<int:link>/revoke/", sharing.revoke, "revoke_link"),
            *reviews.OF_ARTICLE,
            *moving.OF_ARTICLE,
            *linked.OF_ARTICLE,
        ]
        # They answer scripts, and say themselves who may not enter.
        spoken = [
            ("start/", autosaving.start, "start"),
            ("<int:pk>/comments/all/", comments.spoken, "spoken"),
            ("<int:pk>/findings/", findings.spoken, "findings"),
            ("<int:pk>/suggested-links/consider/", suggestions.consider, "consider"),
            *((f"<int:pk>/{name}/", view, name) for name, view in autosaving.VIEWS.items()),
        ]
        wrap = self.admin_site.admin_view
        urls = [(p, wrap(view), name) for p, view, name in own] + spoken
        return [path(p, view, name=f"articles_article_{name}") for p, view, name in urls] + super().get_urls()

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return permissions.can_publish(request.user, None)

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArticleList]:
        return ArticleList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Those that the person may open; where links are chosen, all titles."""
        seen = Q() if _offers_titles(request) else permissions.seen(request.user)
        return annotated(Article.objects.filter(seen)).order_by(*self.get_ordering(request))

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return ["working_title"] if _offers_titles(request) else self.search_fields

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """Planned articles by demand: what most texts wait for comes first."""
        planned = request.GET.get("state__exact") == "planned"
        return ["-demand", "working_title"] if planned else ["-changed_at", "-pk"]

    # One article

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        article = super().get_object(request, object_id, from_field)
        return copy_of(article) if article else None

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any):
        return super().get_form(request, obj, change, **{**kwargs, "fields": ArticleForm.Meta.fields})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Most people write under their own name; it can be taken out."""
        own = Author.objects.active().filter(user=request.user).values_list("pk", flat=True)
        return {"byline": list(own)} | super().get_changeform_initial_data(request)

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        return getattr(obj, "public_address", "") or None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if is_key(object_id):
            access.opened(request.user, object_id)
        if permissions.can_see_desk(request.user) and not self.has_change_permission(request):
            return versions.read_only(request, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        return versions.index(request, object_id)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        article = kwargs.get("obj")
        context["may_publish"] = permissions.can_publish(request.user, article)
        context["desk_config"] = lookup.config(context["adminform"].form, article)
        context["desk_config"]["autosave"] = autosaving.config(article, request.user)
        context["desk_config"]["preview"] = previewing.config()
        context["desk_config"]["comments"] = comments.config(article)
        context["desk_config"]["findings"] = findings.config()
        context["desk_config"]["consider"] = suggestions.config()
        conflict = context["adminform"].form.conflict
        if conflict and conflict.latest and conflict.latest.number:
            numbers = [article.pk, conflict.latest.number]
            context["conflict_link"] = reverse("admin:articles_article_version", args=numbers)
        if article:
            context["people"] = article.collaborations.people()
            if article.is_published:
                address = context["adminform"].form["slug"]
                address.help_text = linked.about_address(article, address.help_text, may_rename=context["may_publish"])
            context["pointing"] = linked.called_to_mind(article, request.user)
            context |= {"state": state_words(article), **stages.context(request, article)}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        note = form.cleaned_data["note"]
        if change:
            article = Article.objects.get(pk=obj.pk)
            revision = writing.save(article, form.snapshot(), by=request.user, base=form.standing_base, note=note)
        else:
            article = writing.start(form.snapshot(), by=request.user, note=note)
            obj.pk, revision = article.pk, revisions.latest(article)
        request.outcome = f"{version_name(revision).capitalize()} of “{revision.snapshot['title']}” is saved."
        stages.after_save(request, article, revision)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        refused = getattr(request, "refused", False)
        self.message_user(request, request.outcome, messages.WARNING if refused else messages.SUCCESS)
        following = stages.next_page(request, obj.pk)
        return HttpResponseRedirect(following) if following else self.response_post_save_change(request, obj)


def _offers_titles(request: HttpRequest) -> bool:
    return bool(request.resolver_match) and request.resolver_match.url_name == "autocomplete"
