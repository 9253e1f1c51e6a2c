"""Acts on several articles at once: chosen in the list, confirmed on a page, each done by its verb and reported."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles import publishing, writing
from articles.admin import findings
from articles.admin.listing import standing
from articles.enums import ArticleKind
from articles.fields import PillarChoiceField
from articles.models import Article, Revision
from articles.models.tags import Tag
from articles.publishing import NotPublishable
from articles.snapshots import Snapshot
from history import revisions
from history.revisions import Conflict

# More in one request would keep a person waiting, and nobody looks through more.
MOST = 100


class Refused(Exception):
    """Why the act is not done with this article, in words for the person who asked."""


@dataclass(frozen=True)
class Outcome:
    """A line of the report, as templates/admin/worklist.html shows it."""

    title: str
    link: str
    mark: str
    state: str
    note: str = ""
    # Of articles.admin.findings.ways().
    findings: Sequence[tuple[str, str]] = ()


class TopicForm(forms.Form):
    pillar = PillarChoiceField(label="Topic")


class TagForm(forms.Form):
    tag = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"list": "known-tags", "autocomplete": "off"}))

    def clean_tag(self) -> str:
        tag = " ".join(self.cleaned_data["tag"].split())
        if "," in tag:
            raise forms.ValidationError("One tag at a time, without a comma.")
        return tag

    def known(self) -> list[str]:
        """For the browser to offer."""
        return list(Tag.objects.order_by("name").values_list("name", flat=True)[:500])


# What is done with one article: given the version that the person saw in the confirmation, it says what was done.
Act = Callable[[HttpRequest, Article, str, forms.Form], str]


def _ask_and_do(
    request: HttpRequest, chosen: QuerySet[Article], act: Act, *, title: str, say: str, form: type[forms.Form]
) -> HttpResponse | None:
    """First the page that asks; its button posts the same choice again, and then each article is tried in turn."""
    articles = list(chosen.without_text()[: MOST + 1])
    if len(articles) > MOST:
        messages.error(request, f"At most {MOST} articles at once. Nothing was done: choose fewer.")
        return None
    confirmed = "confirmed" in request.POST
    filled = form(request.POST) if confirmed else form()
    context = admin.site.each_context(request) | {"title": title, "opts": Article._meta, "form": filled}
    if confirmed and filled.is_valid():
        outcomes = [_outcome(request, article, act, filled) for article in articles]
        refused = [one for one in outcomes if one.mark == "refused"]
        done = [one for one in outcomes if one.mark != "refused"]
        lists = [
            {"key": "refused", "title": "Not done", "items": refused},
            {"key": "done", "title": "Done", "items": done},
        ]
        context |= {"done": done, "refused": refused, "lists": [one for one in lists if one["items"]]}
        return render(request, "admin/change_list_outcomes.html", context)
    latest = _latest(articles)
    rows = [(one, *standing(one, latest.get(one.pk)), latest.get(one.pk)) for one in articles]
    context |= {"rows": rows, "say": say, "action": request.POST["action"]}
    return render(request, "admin/change_list_action.html", context)


def _outcome(request: HttpRequest, article: Article, act: Act, form: forms.Form) -> Outcome:
    """Do it with one article, in the transaction of its verb: what is refused here stops no other."""
    link = reverse("admin:articles_article_change", args=[article.pk])
    try:
        # Anew: what was deferred for the list would be missing where the verb saves.
        fresh = Article.objects.get(pk=article.pk)
        words = act(request, fresh, request.POST.get(f"seen-{article.pk}", ""), form)
    except Article.DoesNotExist:
        return Outcome(str(article), link, "refused", "not done", "It is not there any more.")
    except NotPublishable as refusal:
        page = f"{link}?refused=1"
        return Outcome(str(article), page, "refused", "not done", findings=findings.ways(page, refusal.blockers))
    except Conflict as conflict:
        return Outcome(str(article), link, "refused", "not done", f"{conflict} Try again.")
    except ValidationError as refusal:
        return Outcome(str(article), link, "refused", "not done", " ".join(refusal.messages))
    except (PermissionDenied, Refused) as refusal:
        return Outcome(str(article), link, "refused", "not done", str(refusal) or "Your role may not do this.")
    return Outcome(str(fresh), link, "approved", words)


def _latest(articles: list[Article]) -> dict[int, Revision]:
    newest = {one.pk: one.latest_pk for one in articles}
    found = Revision.objects.select_related("author").defer("packed").in_bulk(set(newest.values()) - {None})
    return {pk: found[latest] for pk, latest in newest.items() if latest in found}


# Publishing


@admin.action(description="Publish…", permissions=["publish"])
def publish(model_admin: Any, request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
    say = "Readers get the version that is named beside each title. What is missing in a text is listed afterwards."
    return _ask_and_do(request, chosen, _publish, title="Publish several articles", say=say, form=forms.Form)


def _publish(request: HttpRequest, article: Article, seen: str, form: forms.Form) -> str:
    """The very version that the confirmation named, and only if it is saved and still the latest."""
    latest = revisions.latest(article)
    if latest is None:
        raise Refused("Nobody has written it yet.")
    if not latest.is_sealed:
        raise Refused(f"{latest.author or 'Somebody'} has written words in it that are not saved as a version yet.")
    if str(latest.pk) != seen:
        raise Refused(f"It was changed while you decided: version {latest.number} is the latest now. Look at it first.")
    if article.is_published and latest.pk == article.live_revision_id:
        raise Refused(f"Readers see version {latest.number} already.")
    publishing.publish(article, revision=latest, by=request.user)
    return f"version {latest.number} is published"


# New versions


@admin.action(description="Move to a topic…", permissions=["change"])
def move(model_admin: Any, request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
    say = "Each article gets a new version. Of public ones readers see it after its publication."
    return _ask_and_do(request, chosen, _move, title="Move several articles", say=say, form=TopicForm)


@admin.action(description="Add a tag…", permissions=["change"])
def add_tag(model_admin: Any, request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
    say = "Each article that lacks it gets a new version. Of public ones readers see it after its publication."
    return _ask_and_do(request, chosen, _add_tag, title="Add a tag to several articles", say=say, form=TagForm)


@admin.action(description="Remove a tag…", permissions=["change"])
def remove_tag(model_admin: Any, request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
    say = "Each article that has it gets a new version. Of public ones readers see it after its publication."
    return _ask_and_do(request, chosen, _remove_tag, title="Remove a tag from several articles", say=say, form=TagForm)


def _move(request: HttpRequest, article: Article, seen: str, form: forms.Form) -> str:
    pillar = form.cleaned_data["pillar"]
    snapshot, base = _current(article)
    if snapshot.kind == ArticleKind.PAGE:
        raise Refused("A page about the site stands outside the topics.")
    if snapshot.pillar == pillar.pk:
        raise Refused("It is there already.")
    return _save(request, article, replace(snapshot, pillar=pillar.pk), base, f"Moved to {pillar}")


def _add_tag(request: HttpRequest, article: Article, seen: str, form: forms.Form) -> str:
    tag = form.cleaned_data["tag"]
    snapshot, base = _current(article)
    if _without(snapshot, tag) != snapshot.tags:
        raise Refused(f"It has the tag “{tag}” already.")
    return _save(request, article, replace(snapshot, tags=(*snapshot.tags, tag)), base, f"Tag added: {tag}")


def _remove_tag(request: HttpRequest, article: Article, seen: str, form: forms.Form) -> str:
    tag = form.cleaned_data["tag"]
    snapshot, base = _current(article)
    rest = _without(snapshot, tag)
    if rest == snapshot.tags:
        raise Refused(f"It has no tag “{tag}”.")
    return _save(request, article, replace(snapshot, tags=rest), base, f"Tag removed: {tag}")


def _current(article: Article) -> tuple[Snapshot, str]:
    if article.discarded_at:
        raise Refused("It is in the bin: take it out first.")
    if revisions.latest(article) is None:
        raise Refused("Nobody has written it yet.")
    return writing.current(article)


def _save(request: HttpRequest, article: Article, snapshot: Snapshot, base: str, note: str) -> str:
    revision = writing.save(article, snapshot, by=request.user, base=base, note=note[:300])
    words = f"version {revision.number} is saved"
    return f"{words}; readers see it once it is published" if article.is_published else words


def _without(snapshot: Snapshot, tag: str) -> tuple[str, ...]:
    return tuple(one for one in snapshot.tags if one.casefold() != tag.casefold())


ACTIONS = [publish, move, add_tag, remove_tag]
