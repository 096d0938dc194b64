"""The versions of a submitted form and their changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from forms.part_fields import masked
from permits.queries.reading.rows import Amendment, Application
from workflows import FIELD_PARTS


class Version(TypedDict):
    """One change of the form: its fields before and after; identity numbers of people are masked."""

    number: int
    changed: list[str]
    before: dict[str, dict[str, object]]
    after: dict[str, dict[str, object]]
    reason: str
    reopened: list[str]
    made_at: datetime
    made_by: str


def amendments_of(rows: Sequence[Amendment]) -> list[Version]:
    """List the changes after submission, oldest first; identity numbers of people are masked."""
    return [_shown(row) for row in sorted(rows, key=lambda row: row.number)]


def _shown(row: Amendment) -> Version:
    return {
        "number": row.number,
        "changed": [f"{part}.{key}" for part, fields in row.after.items() for key in fields],
        "before": {part: masked(part, fields) for part, fields in row.before.items()},
        "after": {part: masked(part, fields) for part, fields in row.after.items()},
        "reason": row.reason,
        "reopened": row.reopened,
        "made_at": row.made_at,
        "made_by": row.made_by,
    }


def parts_of(application: Application) -> dict[str, dict[str, object]]:
    """Return the parts of the form with identity numbers of people masked."""
    return {name: masked(name, getattr(application, name)) for name in FIELD_PARTS}
