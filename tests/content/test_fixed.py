"""What many pages have in common is rendered once, and cannot be wrong on any of them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, Template, engines
from django.template.base import VariableNode

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
        assert {one.partition("|")[0].partition(".")[0] for one in asked} <= given | ALWAYS
