"""Request the PDF of a notice that somebody is waiting for."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, literal
from sqlalchemy.dialects import postgresql, sqlite

from permits.models import OutboxRow
from permits.services.notifying.notices import RENDER_JOB


def ask_for_rendering(conn: Connection, notice: Any, *, area: str, wall: datetime) -> str | None:
    """Put the job that renders a notice before all others, anew if it is done and forgotten; the caller commits.

    Returns why the last try failed; None where none has.
    """
    key = {name: getattr(notice, name) for name in ("application_id", "event_seq", "kind", "permit")}
    dedupe = "-".join(["render", *map(str, key.values())])
    is_first_request = (OutboxRow.state == "new") & OutboxRow.requested_at.is_(None)
    is_to_go = OutboxRow.state.in_(("done", "failed")) | is_first_request
    fresh = {"state": "new", "attempts": 0, "leased_until": None, "sent_until": None, "done_at": None, "failure": None}
    asked = {**fresh, "requested_at": wall, "available_at": wall}
    made = {"area": area, "job": RENDER_JOB, "args": key, "dedupe": dedupe, "created_at": wall}
    row = (postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert)(OutboxRow).values(**made, **asked)
    columns = OutboxRow.__table__.c
    again = row.on_conflict_do_update(
        index_elements=[OutboxRow.dedupe],
        # one that is under way stays as it is, and tells its fault too
        set_={n: case((is_to_go, literal(v, columns[n].type)), else_=columns[n]) for n, v in asked.items()},
    )
    error: str | None = conn.execute(again.returning(OutboxRow.error)).scalar_one()
    return error
