"""Eight open pages of four people write into one article at once. SOAK=n lets each make n times as many changes.

The bar: no person's accepted text is replaced by another's without standing in a sealed revision; nothing that was
accepted is lost; the text is valid at every version.
"""

import os
import random
import threading
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from articles import writing
from articles.models import Article, Revision
from articles.snapshots import Snapshot
from authors.models import User
from history import parts, revisions
from history.revisions import Conflict
from tests.articles.desk import OpenPage, paragraph
from tests.desk import Browser

SOAK = int(os.environ.get("SOAK", "1"))
TURNS = 8 * SOAK
PAGES, PEOPLE = 8, 4
# An article with room for more would only be slower; in a short one people meet more often.
LONGEST = 40


@dataclass(frozen=True)
class Accepted:
    """What the server said it took: `words` in a block instead of `before`; None where the block was not there."""

    key: str
    before: str | None
    words: str | None
    user: int


@dataclass
class Writer:
    """A page in whose text someone types at random."""

    page: OpenPage
    user: User
    chance: random.Random
    accepted: list[Accepted] = field(default_factory=list)
    made: int = 0

    def turn(self) -> None:
        act = self.chance.choices([self.type, self.add, self.delete, self.move, self.save], [10, 2, 1, 1, 1])[0]
        act()

    def type(self) -> None:
        if self.page.ids:
            block_id = self.chance.choice(self.page.ids)
            self.send({block_id: paragraph(self.new_words(), block_id)})

    def add(self) -> None:
        if len(self.page.ids) >= LONGEST:
            return self.delete()
        new = paragraph(self.new_words())
        block_id = new["attrs"]["id"]
        ids = [*self.page.ids]
        ids.insert(self.chance.randint(0, len(ids)), block_id)
        return self.send({block_id: new}, self.page.order(*ids))

    def delete(self) -> None:
        if len(self.page.ids) > 3:
            gone = self.chance.choice(self.page.ids)
            self.send({gone: None}, self.page.order(*[i for i in self.page.ids if i != gone]))

    def move(self) -> None:
        ids = [*self.page.ids]
        self.chance.shuffle(ids)
        self.send({}, self.page.order(*ids))

    def save(self) -> None:
        article = Article.objects.get()
        snapshot, token = writing.current(article)
        try:
            writing.save(article, snapshot, by=self.user, base=token)
        except (Conflict, OperationalError):
            # A person would press Save again.
            self.page.look()

    def new_words(self) -> str:
        self.made += 1
        return f"{self.page.tab} says {self.made}"

    def send(self, blocks: dict[str, Any], order: dict[str, Any] | None = None) -> None:
        seen = {i: words_of(self.page.state.get(f"block:{i}")) for i in blocks}
        changes = {name: change for i, block in blocks.items() for name, change in self.page.block(block, i).items()}
        answer = self.page.keep(blocks=changes, order=order)
        left = {one["key"]: one["theirs"] for one in answer["conflicts"]}
        for block_id, block in blocks.items():
            key = f"block:{block_id}"
            if key not in left:
                self.accepted.append(Accepted(key, seen[block_id], words_of(block), self.user.pk))
            self.page.state[key] = left.get(key, block)
        self.page.look()


def words_of(block: dict[str, Any] | None) -> str | None:
    return "".join(part["text"] for part in block["content"]) if block else None


@pytest.fixture
def article(shared_database, draft) -> Article:
    return draft(text="Why\n\nBecause it is early.\nBecause it is cold.\nBecause it is dark.\n")


@pytest.fixture
def writers(article, person) -> list[Writer]:
    users = [person("editor", email=f"editor{number}@example.org") for number in range(PEOPLE)]
    made = []
    for number in range(PAGES):
        client = Browser()
        client.force_login(users[number % PEOPLE])
        page = OpenPage(client, article, f"tab{number}")
        made.append(Writer(page, users[number % PEOPLE], random.Random(number)))
    return made


def test_eight_pages_at_once_lose_nothing(article, writers):
    failures = []

    def work(writer: Writer) -> None:
        try:
            for _ in range(TURNS):
                writer.turn()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[writer]) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    accepted = [one for writer in writers for one in writer.accepted]
    assert len(accepted) > PAGES * TURNS / 3
    assert lost(article, accepted) == []
    assert broken(article) == []


