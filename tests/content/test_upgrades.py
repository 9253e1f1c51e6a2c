import json
from pathlib import Path

import pytest

from content import upgrades
from content.rendering import render
from content.schema import SCHEMA_VERSION
from content.text import read, write
from content.upgrades import UnknownVersion, upgrade
from content.validation import validate

from .builders import doc, example

EXAMPLES = Path(__file__).parent / "examples"


def test_each_schema_version_has_a_frozen_example():
    assert sorted(path.name for path in EXAMPLES.glob("schema-*.json")) == [
        f"schema-{version}.json" for version in range(1, SCHEMA_VERSION + 1)
    ]


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_each_version_can_be_read_today(version):
    stored = json.loads((EXAMPLES / f"schema-{version}.json").read_text(encoding="utf-8"))
    document = upgrade(stored)
    assert validate(document) == []
    assert render(document)
    assert read(write(document), document) == document


def test_current_document_is_returned_as_it_is():
    document = example()
    assert upgrade(document) is document


def test_newer_document_is_refused_by_its_version():
    newer = {**doc(), "attrs": {"schema": SCHEMA_VERSION + 1}}
    with pytest.raises(UnknownVersion, match=f"schema version {SCHEMA_VERSION + 1}; .* use a newer one"):
        upgrade(newer)


@pytest.mark.parametrize("attrs", [None, {}, {"schema": 0}, {"schema": "1"}, {"schema": True}, {"schema": 1.0}, []])
def test_document_without_a_version_is_refused(attrs):
    with pytest.raises(UnknownVersion, match="does not say the version"):
        upgrade({**doc(), "attrs": attrs})


@pytest.mark.parametrize("value", [None, [], "doc", 1])
def test_what_is_no_document_is_refused(value):
    with pytest.raises(UnknownVersion):
        upgrade(value)


def test_steps_are_taken_in_order(monkeypatch):
    def step(version):
        return lambda old: {**old, "attrs": {"schema": version + 1}, "steps": [*old.get("steps", []), version]}

    monkeypatch.setattr(upgrades, "SCHEMA_VERSION", 3)
    monkeypatch.setattr(upgrades, "STEPS", {1: step(1), 2: step(2)})
    assert upgrade(doc())["steps"] == [1, 2]
    assert upgrade({**doc(), "attrs": {"schema": 2}})["steps"] == [2]
