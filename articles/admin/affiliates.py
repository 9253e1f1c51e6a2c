"""The desk's list of what makes a link a paid one."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from articles import affiliates
from articles.models import AffiliateRule
from history.desk import DeskAdmin


@admin.register(AffiliateRule)
class AffiliateRuleAdmin(DeskAdmin):
    list_display = ["domain_or_any", "parameter", "note", "is_active", "changed_by", "changed_at"]
    list_select_related = ["changed_by"]
    list_filter = ["is_active"]
    search_fields = ["domain", "parameter", "note"]
    show_full_result_count = False
    fields = ["domain", "parameter", "note", "is_active"]

    def save_model(self, request: HttpRequest, obj: AffiliateRule, form: Any, change: bool) -> None:
        count = affiliates.save_rule(obj, by=request.user)
        texts = "1 public text links" if count == 1 else f"{count} public texts link"
        messages.info(request, f"{texts} there; readers are told where a link is paid for.")

    @admin.display(description="domain", ordering="domain")
    def domain_or_any(self, rule: AffiliateRule) -> str:
        return rule.domain or "any site"
