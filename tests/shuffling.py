"""Rows that were asked for without an order come back in any: a test that passes only by insertion order fails here."""

import random
from typing import Any

import pytest
from django.db.models import QuerySet


@pytest.fixture(autouse=True)
def shuffled_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same shuffle in every run of a test, so that a failure can be repeated."""
    chance = random.Random(4)
    fetch_all = QuerySet._fetch_all

    def fetch(self: Any) -> None:
        fresh = self._result_cache is None
        fetch_all(self)
        if fresh and len(self._result_cache) > 1 and not self.ordered:
            chance.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch)
