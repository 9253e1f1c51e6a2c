"""What people at the desk say about a text: comments on passages, replies, and mail to whom they name."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from articles import passages, permissions
from articles.enums import ArticleState
from articles.models import Article, Comment
from articles.models.comment import CONTEXT, LONGEST_QUOTE, LONGEST_TEXT
from articles.passages import Anchor, Place
from authors.models import User
from history import events, notices
from history.words import can_be_kept, kept

MOST_THREADS = 500


def say(article: Article, text: str, *, by: Any, anchor: Anchor | None = None) -> Comment:
    """Comment on a passage, or on the whole text. Tells whom it names by mail; records an event.

    Raises PermissionDenied; ValidationError for no words or too many, and for a text that has too many comments.
    """
    if article.comments.threads().count() >= MOST_THREADS:
        raise ValidationError("This text has too many comments. Write to each other instead.")
    anchor = _kept(anchor or Anchor())
    return _add(Comment(article=article, **vars(anchor)), text, by, set())


def reply(comment: Comment, text: str, *, by: Any) -> Comment:
    """Answer a comment. Tells whom the answer names, and whoever has spoken under it. A resolved one is open again.

    Raises as `say()` does.
    """
    thread = comment.parent or comment
    with transaction.atomic():
        reopen(thread, by=by)
        return _add(Comment(article=thread.article, parent=thread), text, by, _speakers(thread))


def resolve(comment: Comment, *, by: Any) -> None:
    """Settle a comment: it stays, and is out of the way. Records an event, once. Raises PermissionDenied."""
    _settle(comment, by, "comment resolved", resolved_at=timezone.now(), resolved_by=by)


def reopen(comment: Comment, *, by: Any) -> None:
    """Take up a settled comment again. Records an event where it was settled. Raises PermissionDenied."""
    _settle(comment, by, "comment reopened", resolved_at=None, resolved_by=None)


def threads(article: Article) -> list[Comment]:
    """The comments, oldest first, each with `answers`, its replies. Two queries."""
    rows = article.comments.select_related("said_by", "resolved_by").order_by("pk")
    found = {row.pk: row for row in rows if row.parent_id is None}
    for thread in found.values():
        thread.answers = []
    for row in rows:
        if row.parent_id in found:
            found[row.parent_id].answers.append(row)
    return list(found.values())


def place(comment: Comment, document: dict[str, Any]) -> Place | None:
    """Where the passage of a comment stands now; None where it is gone, or was never one."""
    return passages.place(anchor_of(comment), document)


def anchor_of(comment: Comment) -> Anchor:
    return Anchor(comment.block_id, comment.quote, comment.prefix, comment.suffix)


def readers(article: Article | None) -> list[User]:
    """Who may be named in a comment: everyone who can open what the mail leads to. None: an article not begun yet."""
    if article and article.state == ArticleState.PLANNED:
        return list(notices.who_may("articles.view_article"))
    everywhere = Q(pk__in=notices.who_may("articles.view_every_draft").values("pk"))
    here = Q(collaborations__article=article, pk__in=notices.who_may("articles.view_article").values("pk"))
    return list(User.objects.filter(everywhere | here if article else everywhere).distinct())


def named(text: str, people: Iterable[User]) -> list[User]:
    """Those of `people` whom `text` names: @ and the part of their address before the sign, or their full name.

    Of names that begin alike the longest counts; where two people have the same, both are meant.
    """
    by_name: dict[str, set[User]] = {}
    for person in people:
        for name in filter(None, (person.email.partition("@")[0], person.name)):
            by_name.setdefault(name.casefold(), set()).add(person)
    if not by_name:
        return []
    names = "|".join(re.escape(name) for name in sorted(by_name, key=len, reverse=True))
    # Not within an address, and the whole name: a full stop after it ends the sentence.
    found = re.findall(rf"(?<![\w.@+-])@({names})(?!\w|[.+@-]\w)", " ".join(text.casefold().split()))
    return sorted({person for name in found for person in by_name[name]}, key=lambda person: person.pk)


def _add(comment: Comment, text: str, by: Any, others: set[int]) -> Comment:
    """Who is named and, of `others`, whoever still sees the article is told."""
    if not permissions.can_comment(by, comment.article):
        raise PermissionDenied("Your role may not comment.")
    comment.text, comment.said_by, comment.said_at = _checked(text), by, timezone.now()
    with transaction.atomic():
        comment.save()
        events.record("commented", comment.article, by, comment=comment.pk, reply=comment.parent_id is not None)
        people = readers(comment.article)
        _tell(comment, [*named(comment.text, people), *(one for one in people if one.pk in others)], by)
    return comment


def _tell(comment: Comment, people: list[User], by: Any) -> None:
    quote = (comment.parent or comment).quote
    about = f"On “{Truncator(quote).chars(200)}”:\n\n" if quote else ""
    link = f"{reverse('admin:articles_article_comments', args=[comment.article_id])}#comment-{comment.pk}"
    subject = f"{by} wrote about “{comment.article}”"
    notices.tell(people, subject, f"{about}{comment.text}", link=link, by=by)


def _speakers(thread: Comment) -> set[int]:
    return {thread.said_by_id, *thread.replies.values_list("said_by", flat=True)}


def _settle(comment: Comment, by: Any, act: str, **values: Any) -> None:
    if not permissions.can_comment(by, comment.article):
        raise PermissionDenied("Your role may not comment.")
    thread = comment.parent or comment
    with transaction.atomic():
        other = Comment.objects.filter(pk=thread.pk, resolved_at__isnull=values["resolved_at"] is not None)
        if other.update(**values):
            events.record(act, thread.article, by, comment=thread.pk)
            thread.resolved_at, thread.resolved_by = values["resolved_at"], values["resolved_by"]


def _checked(text: str) -> str:
    return kept(text, "text", missing="Write something.", longest=LONGEST_TEXT)


def _kept(anchor: Anchor) -> Anchor:
    """Long passages are known by their beginning; of what stood around them the nearest is kept."""
    longest = Comment._meta.get_field("block_id").max_length
    if len(anchor.block_id) > longest or not can_be_kept("".join(vars(anchor).values())):
        raise ValidationError("There is no such passage.")
    if not anchor.block_id:
        return Anchor()
    if not anchor.quote.strip():
        return Anchor(anchor.block_id)
    is_cut = len(anchor.quote) > LONGEST_QUOTE
    suffix = "" if is_cut else anchor.suffix[:CONTEXT]
    return Anchor(anchor.block_id, anchor.quote[:LONGEST_QUOTE], anchor.prefix[-CONTEXT:], suffix)
