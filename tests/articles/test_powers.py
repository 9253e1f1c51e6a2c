"""The table of powers holds for every page and every act of the desk: for each role, and for who has none."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import get_resolver, reverse
from django.utils import timezone

from articles import (
    affiliates,
    checklist,
    comments,
    discarding,
    dismissing,
    moving,
    reading_order,
    releasing,
    review_calls,
    review_requests,
    scheduling,
    sharing,
    submitting,
    synonyms,
)
from articles.models import AffiliateRule, Article, BoardThresholds, Collaboration, RelatedLink, Synonym
from articles.models.tags import Tag
from articles.snapshots import Snapshot
from authors import credentials, moderation, retiring
from authors.bios import BioSnapshot
from authors.models import Author, Credential, User
from content.text import read
from history.models import Event
from images import library
from sources import keeping, outbound
from sources.enums import Answer
from sources.models import OutboundAddress, WatchRun
from sources.records import Record
from sources.web import Reply
from tests.articles.desk import paragraph
from tests.content.builders import doc, to_article
from tests.content.builders import link as to_url
from tests.content.builders import paragraph as block
from tests.content.builders import text as words
from tests.images import samples
from tests.powers import POWERS, ROLES, roles_page

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
WITHOUT = ("outsider", "stranger")
# Of Django, and the same for everybody: they ask for what they lead to.
ELSEWHERE = {"login", "logout", "autocomplete", "view_on_site", "app_list", None}
_AWAY = "https://press.health-news.org/"
Post = tuple[list[Any], dict[str, Any]]


class Desk:
    """One of everything, made by people who are none of those that are judged."""

    def __init__(self, draft: Callable, published: Callable, writer: User, editor: User, moderator: User):
        now, later = timezone.now(), timezone.now().replace(microsecond=0) + timedelta(days=1)
        self.live = published("Cold Floors")
        self.text = draft("Stiff", body=doc(block("first", words("floors", to_article(self.live.pk)))))
        self.linking = published("Linking", body=doc(block("first", words("floors", to_article(self.live.pk)))))
        self.waiting = draft("Waiting")
        self.wordy = draft("Wordy", text="An ESR is taken.\nA FBC is taken.\n")
        snapshot = Snapshot.from_dict(self.wordy.revisions.get().snapshot)
        aside, self.finding = [one for one in checklist.findings(self.wordy, snapshot) if one.code == "abbreviation"]
        self.aside = dismissing.dismiss(self.wordy, aside, by=writer, reason="Everyone knows it.")
        self.binned = discarding.discard(draft("In the Bin"), by=writer)
        submitting.submit(self.waiting, by=writer)
        self.version = self.text.revisions.get()
        self.judged = self.waiting.revisions.get()
        self.base, self.section = self.live.revisions.get().token, self.live.sections.get().block_id
        self.printed = moving.print_of(self.text.pillar)
        self.plan = scheduling.schedule(self.live, act="withdraw", at=later, zone="UTC", by=editor, reason="Old.")
        self.release = releasing.create("Spring", zone="UTC", by=editor)
        self.link = sharing.share(self.text, by=writer, days=7)[0]
        self.comment = comments.say(self.text, "Really?", by=writer)
        self.author, self.retired = (Author.objects.create(name=name, slug=name.lower()) for name in ("Bo", "Cy"))
        retiring.retire(self.retired, by=editor, reason="Moved.")
        bio = BioSnapshot("Nurse", read("Bo works.\n"))
        self.bio = moderation.submit_bio(self.author, bio, by=moderator, base=None)
        self.shown, self.hidden = (self.described(name, editor, moderator) for name in ("Di", "Ed"))
        moderation.hide_bio(self.hidden, by=moderator, reason="Wrong.")
        held = Credential(author=self.author, name="MD", issuer="Register")
        proof = SimpleUploadedFile("proof.pdf", b"%PDF-1.4")
        self.credential = credentials.save(held, topics=[], by=editor, upload=proof)
        self.image = library.add(samples.file(samples.encoded(samples.photo())), title="A", alt="B", by=editor)
        self.source = keeping.bring(Record("A study", doi="10.5555/a"), by=editor)[0]
        self.outsider = Author.objects.create(name="Fay", slug="fay", review_address="fay@example.org")
        held = {"name": "GP", "issuer": "R", "is_clinical": True, "covers_everything": True}
        held |= {"verified_at": now, "verified_by": moderator, "verification": "Seen."}
        Credential.objects.create(author=self.outsider, **held)
        self.asked = review_requests.ask(self.live, self.live.revisions.get(), self.outsider, by=editor)
        said = {"verdict": "approved", "conflict": "None.", "due_on": None}
        self.review = review_requests.answer(self.asked, **said)
        self.asked = review_requests.ask(self.live, self.live.revisions.get(), self.outsider, by=editor)
        self.called = review_calls.call(self.live, "report", "A reader wrote.", by=editor)
        self.paid = AffiliateRule(domain="shop.example")
        affiliates.save_rule(self.paid, by=editor)
        self.night = WatchRun.objects.create(day=now.date())
        self.thresholds = BoardThresholds.objects.create()
        self.leading = published("Leading Away", body=doc(block("first", words("there", to_url(_AWAY)))))
        outbound.note(now)
        self.address = outbound.record(OutboundAddress.objects.get(), Reply(Answer.FOUND, 200, f"{_AWAY}new"), now)
        self.synonym = synonyms.save(Synonym(words="cold feet", article=self.live), by=editor)
        self.tag = Tag.objects.create(name="Sleep", slug="sleep")
        people = User.objects.create_user
        self.leaver, self.former = people("leaver@example.org", is_staff=True), people("former@example.org")
        self.guest = people("guest@example.org", is_staff=True, invited_at=now)
        self.day, self.now, self.writer, self.editor = later, now, writer, editor

    def order(self) -> str:
        """What stands in the pillar, as the page of its order sends it."""
        return ",".join(str(row.pk) for row in reading_order.articles_of(self.text.pillar))

    @staticmethod
    def described(name: str, editor: User, moderator: User) -> Author:
        """An author whose bio is public."""
        author = Author.objects.create(name=name, slug=name.lower())
        sent = moderation.submit_bio(author, BioSnapshot("Nurse"), by=editor, base=None)
        return moderation.approve_bio(sent, by=moderator)

    def pages(self) -> dict[str, list[Any]]:
        """What stands in the addresses of pages; by the beginning of their names where all of these have the same."""
        article = [self.text.pk]
        return {
            "articles_article_version": [*article, 1],
            "articles_article_dismiss": [self.wordy.pk, self.finding.key],
            "articles_article_take_back": [self.wordy.pk, self.aside.pk],
            "articles_dismissal": [self.aside.pk],
            "articles_article_withdraw": [self.live.pk],
            "articles_article_correct": [self.live.pk],
            "articles_article_merge": [self.live.pk],
            "articles_article_section": [self.live.pk, self.section],
            "articles_article_request_changes": [self.waiting.pk],
            "articles_article": article,
            "articles_affiliaterule": [self.paid.pk],
            "articles_relatedlink": [RelatedLink.objects.filter(article=self.linking)[0].pk],
            "articles_pillar": [self.text.pillar_id],
            "articles_author": [self.author.pk],
            "articles_pillar_board": [self.text.pillar.parent_id],
            "articles_boardthresholds": [self.thresholds.pk],
            "articles_synonym": [self.synonym.pk],
            "articles_release": [self.release.pk],
            "taggit_tag": [self.tag.pk],
            "authors_author": [self.author.pk],
            "authors_biorevision": [self.bio.pk],
            "authors_credential": [self.credential.pk],
            "authors_user": [self.text.revisions.get().author_id],
            "auth_user": [self.text.revisions.get().author_id],
            "history_event_export": ["csv"],
            "history_event": [Event.objects.order_by("pk")[0].pk],
            "images_image": [self.image.pk],
            "articles_article_review": [self.live.pk, 1],
            "articles_review": [self.review.pk],
            "articles_review_settle": [self.called.pk],
            "sources_source": [self.source.pk],
            "sources_watchrun": [self.night.pk],
            "sources_outboundaddress": [self.address.pk],
            "django_tasks_database": [1],
        }

    def acts(self) -> dict[str, Post]:
        """What is sent to the pages that act, where all is well."""
        article = [self.text.pk]
        when = {"date": f"{self.day:%Y-%m-%d}", "time": "10:00", "zone": "UTC"}
        keep = {"blocks": {"bbbbbbbb": {"base": None, "block": paragraph("More.", "bbbbbbbb")}}}
        fresh = samples.upload(samples.encoded(samples.photo(410), "PNG"), "spine.png")
        return {
            "articles_article_comments": (article, {"do": "say", "text": "Why?"}),
            "articles_article_start": ([], {"title": "Begun"}),
            "articles_article_autosave": (article, keep),
            "articles_article_restore": ([*article, 1], {"base": self.version.token, "block": ""}),
            "articles_article_name": (article, {"name": "First", "number": "1"}),
            "articles_article_share": (article, {"label": "For Ada", "days": "7"}),
            "articles_article_revoke_link": ([*article, self.link.pk], {}),
            "articles_article_people": (article, {"colleague": self.editor.pk}),
            "articles_article_remove_colleague": ([*article, self.writer.pk], {}),
            "articles_article_approve": ([self.waiting.pk], {"revision": self.judged.pk}),
            "articles_article_request_changes": ([self.waiting.pk], {"revision": self.judged.pk, "comment": "No."}),
            "articles_article_withdraw": ([self.live.pk], {"reason": "Old."}),
            "articles_article_correct": ([self.live.pk], {"text": "It was wrong."}),
            "articles_article_schedule": (article, {**when, "act": "publish", "revision": self.version.pk}),
            "articles_article_cancel_schedule": ([self.live.pk, self.plan.pk], {}),
            "articles_article_discard": (article, {}),
            "articles_article_recover": ([self.binned.pk], {}),
            "authors_author_retire": ([self.author.pk], {"reason": "Moved."}),
            "authors_author_unretire": ([self.retired.pk], {}),
            "authors_biorevision_approve": ([self.bio.pk], {}),
            "authors_biorevision_send_back": ([self.bio.pk], {"reason": "Longer."}),
            "authors_biorevision_reject": ([self.bio.pk], {"reasons": ["praise"]}),
            "authors_author_autosave": ([self.author.pk], keep),
            "authors_user_switch_off": ([self.leaver.pk], {"reason": "They left.", "heir": ""}),
            "authors_user_let_in": ([self.former.pk], {}),
            "authors_user_invite_again": ([self.guest.pk], {}),
            "authors_credential_verify": ([self.credential.pk], {"version": "1", "how": "Seen."}),
            "authors_credential_revoke": ([self.credential.pk], {"reason": "Wrong."}),
            "authors_author_hide": ([self.shown.pk], {"reason": "Wrong."}),
            "authors_author_show": ([self.hidden.pk], {}),
            "images_image_upload": ([], {"file": fresh, "title": "C", "alt": "D", "credit": "", "licence": ""}),
            "articles_article_review": ([self.live.pk, 1], {"verdict": "approved", "conflict": "None."}),
            "articles_article_ask_review": ([self.live.pk], {"reviewer": self.outsider.pk, "days": "3"}),
            "articles_article_revoke_review": ([self.live.pk, self.asked.pk], {}),
            "articles_article_assign_review": ([self.live.pk], {"owner": ""}),
            "articles_article_call_review": ([self.live.pk], {"cause": "report", "detail": "Odd."}),
            "articles_review_settle": ([self.called.pk], {"how": "Done."}),
            "articles_pillar_order": ([self.text.pillar_id], {"what": "articles", "articles-was": self.order()}),
            "sources_source_enter": ([], {"title": "Another study", "kind": "article"}),
            "sources_source_ask": ([], {"identifier": "10.5555/a"}),
            "sources_source_status": (
                [self.source.pk],
                {"status": "retracted", "on": "2026-05-04", "reason": "Seen."},
            ),
            "sources_outboundaddress_follow": ([self.address.pk], {"article": self.leading.pk}),
            "sources_outboundaddress_found": ([self.address.pk], {}),
            "images_image_focal": ([self.image.pk], {"focal_x": "0.2", "focal_y": "0.3"}),
            **self.moves(),
            **self.finds(),
        }

    def finds(self) -> dict[str, Post]:
        """Of those, what is made of what the desk finds by itself."""
        article = [self.text.pk]
        return {
            "articles_article_suggested": (
                article,
                {"do": "decline", "article": self.text.pk, "target": self.linking.pk},
            ),
            "articles_article_consider": (article, {"decline": self.linking.pk}),
            "articles_article_dismiss": ([self.wordy.pk, self.finding.key], {"reason": "Everyone knows it."}),
            "articles_article_take_back": ([self.wordy.pk, self.aside.pk], {}),
        }

    def moves(self) -> dict[str, Post]:
        """Of those, what changes what others point at."""
        return {
            "articles_article_merge": ([self.live.pk], {"into": "Linking"}),
            "articles_article_rename": ([self.live.pk], {"title": "Floors", "slug": "floors", "base": self.base}),
            "articles_article_move": ([self.live.pk], {"pillar": self.live.pillar_id, "base": self.base}),
            "articles_article_section": (
                [self.live.pk, self.section],
                {"what": "rename", "words": "Wherefore", "base": self.base},
            ),
            "articles_pillar_move": (
                [self.text.pillar_id],
                {"title": "People", "slug": "people", "parent": self.text.pillar.parent_id, "seen": self.printed},
            ),
            "articles_author_rename": (
                [self.author.pk],
                {"name": "Bo", "slug": "bo-new", "seen": moving.print_of_author(self.author)},
            ),
            "articles_author_retire": ([self.author.pk], {"anonymous": "no", "reason": "Moved."}),
        }


@pytest.fixture
def desk(draft, published, writer, editor, moderator) -> Desk:
    return Desk(draft, published, writer, editor, moderator)


@pytest.fixture
def someone(client, person) -> Callable[[str], Any]:
    """The browser of somebody with this role, who made nothing of what is there and works on all of it."""

    def sign_in(who: str) -> Any:
        if who != "stranger":
            roles = [] if who == "outsider" else [who]
            somebody = person(*roles, email="somebody@example.org")
            for article in Article.objects.all():
                Collaboration.objects.join(article, [somebody])
            client.force_login(somebody)
        return client

    return sign_in


def names() -> set[str]:
    """Of every page of the desk."""
    (admin,) = [one for one in get_resolver().url_patterns if getattr(one, "namespace", None) == "admin"]
    found = set()

    def walk(patterns: list) -> None:
        for one in patterns:
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns)
            else:
                found.add(one.name)

    walk(admin.url_patterns)
    return found - ELSEWHERE


def arguments(name: str, pages: dict[str, list[Any]]) -> list[Any]:
    if name.endswith(("_changelist", "_add", "_lookup", "_start", "signed_in", "_library", "_upload")):
        return []
    if name in ("sources_source_find", "sources_source_ask", "sources_source_enter", "sources_source_import"):
        return []
    matching = [known for known in pages if name.startswith(known)]
    return pages[max(matching, key=len)] if matching else []


def lets_in(answer: HttpResponseBase) -> bool:
    if answer.status_code in (401, 403):
        return False
    # Django leads away from what it does not show.
    return answer.status_code != 302 or not {"/admin/login/", "/admin/"} & {answer["Location"].split("?")[0]}


def all_those(role: str, *, acts: bool) -> set[str]:
    return {power.page for power in POWERS if role in power.roles and power.acts == acts} - {""}


@pytest.mark.parametrize("who", [*ROLES, *WITHOUT])
def test_everyone_sees_the_pages_that_the_table_says_and_no_other(desk, someone, who):
    browser, pages, seen, posted = someone(who), desk.pages(), set(), set()
    extra = {"articles_article_revoke_link": [1], "articles_article_cancel_schedule": [1]}
    extra |= {"articles_article_revoke_review": [1]}
    extra |= {"articles_article_restore": [1], "articles_article_remove_colleague": [1]}
    for name in names():
        given = [*arguments(name, pages), *extra.get(name, [])]
        answer = browser.get(reverse(f"admin:{name}", args=given))
        # Read to its end, it closes what it reads from; its own close() would close the database, too.
        b"".join(answer.streaming_content if answer.streaming else ())
        assert answer.status_code < 500, name
        if answer.status_code == 405:
            posted.add(name)
        elif lets_in(answer):
            seen.add(name)
    assert seen == all_those(who, acts=False) - posted


@pytest.mark.parametrize("who", [*ROLES, *WITHOUT])
def test_everyone_does_what_the_table_says_and_nothing_else(desk, someone, who):
    browser, acts, done = someone(who), desk.acts(), set()
    assert acts.keys() == {power.page for power in POWERS if power.acts}
    for name, (given, said) in acts.items():
        as_json = name.endswith(("_autosave", "_start", "_consider"))
        data, how = (json.dumps(said), {"content_type": "application/json"}) if as_json else (said, {})
        events = Event.objects.count()
        # Each from the same beginning.
        with transaction.atomic():
            answer = browser.post(reverse(f"admin:{name}", args=given), data, **how)
            assert answer.status_code < 500, name
            if lets_in(answer):
                done.add(name)
                assert answer.status_code in (200, 201, 302), (name, answer.content)
            else:
                assert Event.objects.count() == events, name
            transaction.set_rollback(True)
    assert done == all_those(who, acts=True)


def test_the_table_names_no_page_that_is_not_there():
    assert {power.page for power in POWERS} - names() == {""}


def test_the_docs_say_what_the_table_says():
    assert roles_page() in DOCS.read_text(encoding="utf-8")
