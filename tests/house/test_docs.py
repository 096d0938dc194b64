"""What the documentation names exists: paths, modules, functions, documents; decisions have a form."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from permits.config import ROOT
from workflows import lifecycle
from workflows.definition.lifecycles import NAMES

ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md")] + sorted((ROOT / "docs").rglob("*.md"))
FOLDERS = "workflows|forms|permits|tasks|templates|static|migrations|translations|tests|bench|docs|deploy"
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(rf"(?:{FOLDERS})/[\w./<>…*-]*")
MODULE = re.compile(r"(?:workflows|forms|permits|tasks|tests|bench)(?:\.\w+)+")
# a macro of the template components/forms.html is no name in Python
MACRO = re.compile(r"forms\.(?:html|section\()")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PLACEHOLDER = re.compile(r"<\w+>|…")
PARTS = ("Status", "Date", "Context", "Decision", "Alternatives", "Consequences")
KINDS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
# the second column of the glossary
ACTION_WORDS = re.compile(r"^\| [^|]+\| ([^|]+)\|", re.MULTILINE)
# made when the house runs, never part of it
MADE = ("bench/results/",)
README_NAMES = ("architecture", "extending", "glossary", "operations", "reference", "interface", "performance")


def missing_paths(text: str) -> list[str]:
    """List the quoted paths that lead nowhere; `<noun>` and `…` stand for any name."""
    quoted = (path for one in QUOTED.findall(text) for path in PATH.findall(one) if one.startswith(path))
    return [path for path in quoted if not path.startswith(MADE) and not _leads_somewhere(path)]


def _leads_somewhere(path: str) -> bool:
    pattern = PLACEHOLDER.sub("*", path).rstrip(".,/")
    return next(ROOT.glob(pattern), None) is not None


def missing_names(text: str) -> list[str]:
    """List the quoted dotted names of which no module, or nothing in one, is called so."""
    return [name for one in QUOTED.findall(text) for name in _names(one) if not _is_known(name)]


def _names(quoted: str) -> list[str]:
    return [] if MACRO.search(quoted) else MODULE.findall(quoted)


def _is_known(name: str) -> bool:
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        stem = ROOT.joinpath(*parts[:end])
        if stem.with_suffix(".py").is_file() or (stem / "__init__.py").is_file():
            return _holds(".".join(parts[:end]), parts[end:])
    return False


def _holds(module: str, names: list[str]) -> bool:
    found: object = import_module(module) if names else None
    for name in names:
        if not hasattr(found, name):
            return False
        found = getattr(found, name)
    return True


def dead_links(page: Path, text: str) -> list[str]:
    """List the relative links of a page that lead nowhere."""
    links = (link for link in LINK.findall(text) if "://" not in link)
    return [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_module_and_link_of_the_documentation_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert missing_paths(text) + missing_names(text) + dead_links(page, text) == []


def test_what_leads_nowhere_is_found() -> None:
    text = (
        "`permits/db.py`, `permits/gone.py`, `permits/services/<room>/…notices.py`, `permits/<room>/gone.py`, "
        "`permits.db.perform(engine)`, `permits.db.vanish`, `permits.gone`, [a](operations.md#settings), [b](gone.md)"
    )

    assert missing_paths(text) == ["permits/gone.py", "permits/<room>/gone.py"]
    assert missing_names(text) == ["permits.db.vanish", "permits.gone"]
    assert dead_links(ROOT / "docs" / "x.md", text) == ["gone.md"]


def parts_of(text: str) -> list[str]:
    """Name the parts of a decision in their order, those of its later sections aside."""
    return re.findall(r"^\*\*(\w+)\.\*\*", text.split("\n## ", maxsplit=1)[0], re.MULTILINE)


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_has_status_date_context_decision_alternatives_and_consequences(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert parts_of(text) == list(PARTS)
    assert re.search(r"^\*\*Status\.\*\* (Accepted|Proposed|Superseded by \[)", text, re.MULTILINE)
    assert re.search(r"^\*\*Date\.\*\* \d{4}-\d{2}-\d{2}\.$", text, re.MULTILINE)


def test_a_part_that_is_left_out_is_found() -> None:
    assert parts_of("# 1. A\n\n**Status.** B\n\n**Context.** C\n\n## D\n\n**Date.** E\n") == [
        "Status",
        "Context",
    ]


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.stem[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))


def test_the_readme_names_every_document() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name for name in README_NAMES if f"](docs/{name}.md)" not in readme] == []
    assert "](docs/adr)" in readme
    assert "](CONTRIBUTING.md)" in readme


def test_the_glossary_names_actions_as_the_lifecycles_do() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    known = {action.name for key in NAMES for action in lifecycle(key).actions}

    named = {word for row in ACTION_WORDS.findall(text) for word in re.findall(r"[a-z]+(?:_[a-z]+)+", row)}
    assert "notify_deficiencies" in named
    assert named <= known


def test_no_row_of_the_tour_stands_twice() -> None:
    rows = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    addresses = [address for row in rows for address in re.findall(r"`(/[\w-]+)`", row)]

    assert sorted(set(addresses)) == sorted(addresses)


def test_the_changelog_knows_its_kinds_alone_and_names_each_once_a_release() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    for release in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        kinds = re.findall(r"^### (.+)$", release, re.MULTILINE)
        assert kinds == [kind for kind in KINDS if kind in kinds]
