"""Sets of states and scopes have a name: no code writes one out; and no code names what belongs to one matter.

Groups that are named are declared, and declared ones used; a scope of a clock or a duty is built and read by its type.
What belongs to a matter stands in its bundle.
"""

import ast
import re
from collections.abc import Iterator
from itertools import chain

import pytest

from permits.config import ROOT
from tests.house.sources import name, python_files
from tests.vocabulary import spoken
from workflows import lifecycle
from workflows.definition.lifecycles import NAMES

PRODUCT = ("workflows", "forms", "permits", "tasks", "bench")
STATES = {key: {state.key for state in lifecycle(key).states} for key in NAMES}
IN_TEMPLATES = re.compile(r"""\bin [\[(]((?:\s*["']\w+["'],?)+)[\])]""")
CALLS_OF_TEMPLATES = re.compile(r"""\bstates\("(\w+)", "(\w+)"\)""")
GIVERS = {"group", "state_group", "StateOf"}
SCOPES = ("item:", "licence:", "department:")


def are_states(words: list[str]) -> bool:
    """Say whether these are several states of one lifecycle and nothing else."""
    return len(set(words)) > 1 and any(states.issuperset(words) for states in STATES.values())


def written_out(source: str) -> list[str]:
    """List the places of a Python source that write a set of states out, as a collection or as a chain of or."""
    return [
        f"{node.lineno}: {', '.join(words)}"
        for node in ast.walk(ast.parse(source))
        for words in _collections(node)
        if are_states(words)
    ]


