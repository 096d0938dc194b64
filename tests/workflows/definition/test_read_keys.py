"""Every key of a bundle that the reader takes is read by an act, a page or the engine, never by a text alone."""

import ast
import dataclasses
import inspect
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from permits.config import ROOT
from workflows.definition.joins import JoinResult

MODULES = sorted(path.stem for path in (ROOT / "workflows" / "definition").glob("*.py") if path.stem != "__init__")
# what reads a file or checks it gives a key no meaning
ONLY_READING = ("workflows/definition/reading", "workflows/definition/catalogue.py", "workflows/checking")
PRODUCT = ("workflows", "forms", "permits", "tasks")
ATTRIBUTE = re.compile(r"\.([a-z_]\w*)")
RESULTS = {JoinResult}


def bundle_classes() -> list[type]:
    """Find every frozen class that the bundle is made of."""
    bundle = import_module("workflows.definition.bundle").Bundle
    known = {
        name: found
        for module in MODULES
        for name, found in vars(import_module(f"workflows.definition.{module}")).items()
        if inspect.isclass(found) and dataclasses.is_dataclass(found) and found not in RESULTS
    }
    found, waiting = dict[str, type](), [bundle]
    while waiting:
        one = waiting.pop()
        found[one.__name__] = one
        words = {word for field in dataclasses.fields(one) for word in re.findall(r"\w+", str(field.type))}
        waiting += [known[word] for word in sorted(words & known.keys() - found.keys())]
    return list(found.values())


@cache
def read_names() -> frozenset[str]:
    """Collect every attribute that the product reads, outside the reading and checking of files."""
    found = set[str]()
    for path in (path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py")):
        if not str(path.relative_to(ROOT)).startswith(ONLY_READING):
            found |= _attributes(path)
    for path in (ROOT / "templates").rglob("*.html"):
        found |= set(ATTRIBUTE.findall(path.read_text(encoding="utf-8")))
    return frozenset(found)


def _attributes(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load))
    return {node.attr for node in nodes}


@pytest.mark.parametrize("part", bundle_classes(), ids=lambda part: part.__name__)
def test_something_reads_every_key(part: type) -> None:
    assert [field.name for field in dataclasses.fields(part) if field.name not in read_names()] == []


def test_the_parts_of_a_bundle_are_all_looked_at() -> None:
    names = {part.__name__ for part in bundle_classes()}

    assert names >= {"Bundle", "PermitRule", "ItemRule", "Material", "Limits", "JoinPolicy", "Validity", "FeeRule"}
