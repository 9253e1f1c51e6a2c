"""Who may do what with an article in which state: every role, every state, every act of the table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from articles import (
    collaborating,
    comments,
    discarding,
    permissions,
    publishing,
    scheduling,
    sharing,
    submitting,
    writing,
)
from articles.models import Article, Collaboration, Revision
from articles.snapshots import Snapshot
from authors.models import User
from history import revisions
from tests import powers
from tests.articles.test_powers import DOCS
from tests.powers import IN_STATE, ROLES, STATES, WRITING, states_page

pytestmark = pytest.mark.django_db

Act = Callable[[Article, Any], Any]


class Cast:
    """Articles in every state for one person, with everybody that it takes to bring them there."""

    def __init__(self, somebody: Any, writer: User, editor: User, colleague: User, snapshot: Callable):
        self.somebody, self.writer, self.editor, self.colleague = somebody, writer, editor, colleague
        self.snapshot = snapshot

    def articles(self) -> dict[str, Article]:
        made = {state: self._begun(state) for state in STATES if state != powers.PLANNED}
        writing.start(self.snapshot("Links", text="Read more: Cold Feet\n"), by=self.writer)
        for state in (powers.IN_REVIEW, powers.THEIRS_IN_REVIEW, powers.APPROVED):
            submitting.submit(made[state], by=self._writer_of(made[state]))
        for state in (powers.PUBLISHED, powers.WITHDRAWN):
            publishing.publish(made[state], revision=made[state].revisions.get(), by=self.editor)
        # Not by the editor of the cast: nobody approves what they submitted.
        submitting.approve(made[powers.APPROVED], self._version(made[powers.APPROVED]), by=self.editor)
        publishing.withdraw(Article.objects.get(pk=made[powers.WITHDRAWN].pk), by=self.editor, reason="Old.")
        discarding.discard(made[powers.BINNED], by=self._writer_of(made[powers.BINNED]))
        made[powers.PLANNED] = Article.objects.planned().get()
        return {state: Article.objects.get(pk=article.pk) for state, article in made.items()}

    def _begun(self, state: str) -> Article:
        """By the person themselves where it is theirs and their role writes; else by the writer."""
        theirs = state in (powers.THEIRS, powers.THEIRS_IN_REVIEW)
        own = state not in (powers.SHARED,) and not theirs and permissions.can_write(self.somebody)
        article = writing.start(self.snapshot(f"In {state}"[:60]), by=self.somebody if own else self.writer)
        if not own and not theirs and self.somebody.pk:
            Collaboration.objects.join(article, [self.somebody])
        return article

    def _writer_of(self, article: Article) -> User:
        return revisions.latest(article).author

    @staticmethod
    def _version(article: Article) -> Revision:
        return article.revisions.latest("pk")

    def acts(self) -> dict[str, Act]:
        later = timezone.now().replace(microsecond=0) + timedelta(days=1)
        return {
            "see": _see,
            "comment": lambda article, by: comments.say(article, "Why?", by=by),
            "write": _write,
            "bring in a colleague": lambda article, by: collaborating.add(article, self.colleague, by=by),
            "share by a link": lambda article, by: sharing.share(article, by=by, days=7),
            "submit": lambda article, by: submitting.submit(article, by=by),
            "approve": lambda article, by: submitting.approve(article, self._version(article), by=by),
            "request changes": lambda article, by: submitting.request_changes(
                article, self._version(article), by=by, comment="Shorter."
            ),
            "publish": lambda article, by: publishing.publish(article, revision=self._version(article), by=by),
            "schedule": lambda article, by: scheduling.schedule(
                article, act="publish", revision=self._version(article), at=later, zone="UTC", by=by
            ),
            "withdraw": lambda article, by: publishing.withdraw(article, by=by, reason="Old."),
            "delete": lambda article, by: discarding.discard(article, by=by),
            "take out of the bin": lambda article, by: discarding.recover(article, by=by),
        }


def _see(article: Article, by: Any) -> None:
    found = Article.objects.filter(permissions.seen(by), pk=article.pk).exists()
    assert found == permissions.can_see(by, article), "a list and its page disagree"
    if not found:
        raise PermissionDenied


def _write(article: Article, by: Any) -> None:
    """What is planned gets its first version."""
    if revisions.latest(article):
        snapshot, base = writing.current(article)
    else:
        snapshot, base = Snapshot(title=article.title, slug=""), None
    writing.save(article, replace(snapshot, standfirst="Said anew."), by=by, base=base)


def _does(act: Act, article: Article, by: Any) -> bool:
    """Whether it is done; what it did is taken back."""
    with transaction.atomic():
        try:
            act(Article.objects.get(pk=article.pk), by)
            return True
        except (PermissionDenied, ValidationError, publishing.NotPublishable, Revision.DoesNotExist):
            return False
        finally:
            transaction.set_rollback(True)


@pytest.fixture
def somebody(person) -> Callable[[str], Any]:
    """A person with the role; a login without one; nobody."""

    def make(who: str) -> Any:
        if who == "anonymous":
            return AnonymousUser()
        return person(*([] if who == "outsider" else [who]), email="somebody@example.org")

    return make


@pytest.mark.parametrize("who", [*ROLES, "outsider", "anonymous"])
def test_everyone_does_with_each_article_what_the_table_says(who, somebody, person, writer, editor, snapshot):
    by, colleague = somebody(who), person("writer", email="colleague@example.org")
    cast = Cast(by, writer, editor, colleague, snapshot)
    articles, acts = cast.articles(), cast.acts()
    assert acts.keys() == IN_STATE.keys()
    done = {(act, state) for act in acts for state in STATES if _does(acts[act], articles[state], by)}
    wanted = {(act, state) for act, states in IN_STATE.items() for state, roles in states.items() if who in roles}
    assert done == wanted


def test_the_docs_say_what_the_table_of_states_says():
    assert states_page() in DOCS.read_text(encoding="utf-8")


def test_who_writes_is_who_may_begin(person):
    assert {role for role in ROLES if permissions.can_write(person(role))} == WRITING
