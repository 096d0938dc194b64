import re
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest
from jinja2 import Environment, nodes

from permits.config import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
READER = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
LONG = "word " * 40
TAGS = (
    '  <a class="key" href="{{ url_for("a.b", number=number, other=other) }}" data-confirm="{{ _("Sure?") }}">'
    "{{ name }}</a>"
    '<b>{{ other }}</b>{% if name %}<i title="a  b">{{ name|upper }}</i>{% endif %} {{ other }}\n'
)
EXPRESSION = "  {% set rows = [" + ", ".join(["(one, two)"] * 8) + "] if one and two or three else [] %}\n"
SENTENCE = f'  <p>{{{{ _("{LONG}end") }}}}{{{{ other }}}}</p>\n'


def tool(name: str) -> ModuleType:
    spec = spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


breaks = tool("templates").formatted
css = tool("css").formatted


def meaning(text: str) -> nodes.Template:
    """Read a template as a browser will: any white space is one blank."""
    tree = READER.parse(text)
    for data in tree.find_all(nodes.TemplateData):
        data.data = re.sub(r"\s+", " ", data.data)
    return tree


@pytest.mark.parametrize("text", [TAGS, EXPRESSION, SENTENCE], ids=["tags", "expression", "sentence"])
def test_breaking_a_template_changes_no_page(text: str) -> None:
    broken = breaks(text)

    assert max(map(len, broken.splitlines())) <= 120
    assert meaning(broken) == meaning(text)
    assert breaks(broken) == broken


@pytest.mark.parametrize("text", [f"<textarea>{LONG}{LONG}</textarea>\n", f'<p title="{LONG}{LONG}"></p>\n'])
def test_what_a_reader_would_see_is_not_broken(text: str) -> None:
    assert breaks(text) == text


def test_a_space_that_matters_is_told_apart() -> None:
    assert meaning("<b>a</b><i>b</i>") != meaning("<b>a</b> <i>b</i>")


def test_every_template_keeps_its_meaning() -> None:
    changed = [
        page.name
        for page in TEMPLATES
        if meaning(breaks(page.read_text(encoding="utf-8"))) != meaning(page.read_text(encoding="utf-8"))
    ]

    assert changed == []
    assert len(TEMPLATES) > 50


def test_a_stylesheet_has_one_declaration_a_line() -> None:
    assert css("a{color:red;margin:0}b>i{top:1px}") == (
        "a {\n  color: red;\n  margin: 0\n}\n\nb > i {\n  top: 1px\n}\n"
    )