def test_who_takes_out_what_its_writer_took_out_has_lost_nothing(article, writers):
    """The answer to both is that it is gone; the words were their writer's to take."""
    hers, his = writers[:2]
    for writer in (hers, his):
        writer.page.look(prints=1)
    hers.add()
    his.page.look()
    (added,) = hers.accepted
    block_id = added.key.removeprefix(parts.BLOCK)
    for writer in (hers, his):
        writer.send({block_id: None}, writer.page.order(*[i for i in writer.page.ids if i != block_id]))
    taken = [*hers.accepted, *his.accepted]
    assert [(one.user, one.words) for one in taken] == [
        (hers.user.pk, added.words),
        (hers.user.pk, None),
        (his.user.pk, None),
    ]
    assert lost(article, taken) == []


def test_who_writes_between_another_reading_and_opening_waits(article, writers):
    """Both start from one sealed version. Were the second to open and seal the next one while the first is about to
    open it, no constraint would tell, and the first would write over the second."""
    hers, his = (writer.user for writer in writers[:2])
    state = parts.split(revisions.latest(article).snapshot)

    def change(name: str, value: str) -> dict[str, parts.Change]:
        return {name: parts.Change(parts.print_of(state, name), value)}

    def save_his() -> None:
        merge = revisions.merge(article, change("standfirst", "His."), by=his, read=dict)
        revisions.save(article, merge.revision.snapshot, by=his, base=merge.revision.token)
        connections.close_all()

    thread = threading.Thread(target=save_his)

    def between(snapshot: dict[str, Any]) -> None:
        thread.start()
        thread.join(timeout=0.3)

    revisions.merge(article, change("title", "Hers"), by=hers, read=dict, check=between)
    thread.join()
    latest = revisions.latest(article).snapshot
    assert (latest["title"], latest["standfirst"]) == ("Hers", "His.")


def test_who_waits_too_long_for_others_is_told_to_try_again(article, writers):
    """As where many write on a machine that is busy with something else; nothing is half taken."""
    page, held, done = writers[0].page, threading.Event(), threading.Event()
    said = {"order": None, "blocks": page.block(paragraph("Hers."), "aaaaaaaa"), "fields": page.field("title", "Hers")}

    def hold() -> None:
        with transaction.atomic():
            Article.objects.select_for_update().get()
            held.set()
            done.wait(timeout=30)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(timeout=30)
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50" if is_sqlite else "SET lock_timeout = '50ms'")
    answer = page.send(said)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 20000" if is_sqlite else "RESET lock_timeout")
    done.set()
    thread.join()
    assert (answer.status_code, answer.json()["message"]) == (503, "The server is busy at this moment. Try again.")
    assert Article.objects.get().working_title == article.title
    assert page.keep(fields=said["fields"])["conflicts"] == []


def lost(article: Article, accepted: list[Accepted]) -> list[str]:
    """Accepted texts that were replaced by another person's and stand in no sealed revision, or just went."""
    final = parts.split(revisions.latest(article).snapshot)
    sealed = {
        (key, words_of(block))
        for revision in article.revisions.sealed()
        for key, block in parts.split(revision.snapshot).items()
        if key.startswith(parts.BLOCK)
    }
    # Who takes out what its own writer has taken out a moment before is told that it is gone: both followed the words.
    followed: dict[tuple[str, str | None], list[Accepted]] = {}
    for one in accepted:
        followed.setdefault((one.key, one.before), []).append(one)
    found = []
    for one in accepted:
        if one.words is None:
            continue
        after = followed.get((one.key, one.words), [])
        stands = words_of(final.get(one.key)) == one.words
        if not after and not stands:
            found.append(f"{one} went without a follower")
        if after and one.user not in {other.user for other in after} and (one.key, one.words) not in sealed:
            found.append(f"{one} was replaced by {after} and stands nowhere")
    return found


def broken(article: Article) -> list[str]:
    every = list(article.revisions.order_by("pk"))
    numbers = [revision.number for revision in every if revision.is_sealed]
    wrong = [f"numbers {numbers}"] if numbers != list(range(1, len(numbers) + 1)) else []
    for revision in every:
        if Snapshot.from_dict(revision.snapshot).body_problems() or (revision.is_sealed and not revision.is_intact):
            wrong.append(f"{revision} is not valid")
    return wrong + ([] if Revision.objects.open().count() <= 1 else ["two are open"])
