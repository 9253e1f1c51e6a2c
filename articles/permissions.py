"""Who may do what with articles: predicates over Django's permissions, which roles bring (healthusias/roles.py)."""

from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from articles.enums import ArticleState, ReviewKind
from articles.models import Article, Collaboration, Pillar, Revision
from authors import permissions as people

# Said to whoever may not.
NO_EDIT = "You may not write in this article. Ask who works on it, or an editor."


def can_see_desk(user: Any) -> bool:
    return user.is_active and user.has_perm("articles.view_article")


def sees_every_draft(user: Any) -> bool:
    """Everyone at the desk but those who only write."""
    return can_see_desk(user) and user.has_perm("articles.view_every_draft")


def can_see(user: Any, article: Article) -> bool:
    """May open the article at the desk: who works on it, and who sees every draft. What is planned is open to all, so
    that anyone may take it up. At most one query."""
    if not can_see_desk(user):
        return False
    if sees_every_draft(user) or article.state == ArticleState.PLANNED:
        return True
    return article.collaborations.filter(user=user).exists()


def seen(user: Any, by: str = "") -> Q:
    """can_see() as a condition of a query for articles; for rows of another table `by` is their key of the article."""
    if not can_see_desk(user):
        return Q(pk__in=[])
    if sees_every_draft(user):
        return Q()
    works = Collaboration.objects.filter(article=OuterRef(by or "pk"), user=user)
    return Exists(works) | Q(**{f"{by}__state" if by else "state": ArticleState.PLANNED})


def sees(user: Any, by: str = "") -> ExpressionWrapper:
    """The same as a column."""
    return ExpressionWrapper(seen(user, by) or Q(pk__isnull=False), BooleanField())


def can_comment(user: Any, article: Article) -> bool:
    """May say something about a passage, answer and settle."""
    return speaks(user) and can_see(user, article)


def speaks(user: Any) -> bool:
    """May comment at all: on the articles that they see."""
    return user.is_active and user.has_perm("articles.add_comment")


def can_write(user: Any) -> bool:
    """May start a new article."""
    return user.is_active and user.has_perm("articles.add_article")


def can_edit(user: Any, article: Article) -> bool:
    """May save a revision. What is edited is never public before someone publishes it."""
    return edits(user) and can_see(user, article)


def edits(user: Any) -> bool:
    """May change articles at all: those that they see."""
    return user.is_active and user.has_perm("articles.change_article")


def can_publish(user: Any, article: Article) -> bool:
    """May make a revision live, or withdraw the article."""
    return user.is_active and user.has_perm("articles.publish_article")


def can_arrange(user: Any, pillar: Pillar | None = None) -> bool:
    """May change the topic tree."""
    return user.is_active and user.has_perm("articles.change_pillar")


def can_change_authors(user: Any) -> bool:
    """May rename and retire authors together with the sentences that point at them."""
    return people.can_keep_authors(user) and edits(user)


def can_keep_affiliates(user: Any) -> bool:
    """May say which links the site is paid for."""
    return user.is_active and user.has_perm("articles.change_affiliaterule")


def can_override(user: Any) -> bool:
    """May publish in spite of findings that block, with a reason that is kept."""
    return user.is_active and user.has_perm("articles.override_article")


def can_submit(user: Any, article: Article) -> bool:
    """May ask for the approval of the latest version: who wrote in the article, and editors."""
    return can_edit(user, article) and (can_publish(user, article) or has_written(user, article))


def can_judge(user: Any, article: Article) -> bool:
    """May ask for changes in a version that waits for a verdict."""
    return can_publish(user, article)


def can_approve(user: Any, revision: Revision) -> bool:
    """Two people stand behind each approved version: nobody approves what they submitted, or what they alone wrote."""
    if not can_judge(user, revision.article) or revision.submitted_by_id == user.pk:
        return False
    return Revision.objects.since_agreed(revision).writers() != {user.pk}


def can_review(user: Any, kind: str = ReviewKind.MEDICAL) -> bool:
    """May sign reviews of this kind at all; reviewing.refused() says of which versions. An editorial one is an
    editor's."""
    wanted = "articles.publish_article" if kind == ReviewKind.EDITORIAL else "articles.review_article"
    return user.is_active and user.has_perm(wanted)


def signs(user: Any) -> list[ReviewKind]:
    """The kinds of review that the user's role signs, the medical one first."""
    return [kind for kind in ReviewKind if can_review(user, kind)]


# Whether an article needs no urgent advice is a clinician's to say (STANDARDS E5).
FOR_CLINICIANS = frozenset({"no-card"})


def dismisses(user: Any, code: str) -> bool:
    """May set findings of that check aside, with a reason, in articles that they see: who writes, and who reviews."""
    return can_review(user) or (edits(user) and code not in FOR_CLINICIANS)


def can_discard(user: Any, article: Article) -> bool:
    """May put a draft into the bin and take it out again: who wrote in it, and editors."""
    return can_submit(user, article)


def can_release(user: Any) -> bool:
    """May put releases together."""
    return user.is_active and user.has_perm("articles.publish_article")


def has_written(user: Any, article: Article) -> bool:
    """Whether any version holds words of this person. At most two queries."""
    return article.revisions.filter(author=user).exists() or user.pk in article.revisions.all().writers()
