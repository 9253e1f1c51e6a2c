"""What many pages have in common is rendered once, and cannot be wrong on any of them."""

from collections import OrderedDict
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, Template, engines
from django.template.base import VariableNode
from django.template.defaulttags import IfNode

from content.templatetags import fixed

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# The site's own name and address, and what a template gives to the one that it includes.
ALWAYS = {"site_name", "site_url", "asked"}


def said(template, **values):
    return template.render(Context(values))


def test_it_is_rendered_once():
    template = Template("{% load fixed %}{% fixed %}{{ word }}{% endfixed %}, {{ word }}")
    assert [said(template, word=word) for word in "ab"] == ["a, a", "a, b"]


def test_it_is_rendered_once_for_each_value():
    template = Template("{% load fixed %}{% fixed one two %}{{ one }}{{ two }}{{ other }}{% endfixed %}")
    assert said(template, one="a", two="b", other="1") == "ab1"
    assert said(template, one="a", two="c", other="2") == "ac2"
    assert said(template, one="a", two="b", other="3") == "ab1"


def test_oldest_values_are_forgotten(monkeypatch):
    monkeypatch.setattr(fixed, "_MOST", 2)
    template = Template("{% load fixed %}{% fixed one %}{{ other }}{% endfixed %}")
    found = [said(template, one=one, other=other) for other, one in enumerate("abca")]
    assert found == ["0", "1", "2", "3"]


def test_templates_that_are_being_written_are_rendered_each_time(monkeypatch):
    monkeypatch.setattr(Engine.get_default(), "debug", True)
    template = Template("{% load fixed %}{% fixed %}{{ word }}{% endfixed %}")
    assert [said(template, word=word) for word in "ab"] == ["a", "b"]


def test_what_it_holds_is_escaped():
    template = Template("{% load fixed %}{% fixed word %}{{ word }}{% endfixed %}")
    assert said(template, word="<b>") == "&lt;b&gt;"


@pytest.mark.parametrize("name", sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")))
def test_nothing_inside_depends_on_more_than_its_values(name):
    template = engines["django"].get_template(name).template
    for node in template.nodelist.get_nodes_by_type(fixed.Fixed):
        given = {value.token for value in node._values}
        asked = {variable.filter_expression.token for variable in node.nodelist.get_nodes_by_type(VariableNode)}
        asked |= {word for choice in node.nodelist.get_nodes_by_type(IfNode) for word in conditions(choice)}
        assert {one.partition("|")[0].partition(".")[0] for one in asked} <= given | ALWAYS


def conditions(choice):
    """The variables on which an `if` depends."""
    for condition, _ in choice.conditions_nodelists:
        parts = [condition]
        while parts:
            part = parts.pop()
            if part is not None and hasattr(part, "value"):
                parts += [getattr(part, "first", None), getattr(part, "second", None)]
                yield from [part.value.token] if hasattr(part.value, "token") else []


def test_a_condition_counts_as_well():
    (choice,) = Template("{% if one and not two.three %}{% endif %}").nodelist.get_nodes_by_type(IfNode)
    assert set(conditions(choice)) == {"one", "two.three"}


def test_what_another_thread_forgets_meanwhile_is_shown_all_the_same():
    class Forgetful(OrderedDict):
        def __contains__(self, key):
            return True

    template = Template("{% load fixed %}{% fixed %}a{% endfixed %}")
    (node,) = template.nodelist.get_nodes_by_type(fixed.Fixed)
    node._kept = Forgetful()
    assert said(template) == "a"
