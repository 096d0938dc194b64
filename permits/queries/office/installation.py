"""What this installation is: sandbox or not, where its clock stands, how long its queue is."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from permits.models import OutboxRow, Setting

CLOCK_OFFSET = "clock_offset_seconds"
SANDBOX = "sandbox"
CALENDAR_EDITION = "calendar_edition"


def setting(conn: Connection, key: str) -> str | None:
    """Read one fact about the installation."""
    return conn.execute(select(Setting.value).where(Setting.key == key)).scalar()


def clock_offset(conn: Connection) -> float:
    """Read how many seconds the office's clock is ahead of the wall's."""
    return float(setting(conn, CLOCK_OFFSET) or 0)


def calendar_edition(conn: Connection) -> int:
    """Read which change of the calendars was the last."""
    return int(setting(conn, CALENDAR_EDITION) or 0)


def waiting_jobs(conn: Connection) -> tuple[int, datetime | None]:
    """Count the jobs not done yet, and give the moment the oldest has been available since."""
    row = conn.execute(
        select(func.count(), func.min(OutboxRow.available_at)).where(OutboxRow.state.in_(("new", "running")))
    ).one()
    return row[0], row[1]
