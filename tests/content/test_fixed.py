"""What many pages have in common is rendered once, and cannot be wrong on any of them."""

from collections import OrderedDict
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, Template, engines
from django.template.base import FilterExpression, VariableNode
from django.template.defaulttags import ForNode, IfNode, WithNode

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
        given = {value.token for value in node._values} | ALWAYS
        assert {word for word in asked(node) if not any(f"{word}.".startswith(f"{one}.") for one in given)} == set()


def asked(node):
    """The variables on which a tag's content depends, without those that a tag inside gives."""
    found, given = set(), set()
    if isinstance(node, VariableNode):
        found |= variables(node.filter_expression)
    elif isinstance(node, IfNode):
        found |= {word for condition, _ in node.conditions_nodelists for word in conditions(condition)}
    elif isinstance(node, ForNode):
        found, given = found | variables(node.sequence), {*node.loopvars, "forloop"}
    elif isinstance(node, WithNode):
        found = found.union(*map(variables, node.extra_context.values()))
        given = set(node.extra_context)
    inside = {word for name in node.child_nodelists for one in getattr(node, name, ()) for word in asked(one)}
    return found | {word for word in inside if word.partition(".")[0] not in given}


def variables(expression):
    return {".".join(expression.var.lookups)} if getattr(expression.var, "lookups", None) else set()


def conditions(condition):
    """The variables on which an `if` depends."""
    if condition is None:
        return set()
    parts = (getattr(condition, side, None) for side in ("first", "second"))
    own = variables(condition.value) if isinstance(getattr(condition, "value", None), FilterExpression) else set()
    return own.union(*map(conditions, parts))


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            "{% if one and not two.three or four == 'five' %}{{ six|length }}{% endif %}",
            {"one", "two.three", "four", "six"},
        ),
        ("{% for one, two in three.four %}{{ one.x }}{{ forloop.last }}{{ five }}{% endfor %}", {"three.four", "five"}),
        (
            "{% with one=two.three %}{% if one.four %}{{ five }}{% endif %}{% endwith %}{{ one }}",
            {"two.three", "five", "one"},
        ),
    ],
)
def test_conditions_and_what_a_tag_gives_count_as_well(inside, expected):
    (node,) = Template(f"{{% load fixed %}}{{% fixed %}}{inside}{{% endfixed %}}").nodelist.get_nodes_by_type(
        fixed.Fixed
    )
    assert asked(node) == expected


def test_what_another_thread_forgets_meanwhile_is_shown_all_the_same():
    class Forgetful(OrderedDict):
        def __contains__(self, key):
            return True

    template = Template("{% load fixed %}{% fixed %}a{% endfixed %}")
    (node,) = template.nodelist.get_nodes_by_type(fixed.Fixed)
    node._kept = Forgetful()
    assert said(template) == "a"
