"""Links for which the site is paid: by what they are known, and what follows for public texts (STANDARDS H4)."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from articles import permissions, typesetting
from articles.models import AffiliateRule, Article, RelatedLink
from content.sponsoring import Rule, Sponsored, same_host
from content.urls import problem_with_url
from history import events
from history.words import kept

_AFTER_HOST = re.compile(r"[/?#\\]")
_PARAMETER = re.compile(r"[a-z0-9_.~\[\]-]{1,100}")


def save_rule(rule: AffiliateRule, *, by: Any) -> int:
    """Store a new or changed rule; returns how many public texts are set anew because of it.

    In one transaction: check the permission and the fields; store; mark the links of every public text that the rule
    covers or covered, with the disclosure above the first of them; record an event. Raises PermissionDenied,
    ValidationError by field.
    """
    if not permissions.can_keep_affiliates(by):
        raise PermissionDenied("Only an editor says which links are paid for.")
    rule.domain, rule.parameter = _domain(rule.domain), _parameter(rule.parameter)
    rule.note = kept(rule.note, "note", longest=200)
    with transaction.atomic():
        before = AffiliateRule.objects.select_for_update().filter(pk=rule.pk).first()
        rule.changed_at, rule.changed_by = timezone.now(), by
        rule.full_clean()
        rule.save()
        count = _set_anew([one for one in (before, rule) if one])
        said = {"domain": rule.domain, "parameter": rule.parameter, "in force": rule.is_active, "texts": count}
        events.record("changed" if before else "created", rule, by, **said)
    return count


def in_force() -> Sponsored:
    """The rules that are in force. One query."""
    rows = AffiliateRule.objects.filter(is_active=True).order_by().values_list("domain", "parameter")
    return Sponsored(tuple(Rule(*row) for row in rows))


def _domain(said: str) -> str:
    """The host of what was typed, which may be a whole address."""
    said = said.strip()
    host = _AFTER_HOST.split(said.partition("//")[2] or said)[0]
    host = same_host(host.rpartition("@")[2].partition(":")[0].removeprefix("www."))
    if said and ("." not in host or problem_with_url(f"https://{host}/")):
        raise ValidationError({"domain": "This is no domain. Write it as shop.example.com."})
    if host and host == same_host(urlsplit(settings.SITE_URL).hostname or ""):
        raise ValidationError({"domain": "This is our own site: nobody pays for links to it."})
    return host


def _parameter(said: str) -> str:
    said = said.strip().lstrip("?&").partition("=")[0].casefold()
    if said and not _PARAMETER.fullmatch(said):
        raise ValidationError({"parameter": "This is no name of a parameter. Write it as tag."})
    return said


def _set_anew(rules: list[AffiliateRule]) -> int:
    """Typeset every public text that links to what one of these covers, whether in force or not."""
    covered = Sponsored(tuple(Rule(one.domain, one.parameter) for one in rules))
    links = RelatedLink.objects.exclude(url="").order_by().values_list("article", "url")
    wanted = {article for article, url in links.iterator() if covered.covers(url)}
    return sum(_typeset(pk) for pk in sorted(wanted))


def _typeset(pk: int) -> bool:
    """Locked, so that a publication at the same moment comes before or after. False for what is not public."""
    article = Article.objects.published().select_for_update().filter(pk=pk).first()
    if article is None:
        return False
    article.typeset = typesetting.stored(article.body, article.anchors)
    article.save(update_fields=["typeset"])
    return True
