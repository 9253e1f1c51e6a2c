"""Brings the demo site into the situations that its pages speak of. Runs in the environment of the visited site."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import (
    affiliates,
    checklist,
    comments,
    correcting,
    discarding,
    dismissing,
    publishing,
    releasing,
    reporting,
    review_requests,
    scheduling,
    sharing,
    submitting,
    thresholds,
    writing,
)
from articles.checks.finding import Finding
from articles.models import (
    AffiliateRule,
    Article,
    BoardThresholds,
    Dismissal,
    Pillar,
    RelatedLink,
    Release,
    Review,
    Revision,
    Synonym,
)
from articles.models.tags import Tag
from articles.snapshots import Contributor, Snapshot
from authors import inviting, moderation, retiring
from authors.bios import BioSnapshot
from authors.models import Author, BioRevision, Credential, User
from content.text import read
from demo import script
from history.models import Event
from images.models import Image
from sources import outbound
from sources.enums import Answer
from sources.models import OutboundAddress, Source
from sources.web import Reply
from tests.codes import enrol
from tests.content.builders import doc, example, heading, link, mark, paragraph, related, text
from tests.stating import stated

TAG = "shelf"
TEXT = """Why it is here

Its only paragraph is long enough to be one, and it ends as paragraphs do, with a full stop.
Read more: Walking for a Stiff Back
"""
_PAGE = "/admin/articles/article/{}/"


def make() -> dict[str, str]:
    """The addresses of the made pages, by name. To be called once for a site."""
    people = _people()
    writer, editor = people["writer"], people["editor"]
    # What is made here is no matter of medicine.
    Pillar.objects.at("back-pain/special-populations").update(review_required=False)
    _shelf(editor)
    made = {
        "blocks": _published("Every block there is", editor, body=_blocks()),
        "stated": _stated(editor),
        "withdrawn": _withdrawn(editor),
        "draft": _draft("A draft in two versions", writer),
        "unfinished": writing.start(Snapshot(title="A draft with nothing in it", slug=""), by=writer),
        "waiting": _submitted("A draft that waits", writer),
        "returned": _returned(writer, editor),
        "scheduled": _scheduled(writer, editor),
        "theirs": writing.start(Snapshot(title="A draft of the editor's", slug=""), by=editor),
        "binned": discarding.discard(_draft("A draft in the bin", writer), by=writer),
    }
    _logins()
    gone = Author.objects.create(name="Sedge Farewell", slug="sedge-farewell")
    retiring.retire(gone, by=editor, reason="They asked.", anonymous=True)
    _released(writer, editor)
    thresholds.save_thresholds(BoardThresholds(), by=editor)
    _discussed(made["draft"], writer, editor)
    _named(editor)
    _led_away(editor)
    made["found"] = _found(writer)
    return _public(made, writer) | _desk(made)


def _public(made: dict[str, Article], by: User) -> dict[str, str]:
    """Pages without a login; `shared` is opened by a link that works, `ended` by one that was taken back."""
    _, token = sharing.share(made["draft"], by=by, days=7, label="A friend")
    ended, old_token = sharing.share(made["draft"], by=by, days=7)
    sharing.revoke(ended, by=by)
    shared = {"shared": f"/preview/{token}/", "ended": f"/preview/{old_token}/"}
    key = {"uidb36": user_pk_to_url_str(by), "key": default_token_generator.make_token(by)}
    shared["invitation"] = _invitation(_people()["administrator"])
    shared["new-password"] = reverse("account_reset_password_from_key", kwargs=key)
    shared |= _asked_for_reviews(_people()["editor"])
    shared["report"] = reporting.address(made["stated"].live_revision_id)
    return shared | {name: made[name].get_absolute_url() for name in ("blocks", "stated", "withdrawn")}


def _asked_for_reviews(by: User) -> dict[str, str]:
    """Links of somebody outside who was asked, who has signed, and of whom it was taken back."""
    outside = Author.objects.create(name="Bryony Fell", slug="bryony-fell", review_address="bryony@clinic.example")
    held = {"kind": "licence", "name": "GP", "issuer": "Register", "is_clinical": True, "covers_everything": True}
    held |= {"verified_at": timezone.now(), "verified_by": by, "verification": "Seen."}
    Credential.objects.create(author=outside, **held)
    links = {}
    for name, slug in (
        ("review-link", "sleeping-with-a-sore-back"),
        ("review-signed", "sciatica-in-plain-words"),
        ("review-ended", "walking-for-a-stiff-back"),
    ):
        article = Article.objects.get(slug=slug)
        asked = review_requests.ask(article, article.live_revision, outside, by=by)
        letter = DBTaskResult.objects.order_by("-enqueued_at")[0].args_kwargs["args"][2]
        links[name] = re.search(r"/review/[\w-]+/", letter)[0]
        if name == "review-signed":
            review_requests.answer(asked, verdict="approved", conflict="None.")
        elif name == "review-ended":
            review_requests.revoke(asked, by=by)
    return links


def _desk(made: dict[str, Article]) -> dict[str, str]:
    forms = {f"article-{name}": _PAGE.format(f"{article.pk}/change") for name, article in made.items()}
    draft, waiting = made["draft"].pk, made["waiting"]
    asked = waiting.revisions.in_review().get()
    suggested = _key(Article.objects.filter(title__startswith="Hormone Therapy"))
    return forms | {
        "versions": _PAGE.format(f"{draft}/history"),
        "comparison": _PAGE.format(f"{draft}/history") + "?old=1&new=2",
        "version": _PAGE.format(f"{draft}/versions/1"),
        "preview": _PAGE.format(f"{draft}/preview"),
        "comments": _PAGE.format(f"{draft}/comments"),
        "people": _PAGE.format(f"{draft}/people"),
        "suggested-links": _PAGE.format(f"{suggested}/suggested-links"),
        "article-events": _PAGE.format(f"{draft}/events"),
        "share": _PAGE.format(f"{draft}/share"),
        "refused": forms["article-unfinished"] + "?refused=1",
        "dismiss": _PAGE.format(f"{made['found'].pk}/findings/{_findings(made['found'])[0].key}/dismiss"),
        "correct": _PAGE.format(f"{made['stated'].pk}/correct"),
        **_moves(),
        "discard": _PAGE.format(f"{draft}/discard"),
        "request-changes": _PAGE.format(f"{waiting.pk}/request-changes") + f"?revision={asked.pk}",
        "schedule": _PAGE.format(f"{made['scheduled'].pk}/schedule"),
        "credential-edit": f"/admin/authors/credential/{_key(_FORMS['credential'][1])}/edit/",
        "credential-revoke": f"/admin/authors/credential/{_key(_FORMS['credential'][1])}/revoke/",
        "source-status": f"/admin/sources/source/{_key(Source.objects.all())}/status/",
        "review-page": _PAGE.format(f"{_key(Article.objects.filter(slug='walking-for-a-stiff-back'))}/review/1"),
        "ask-review": _PAGE.format(f"{_key(Article.objects.filter(slug='sleeping-with-a-sore-back'))}/review/ask"),
        "call-review": _PAGE.format(f"{_key(Article.objects.filter(slug='sleeping-with-a-sore-back'))}/review/call"),
        "switch-off": f"/admin/authors/user/{_key(User.objects.filter(email__startswith='editor@'))}/switch-off/",
        "hide": f"/admin/authors/author/{_key(Author.objects.filter(slug='rowan-featherstow'))}/hide/",
        "retire": f"/admin/authors/author/{_key(_FORMS['author'][1])}/retire/",
        **_boards(),
        **{f"{name}-form": f"{address}{_key(model)}/change/" for name, (address, model) in _FORMS.items()},
    }


def _boards() -> dict[str, str]:
    """The board of a hub with each of its lists alone, and the order of what is in the hub and in a pillar."""
    pillar = Pillar.objects.at("back-pain/special-populations").get()
    board = f"/admin/articles/pillar/{pillar.parent_id}/board/"
    return {
        "board": board,
        "board-rule": f"{board}?rule=orphans",
        "board-plans": f"{board}?plans=all",
        "board-topic": f"{board}?topic={pillar.pk}",
        "order": f"/admin/articles/pillar/{pillar.pk}/order/",
        "order-hub": f"/admin/articles/pillar/{pillar.parent_id}/order/",
    }


_FORMS = {
    "thresholds": ("/admin/articles/boardthresholds/", BoardThresholds.objects.all()),
    "pillar": ("/admin/articles/pillar/", Pillar.objects.exclude(parent=None)),
    "synonym": ("/admin/articles/synonym/", Synonym.objects.all()),
    "link": ("/admin/articles/relatedlink/", RelatedLink.objects.filter(origin="callout")),
    "paid-link": ("/admin/articles/affiliaterule/", AffiliateRule.objects.all()),
    "tag": ("/admin/taggit/tag/", Tag.objects.filter(slug="hrt")),
    "author": ("/admin/authors/author/", Author.objects.filter(slug="juniper-mistlewick")),
    "bio": ("/admin/authors/biorevision/", BioRevision.objects.waiting()),
    "dismissal": ("/admin/articles/dismissal/", Dismissal.objects.all()),
    "credential": ("/admin/authors/credential/", Credential.objects.filter(verified_at=None, valid_until=None)),
    "login": ("/admin/authors/user/", User.objects.all()),
    "source": ("/admin/sources/source/", Source.objects.alarming()),
    "address-failing": ("/admin/sources/outboundaddress/", OutboundAddress.objects.failing()),
    "address-moved": ("/admin/sources/outboundaddress/", OutboundAddress.objects.moved()),
    "review": ("/admin/articles/review/", Review.objects.all()),
    "image": ("/admin/images/image/", Image.objects.all()),
    "event": ("/admin/history/event/", Event.objects.all()),
    "release": ("/admin/articles/release/", Release.objects.filter(at=None)),
    "release-waiting": ("/admin/articles/release/", Release.objects.exclude(at=None)),
}


def _moves() -> dict[str, str]:
    """The pages on which what others point at goes, moves or changes its name, each with places that point there."""
    linked = Article.objects.published().filter(links_in__article__in=Article.objects.published())
    article = linked.annotate(number=Count("links_in")).exclude(kind="guide").order_by("-number", "pk")[0]
    section = article.sections.filter(retired_at=None).order_by("pk")[0].block_id
    acts = ("withdraw", "merge", "rename", "move", "links")
    pages = {act if act == "withdraw" else f"article-{act}": _PAGE.format(f"{article.pk}/{act}") for act in acts}
    hub = _key(Pillar.objects.hubs())
    topic = {f"topic-{act}": f"/admin/articles/pillar/{hub}/{act}/" for act in ("move", "links")}
    author = f"/admin/articles/relatedlink/authors/{_key(_FORMS['author'][1])}"
    author = {f"author-{act}": f"{author}/{act}/" for act in ("links", "rename", "retire")}
    return pages | topic | author | {"article-section": _PAGE.format(f"{article.pk}/sections/{section}")}


def _key(rows: Any) -> int:
    return rows.order_by("pk").values_list("pk", flat=True)[0]


def _logins() -> None:
    """Beside those of the demo: one with an authenticator app, and one without a place at the desk."""
    password = script.read().password
    enrolled = User.objects.create_user("enrolled@healthusias.example", password, name="Ivy Latchford", is_staff=True)
    enrolled.groups.set(Group.objects.filter(name="editor"))
    enrol(enrolled)
    User.objects.create_user("outsider@healthusias.example", password)


def _invitation(by: User) -> str:
    return inviting.link(
        inviting.invite(User(email="guest@healthusias.example", name="Fern Hollybank"), roles=[], by=by)
    )


def _people() -> dict[str, User]:
    return {login.role: User.objects.get(email=login.email) for login in script.read().logins}


def _draft(title: str, by: User, **values: Any) -> Article:
    """A complete draft in two versions."""
    place = {"pillar": Pillar.objects.at("back-pain/special-populations").get().pk, "body": read(TEXT)}
    author = Contributor(Author.objects.get(slug="juniper-mistlewick").pk)
    place |= stated(author.author)
    first = Snapshot(title=title, slug="", standfirst="It stands here.", contributors=(author,), **{**place, **values})
    article = writing.start(first, by=by)
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, standfirst="It stands here for a day."), by=by, base=base, note="Longer")
    return article


def _published(title: str, by: User, at: Any = None, **values: Any) -> Article:
    article = _draft(title, by, **values)
    return publishing.publish(article, revision=article.revisions.latest("number"), by=by, at=at)


def _stated(by: User) -> Article:
    """With a sponsor, an AI's first version without a review, a paid link, a correction and a reader's report."""
    affiliates.save_rule(AffiliateRule(domain="shop.example", parameter="tag", note="Invented"), by=by)
    paid = text("a pillow", link("https://www.shop.example/pillow?tag=us-21"))
    said = {"sponsor": "The Fictional Fund", "sponsored_for": "The pillow.", "ai_use": "drafted", "ai_how": "A list."}
    said["ai_editor"] = Author.objects.get(slug="clover-adunbrook").pk
    body = doc(paragraph("first", "It stands here."), paragraph("second", "Some like ", paid, "."))
    article = _published("A text that states it all", by, body=body, **said)
    correcting.correct(article, text="It said that it stood <there>.\nIt stands here.", by=by)
    reporting.report(article.live_revision, "The pillow is <too> soft.\nReally.")
    return article


def _shelf(by: User) -> None:
    """More articles than stand on one page of a list; old, so that they stay away from what is new."""
    for number in range(21):
        _published(f"Book {number} on the shelf", by, timezone.now() - timedelta(days=900 + number), tags=(TAG,))


def _withdrawn(by: User) -> Article:
    article = _published("An article that was withdrawn", by)
    instead = Article.objects.filter(slug="walking-for-a-stiff-back")
    return publishing.withdraw(article, by=by, reason="It was <wrong> & is mended elsewhere.", instead=instead)


def _submitted(title: str, by: User) -> Article:
    article = _draft(title, by)
    submitting.submit(article, by=by, note="Please.")
    return article


def _returned(writer: User, editor: User) -> Article:
    article = _submitted("A draft that came back", writer)
    asked = article.revisions.in_review().get()
    submitting.request_changes(article, asked, by=editor, comment="Say why.\nAnd when.")
    return article


def _approved(title: str, writer: User, editor: User) -> Revision:
    article = _submitted(title, writer)
    return submitting.approve(article, article.revisions.in_review().get(), by=editor)


def _scheduled(writer: User, editor: User) -> Article:
    version = _approved("A draft with a date", writer, editor)
    scheduling.schedule(version.article, act="publish", **_in_a_month(), by=editor, revision=version)
    return version.article


def _released(writer: User, editor: User) -> None:
    """A release that is being gathered, and one that waits for its time."""
    for name in ("Gathered", "Planned"):
        release = releasing.create(f"{name} together", zone="Europe/London", by=editor)
        releasing.change(release, [_approved(f"{name} with others", writer, editor)], by=editor)
    releasing.schedule(release, **_in_a_month(), by=editor)


def _discussed(article: Article, writer: User, editor: User) -> None:
    """A comment that stands, with an answer, and one that is settled."""
    standing = comments.say(article, "Is this so?", by=editor)
    comments.reply(standing, "It is.", by=writer)
    comments.resolve(comments.say(article, "A word is missing.", by=editor), by=writer)


def _found(by: User) -> Article:
    """A draft in which one thing stands to be mended, and another was set aside."""
    body = doc(paragraph("a", "Studies show that it <helps>."), paragraph("b", "Experts say that it does not."))
    article = _draft("A draft with findings", by, body=body)
    dismissing.dismiss(article, _findings(article)[1], by=by, reason="It is meant\nto be <vague>.")
    return article


def _findings(article: Article) -> list[Finding]:
    """What leans on nobody in particular."""
    snapshot, _ = writing.current(article)
    return [one for one in checklist.findings(article, snapshot) if one.code == "bare-attribution"]


def _named(by: User) -> None:
    """Texts that name an author whose form is looked at: in a sentence, in a call-out, in a draft and in a bio, which
    leads to a page that is gone, too."""
    target = {"kind": "author", "id": _key(_FORMS["author"][1])}
    name = Author.objects.get(pk=target["id"]).name
    said = paragraph("a", "Before one sleeps, ask ", text(name, mark("link", target=target)), ", who has seen it all.")
    _published("Whom to ask", by, body=doc(said, related("b", name, target)))
    writing.start(Snapshot(title="Whom else to ask", slug="", body=doc(said)), by=by)
    friend = Author.objects.create(name="Sorrel Whin", slug="sorrel-whin")
    bio = BioSnapshot(bio=doc(said), links=["https://press.health-news.org/gone"])
    sent = moderation.submit_bio(friend, bio, by=by, base=None)
    moderation.approve_bio(sent, by=_people()["moderator"])


def _led_away(by: User) -> None:
    """A text with links to pages that are gone, that moved, that refuse machines, and that were not found once."""
    here, now = "https://press.health-news.org", timezone.now() - timedelta(days=9)
    pages = {"gone": "a report", "old": "a leaflet", "closed": "a study", "slow": "a list", "new": "a page"}
    leading = [part for name, words in pages.items() for part in (text(words, link(f"{here}/{name}")), ", ")]
    body = doc(paragraph("a", "It is in ", *leading, "and nowhere else."))
    _published("Links that leave", by, body=body)
    outbound.note(now)
    for name, after, reply in (
        ("gone", 0, Reply(Answer.MISSING, 404)),
        ("gone", 8, Reply(Answer.MISSING, 404)),
        ("old", 0, Reply(Answer.FOUND, 200, f"{here}/moved")),
        ("closed", 0, Reply(Answer.GUARDED, 403)),
        ("slow", 8, Reply(Answer.SILENT)),
    ):
        address = OutboundAddress.objects.get(url=f"{here}/{name}")
        outbound.record(address, reply, now + timedelta(days=after))
    outbound.name_copy(OutboundAddress.objects.get(url=f"{here}/gone"), "https://archive.health-news.org/1", by=by)


def _in_a_month() -> dict[str, Any]:
    at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=30)
    return {"at": at, "zone": "Europe/London"}


def _blocks() -> dict[str, Any]:
    """The document with every node and mark, its references aimed at what the site has."""
    keys = {
        "article": Article.objects.published().get(slug="walking-for-a-stiff-back").pk,
        "pillar": Pillar.objects.order_by("pk")[0].pk,
        "author": Author.objects.order_by("pk")[0].pk,
        "image": _key(Image.objects.all()),
        "source": _key(Source.objects.all()),
    }
    body = _aimed(example(), keys)
    places = [place for place, block in enumerate(body["content"], 1) if block["type"] == "care_card"]
    # What follows such a card needs a heading of its own.
    for place in reversed(places):
        body["content"].insert(place, heading(f"after{place}", f"After the card in place {place}"))
    return body


def _aimed(node: Any, keys: dict[str, int]) -> Any:
    if isinstance(node, list):
        return [_aimed(one, keys) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("kind") in keys:
        return {"kind": node["kind"], "id": keys[node["kind"]]}
    aimed = {name: _aimed(value, keys) for name, value in node.items()}
    aimed |= {"source": keys["source"]} if isinstance(aimed.get("source"), int) else {}
    return aimed | {"image": keys["image"]} if "image" in aimed else aimed


def tell() -> None:
    print(json.dumps(make()))  # noqa: T201
