"""What a fault left behind, counted from the database and the mailbox: lost, doubled, stuck."""

import time
from collections import Counter
from typing import Any

from sqlalchemy import Connection, func, select

from bench.crash import _cases, _notices
from bench.faults.place import Place
from permits.db import connect, reading
from permits.models import Application, Event, Mail, OutboxRow, TimerFire

ONCE_A_CASE = ("application.submitted", "application.accepted", "application.delivered")
MINUTES = 5


def drained(place: Place, seconds: float = MINUTES * 60) -> float | None:
    """Wait until no job waits; returns how long that took, None if it did not end."""
    engine, began = connect(place.database.url), time.monotonic()
    try:
        while time.monotonic() - began < seconds:
            with reading(engine) as conn:
                waiting = select(func.count()).where(OutboxRow.state.in_(("new", "running")))
                if not conn.execute(waiting).scalar_one():
                    return round(time.monotonic() - began, 1)
            time.sleep(0.5)
        return None
    finally:
        engine.dispose()


def count(place: Place, *, lives: int) -> dict[str, Any]:
    """Count the damage of everything so far; `lives` is how many cases the programs were told are delivered."""
    engine = connect(place.database.url)
    with reading(engine) as conn:
        cases, notices, letters = _cases(conn), _notices(conn), _letters(conn, place)
        delivered = conn.execute(select(func.count()).where(Application.state == "delivered")).scalar_one()
        found = {
            "lost": max(0, lives - delivered) + letters["lost"] + letters["unmarked"],
            "doubled": _doubled_acts(conn)
            + letters["doubled"]
            + notices["doubled_notices"]
            + notices["doubled_notifications"],
            "stuck": _stuck(conn) + notices["unrendered_notices"],
            "broken": sum(cases[one] for one in ("broken_chains", "head_differs_from_row", "states_events_do_not_tell"))
            + sum(cases["stalls"].values()),
            "for_a_person": letters["for_a_person"],
            "letters": letters["sent"],
            "fired": conn.execute(select(func.count()).select_from(TimerFire)).scalar_one(),
        }
    engine.dispose()
    return found


def _doubled_acts(conn: Connection) -> int:
    of_a_case = (Event.application_id, Event.type)
    rows = conn.execute(select(*of_a_case, func.count()).where(Event.type.in_(ONCE_A_CASE)).group_by(*of_a_case))
    return sum(row[2] - 1 for row in rows)


def _letters(conn: Connection, place: Place) -> dict[str, int]:
    """Compare letters on record with those in the mailbox."""
    arrived = Counter(one.split("@")[0].strip("<") for one in place.mailbox.box.ids())
    states = {
        row.dedupe: row
        for row in conn.execute(
            select(Mail.dedupe, Mail.sent_at, OutboxRow.state, OutboxRow.failure).outerjoin(
                OutboxRow, OutboxRow.dedupe == Mail.dedupe
            )
        )
    }
    sent = {name for name, row in states.items() if row.sent_at is not None}
    listed = {name for name, row in states.items() if row.state == "failed"}
    return {
        "sent": len(sent),
        "lost": len(sent - arrived.keys()),
        # arrived, and the office neither knows nor asks
        "unmarked": len(arrived.keys() - sent - listed),
        "doubled": sum(number - 1 for number in arrived.values()),
        "for_a_person": len(listed),
    }


def _stuck(conn: Connection) -> int:
    failed = (OutboxRow.state == "failed") & OutboxRow.failure.not_in(("refused", "unconfirmed"))
    waits = OutboxRow.state.in_(("new", "running"))
    return conn.execute(select(func.count()).where(failed | waits)).scalar_one()
