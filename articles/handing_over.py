"""What somebody who leaves the desk is responsible for in articles. For authors.holdings."""

from typing import Any

from django.utils import timezone

from articles.enums import PlanState
from articles.models import Article, Collaboration, PreviewLink, Release, Schedule
from authors.holdings import Holding
from history import events


def drafts(user: Any) -> Holding:
    others = Collaboration.objects.exclude(user=user).filter(user__is_active=True).values("article")
    alone = Article.objects.filter(collaborations__user=user).exclude(pk__in=others).order_by("title", "pk")
    words = "Nobody else works on these articles; who takes over does so from now on."
    return Holding(words, [str(one) for one in alone], needs="articles.change_article")


def pass_on_drafts(user: Any, heir: Any, by: Any) -> None:
    others = Collaboration.objects.exclude(user=user).filter(user__is_active=True).values("article")
    for article in Article.objects.filter(collaborations__user=user).exclude(pk__in=others):
        Collaboration.objects.join(article, [heir], by=by)
        events.record("colleague added", article, by, user=heir.pk, name=str(heir), instead_of=str(user))


def plans(user: Any) -> Holding:
    words = "These plans go on in the name of who takes over."
    titles = [str(plan.article) for plan in _plans(user).select_related("article")] + [str(r) for r in _releases(user)]
    return Holding(words, titles, needs="articles.publish_article")


def pass_on_plans(user: Any, heir: Any, by: Any) -> None:
    for plan in [*_plans(user).select_related("article"), *_releases(user)]:
        plan.planned_by = heir
        plan.save(update_fields=["planned_by"])
        target = plan.article if isinstance(plan, Schedule) else plan
        events.record("plan passed on", target, by, to=str(heir), instead_of=str(user))


def links(user: Any) -> Holding:
    words = "Links to these drafts, made for people without a login, end."
    return Holding(words, [str(one.article) for one in _links(user).select_related("article")])


def end_links(user: Any, heir: Any, by: Any) -> None:
    for link in _links(user).select_related("article"):
        link.revoked_at, link.revoked_by = timezone.now(), by
        link.save(update_fields=["revoked_at", "revoked_by"])
        events.record("link revoked", link.article, by, link=link.pk, label=link.label)


def _plans(user: Any) -> Any:
    return Schedule.objects.filter(planned_by=user, state=PlanState.WAITING).order_by("at", "pk")


def _releases(user: Any) -> Any:
    open_ones = [PlanState.GATHERING, PlanState.WAITING]
    return Release.objects.filter(planned_by=user, state__in=open_ones).order_by("at", "pk")


def _links(user: Any) -> Any:
    return PreviewLink.objects.filter(created_by=user, revoked_at=None, expires_at__gt=timezone.now()).order_by("pk")
