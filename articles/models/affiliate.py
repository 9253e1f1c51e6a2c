"""By what links are known for which the site is paid."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class AffiliateRule(models.Model):
    """Links to a domain and all below it, or with a parameter in their address, or both (content.sponsoring.Rule).

    Only articles.affiliates writes it. A rule that is not wanted any more is switched off; none is deleted.
    """

    domain = models.CharField(
        max_length=253, blank=True, help_text="As shop.example.com; what lies below it is meant, too. Empty: any site."
    )
    parameter = models.CharField(
        max_length=100, blank=True, help_text="Only links with this in their address, as tag in ?tag=us-21. Empty: all."
    )
    note = models.CharField(max_length=200, blank=True, help_text="Which programme this is.")
    is_active = models.BooleanField("in force", default=True)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["domain", "parameter"]
        verbose_name = "rule for paid links"
        verbose_name_plural = "paid links"
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "parameter"],
                name="affiliate_rule_once",
                violation_error_message="There is a line for this already. Change that one.",
            ),
            models.CheckConstraint(
                name="affiliate_rule_says_something",
                condition=~Q(domain="", parameter=""),
                violation_error_message="Name a domain, a parameter, or both.",
            ),
        ]

    def __str__(self) -> str:
        said = [self.domain or "any site", f"with {self.parameter}" if self.parameter else ""]
        return " ".join(filter(None, said))
