import ast
from collections.abc import Iterator
from pathlib import Path

from permits.config import ROOT
from tests.house.sources import FOLDERS, name, python_files

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE, LONGEST_CSS_LINE = 400, 40, 120, 120
OTHER_FLOORS = ("forms", "permits", "tasks")


def test_no_file_is_longer_than_400_lines() -> None:
    long = {name(path): lines for path in python_files(*FOLDERS) if (lines := _lines(path)) > LONGEST_FILE}

    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{name(path)}:{node.lineno} {node.name}": length
        for path in python_files(*FOLDERS)
        for node in _functions(path)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }

    assert long == {}


def test_no_template_is_longer_than_120_lines() -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))

    assert {name(path): lines for path in templates if (lines := _lines(path)) > LONGEST_TEMPLATE} == {}


def test_no_line_of_a_stylesheet_is_longer_than_120_letters() -> None:
    sheets = sorted((ROOT / "static" / "css").glob("*.css"))

    assert [place for sheet in sheets for place in _longer_lines(sheet, LONGEST_CSS_LINE)] == []
    assert len(sheets) > 5


def test_other_floors_see_only_the_face_of_workflows() -> None:
    behind = {
        f"{name(path)}:{line}": module
        for path in python_files(*OTHER_FLOORS)
        for line, module in _imports(path)
        if module.startswith("workflows.")
    }

    assert behind == {}


def _longer_lines(path: Path, most: int) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"{name(path)}:{number}" for number, line in enumerate(lines, 1) if len(line) > most]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
