"""Rows of what is missing in a case: the lists of the departments, and the items of the one notice."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from permits.models import Deficiency, DeficiencyDraft
from permits.models.base import JsonObject


@dataclass(slots=True)
class DeficiencyListRow:
    """What one department found missing, before the counter seals everything into the one notice."""

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
