"""The command that seals what nobody writes in any more."""

import io
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from articles.models import Revision
from history import revisions


def test_the_command_says_how_many_it_sealed(draft, writer):
    article = draft()
    latest = revisions.latest(article)
    revisions.write(article, {**latest.snapshot, "title": "Idle"}, by=writer, base=latest.token)
    Revision.objects.open().update(modified_at=timezone.now() - timedelta(minutes=16))
    said = io.StringIO()
    call_command("seal_idle", stdout=said)
    assert said.getvalue() == "1 sealed.\n"
    assert revisions.latest(article).number == 2
