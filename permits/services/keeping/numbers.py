"""Numbers after a restore: what was given out after the restored moment must not be given out twice."""

from sqlalchemy import Connection, select, update

from permits.casefile import ActContext
from permits.errors import Conflict
from permits.models import Counter
from permits.services.administration.chain import Act, record
from permits.services.case.numbers import next_in
from workflows import N_


def series_of(conn: Connection, area: str) -> dict[str, int]:
    """Return the last number of each series of an area."""
    rows = conn.execute(select(Counter.series, Counter.last).where(Counter.area == area).order_by(Counter.series))
    return {row.series: row.last for row in rows}


def skip(context: ActContext, series: str, last: int, *, reason: str) -> int:
    """Let a series go on after `last`, and record it on the chain of the area; returns the last number before.

    Raises:
        Conflict: the series is there already, or beyond.
    """
    area, conn = context.actor.area, context.conn
    before = next_in(conn, area, series) - 1  # locks the series
    if last <= before:
        raise Conflict("not_behind", N_("This series has given out %(last)s numbers already"), params={"last": before})
    conn.execute(update(Counter).where(Counter.area == area, Counter.series == series).values(last=last))
    told = {"key": series, "fields": {"last": [before, last]}, "reason": reason}
    record(context, [Act("numbers.skipped", told)])
    return before
