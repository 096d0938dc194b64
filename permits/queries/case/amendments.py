"""The versions of a submitted form: what each change made of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from sqlalchemy import Connection, select

from forms.part_fields import masked
from permits.models import Amendment

Parts = Mapping[str, Mapping[str, object]]


class Version(TypedDict):
    """What one change made of the form; numbers of people are masked."""

    number: int
    changed: list[str]
    before: dict[str, dict[str, object]]
    after: dict[str, dict[str, object]]
    reason: str
    reopened: list[str]
    made_at: datetime
    made_by: str


def amendments_of(conn: Connection, application_id: int) -> list[Version]:
    """List what changed after submission, oldest first."""
    columns = (
        Amendment.number,
        Amendment.before,
        Amendment.after,
        Amendment.reason,
        Amendment.reopened,
        Amendment.made_at,
        Amendment.made_by,
    )
    rows = conn.execute(select(*columns).where(Amendment.application_id == application_id).order_by(Amendment.number))
    return [
        {
            "number": number,
            "changed": [f"{part}.{key}" for part, fields in after.items() for key in fields],
            "before": _masked(before),
            "after": _masked(after),
            "reason": reason,
            "reopened": reopened,
            "made_at": made_at,
            "made_by": made_by,
        }
        for number, before, after, reason, reopened, made_at, made_by in rows
    ]


def _masked(parts: Parts) -> dict[str, dict[str, object]]:
    return {part: masked(part, fields) for part, fields in parts.items()}
