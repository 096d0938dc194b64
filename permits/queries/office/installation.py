"""Facts about the installation: sandbox or not, clock offset, editions, queue length."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from permits.errors import SetupFault
from permits.keys import Keys, Unreadable
from permits.models import OutboxRow, Setting

CLOCK_OFFSET = "clock_offset_seconds"
SANDBOX = "sandbox"
CALENDAR_EDITION = "calendar_edition"
DIGEST_KEY = "digest_key"  # encrypted under DATA_KEYS: digests outlive every change of keys
OFFICE_EDITION = "office_edition"  # of bundle versions and departments
FOUNDED_AT = "founded_at"  # the real moment; databases of 0.3.0 and before have none


def setting(conn: Connection, key: str) -> str | None:
    """Return a setting of the installation."""
    return conn.execute(select(Setting.value).where(Setting.key == key)).scalar()


def digest_key(conn: Connection, keys: Keys) -> str:
    """Return the secret under which numbers of persons are digested.

    Raises:
        SetupFault: DATA_KEYS are not those of this database, or it has no secret yet.
    """
    stored = setting(conn, DIGEST_KEY)
    if stored is None:
        raise SetupFault("the database is older than this code: run `python3 manage.py prepare`")
    try:
        return keys.decrypt(stored)
    except Unreadable:
        raise SetupFault("DATA_KEYS do not read this database: add the key it was written with") from None


def clock_offset(conn: Connection) -> float:
    """Return the seconds by which the office's clock is ahead of the system clock."""
    return float(setting(conn, CLOCK_OFFSET) or 0)


def calendar_edition(conn: Connection) -> int:
    """Return the number of the last calendar change."""
    return int(setting(conn, CALENDAR_EDITION) or 0)


def editions(conn: Connection) -> tuple[int, int]:
    """Return the editions of the calendar and of the office, in one statement."""
    wanted = select(Setting.key, Setting.value).where(Setting.key.in_((CALENDAR_EDITION, OFFICE_EDITION)))
    found = dict(conn.execute(wanted).all())
    return int(found.get(CALENDAR_EDITION, 0)), int(found.get(OFFICE_EDITION, 0))


def waiting_jobs(conn: Connection) -> tuple[int, datetime | None]:
    """Return the number of unfinished jobs and the moment since which the oldest has been available."""
    row = conn.execute(
        select(func.count(), func.min(OutboxRow.available_at)).where(OutboxRow.state.in_(("new", "running")))
    ).one()
    return row[0], row[1]
