"""What people at the desk say about passages of a text, kept apart from the text."""

from django.conf import settings
from django.db import models
from django.db.models import Q

LONGEST_TEXT = 5_000
LONGEST_QUOTE = 500
CONTEXT = 40

_ON_A_PASSAGE = Q(parent__isnull=True)
_REPLY = Q(parent__isnull=False, block_id="", quote="", prefix="", suffix="", resolved_at__isnull=True)


class CommentQuerySet(models.QuerySet):
    def threads(self) -> "CommentQuerySet":
        """What is no reply."""
        return self.filter(parent__isnull=True)

    def unresolved(self) -> "CommentQuerySet":
        return self.threads().filter(resolved_at__isnull=True)


class Comment(models.Model):
    """A comment, or a reply to one. Only articles.comments writes here.

    `quote` are the words that were chosen, with what stood before and after them in their block (articles.passages
    finds them again); without a quote it speaks of the whole block, without a block of the whole text.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    block_id = models.CharField(max_length=16, blank=True)
    quote = models.CharField(max_length=LONGEST_QUOTE, blank=True)
    prefix = models.CharField(max_length=CONTEXT, blank=True)
    suffix = models.CharField(max_length=CONTEXT, blank=True)
    text = models.CharField(max_length=LONGEST_TEXT)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["article", "resolved_at"], name="comment_of_article")]
        constraints = [
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="comment_reply_has_no_passage", condition=_ON_A_PASSAGE | _REPLY),
            models.CheckConstraint(name="comment_quotes_a_block", condition=Q(quote="") | ~Q(block_id="")),
            models.CheckConstraint(
                name="comment_resolved_who_when",
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said_by} on {self.article}"
