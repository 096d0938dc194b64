"""Rows of the deficiencies of a case: the departments' lists, and the items of the one notice."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from permits.models import Deficiency, DeficiencyDraft
from permits.models.base import JsonObject


@dataclass(slots=True)
class DeficiencyListRow:
    """The deficiency list of one department, before the counter merges all lists into the one notice."""

    model: ClassVar = DeficiencyDraft

    id: int
    department: str
    round: int
    state: str
    items: list[JsonObject]
    filed_at: datetime | None
    filed_by: str | None


@dataclass(slots=True)
class DeficiencyRow:
    """One item of the notice."""

    model: ClassVar = Deficiency

    id: int
    department: str
    material: str | None
    field: str | None
    state: str
    rounds: int
