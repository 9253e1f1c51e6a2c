"""Mail in tests: what the worker would send."""

from django.core import mail
from django_tasks_db.models import DBTaskResult


def delivered() -> list[tuple[str, str, str]]:
    """(address, subject, text) of each mail that waits in the queue, in the order of the addresses."""
    for row in DBTaskResult.objects.ready().filter(task_path="history.notices.send"):
        row.task.func(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.delete()
    sent = [(one.to[0], one.subject, one.body) for one in mail.outbox]
    mail.outbox.clear()
    return sorted(sent)


def told() -> list[tuple[str, str]]:
    """(address, subject) of each."""
    return [(address, subject) for address, subject, _ in delivered()]
