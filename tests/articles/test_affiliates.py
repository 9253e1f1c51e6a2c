"""Paid links: what makes one, and that readers are told of each without anybody thinking of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import affiliates, checklist, previewing, publishing, rebuilding, typesetting
from articles.models import AffiliateRule, Article
from articles.publishing import NotPublishable
from articles.snapshots import Snapshot
from content.html_blocks import PAID_LINKS
from history.models import Event
from tests.content.builders import block, doc, link, node, paragraph, text
from tests.desk import send

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/affiliaterule/"


def linking(href: str = "https://www.shop.example/pillow?tag=us-21") -> dict:
    return doc(paragraph("first", "Words."), paragraph("second", text("A pillow", link(href)), "."))


def carded(href: str = "https://shop.example/pillow") -> dict:
    heading = node("care_heading", text("Call a pharmacist if:"))
    item = node("list_item", node("paragraph", text("you need "), text("this", link(href))))
    return doc(block("care_card", "card", heading, node("bullet_list", item), urgency="non_urgent"))


def rule(by, **values) -> AffiliateRule:
    made = AffiliateRule(**{"domain": "shop.example", **values})
    affiliates.save_rule(made, by=by)
    return made


def page_of(client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_link_of_a_text_published_afterwards_is_marked(published, editor, reader):
    rule(editor)
    page = page_of(reader, published(body=linking()))
    assert 'rel="sponsored">A pillow</a>' in page
    assert page.index(PAID_LINKS) < page.index("A pillow")
    assert PAID_LINKS.strip() in reader.get("/feed.xml").content.decode().replace("&lt;", "<").replace("&gt;", ">")


def test_new_rule_marks_what_is_public_and_its_end_unmarks_it(published, editor, reader):
    article, other = published(body=linking()), published("Other", body=linking("https://else.example/"))
    before = Article.objects.get(pk=other.pk).typeset
    made = AffiliateRule(domain="shop.example")
    assert affiliates.save_rule(made, by=editor) == 1
    assert 'rel="sponsored"' in page_of(reader, article)
    assert Article.objects.get(pk=other.pk).typeset == before
    made.is_active = False
    assert affiliates.save_rule(made, by=editor) == 1
    assert 'rel="sponsored"' not in page_of(reader, article)


def test_changed_rule_is_followed_by_both_sides(published, editor, reader):
    old, new = published("Old", body=linking()), published("New", body=linking("https://new.example/"))
    made = rule(editor)
    made.domain = "new.example"
    assert affiliates.save_rule(made, by=editor) == 2
    assert 'rel="sponsored"' not in page_of(reader, old)
    assert 'rel="sponsored"' in page_of(reader, new)


def test_drafts_and_withdrawn_texts_are_left_alone(draft, published, editor):
    draft(body=linking())
    publishing.withdraw(published("Gone", body=linking()), by=editor, reason="Old.")
    assert affiliates.save_rule(AffiliateRule(domain="shop.example"), by=editor) == 0


def test_text_that_older_code_set_is_marked_when_it_is_read(published, editor, reader):
    article = published(body=linking())
    rule(editor)
    Article.objects.filter(pk=article.pk).update(typeset="older code")
    assert 'rel="sponsored"' in page_of(reader, article)


def test_rebuild_changes_nothing(published, editor):
    article = published(body=linking())
    rule(editor)
    assert rebuilding.rebuild_and_compare(article.pk) is None


def test_preview_tells_it_as_readers_will_be_told(draft, editor):
    rule(editor)
    article = draft(body=linking())
    _, context = previewing.page_of(article, article.revisions.get())
    assert PAID_LINKS in context["page"].body


def test_text_that_leads_nowhere_else_asks_for_no_rules(published, editor, django_assert_num_queries):
    plain, outside = published("Plain"), published("Outside", body=linking())
    with django_assert_num_queries(0):
        typesetting.typeset(plain.body, plain.anchors)
    with django_assert_num_queries(1):
        typesetting.typeset(outside.body, outside.anchors)


# Care cards.


def test_care_card_is_no_place_for_a_paid_link(draft, editor):
    rule(editor)
    article = draft(body=carded())
    revision = article.revisions.get()
    with pytest.raises(NotPublishable, match="“this” is a paid link in a care card"):
        publishing.publish(article, revision=revision, by=editor, override_reason="It pays.")
    (finding,) = checklist.blocking(checklist.findings(article, Snapshot.from_dict(revision.snapshot), revision))
    assert (finding.block, finding.overridable) == ("card0000", False)


def test_care_card_may_lead_to_who_pays_nothing(published, editor):
    rule(editor)
    assert published(body=carded("https://hospital.example/")).is_published


def test_page_about_the_site_is_held_to_it_too(draft, editor):
    rule(editor)
    article = draft(kind="page", pillar=None, body=carded())
    assert [one.code for one in publishing.blockers(article, Snapshot.from_dict(article.revisions.get().snapshot))] == [
        "paid link"
    ]


# The rules.


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Shop.Example ", "shop.example"),
        ("https://www.shop.example/a?b=c", "shop.example"),
        ("shop.example:8443", "shop.example"),
        ("münchen.example", "xn--mnchen-3ya.example"),
    ],
)
def test_domain_is_taken_from_what_was_typed(editor, typed, kept):
    assert rule(editor, domain=typed).domain == kept


@pytest.mark.parametrize(("typed", "kept"), [("tag", "tag"), (" ?TAG=us-21", "tag"), ("&aff_id=", "aff_id")])
def test_parameter_is_taken_from_what_was_typed(editor, typed, kept):
    assert rule(editor, domain="", parameter=typed).parameter == kept


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"domain": "shop"}, "domain"),
        ({"domain": "a b.example"}, "domain"),
        ({"domain": "a..example"}, "domain"),
        ({"domain": "127.0.0.1"}, "domain"),
        ({"domain": "javascript:alert(1)"}, "domain"),
        ({"domain": "\x00.example"}, "domain"),
        ({"domain": "http://[::1"}, "domain"),
        ({"domain": "", "parameter": "a b"}, "parameter"),
        ({"domain": "", "parameter": ""}, "__all__"),
        ({"note": "x" * 201}, "note"),
    ],
)
def test_what_is_no_rule_is_refused_at_its_field(editor, values, field):
    with pytest.raises(ValidationError) as refused:
        rule(editor, **values)
    assert list(refused.value.message_dict) == [field]
    assert not AffiliateRule.objects.exists()


def test_the_same_rule_twice_is_refused(editor):
    rule(editor)
    with pytest.raises(ValidationError, match="There is a line for this already"):
        rule(editor, domain="www.SHOP.example")


def test_the_database_refuses_a_rule_of_nothing(editor):
    with pytest.raises(IntegrityError), transaction.atomic():
        AffiliateRule.objects.create(changed_at=timezone.now(), changed_by=editor)


def test_only_editors_say_what_is_paid_for(writer, doctor, moderator, outsider):
    for person in (writer, doctor, moderator, outsider):
        with pytest.raises(PermissionDenied):
            rule(person)


def test_each_change_is_on_the_record(editor, published):
    published(body=linking())
    made = rule(editor)
    made.note = "The shop's programme"
    affiliates.save_rule(made, by=editor)
    events = Event.objects.filter(target_kind="affiliaterule").order_by("pk")
    assert [(one.act, one.data["domain"], one.data["texts"]) for one in events] == [
        ("created", "shop.example", 1),
        ("changed", "shop.example", 1),
    ]


# The desk.


def test_editor_adds_a_rule_and_is_told_what_follows(at, editor, published):
    published(body=linking())
    desk = at(editor)
    answer = send(desk, f"{LIST}add/", domain="https://shop.example/", parameter="", note="")
    assert answer.status_code == 302
    assert "1 public text links there" in desk.get(LIST).content.decode()
    assert AffiliateRule.objects.get().changed_by == editor


def test_refused_rule_comes_back_with_what_was_typed(at, editor):
    page = send(at(editor), f"{LIST}add/", domain="shop", parameter="tag", note="A note").content.decode()
    assert "This is no domain." in page
    assert 'value="A note"' in page


def test_list_takes_the_same_queries_at_any_length(at, editor, django_assert_max_num_queries):
    desk = at(editor)
    rule(editor)
    desk.get(LIST)
    for size in (1, 12):
        for number in range(size):
            rule(editor, domain=f"shop-{size}-{number}.example")
        with django_assert_max_num_queries(8):
            desk.get(LIST)
