"""The ladder of a clock as a row: one timer on its next rung, with the rungs ahead."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import bindparam, select

from permits.models import Timer
from permits.verifier import moment
from workflows import Calendar, arm, climb, reminder_on

NEWEST_TIMERS = (
    select(Timer.scope, Timer.clock, Timer.state, Timer.fire_at)
    .where(Timer.application_id == bindparam("id"))
    .order_by(Timer.id)
)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a limit; `limit` counts its working days without stops, None if it had no stops."""

    started_on: date
    due_on: date
    yellow_on: date
    limit: int | None = None


class Ladder(TypedDict):
    """The columns of a timer on its next rung."""

    scope: str
    clock: str
    rung: str
    fire_at: datetime
    state: str
    ahead: list[list[str]]


def ladder_of(scope: str, clock: str, days: Days, calendar: Calendar, *, at: datetime) -> Ladder | None:
    """Build the timer of a clock armed at `at`; None for a clock without a ladder."""
    limit = calendar.between(days.started_on, days.due_on) if days.limit is None else days.limit
    rungs = arm(
        scope,
        clock,
        started_on=days.started_on,
        due_on=days.due_on,
        yellow_on=days.yellow_on,
        reminder_on=reminder_on(clock, days.due_on, limit, calendar),
    )
    ladder = climb(rungs, at)
    if not ladder:
        return None
    return {
        "scope": scope,
        "clock": clock,
        "rung": ladder[0].rung,
        "fire_at": ladder[0].fire_at,
        "state": "armed",
        "ahead": [[rung.rung, moment(rung.fire_at)] for rung in ladder[1:]],
    }
