"""The fixed vocabularies of articles. Sets of states live here, so that no view lists them again."""

from django.db import models


class ArticleState(models.TextChoices):
    PLANNED = "planned", "planned"
    DRAFT = "draft", "draft"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


# States of an article that readers have met; it can never be deleted again.
ArticleState.ONCE_PUBLIC = frozenset({ArticleState.PUBLISHED, ArticleState.WITHDRAWN})


class ArticleKind(models.TextChoices):
    CONDITION = "condition", "condition"
    SYMPTOM = "symptom", "symptom"
    TREATMENT = "treatment", "treatment"
    LIFESTYLE = "lifestyle", "lifestyle"
    EXPERIENCE = "experience", "experience"
    GUIDE = "guide", "guide to a pillar or hub"
    PAGE = "page", "page about the site"


class ContributorRole(models.TextChoices):
    WRITER = "writer", "writer"
    CONTRIBUTOR = "contributor", "contributor"
    ILLUSTRATOR = "illustrator", "illustrator"
    FACT_CHECKER = "fact_checker", "fact checker"


class AiUse(models.TextChoices):
    """What part a language model or the like had in a text; unstated is none of them."""

    NONE = "none", "none"
    ASSISTED = "assisted", "assisted: people wrote it, with help"
    DRAFTED = "drafted", "drafted: a first version came from it"


class LinkOrigin(models.TextChoices):
    TEXT = "text", "in the text"
    CALLOUT = "callout", "call-out"
    LISTED = "listed", "listed at the end"


class RevisionStage(models.TextChoices):
    """How far a version has come between its writer and its editor. An edit begins a new version, which is open."""

    OPEN = "open", "being written"
    IN_REVIEW = "in_review", "in review"
    CHANGES_REQUESTED = "changes_requested", "changes requested"
    APPROVED = "approved", "approved"


RevisionStage.SUBMITTABLE = frozenset({RevisionStage.OPEN, RevisionStage.CHANGES_REQUESTED})
RevisionStage.JUDGED = frozenset({RevisionStage.CHANGES_REQUESTED, RevisionStage.APPROVED})
# An approval may be taken back before the version is public.
RevisionStage.RETURNABLE = frozenset({RevisionStage.IN_REVIEW, RevisionStage.APPROVED})


class PlannedAct(models.TextChoices):
    PUBLISH = "publish", "publish"
    UPDATE = "update", "update"
    WITHDRAW = "withdraw", "withdraw"


PlannedAct.SHOWS_A_VERSION = frozenset({PlannedAct.PUBLISH, PlannedAct.UPDATE})


class PlanState(models.TextChoices):
    """What became of something planned for a certain time."""

    GATHERING = "gathering", "being put together"
    WAITING = "waiting", "waiting for its time"
    DONE = "done", "done"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


PlanState.SETTLED = frozenset({PlanState.DONE, PlanState.FAILED, PlanState.CANCELLED})
# A release that failed or was cancelled can be mended and given another time.
PlanState.CHANGEABLE = frozenset({PlanState.GATHERING, PlanState.FAILED, PlanState.CANCELLED})


class ReviewKind(models.TextChoices):
    MEDICAL = "medical", "medical"
    FACTUAL = "factual", "factual"
    EDITORIAL = "editorial", "editorial"


class ReviewVerdict(models.TextChoices):
    """What a reviewer says of one version. With changes: not of this version itself, but of one that has them."""

    APPROVED = "approved", "approved"
    WITH_CHANGES = "with_changes", "approved, with changes"
    DECLINED = "declined", "declined"


ReviewVerdict.FAVOURABLE = frozenset({ReviewVerdict.APPROVED, ReviewVerdict.WITH_CHANGES})


class ReviewCause(models.TextChoices):
    """Why an article must be looked at again before its time."""

    RETRACTION = "retraction", "a source was retracted"
    CONCERN = "concern", "a source is in doubt"
    CORRECTION = "correction", "a source was corrected"
    GONE = "gone", "a source is no longer there"
    TOPIC = "topic", "a guideline or label changed"
    REPORT = "report", "a reader’s report"
    CREDENTIAL = "credential", "a reviewer’s credential was revoked"


# Readers are told that the article is being reviewed again.
ReviewCause.URGENT = frozenset({ReviewCause.RETRACTION, ReviewCause.CONCERN, ReviewCause.TOPIC, ReviewCause.CREDENTIAL})


class Severity(models.TextChoices):
    BLOCK = "block", "blocks"
    WARN = "warn", "warns"
