"""Request the PDF of a notice that somebody is waiting for."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from permits.models import OutboxRow
from permits.services.notifying.mailing import insert_once
from permits.services.notifying.notices import RENDER_JOB


def ask_for_rendering(conn: Connection, notice: Any, *, area: str, wall: datetime) -> str | None:
    """Put the job that renders a notice before all others, anew if it is done and forgotten; the caller commits.

    Returns why the last try failed; None where none has.
    """
    key = {name: getattr(notice, name) for name in ("application_id", "event_seq", "kind", "permit")}
    dedupe = "-".join(["render", *map(str, key.values())])
    is_first_request = (OutboxRow.state == "new") & OutboxRow.requested_at.is_(None)
    row = update(OutboxRow).where(OutboxRow.job == RENDER_JOB, OutboxRow.dedupe == dedupe)
    fresh = {"state": "new", "attempts": 0, "leased_until": None, "sent_until": None, "done_at": None, "failure": None}
    asked = {**fresh, "requested_at": wall, "available_at": wall}
    again = row.where(OutboxRow.state.in_(("done", "failed")) | is_first_request)
    known = conn.execute(again.values(**asked).returning(OutboxRow.error)).first()
    known = known or conn.execute(select(OutboxRow.error).where(OutboxRow.dedupe == dedupe)).first()
    if known is None:
        made = {"area": area, "job": RENDER_JOB, "args": key, "dedupe": dedupe, "created_at": wall}
        insert_once(conn, OutboxRow, {**made, **asked})
    return known.error if known else None
