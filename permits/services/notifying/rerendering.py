"""Request the PDF of a notice that somebody is waiting for."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from permits.models import OutboxRow
from permits.services.notifying.notices import RENDER_JOB


def ask_for_rendering(conn: Connection, notice: Any, *, wall: datetime) -> None:
    """Put the job that renders a notice before all others, again if it ended without a PDF; the caller commits."""
    dedupe = f"render-{notice.application_id}-{notice.event_seq}-{notice.kind}-{notice.permit}"
    is_first_request = (OutboxRow.state == "new") & OutboxRow.requested_at.is_(None)
    row = update(OutboxRow).where(OutboxRow.job == RENDER_JOB, OutboxRow.dedupe == dedupe)
    fresh = {"state": "new", "attempts": 0, "leased_until": None, "sent_until": None, "done_at": None}
    again = row.where(OutboxRow.state.in_(("done", "failed")) | is_first_request)
    conn.execute(again.values(**fresh, requested_at=wall, available_at=wall))
