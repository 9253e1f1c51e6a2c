"""The models of articles, one module per concern."""

from articles.models.affiliate import AffiliateRule
from articles.models.article import Article, Contribution, FormerArticleSlug
from articles.models.citation import Citation
from articles.models.collaboration import Collaboration
from articles.models.comment import Comment
from articles.models.correction import Correction
from articles.models.dismissal import Dismissal
from articles.models.links import PictureUse, RelatedLink, Section, WorkingLink
from articles.models.pillar import FormerPillarSlug, Pillar
from articles.models.presence import Presence
from articles.models.preview import PreviewLink
from articles.models.reading import ReadingPlace
from articles.models.review import Review, ReviewRequest, ReviewTrigger
from articles.models.revision import Revision
from articles.models.schedule import Release, ReleaseMember, Schedule
from articles.models.search import SearchEntry
from articles.models.suggesting import DeclinedLink, LinkPhrase, LinkTerm, RelatedReading, Synonym
from articles.models.tags import ArticleTag
from articles.models.thresholds import BoardThresholds

__all__ = [
    "AffiliateRule",
    "Article",
    "ArticleTag",
    "BoardThresholds",
    "Citation",
    "Collaboration",
    "Comment",
    "Contribution",
    "Correction",
    "DeclinedLink",
    "Dismissal",
    "FormerArticleSlug",
    "FormerPillarSlug",
    "LinkPhrase",
    "LinkTerm",
    "PictureUse",
    "Pillar",
    "Presence",
    "PreviewLink",
    "ReadingPlace",
    "RelatedLink",
    "RelatedReading",
    "Release",
    "ReleaseMember",
    "Review",
    "ReviewRequest",
    "ReviewTrigger",
    "Revision",
    "Schedule",
    "SearchEntry",
    "Section",
    "Synonym",
    "WorkingLink",
]
