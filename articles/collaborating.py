"""Bringing a colleague into the work on an article, and ending it. Who writes or is named joins by itself (writing)."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from articles import autosaving, permissions
from articles.models import Article, Collaboration
from articles.snapshots import Snapshot
from authors.models import User
from history import events, notices, revisions

_WRITES = "articles.change_article"


def colleagues(article: Article) -> QuerySet[User]:
    """Who can be brought in: everyone who writes at the desk and does not work on it yet."""
    here = Collaboration.objects.filter(article=article).values("user")
    return notices.who_may(_WRITES).filter(is_staff=True).exclude(pk__in=here).order_by("name", "email")


@transaction.atomic
def add(article: Article, user: User, *, by: Any) -> Collaboration:
    """From now on `user` works on the article too, and is told so by mail. Records an event.

    Raises PermissionDenied, and ValidationError for who does not write at the desk, or works on it already.
    """
    if not permissions.can_edit(by, article):
        raise PermissionDenied(permissions.NO_EDIT)
    article = _locked(article)
    if not colleagues(article).filter(pk=user.pk).exists():
        raise ValidationError({"colleague": f"{user} works on it already, or does not write at the desk."})
    Collaboration.objects.join(article, [user], by=by)
    events.record("colleague added", article, by, user=user.pk, name=str(user))
    text = f"{by} shares “{article}” with you: you see its drafts now, and can write in it."
    link = reverse("admin:articles_article_change", args=[article.pk])
    notices.tell([user], f"Shared with you: {article}", text, link=link, by=by)
    return article.collaborations.get(user=user)


@transaction.atomic
def remove(article: Article, user: User, *, by: Any) -> None:
    """`user` does not work on the article any more: they leave, or an editor takes them out. Records an event.

    What they wrote stays; words that are not in a version yet are sealed first. Raises PermissionDenied, and
    ValidationError for who does not work on it, who is named as its author, and the last one who does.
    """
    if by.pk != user.pk and not permissions.can_publish(by, article):
        raise PermissionDenied("Only an editor takes somebody else out.")
    article = _locked(article)
    if not article.collaborations.filter(user=user).exists():
        raise ValidationError(f"{user} does not work on it.")
    if refusal := refused_removal(article, user):
        raise ValidationError(refusal)
    latest = revisions.latest(article)
    if latest and not latest.is_sealed:
        latest.article = article
        autosaving.seal(latest)
    article.collaborations.filter(user=user).delete()
    events.record("left" if by.pk == user.pk else "colleague removed", article, by, user=user.pk, name=str(user))


def refused_removal(article: Article, user: User) -> str:
    """Why this person goes on working on the article; "" where they can leave it."""
    if user.pk in _named(article):
        return f"{user} is named as an author of it: take the name out first."
    if not article.collaborations.exclude(user=user).filter(user__is_active=True).exists():
        return "Somebody must work on it: add a colleague first."
    return ""


def _named(article: Article) -> set[int]:
    """The logins of the authors whom the latest version names."""
    latest = revisions.latest(article)
    authors = {one.author for one in Snapshot.from_dict(latest.snapshot).contributors} if latest else set()
    return set(User.objects.filter(author__in=authors).values_list("pk", flat=True))


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)
