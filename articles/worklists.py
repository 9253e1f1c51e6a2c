"""What waits for whom: the lists of the start page, and the filters and marks of the list of articles.

All take a fixed number of queries. Rows come with the people and the article that a list names, without the long texts.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from articles import discarding, permissions
from articles.enums import PlanState, RevisionStage
from articles.models import Article, Collaboration, Contribution, Release, ReleaseMember, Revision, Schedule
from history.models import Event

# How long what failed at its time stands on the start page.
FAILED_FOR = timedelta(days=7)
# How long before it goes for good a draft in the bin is called to mind.
LAST_DAYS = timedelta(days=7)
# How long an article to which a colleague was added is called new to them.
NEW_FOR = timedelta(days=14)
# "Recently live" looks at so many publications; of several of one article the last counts.
_LOOKED_AT = 60


def mine(articles: QuerySet[Article], user: Any) -> QuerySet[Article]:
    """Those that hold, or once held, words of this person, or bear their name."""
    written = _by(Revision.objects.filter(article=OuterRef("pk")), user)
    named = Contribution.objects.filter(article=OuterRef("pk"), author__user=user)
    return articles.filter(Exists(written) | Exists(named))


def yours_to_finish(user: Any) -> QuerySet[Revision]:
    """Latest versions that nobody has submitted yet, in which this person wrote since readers saw the text last; and
    drafts that bear their name. What they touched last comes first."""
    named = Contribution.objects.filter(article=OuterRef("article"), author__user=user)
    yours = Exists(_written_since_live(user)) | (Q(article__live_revision=None) & Exists(named))
    return _shown(user, _unseen().filter(yours, stage=RevisionStage.OPEN)).order_by("-modified_at", "-pk")


def waiting_for(user: Any) -> QuerySet[Revision]:
    """Versions with which this very person must do something; their stage says what. The oldest first.

    Changes requested: mend it. For editors, in review: approve it, where they may (permissions.can_approve); approved
    and not planned for a time: publish it.
    """
    latest = ~Exists(_newer()) & ~_is_live()
    returned = Q(submitted_by=user) | Exists(_written_since_live(user))
    wanted = Q(stage=RevisionStage.CHANGES_REQUESTED) & latest & returned
    if permissions.can_release(user):
        wanted |= Q(stage=RevisionStage.IN_REVIEW) & _approvable_by(user)
        wanted |= Q(stage=RevisionStage.APPROVED) & latest & ~_is_planned()
    return _shown(user, _of_kept_articles().filter(wanted)).order_by(
        F("judged_at").asc(nulls_last=True), "submitted_at", "pk"
    )


def with_the_editors(user: Any) -> QuerySet[Revision]:
    """What this person submitted or wrote and others must act on: in review, or approved and not planned for a time.
    An editor finds approved versions in waiting_for()."""
    theirs = Q(submitted_by=user) | Exists(_written_since_live(user))
    in_review = Q(stage=RevisionStage.IN_REVIEW)
    if permissions.can_release(user):
        wanted = in_review & ~_approvable_by(user)
    else:
        approved = Q(stage=RevisionStage.APPROVED) & ~Exists(_newer()) & ~_is_live() & ~_is_planned()
        wanted = in_review | approved
    return _shown(user, _of_kept_articles().filter(theirs & wanted)).order_by("submitted_at", "pk")


def scheduled(user: Any, now: datetime | None = None) -> QuerySet[Schedule]:
    """What will happen to single articles that this person sees, the next first; before it what failed lately and still
    is not done."""
    done_since = Q(article__live_revision__gte=F("revision"))
    plans = _coming(Schedule.objects.filter(permissions.seen(user, "article")), now or timezone.now()).exclude(
        Q(state=PlanState.FAILED) & done_since
    )
    texts = [f"{one}__{name}" for one in ("article", "successor") for name in ("body", "anchors", "typeset")]
    return plans.select_related("article", "revision", "successor", "planned_by").defer("revision__packed", *texts)


def scheduled_releases(user: Any, now: datetime | None = None) -> QuerySet[Release]:
    """The same for releases that bring such an article."""
    members = ReleaseMember.objects.filter(permissions.seen(user, "article"), release=OuterRef("pk"))
    releases = Release.objects.all() if permissions.sees_every_draft(user) else Release.objects.filter(Exists(members))
    return _coming(releases, now or timezone.now()).select_related("planned_by")


def shared_with(user: Any, now: datetime | None = None) -> QuerySet[Collaboration]:
    """Articles on which colleagues lately brought this person in, the last first; not those in which they have written
    since."""
    since, written = (now or timezone.now()) - NEW_FOR, Revision.objects.filter(article=OuterRef("article"))
    rows = Collaboration.objects.filter(user=user, added_by__isnull=False, added_at__gte=since)
    rows = rows.filter(~Exists(_by(written, user)), article__discarded_at__isnull=True)
    long = ("article__body", "article__anchors", "article__typeset")
    return rows.select_related("article", "added_by").defer(*long).order_by("-added_at", "-pk")


def recently_live(user: Any) -> QuerySet[Article]:
    """What readers got last, with `live_at` and `live_by` (a name) of that publication, and whether this person `sees`
    the article at the desk."""
    acts = Event.objects.filter(act="published", target_kind="article").order_by("-pk")
    last = acts.filter(target_id=OuterRef("pk"))
    articles = Article.objects.published().filter(pk__in=acts.values("target_id")[:_LOOKED_AT]).for_lists()
    named = {"live_at": Subquery(last.values("at")[:1]), "live_by": Subquery(last.values("actor_label")[:1])}
    return articles.annotate(**named, sees=permissions.sees(user)).order_by("-live_at", "-pk")


def leaving_the_bin(user: Any, now: datetime | None = None) -> QuerySet[Article]:
    """Drafts that this person could take out of the bin and that go for good within a week, the first first."""
    soon = (now or timezone.now()) - discarding.KEPT_FOR + LAST_DAYS
    articles = Article.objects.discarded().filter(permissions.seen(user), discarded_at__lte=soon)
    articles = articles.without_text().select_related("discarded_by")
    if not permissions.can_release(user):
        articles = articles.filter(Exists(_by(Revision.objects.filter(article=OuterRef("pk")), user)))
    return articles.order_by("discarded_at", "pk")


def with_a_plan(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Those for which something waits for its time, alone or in a release."""
    alone = Schedule.objects.waiting().filter(article=OuterRef("pk"))
    released = ReleaseMember.objects.filter(article=OuterRef("pk"), release__in=Release.objects.waiting())
    return articles.filter(Exists(alone) | Exists(released))


