"""The sandbox's virtual clock: moving it forward fires every timer passed, in order."""

from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import postgresql, sqlite

from permits import clock
from permits.db import perform
from permits.models import Setting
from permits.office import Office
from permits.services.timers.sweep import sweep

CLOCK_KEY = "clock_offset_seconds"


def move_clock(engine: Engine, office: Office, to: datetime) -> int:
    """Move the virtual clock forward to `to`; returns how many timers fired.

    Raises:
        ClockBackwards: `to` lies before the office's current time.
    """
    if to < clock.now():
        raise clock.ClockBackwards(clock.now())
    offset = (to - clock.wall()).total_seconds()
    fired = sweep(engine, office, at=to)
    perform(engine, lambda conn: _keep(conn, offset))
    clock.set_offset(offset)
    return fired


def _keep(conn: Connection, offset: float) -> None:
    put = (postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert)(Setting)
    conn.execute(
        put.values(key=CLOCK_KEY, value=str(offset)).on_conflict_do_update(
            index_elements=[Setting.key], set_={"value": str(offset)}
        )
    )