def _collections(node: ast.AST) -> Iterator[list[str]]:
    if isinstance(node, ast.Set | ast.List | ast.Tuple):
        words = [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if len(words) == len(node.elts):
            yield words
    if isinstance(node, ast.BoolOp):
        compared: dict[str, list[str]] = {}
        for one in node.values:
            if isinstance(one, ast.Compare) and isinstance(one.ops[0], ast.Eq | ast.NotEq):
                right = one.comparators[0]
                if isinstance(right, ast.Constant) and isinstance(right.value, str):
                    compared.setdefault(ast.dump(one.left), []).append(right.value)
        yield from compared.values()
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and " in (" in node.value:
        yield re.findall(r"'(\w+)'", node.value)


def groups_named(source: str) -> Iterator[tuple[str, str]]:
    """Yield the lifecycle and the name of every group a Python source asks for."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if called in GIVERS and len(words) == 2:
            yield words[0], words[1]
        if called == "ordered" and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call):
            yield from (
                (key.value, words[0]) for key in node.func.value.args if words and isinstance(key, ast.Constant)
            )


def all_groups_named() -> set[tuple[str, str]]:
    sources = (path.read_text(encoding="utf-8") for path in python_files(*PRODUCT))
    templates = (path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    in_templates = (found for text in templates for found in CALLS_OF_TEMPLATES.findall(text))
    return set(chain((found for text in sources for found in groups_named(text)), in_templates))


def test_no_code_writes_a_set_of_states_out() -> None:
    found = {
        f"{name(path)}:{place}"
        for path in python_files(*PRODUCT)
        for place in written_out(path.read_text(encoding="utf-8"))
    }

    assert found == set()


def test_no_template_writes_a_set_of_states_out() -> None:
    found = {
        f"{name(path)}: {words}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for words in IN_TEMPLATES.findall(path.read_text(encoding="utf-8"))
        if are_states(re.findall(r"\w+", words))
    }

    assert found == set()


@pytest.mark.parametrize(
    "source",
    [
        'row.state in {"granted", "refused"}',
        'Permit.state.in_(("granted", "refused"))',
        'ENDED = frozenset(["done", "cancelled"])',
        'state: Literal["open", "claimed", "done"]',
        'row.state == "granted" or row.is_old or row.state == "refused"',
        "row.state != 'open' and row.state != 'claimed'",
        "text(\"state in ('open', 'claimed')\")",
    ],
)
def test_a_set_written_out_is_found(source: str) -> None:
    assert len(written_out(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        'row.state in group("permit", "decided")',
        'decision in {"granted", "granted_narrower", "refused"}',
        'row.state == "granted" or other.state == "refused"',
        'WORDS = {"granted": 1, "refused": 2}',
        'row.state in {"open"}',
    ],
)
def test_what_is_no_set_of_states_is_left_alone(source: str) -> None:
    assert written_out(source) == []


def test_every_group_the_code_names_is_declared_and_every_declared_one_is_named() -> None:
    declared = {(key, group) for key in NAMES for group in lifecycle(key).groups}

    assert all_groups_named() == declared


@pytest.mark.parametrize("key", NAMES)
def test_no_two_groups_of_a_lifecycle_hold_the_same_states(key: str) -> None:
    groups = list(lifecycle(key).groups.values())

    assert len(set(groups)) == len(groups)


def by_hand(source: str) -> list[int]:
    """List the lines of a Python source that build a scope or take one apart by hand."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if _builds(node) or _takes_apart(node)]


def _builds(node: ast.AST) -> bool:
    first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None
    return isinstance(first, ast.Constant) and str(first.value).startswith(SCOPES)


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


def test_what_is_no_scope_is_left_alone() -> None:
    assert by_hand('f"{permit}: {department}"; name.partition(":")') == []


# rooms that know no matter, with the endings of their files
ROOMS = {
    "permits/services": (".py",),
    "permits/casefile": (".py",),
    "permits/actions": (".py",),
    "permits/documents": (".py",),
    "permits/web": (".py",),
    "permits/api": (".py",),
    "permits/queries": (".py",),
    "permits/analytics": (".py",),
    "permits/http": (".py",),
    "permits/app": (".py",),
    "permits/cli": (".py",),
    "permits/office.py": (".py",),
    "permits/words.py": (".py",),
    "forms": (".py",),
    "templates": (".html", ".typ"),
    "static/js": (".js",),
    "translations": (".po",),
    "workflows": (".py", ".toml"),
}
REGISTER = "the one register the office keeps is a table of roads"
ICONS = "the sprite has the icons that bundles name"
BRAND = "the product is called after its first matter"
FORM = "the form's field of the place is a road of that register"
SPEAKS = {
    "permits/services/case/register.py": REGISTER,
    "permits/queries/lists/applicant_pages.py": REGISTER,
    "permits/queries/lists/staff.py": REGISTER,
    "permits/queries/office/recorded.py": REGISTER,
    "permits/queries/office/records.py": REGISTER,
    "permits/services/administration/writing.py": REGISTER,
    "permits/web/office/registers.py": REGISTER,
    "permits/words.py": REGISTER,
    "templates/components/icons.html": ICONS,
    "translations/zh/ui.po": BRAND,
    "workflows/definition/form_fields.py": REGISTER,
    "workflows/definition/form_fields.toml": FORM,
}


def files_of_rooms() -> Iterator[str]:
    """Give every file of a room, without the bundles, which speak of their matters."""
    for room, endings in ROOMS.items():
        files = [ROOT / room, *sorted((ROOT / room).rglob("*"))]
        found = (path for path in files if path.suffix in endings)
        yield from (name(path) for path in found if "bundles" not in path.parts)


def test_no_code_speaks_of_one_matter() -> None:
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for file in files_of_rooms() if file not in SPEAKS}

    assert {f"{file}:{word}" for file, text in texts.items() for word in spoken(text)} == set()


@pytest.mark.parametrize("file", SPEAKS)
def test_a_file_that_may_speak_of_a_matter_does(file: str) -> None:
    assert list(spoken((ROOT / file).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text",
    ['SCOPE = {"green-space": 1}', "answers['trees']", 'N_("All trees live")', "# 责令补植", "x.replant_ratio.y"],
)
def test_words_of_a_matter_are_found(text: str) -> None:
    assert list(spoken(text))


@pytest.mark.parametrize("text", ['tone = "green"', "    Law: Urban Road Regulations art. 35.", "broader"])
def test_words_of_the_office_are_left_alone(text: str) -> None:
    assert not list(spoken(text))
