"""The fixed vocabularies of sources."""

from django.db import models


class SourceKind(models.TextChoices):
    ARTICLE = "article", "journal article"
    PREPRINT = "preprint", "preprint"
    GUIDELINE = "guideline", "guideline"
    BOOK = "book", "book"
    CHAPTER = "chapter", "chapter of a book"
    REPORT = "report", "report"
    WEB_PAGE = "web_page", "web page"
    LABEL = "label", "drug label"
    TRIAL = "trial", "trial registration"
    NEWS = "news", "news"


class Tier(models.TextChoices):
    """How strong the evidence is, the strongest first (STANDARDS B8)."""

    GUIDELINE = "guideline", "guideline"
    SYSTEMATIC_REVIEW = "systematic_review", "systematic review"
    TRIAL = "trial", "randomised trial"
    OBSERVATIONAL = "observational", "observational study"
    LABORATORY = "laboratory", "animal or laboratory study"
    EXPERT = "expert", "expert opinion"
    NEWS = "news", "news"


class SourceStatus(models.TextChoices):
    """What became of a source after it appeared."""

    FINE = "fine", "nothing known against it"
    CORRECTED = "corrected", "corrected"
    GONE = "gone", "no longer there"
    CONCERN = "concern", "expression of concern"
    RETRACTED = "retracted", "retracted"


# Readers are warned, and the articles that cite such a source are reviewed again at once.
SourceStatus.ALARMING = frozenset({SourceStatus.CONCERN, SourceStatus.RETRACTED})
# Whoever answers for an article hears of these.
SourceStatus.TELLING = SourceStatus.ALARMING | {SourceStatus.CORRECTED, SourceStatus.GONE}


class StatusOrigin(models.TextChoices):
    """Who says so. What a person says, no file takes back."""

    TABLE = "table", "Retraction Watch"
    CROSSREF = "crossref", "Crossref"
    PUBMED = "pubmed", "PubMed"
    LINK_CHECK = "link_check", "link check"
    DESK = "desk", "the desk"


class Nature(models.TextChoices):
    """What a notice does to the work that it speaks of."""

    CORRECTION = "correction", "correction"
    CONCERN = "concern", "expression of concern"
    RETRACTION = "retraction", "retraction"
    REINSTATEMENT = "reinstatement", "reinstatement"


class Answer(models.TextChoices):
    """What came of asking for an address that texts link to, in the words of the desk."""

    FOUND = "found", "is there"
    GUARDED = "guarded", "answers, but refuses machines"
    MISSING = "missing", "has no such page any more"
    BROKEN = "broken", "answers with an error"
    LOOPING = "looping", "redirects without end"
    FORBIDDEN = "forbidden", "leads where no reader can follow"
    UNKNOWN_NAME = "unknown_name", "has a name that nobody knows"
    SILENT = "silent", "does not answer"
    INSECURE = "insecure", "has no valid certificate"


# What a fault of our own network looks like, too.
Answer.DOUBTFUL = frozenset({Answer.UNKNOWN_NAME, Answer.SILENT, Answer.INSECURE})
Answer.FAILURES = Answer.DOUBTFUL | {Answer.MISSING, Answer.BROKEN, Answer.LOOPING, Answer.FORBIDDEN}
