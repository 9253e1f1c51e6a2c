"""How a page of the desk gets an article: only here, and only for who may see it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.text import get_text_list

from articles import permissions
from articles.models import Article, Pillar
from authors.models import User


class NotYours(PermissionDenied):
    """A person of the desk asked for an article on which others work: `people`."""

    def __init__(self, article: Article, people: list[User]):
        self.article, self.people = article, people
        names = get_text_list([str(person) for person in people], "and")
        does = "works" if len(people) == 1 else "work"
        first = f"{names} {does} on this article" if people else "Nobody works on this article just now"
        super().__init__(f"{first}. Ask {'one of them, or ' if people else ''}an editor to add you.")


def opened(user: Any, pk: Any, rows: QuerySet[Article] | None = None) -> Article:
    """The article `pk` of `rows` (all, without their long texts) for this person. What else they may do with it is
    asked of their role alone (permissions.edits, speaks).

    Raises Http404 where there is none, NotYours where others work on it, PermissionDenied for who has no desk.
    """
    if not permissions.can_see_desk(user):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.without_text() if rows is None else rows, pk=pk)
    if not permissions.can_see(user, article):
        raise NotYours(article, article.collaborations.people())
    return article


def overseen(user: Any, pk: Any) -> Pillar:
    """The hub or pillar `pk`, with its hub, for a page that speaks of everybody's drafts.

    Raises Http404, PermissionDenied for who does not see every draft.
    """
    if not permissions.sees_every_draft(user):
        raise PermissionDenied("Your role does not see every draft.")
    return get_object_or_404(Pillar.objects.select_related("parent"), pk=pk)


def arranged(user: Any, pk: Any) -> Pillar:
    """The same for who arranges the topics."""
    if not permissions.can_arrange(user):
        raise PermissionDenied("Only an editor may arrange the topics.")
    return get_object_or_404(Pillar.objects.select_related("parent"), pk=pk)
