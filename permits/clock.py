"""The one module that reads the clock: the office's (virtual in the sandbox) and the wall's."""

from datetime import UTC, datetime, timedelta

from permits.errors import Conflict
from workflows import N_


class _Offset:
    """The offset of the office's clock from the wall clock; zero outside the sandbox."""

    seconds = 0.0


class ClockBackwards(Conflict):
    """The virtual clock only moves forward, so that recorded events stay in the past."""

    sentence = N_("The clock cannot be turned back: it stands at %(now)s")

    def __init__(self, current: datetime) -> None:
        super().__init__("clock_backwards", params={"now": current.isoformat(timespec="seconds")})


def wall() -> datetime:
    """Return the real moment, for leases, sessions, tokens, rate limits and retries."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the office's moment, for everything the law counts."""
    return wall() + timedelta(seconds=_Offset.seconds)


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
    set_offset((moment - wall()).total_seconds())
    return offset()
