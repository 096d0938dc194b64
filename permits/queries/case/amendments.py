"""The versions of a submitted form: what each change made of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from forms.part_fields import masked
from permits.queries.reading.rows import Amendment, Application
from workflows import FIELD_PARTS


class Version(TypedDict):
    """One change of the form: the fields it named, as they were and as they became; numbers of people are masked."""

    number: int
    changed: list[str]
    before: dict[str, dict[str, object]]
    after: dict[str, dict[str, object]]
    reason: str
    reopened: list[str]
    made_at: datetime
    made_by: str


def amendments_of(rows: Sequence[Amendment]) -> list[Version]:
    """List what changed after submission, oldest first; numbers of people are masked."""
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
    """Give the parts of the form as others see them: numbers of people are masked."""
    return {name: masked(name, getattr(application, name)) for name in FIELD_PARTS}
