"""The one module that reads the clock: the office's (virtual in the sandbox), the wall's, and the database's."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

import structlog
from sqlalchemy import Connection, func, select

from permits.errors import Conflict, Unavailable
from workflows import N_

log = structlog.get_logger(__name__)


class _Offset:
    """The offset of the office's clock from the wall clock; zero outside the sandbox."""

    seconds = 0.0


class _Difference:
    """By how many seconds this process's clock is certainly away from the database's, and how many are borne."""

    seconds: ClassVar[float] = 0.0
    borne: ClassVar[float] = 600.0


class ClockBackwards(Conflict):
    """The virtual clock only moves forward, so that recorded events stay in the past."""

    sentence = N_("The clock cannot be turned back: it stands at %(now)s")

    def __init__(self, current: datetime) -> None:
        super().__init__("clock_backwards", params={"now": current.isoformat(timespec="seconds")})


class ClockWrong(Unavailable):
    """This process's clock is too far from the database's: nothing that has a legal moment is done by it."""

    code = "clock_wrong"
    sentence = N_(
        "The clock of this server is wrong by %(seconds)s seconds, so nothing is put on record by it: the moment of an"
        " act counts in law. Nothing was changed; try again in a moment."
    )

    def __init__(self) -> None:
        """Say by how much."""
        super().__init__(self.sentence, params={"seconds": round(abs(_Difference.seconds))})


def wall() -> datetime:
    """Return the real moment, for sessions, tokens, rate limits and retries."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the office's moment by the database's clock as last compared, for everything the law counts."""
    return wall() + timedelta(seconds=_Offset.seconds - _Difference.seconds)


def of_database(conn: Connection) -> datetime:
    """Return the real moment by the database's clock, for leases, and compare this process's clock with it.

    SQLite has no clock of its own: its processes share this machine's.
    """
    before = wall()
    if conn.dialect.name == "sqlite":
        return before
    found: datetime = conn.execute(select(func.clock_timestamp())).scalar_one()
    _note(before, found, wall())
    return found


def _note(before: datetime, found: datetime, after: datetime) -> None:
    """Note the difference that the time of asking does not explain."""
    was_wrong, zero = is_wrong(), timedelta(0)
    ahead, behind = before - found, found - after
    _Difference.seconds = max(ahead, zero).total_seconds() or -max(behind, zero).total_seconds()
    if is_wrong() and not was_wrong:
        log.error("clock.wrong", seconds=round(_Difference.seconds, 1), borne=_Difference.borne)
    elif was_wrong and not is_wrong():
        log.warning("clock.right_again", seconds=round(_Difference.seconds, 1))


def difference() -> float:
    """Return by how many seconds this process's clock is ahead of the database's; negative: behind."""
    return _Difference.seconds


def bear(seconds: float) -> None:
    """Set how many seconds of difference are borne."""
    _Difference.borne = seconds


def is_wrong() -> bool:
    """Return whether this process's clock is further from the database's than is borne."""
    return abs(_Difference.seconds) > _Difference.borne


def require_right() -> None:
    """Refuse what has a legal moment while this process's clock is wrong.

    Raises:
        ClockWrong: it is.
    """
    if is_wrong():
        raise ClockWrong


def offset() -> float:
    """Return by how many seconds the office's clock is ahead of the wall clock."""
    return _Offset.seconds


def set_offset(seconds: float) -> None:
    """Set how far the office's clock is ahead of the wall clock."""
    _Offset.seconds = seconds


def advance_to(moment: datetime) -> float:
    """Move the office's clock forward to `moment` and return the new offset; the caller stores it.

    Raises:
        ClockBackwards: the office's clock is already later.
    """
    current = now()
    if moment < current:
        raise ClockBackwards(current)
    set_offset(_Offset.seconds + (moment - current).total_seconds())
    return offset()
