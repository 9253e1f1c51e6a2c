"""Arranging the topic tree: what a hub or pillar is called, where it stands, and that its former addresses redirect."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from articles import permissions
from articles.addresses import pillar_path
from articles.models import FormerPillarSlug, Pillar
from history import events


def save_pillar(pillar: Pillar, *, by: Any) -> Pillar:
    """Store a new or changed node. Its few fields are public at once.

    In one transaction: check the permission, the fields and that no address was another node's; save; let former
    addresses redirect (of a hub also those of its pillars); record an event.
    Raises PermissionDenied, ValidationError by field.
    """
    if not permissions.can_arrange(by, pillar):
        raise PermissionDenied("Only an editor may arrange the topics.")
    with transaction.atomic():
        # PostgreSQL: two changes of one node wait for each other, so that neither loses an address. Its parent is asked
        # for afterwards: joined, it would be the one from before the lock was waited for.
        stored = Pillar.objects.select_for_update().filter(pk=pillar.pk).first()
        before = _paths(stored) if stored else {}
        pillar.full_clean()
        after = _paths(pillar)
        _refuse_foreign(after)
        pillar.save()
        _keep_former(before, after, pillar)
        path = pillar_path(pillar)
        moved = {"former_path": before[pillar.pk]} if stored and before[pillar.pk] != path else {}
        events.record("changed" if stored else "created", pillar, by, path=path, **moved)
    return pillar


def _paths(node: Pillar) -> dict[int | None, str]:
    """The addresses of the node and of every pillar below it, by primary key."""
    own = pillar_path(node)
    below = node.pillars.values_list("pk", "slug") if node.pk and node.parent_id is None else ()
    return {node.pk: own, **{pk: f"{own}/{slug}" for pk, slug in below}}


def _refuse_foreign(paths: dict[int | None, str]) -> None:
    """Former addresses redirect for ever, so none is given to another node. Living ones are guarded by constraints."""
    former = FormerPillarSlug.objects.filter(path__in=paths.values()).select_related("pillar")
    for row in former:
        if paths.get(row.pillar_id) != row.path:
            raise ValidationError({"slug": f"“{row.path}” once led to “{row.pillar}”, and still does. Choose another."})


def _keep_former(before: dict[int | None, str], after: dict[int | None, str], node: Pillar) -> None:
    for pk, path in after.items():
        FormerPillarSlug.objects.filter(path=path, pillar_id=pk or node.pk).delete()
    for pk, path in before.items():
        if after.get(pk) != path:
            FormerPillarSlug.objects.update_or_create(path=path, defaults={"pillar_id": pk})
