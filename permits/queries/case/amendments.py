"""The versions of a submitted form: what each change made of it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from forms.part_fields import masked
from permits.models import Amendment


def amendments_of(conn: Connection, application_id: int) -> list[dict[str, Any]]:
    """List what changed after submission, oldest first; numbers of people are masked."""
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
    return [_shown(row) for row in rows]


def _shown(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "changed": [f"{part}.{key}" for part, fields in row.after.items() for key in fields],
        "before": _masked(row.before),
        "after": _masked(row.after),
        "reason": row.reason,
        "reopened": row.reopened,
        "made_at": row.made_at,
        "made_by": row.made_by,
    }


def _masked(parts: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
    return {part: masked(part, fields) for part, fields in parts.items()}
