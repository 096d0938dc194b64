"""What was reported of emergency works on a case."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from permits.models import EmergencyReport

COLUMNS = (
    EmergencyReport.started_at,
    EmergencyReport.file_by_at,
    EmergencyReport.notified,
    EmergencyReport.photos,
    EmergencyReport.filed_at,
    EmergencyReport.is_late,
)


def emergency_of(conn: Connection, application_id: int) -> dict[str, Any] | None:
    """Give the report of emergency works on a case, with the moment by which it is filed, or nothing."""
    row = conn.execute(select(*COLUMNS).where(EmergencyReport.application_id == application_id)).first()
    if row is None:
        return None
    told = [{**one, "at": datetime.fromisoformat(one["at"])} for one in row.notified]
    return {**row._mapping, "notified": told}  # noqa: SLF001 - SQLAlchemy's public name for a row by column
