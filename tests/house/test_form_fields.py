"""A field of the form is declared once: no second list of fields stands in code or in a template."""

import ast
from collections.abc import Iterator

from permits.config import ROOT
from tests.house.sources import name, python_files
from workflows import form_fields, load_bundles

FIELDS = [field for bundle in load_bundles().values() for field in form_fields(bundle).values()]
NAMES = {spelt for field in FIELDS for spelt in (field.path, field.control)}
MOST_IN_CODE, MOST_IN_TEMPLATE = 1, 1


def lists_of_fields(source: str) -> Iterator[int]:
    """Give the lines of literals that spell more than one field."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict | ast.List | ast.Set | ast.Tuple):
            keys = node.keys if isinstance(node, ast.Dict) else node.elts
            spelt = {one.value for one in keys if isinstance(one, ast.Constant)} & NAMES
            if len(spelt) > MOST_IN_CODE:
                yield node.lineno


def test_a_second_list_would_be_found() -> None:
    assert list(lists_of_fields('LABELS = {\n"agent.phone": 1, "agent.email": 2}')) == [1]
    assert list(lists_of_fields('SHOWN = ("agent_phone", "agent_email")')) == [1]
    assert list(lists_of_fields('raise Invalid.at("agent.phone", "Write a number")')) == []


def test_no_code_lists_fields_of_the_form() -> None:
    found = {
        f"{name(path)}:{line}": "a list of fields"
        for path in python_files("workflows", "forms", "permits", "tasks")
        for line in lists_of_fields(path.read_text(encoding="utf-8"))
    }

    assert found == {}


def test_no_template_lists_fields_of_the_form() -> None:
    found = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        source = path.read_text(encoding="utf-8")
        spelt = sorted(one for one in NAMES if f".{one}" in source)
        if len(spelt) > MOST_IN_TEMPLATE:
            found[name(path)] = spelt

    assert found == {}
