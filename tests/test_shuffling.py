"""The suite is stricter than production: rows without an order come back in any."""

import pytest
from django.contrib.auth.models import Group

NAMES = [f"group {number:02}" for number in range(30)]


@pytest.fixture
def groups(db: None) -> None:
    Group.objects.bulk_create([Group(name=name) for name in NAMES])


def test_rows_without_an_order_are_shuffled(groups):
    found = [group.name for group in Group.objects.all()]
    assert found != NAMES
    assert sorted(found) == NAMES


def test_rows_with_an_order_keep_it(groups):
    assert list(Group.objects.order_by("name").values_list("name", flat=True)) == NAMES
