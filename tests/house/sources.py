"""Where the house's own sources stand."""

from collections.abc import Iterator
from pathlib import Path

from permits.config import ROOT

FOLDERS = ("workflows", "forms", "permits", "tasks", "tests", "bench")


def python_files(*folders: str) -> Iterator[Path]:
    """List Python files below folders of the house, and those at its root."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))
    yield from sorted(ROOT.glob("*.py"))


def name(path: Path) -> str:
    """Name a file as a reader would."""
    return str(path.relative_to(ROOT))
