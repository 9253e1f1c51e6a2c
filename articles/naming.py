"""Names of versions: a version that people want to find again."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from articles import permissions, writing
from articles.models import Article, Revision
from articles.snapshots import Snapshot
from history import events, revisions
from history.words import kept

LONGEST = Revision._meta.get_field("name").max_length


def name_latest(article: Article, name: str, *, by: Any) -> Revision:
    """Name what stands now; an open revision is sealed first. Returns the version.

    Raises PermissionDenied; ValidationError for no name, or where the text could not be saved;
    history.revisions.Conflict when somebody writes at the same moment.
    """
    latest = revisions.latest(article)
    if latest is None or not name.strip():
        raise ValidationError("Say how the version is to be called." if latest else "Nothing is written yet.")
    with transaction.atomic():
        if not latest.is_sealed:
            latest = writing.save(article, Snapshot.from_dict(latest.snapshot), by=by, base=latest.token)
        return name_version(latest, name, by=by)


def name_version(revision: Revision, name: str, *, by: Any) -> Revision:
    """Give a sealed version a name or another name; an empty one takes it away. Records an event.

    Raises PermissionDenied; ValidationError for a name that is too long.
    """
    if not permissions.can_edit(by, revision.article):
        raise PermissionDenied(permissions.NO_EDIT)
    if not revision.is_sealed:
        raise ValueError("an open revision has no name")
    name = kept(" ".join(name.split()), "name", longest=LONGEST)
    if name != revision.name:
        with transaction.atomic():
            Revision.objects.filter(pk=revision.pk).update(name=name)
            number = revision.number
            events.record("named", revision.article, by, revision=revision.pk, number=number, name=name)
        revision.name = name
    return revision
