"""The runbook as the documentation has it: a section an alert, each with its meaning, where to look and how to act."""

import re
from dataclasses import dataclass
from functools import cache

from permits.config import ROOT

PAGE = ROOT / "docs" / "runbook.md"
LABEL = re.compile(r"^\*\*(\w+)\.\*\* ", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """One section: the name its lines and alerts link to, its title, its text."""

    name: str
    title: str
    text: str

    @property
    def parts(self) -> list[tuple[str, list[str]]]:
        """Return the label of each part with its text; every second piece of a text is code."""
        _, *found = LABEL.split(LINK.sub(r"\1", self.text))
        return [(label, text.split("`")) for label, text in zip(found[::2], found[1::2], strict=True)]


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
