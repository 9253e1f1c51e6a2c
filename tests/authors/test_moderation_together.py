"""Three authors write while two moderators judge and a reader looks, at once. SOAK=n lets each act n times as often.

The bar: whatever the reader sees is, whole, what some revision says that was approved by then, or nothing; of several
verdicts on one revision one counts; nobody judges their own words; and the record, read in its order, tells the page.
"""

import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections
from django.test import Client
from django.utils import timezone

from authors import moderation
from authors.bios import BioSnapshot, topics
from authors.models import Author, BioRevision, User, Verdict
from content.text import read
from history import events, revisions
from history.models import Event
from history.revisions import Conflict

SOAK = int(os.environ.get("SOAK", "1"))
TURNS = 20 * SOAK
TOPICS = 5
JUDGED = ("bio approved", "bio sent back", "bio rejected")


@dataclass
class Marks:
    """Each revision carries one number in all that it says, so that a page made of two of them is seen."""

    keys: list[int]
    last: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> BioSnapshot:
        with self.lock:
            self.last += 1
            number = self.last
        mark = f"mark-{number}."
        return BioSnapshot(
            role=mark,
            bio=read(f"She is {mark}\n"),
            institution=mark,
            disclosure=mark,
            expertise=[self.keys[number % TOPICS]],
        )


@dataclass(frozen=True)
class Look:
    """What a page showed: the numbers in it, its topic, and when it was there at the latest."""

    page: int
    numbers: frozenset[int]
    count: int
    topics: frozenset[int]
    until: datetime


def looked(page: Author) -> Look:
    html = Client().get(page.get_absolute_url()).content.decode()
    html = html.partition("<main")[2].partition("</main>")[0]
    numbers = [int(one) for one in re.findall(r"mark-(\d+)\.", html)]
    found = [int(one) for one in re.findall(r">Topic (\d)<", html)]
    return Look(page.pk, frozenset(numbers), len(numbers), frozenset(found), timezone.now())


@pytest.fixture
def pages(shared_database, person) -> list[Author]:
    people = [person("editor", email=f"author{number}@example.org") for number in range(3)]
    return [
        Author.objects.create(name=f"Author {number}", slug=f"author-{number}", user=who)
        for number, who in enumerate(people)
    ]


@pytest.fixture
def judges(pages, person) -> list[User]:
    return [person("moderator", email=f"judge{number}@example.org") for number in range(2)]


@pytest.fixture
def marks(shared_database) -> Marks:
    made = [topics().objects.create(title=f"Topic {number}", slug=f"topic-{number}") for number in range(TOPICS)]
    return Marks([one.pk for one in made])


def author_at_work(page: Author, marks: Marks, chance: random.Random) -> None:
    latest = revisions.latest(page)
    act = chance.choice([moderation.keep_bio, moderation.submit_bio, moderation.submit_bio])
    act(page, marks.next(), by=page.user, base=latest.token if latest else None)


def judge_at_work(judge: User, pages: list[Author], marks: Marks, chance: random.Random) -> None:
    page = Author.objects.get(pk=chance.choice(pages).pk)
    waiting = BioRevision.objects.waiting().filter(author_page=page).first()
    act = chance.choice(["approve", "approve", "correct", "send_back", "reject", "hide", "show"])
    if act in ("hide", "show"):
        more = {"reason": "Because."} if act == "hide" else {}
        getattr(moderation, f"{act}_bio")(page, by=judge, **more)
    elif waiting:
        if act == "approve":
            moderation.approve_bio(waiting, by=judge)
        elif act == "correct":
            moderation.approve_corrected(waiting, marks.next(), by=judge, base=revisions.latest(page).token)
        else:
            getattr(moderation, f"{act}_bio")(waiting, by=judge, reason="Because.")


