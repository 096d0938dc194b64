"""Every event is declared once, in workflows/events: nothing is recorded without a row, no row stands for nothing."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from permits.config import ROOT
from permits.services.timers import sweep
from tests.house.sources import name, python_files
from workflows import event_catalogue
from workflows.time.timers import RUNGS, WARNINGS

SPRITE = ROOT / "templates" / "components" / "icons.html"
TONES = ROOT / "static" / "css" / "base.css"
ROWS = event_catalogue().rows
CODE = ("workflows", "forms", "permits", "tasks")
PART = r"(\w+)"


@cache
def trees() -> dict[str, ast.Module]:
    return {name(path): ast.parse(path.read_text(encoding="utf-8")) for path in python_files(*CODE)}


def recordings() -> Iterator[tuple[ast.expr, str]]:
    """Give the name handed to each call of `record`, with its place."""
    for place, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record":
                yield node.args[0], f"{place}:{node.lineno}"


@cache
def recorded() -> tuple[tuple[str, str], ...]:
    """Give a pattern for every event the house records, with its place; what is put together stands for any word."""
    return tuple((part, place) for node, place in recordings() for part in patterns(node))


def patterns(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from patterns(node.body)
        yield from patterns(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else PART for part in node.values)
    elif isinstance(node, ast.Constant):
        yield re.escape(str(node.value))
    else:
        yield ""  # a name: what it holds cannot be read here


@cache
def words() -> frozenset[str]:
    """Give every word of the code: what a name is put together with stands somewhere as a word."""
    nodes = (node for tree in trees().values() for node in ast.walk(tree))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def is_recorded(event: str) -> bool:
    found = (re.fullmatch(part, event) for part, _ in recorded())
    return any(match is not None and words().issuperset(match.groups()) for match in found)


def test_every_event_recorded_has_a_row() -> None:
    forgotten = {part: place for part, place in recorded() if not any(re.fullmatch(part, event) for event in ROWS)}

    assert forgotten == {}


def test_every_row_is_recorded_somewhere() -> None:
    assert [event for event in ROWS if not is_recorded(event)] == []


def test_the_search_finds_what_services_record() -> None:
    found = {part for part, _ in recorded()}

    assert {r"application\.accepted", r"permit\.granted", r"work_item\.(\w+)"} <= found
    assert is_recorded("licence.revoked")
    assert not is_recorded("licence.polished")


def test_every_rung_of_a_clock_that_only_warns_has_a_row() -> None:
    warning = {rung for rungs in RUNGS.values() for rung in rungs if rung not in sweep.RUNGS}

    assert {f"clock.{rung}" for rung in warning | {"red"}} <= ROWS.keys()
    assert warning == WARNINGS


def test_no_event_is_named_outside_the_catalogue_but_where_it_is_recorded() -> None:
    allowed = {id(node) for argument, _ in recordings() for node in ast.walk(argument)}
    named = [
        f"{place}:{node.lineno} {node.value}"
        for place, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in ROWS and id(node) not in allowed
    ]
    pages = [
        f"{name(path)} {event}"
        for folder, end in (("templates", "html"), ("static", "js"))
        for path in (ROOT / folder).rglob(f"*.{end}")
        for event in ROWS
        if re.search(rf"(?<![\w.]){re.escape(event)}(?!\w)", path.read_text(encoding="utf-8"))
    ]

    assert named + pages == []


@pytest.mark.parametrize("event", sorted(ROWS))
def test_every_icon_stands_in_the_sprite_and_every_tone_in_the_style_sheet(event: str) -> None:
    row = ROWS[event]

    assert f'id="i-{row.icon}"' in SPRITE.read_text(encoding="utf-8")
    assert f".tone-{row.tone} {{" in TONES.read_text(encoding="utf-8")
