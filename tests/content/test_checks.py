import pytest
from django.core.checks.registry import registry

from content import checks
from content.schema import MARKS, NODES, MarkType, NodeType


def test_checks_run_with_the_others():
    assert checks.tables_agree in registry.get_checks()


@pytest.fixture
def ids(monkeypatch: pytest.MonkeyPatch):
    def check(**tables) -> list[tuple[str, str]]:
        for name, table in tables.items():
            monkeypatch.setattr(checks, name, table)
        return [(message.id, message.obj) for message in checks.tables_agree()]

    return check


def test_node_without_renderer_is_reported(ids):
    assert ids(NODES={**NODES, "poll": NodeType("Poll", group="part")}) == [("content.E001", "poll")]


def test_mark_without_renderer_is_reported(ids):
    assert ids(MARKS={**MARKS, "spoiler": MarkType("Spoiler")}) == [("content.E001", "spoiler")]


def test_renderer_without_node_is_reported(ids):
    without_rule = {name: node for name, node in NODES.items() if name != "rule"}
    assert ids(NODES=without_rule) == [("content.E001", "rule")]


def test_block_without_text_form_is_reported(ids):
    assert ids(FORMS={name: None for name in NODES if name in checks.BLOCKS and name != "rule"}) == [
        ("content.E002", "rule")
    ]
