"""Compare the words of all papers of two commits: those of this tree with those of an earlier one."""

import difflib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.machine import write

ROOT = Path(__file__).resolve().parents[2]
WORDING = Path(__file__).with_name("wording.py")
FIGURES = re.compile(r"\d+")
# the number of a case in front of the kind of its paper
CASE = slice(4, None)


def main(commit: str = "HEAD") -> None:
    """Word the papers of a commit and of this tree, and write down what differs, with the number of papers."""
    with tempfile.TemporaryDirectory(prefix="daokou-papers-") as folder:
        before, now = Path(folder) / "before", Path(folder) / "now"
        _worded(_tree_of(commit, Path(folder) / "tree"), before)
        _worded(ROOT, now)
        names = {one.name for one in (*before.iterdir(), *now.iterdir())}
        found = Counter(line for name in sorted(names) for line in _differences(name, before, now))
    told = [f"{count} {line}" for line, count in sorted(found.items())]
    write("papers", {"compared_with": commit, "papers": len(names), "differences": told})
    print(f"{len(names)} papers, {len(told)} differences")


def _tree_of(commit: str, folder: Path) -> Path:
    """Put the files of a commit into a folder."""
    command = ["git", "archive", "--format=tar", commit]
    packed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _worded(tree: Path, out: Path) -> None:
    subprocess.run([sys.executable, str(WORDING), str(out)], cwd=tree, check=True)


def _differences(name: str, before: Path, now: Path) -> Iterator[str]:
    """Yield the texts that differ, each with the kind of paper and its language, without its case and its figures."""
    kind = name if name.startswith("sample-") else name[CASE]
    texts = [file.read_text("utf-8").splitlines() if (file := one / name).exists() else [] for one in (before, now)]
    for line in difflib.unified_diff(*texts, n=0, lineterm=""):
        said = line[1:].strip(" ,").removeprefix('"text": ')
        if line[:2] in {"+ ", "- "} and said.startswith('"') and not said.startswith('"type"'):
            yield f"{kind}: {line[0]} {FIGURES.sub('0', said)}"