def _coming(plans: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    failed = Q(state=PlanState.FAILED, settled_at__gte=now - FAILED_FOR)
    return plans.filter(Q(state=PlanState.WAITING) | failed).order_by("state", "at", "pk")


def _shown(user: Any, revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    """Those of articles that the person sees: who once wrote in one may have left it."""
    people = ("author", "submitted_by", "judged_by")
    long = ("packed", "hands", "stamps", "article__body", "article__anchors", "article__typeset")
    return revisions.filter(permissions.seen(user, "article")).select_related("article", *people).defer(*long)


def _of_kept_articles() -> QuerySet[Revision]:
    return Revision.objects.filter(article__discarded_at__isnull=True)


def _unseen() -> QuerySet[Revision]:
    """The latest version of each article that is not what readers see, or saw last."""
    return _of_kept_articles().filter(~Exists(_newer()), ~_is_live())


def _newer() -> QuerySet[Revision]:
    return Revision.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))


def _is_live() -> Exists:
    return Exists(Article.objects.filter(live_revision=OuterRef("pk")))


def _is_planned() -> Q:
    """Whether the revision of an outer query has its time already, alone or in a release that is being put together."""
    open_release = [PlanState.GATHERING, PlanState.WAITING]
    member = ReleaseMember.objects.filter(revision=OuterRef("pk"), release__state__in=open_release)
    return Exists(Schedule.objects.waiting().filter(revision=OuterRef("pk"))) | Exists(member)


def _written_since_live(user: Any) -> QuerySet[Revision]:
    """Versions of the outer revision's article, newer than what readers see, that brought words of this person."""
    versions = Revision.objects.filter(article=OuterRef("article"))
    return _by(versions.filter(Q(article__live_revision=None) | Q(pk__gt=F("article__live_revision"))), user)


def _by(revisions: QuerySet[Revision], user: Any) -> QuerySet[Revision]:
    """Those that brought words of this person. An open version has the words of several; `author` is the last."""
    hand = [f": {user.pk}{end}" for end in ",}"]
    said = revisions.annotate(said=Cast("hands", TextField()))
    return said.filter(Q(author=user) | Q(said__contains=hand[0]) | Q(said__contains=hand[1]))


def _by_others(revisions: QuerySet[Revision], user: Any) -> QuerySet[Revision]:
    said = revisions.annotate(said=Cast("hands", TextField()))
    other_author = Q(author__isnull=False) & ~Q(author=user)
    return said.filter(other_author | Q(said__regex=rf": (?!{user.pk}[,}}])[0-9]"))


def _approvable_by(user: Any) -> Q:
    """permissions.can_approve() for an editor, in the database: they did not submit it, nor write it alone."""
    agreed = Revision.objects.filter(
        Q(stage=RevisionStage.APPROVED) | Q(pk=F("article__live_revision")),
        article=OuterRef("article"),
        pk__gte=OuterRef("pk"),
        pk__lt=OuterRef(OuterRef("pk")),
    )
    since = Revision.objects.filter(~Exists(agreed), article=OuterRef("article"), pk__lte=OuterRef("pk"))
    alone = Exists(_by(since, user)) & ~Exists(_by_others(since, user))
    return ~Q(submitted_by=user) & ~alone
