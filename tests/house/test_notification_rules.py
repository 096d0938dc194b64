import ast
import re
from collections.abc import Iterator

from permits.services.notifying.rules import rules
from tests.house.sources import name, python_files


def recorded() -> Iterator[tuple[str, str]]:
    """Give a pattern for every event the house records, with its place; what is put together stands for any word."""
    for path in python_files("permits"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record":
                for part in patterns(node.args[0]):
                    yield part, f"{name(path)}:{node.lineno}"


def patterns(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from patterns(node.body)
        yield from patterns(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in node.values)
    elif isinstance(node, ast.Constant):
        yield re.escape(node.value)
    else:
        yield ""  # a name: what it holds cannot be read here


def test_every_event_is_told_by_a_rule_or_listed_as_silent() -> None:
    known = rules().silent | rules().events.keys()

    forgotten = {part: place for part, place in recorded() if not any(re.fullmatch(part, event) for event in known)}

    assert forgotten == {}


def test_no_rule_waits_for_an_event_nobody_records() -> None:
    found = [part for part, _ in recorded()]

    assert [e for e in rules().silent | rules().events.keys() if not any(re.fullmatch(p, e) for p in found)] == []


def test_the_search_finds_what_services_record() -> None:
    found = {part for part, _ in recorded()}

    assert {r"application\.accepted", r"permit\.granted", r"work_item\.\w+"} <= found
