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


class LinkOrigin(models.TextChoices):
    TEXT = "text", "in the text"
    CALLOUT = "callout", "call-out"
    LISTED = "listed", "listed at the end"
