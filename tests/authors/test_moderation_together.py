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
from history import revisions
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
    verdicts += Counter(e.data["corrects"] for e in Event.objects.filter(act="bio corrected and approved"))
    found = [f"{pk} was judged {count} times" for pk, count in verdicts.items() if count > 1]
    for one in BioRevision.objects.exclude(verdict="").exclude(corrects__isnull=False).select_related("author_page"):
        if one.moderated_by_id in {one.author_page.user_id, one.author_id, one.submitted_by_id}:
            found.append(f"{one.pk} was judged by one of its people")
    return found
