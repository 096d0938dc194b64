"""Scopes of clocks and duties are built and read by their one type."""

import ast

import pytest

from tests.house.sources import name, python_files

PREFIXES = ("item:", "licence:", "department:")


def by_hand(source: str) -> list[int]:
    """List the lines of a Python source that build a scope or take one apart by hand."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if _builds(node) or _takes_apart(node)]


def _builds(node: ast.AST) -> bool:
    first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None
    return isinstance(first, ast.Constant) and str(first.value).startswith(PREFIXES)


def _takes_apart(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    owner = ast.unparse(node.func.value).rpartition(".")[2]
    return owner == "scope" and node.func.attr in {"partition", "rpartition", "split", "startswith", "removeprefix"}


def test_nobody_builds_a_scope_or_takes_one_apart_by_hand() -> None:
    found = {
        f"{name(path)}:{line}"
        for path in python_files("forms", "permits", "tasks")
        for line in by_hand(path.read_text(encoding="utf-8"))
    }

    assert found == set()


@pytest.mark.parametrize(
    "source",
    [
        'case.arm(f"item:{permit}:{department}:{kind}", "work_item")',
        'scope = f"licence:{number}"',
        'kind, _, key = scope.partition(":")',
        'about.scope.split(":")',
    ],
)
def test_a_scope_made_by_hand_is_found(source: str) -> None:
    assert by_hand(source) == [1]


def test_other_texts_are_left_alone() -> None:
    assert by_hand('f"{permit}: {department}"; name.partition(":")') == []
