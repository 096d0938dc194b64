"""The diffs of docs/examples, put into one copy of the house: each is small, and what it adds works there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from permits.config import ROOT

DIFFS = sorted((ROOT / "docs" / "examples").glob("*.diff"))
NAMES = [path.stem for path in DIFFS]
HERE = Path("tests/examples")
# texts are data, whatever shows them; tests are no part of the product
NO_PRODUCT = ("translations/", "tests/")
MOST_FILES = 3
HOUSE = (
    "tests/permits/actions/test_declarations.py",
    "tests/house/test_events.py::test_every_event_recorded_has_a_row",
    "tests/house/test_events.py::test_every_icon_stands_in_the_sprite_and_every_tone_in_the_style_sheet",
    "tests/permits/documents/test_kinds.py",
    "tests/permits/documents/test_view.py",
    "tests/house/test_translations.py::test_every_msgid_has_a_chinese_text",
)
NOT_COPIED = ("__pycache__", ".git", ".venv", ".*_cache", "instance", "node_modules", "results", "screens")


def product_files(diff: str) -> list[str]:
    """List the files of the product that a diff touches."""
    touched = re.findall(r"^\+\+\+ b/(.+)$", diff, re.MULTILINE)
    return [one for one in touched if not one.startswith(NO_PRODUCT)]


@pytest.mark.parametrize("path", DIFFS, ids=NAMES)
def test_the_example_touches_at_most_three_product_files(path: Path) -> None:
    assert 1 <= len(product_files(path.read_text(encoding="utf-8"))) <= MOST_FILES


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_shown_in_the_documentation_and_has_tests(name: str) -> None:
    page = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")

    assert f"[examples/{name}.diff](examples/{name}.diff)" in page
    assert (ROOT / HERE / f"example_{name.replace('-', '_')}.py").is_file()


def test_a_file_too_many_is_counted() -> None:
    touched = ("a.py", "b.toml", "translations/zh/ui.po", "tests/a.py", "c/d.py", "e.html")

    assert product_files("".join(f"+++ b/{one}\n" for one in touched)) == ["a.py", "b.toml", "c/d.py", "e.html"]


def test_the_examples_work_in_a_copy_of_the_house(tmp_path: Path) -> None:
    copy = tmp_path / "house"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
    alone = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path), "PYTHONPATH": str(copy)}
    examples = [str(HERE / f"example_{name.replace('-', '_')}.py") for name in NAMES]

    _run(["git", "apply", *map(str, DIFFS)], copy, alone)
    _run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *examples, *HOUSE], copy, alone)


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
