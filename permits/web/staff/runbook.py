"""The runbook as the documentation has it: a section an alert, each with its meaning, where to look and how to act."""

import re
from dataclasses import dataclass
from functools import cache

from permits.config import ROOT

PAGE = ROOT / "docs" / "runbook.md"
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """One section: the name its lines and alerts link to, its title, its text."""

    name: str
    title: str
    text: str


@cache
def sections() -> list[Section]:
    """Return the sections of the runbook; none where the documentation is not installed."""
    if not PAGE.exists():
        return []
    _, *parts = HEADING.split(PAGE.read_text(encoding="utf-8"))
    return [
        Section(title.lower().replace(" ", "-"), title, text.strip())
        for title, text in zip(parts[::2], parts[1::2], strict=True)
    ]
