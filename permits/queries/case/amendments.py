"""The versions of a submitted form: what each change made of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from forms.identity import mask_id, mask_phone
from permits.queries.case.rows import Amendment, Document

HIDE = {"resident_id": mask_id, "phone": mask_phone}


class Version(TypedDict):
    """One change of the form: the fields it named, as they were and as they became; numbers of people are masked."""

    number: int
    changed: list[str]
    before: dict[str, Document]
    after: dict[str, Document]
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
        "before": {part: masked(fields) for part, fields in row.before.items()},
        "after": {part: masked(fields) for part, fields in row.after.items()},
        "reason": row.reason,
        "reopened": row.reopened,
        "made_at": row.made_at,
        "made_by": row.made_by,
    }


def masked(part: Mapping[str, object]) -> Document:
    """Hide identity and telephone numbers in one part of a form."""
    return {key: HIDE[key](str(value)) if key in HIDE and value else value for key, value in part.items()}
