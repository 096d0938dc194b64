"""Request the PDF of a notice again."""

from typing import Any

from sqlalchemy import Connection, update

from permits.models import OutboxRow
from permits.services.notifying.notices import RENDER_JOB


def ask_for_rendering(conn: Connection, notice: Any) -> None:
    """Reset the job that renders a notice, if it has ended without a PDF; the caller commits."""
    dedupe = f"render-{notice.application_id}-{notice.event_seq}-{notice.kind}-{notice.permit}"
    again = update(OutboxRow).where(
        OutboxRow.job == RENDER_JOB, OutboxRow.dedupe == dedupe, OutboxRow.state.in_(("done", "failed"))
    )
    conn.execute(again.values(state="new", attempts=0, leased_until=None, done_at=None))
