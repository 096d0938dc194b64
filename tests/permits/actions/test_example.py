import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from permits.config import ROOT

DIFF = ROOT / "docs" / "examples" / "action.diff"
# what every text needs, whatever shows it
CATALOGUE = "translations/"
MOST_FILES = 3
LOOKED_AT = (
    "tests/permits/actions/example_action.py",
    "tests/permits/actions/test_declarations.py",
    "tests/house/test_translations.py::test_every_msgid_has_a_chinese_text",
)
NOT_COPIED = ("__pycache__", ".git", ".venv", ".*_cache", "instance", "node_modules", "results", "screens")


def test_adding_an_action_touches_three_files_and_their_texts() -> None:
    touched = re.findall(r"^\+\+\+ b/(.+)$", DIFF.read_text(encoding="utf-8"), re.MULTILINE)

    assert 1 <= len([one for one in touched if not one.startswith(CATALOGUE)]) <= MOST_FILES


def test_the_example_action_is_served_shown_and_offered(tmp_path: Path) -> None:
    """The diff of docs/extending.md, put into a copy of the house, passes the tests of the house."""
    copy = tmp_path / "house"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
    alone = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path), "PYTHONPATH": str(copy)}

    _run(["git", "apply", str(DIFF)], copy, alone)
    _run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *LOOKED_AT], copy, alone)


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