def test_readers_see_only_what_was_approved_whoever_acts_at_the_same_moment(pages, judges, marks):
    failures: list[BaseException] = []
    looks: list[Look] = []
    over = threading.Event()

    def often(act: Callable[[random.Random], None], seed: int) -> Callable[[], None]:
        def run() -> None:
            chance = random.Random(seed)
            try:
                for _ in range(TURNS):
                    try:
                        act(chance)
                    except (ValidationError, PermissionDenied, Conflict, moderation.AlreadyJudged):
                        # A person would look at the page again.
                        time.sleep(0.001)
            except BaseException as failure:
                failures.append(failure)
            finally:
                connections.close_all()

        return run

    def read_all() -> None:
        try:
            while not over.is_set():
                looks.extend(looked(page) for page in pages)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    acts = [often(lambda chance, page=page: author_at_work(page, marks, chance), n) for n, page in enumerate(pages)]
    acts += [often(lambda chance, j=j: judge_at_work(j, pages, marks, chance), 10 + n) for n, j in enumerate(judges)]
    reader = threading.Thread(target=read_all)
    threads = [threading.Thread(target=act) for act in acts]
    for thread in [reader, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    reader.join()
    assert failures == []
    assert any(one.numbers for one in looks)
    looks += [looked(page) for page in pages]
    assert [one for one in looks if not fits(one, marks)] == []
    assert [page.pk for page in pages if told(page) != looked(page).numbers] == []
    assert unfair() == []


def fits(look: Look, marks: Marks) -> bool:
    """Whether it shows one approved revision and all of it, or nothing."""
    if not look.numbers:
        return not look.topics
    if len(look.numbers) > 1 or look.count != 4:
        return False
    (number,) = look.numbers
    shown = [one for one in BioRevision.objects.filter(author_page=look.page) if number_of(one) == number]
    approved = any(one.verdict == Verdict.APPROVED and one.moderated_at <= look.until for one in shown)
    return approved and look.topics == {number % TOPICS}


def number_of(revision: BioRevision) -> int:
    return int(BioSnapshot.of(revision).role.strip("mark-."))


def told(page: Author) -> frozenset[int]:
    """What the record says that the page shows."""
    live, hidden = None, False
    for event in Event.objects.filter(target_kind="author", target_id=page.pk).order_by("pk"):
        if event.act in ("bio approved", "bio corrected and approved"):
            live, hidden = event.data["revision"], False
        elif event.act == moderation.HIDDEN:
            hidden = True
        elif event.act == moderation.SHOWN_AGAIN:
            hidden = False
    return frozenset() if live is None or hidden else frozenset([number_of(BioRevision.objects.get(pk=live))])


def unfair() -> list[str]:
    """Verdicts on one's own words, and revisions with two verdicts."""
    verdicts = Counter(e.data["revision"] for e in Event.objects.filter(act__in=JUDGED))
    # The record names what was corrected by its number among its author's, which another author's revisions have too.
    made = [e.data["revision"] for e in Event.objects.filter(act="bio corrected and approved")]
    verdicts += Counter(BioRevision.objects.filter(pk__in=made).order_by("pk").values_list("corrects", flat=True))
    found = [f"{pk} was judged {count} times" for pk, count in verdicts.items() if count > 1]
    for one in BioRevision.objects.exclude(verdict="").exclude(corrects__isnull=False).select_related("author_page"):
        if one.moderated_by_id in {one.author_page.user_id, one.author_id, one.submitted_by_id}:
            found.append(f"{one.pk} was judged by one of its people")
    return found


@pytest.fixture
def waiting(pages, marks) -> list[BioRevision]:
    """The first revision of each page, which all have the same number."""
    return [moderation.submit_bio(page, marks.next(), by=page.user, base=None) for page in pages]


def test_revisions_of_two_authors_with_one_number_are_told_apart(waiting, judges, marks):
    for revision in waiting[:2]:
        moderation.approve_corrected(revision, marks.next(), by=judges[0], base=revision.token)
    assert {one.number for one in waiting} == {1}
    assert unfair() == []


def test_a_second_verdict_in_the_record_is_seen(waiting, judges, marks):
    corrected, sent_back, _ = waiting
    moderation.approve_corrected(corrected, marks.next(), by=judges[0], base=corrected.token)
    moderation.send_back_bio(sent_back, by=judges[0], reason="Because.")
    for revision in (corrected, sent_back):
        events.record("bio rejected", revision.author_page, judges[1], revision=revision.pk, number=revision.number)
    assert unfair() == [f"{one.pk} was judged 2 times" for one in (sent_back, corrected)]


@pytest.mark.parametrize("first", ["correct", "approve", "reject"])
def test_while_one_moderator_judges_no_other_can(waiting, judges, marks, monkeypatch, first):
    revision = waiting[0]
    judged, answers = threading.Event(), []
    judge = moderation._judge

    def slow(*args, **said):
        # The first has judged and not yet committed when the others come.
        judge(*args, **said)
        judged.set()
        time.sleep(0.3)

    monkeypatch.setattr(moderation, "_judge", slow)

    def act(name: str, by: User) -> None:
        mine = BioRevision.objects.get(pk=revision.pk)
        try:
            if name == "correct":
                moderation.approve_corrected(mine, marks.next(), by=by, base=revision.token)
            elif name == "approve":
                moderation.approve_bio(mine, by=by)
            else:
                moderation.reject_bio(mine, by=by, reason="Because.")
            answers.append(name)
        except (moderation.AlreadyJudged, ValidationError):
            answers.append("late")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=(first, judges[0]))]
    threads += [threading.Thread(target=act, args=(name, judges[1])) for name in ("correct", "approve", "reject")]
    threads[0].start()
    assert judged.wait(10)
    for thread in threads[1:]:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == sorted([first, "late", "late", "late"])
    assert unfair() == []
