"""The rungs a clock arms and the moment each fires. Rungs of a clock form a ladder: one is armed at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from workflows.errors import N_, WorkflowError
from workflows.time.calendar import ONE_DAY, Calendar, midnight
from workflows.time.scopes import WHOLE_CASE

# The rungs of each clock in the order they fire; the last one fires at 00:00 after the due day.
RUNGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "work_item": ("reminder", "yellow", "due", "red"),
        "committed": ("reminder", "yellow", "due", "red"),
        "statutory": ("yellow", "due", "red"),
        "joint": ("yellow", "due", "red"),
        "intake": ("reminder", "yellow", "due", "deemed_acceptance"),
        "department_check": ("yellow", "check_closed"),
        "supplement": ("reminder", "yellow", "due", "lapse"),
        "tolerance": ("reminder", "yellow", "due", "promise_missed"),
        "delivery": ("reminder", "yellow", "due", "red"),
        "closing": ("close",),
        "stopped": ("reproject",),
        "special_procedure": ("expected_end",),
        # waits: the answer to a supervision order, the day it names, a public explanation
        "answer": ("escalation",),
        "finish": ("overrun",),
        # works ordered to be restored or rectified
        "restoration": ("restoration_overdue",),
        "explanation": ("explanation_reminder",),
        # the question to the applicant after a sibling's refusal
        "moot_answer": ("moot_reminder",),
        "public_notice": ("notice_over",),
        "hearing_request": ("hearing_lapse",),
        "hearing": ("hearing_overdue",),
    }
)
# They notify and change no state: a later one makes them redundant.
WARNINGS = frozenset({"reminder", "yellow", "due"})
SHORTEST_REMINDED = 3
SUPPLEMENT_REMINDED_LEFT = 3


@dataclass(frozen=True, slots=True)
class Rung:
    """One automatic effect of a clock and its moment."""

    scope: str
    clock: str
    rung: str
    fire_at: datetime


def reminder_on(clock: str, due_on: date, limit: int, calendar: Calendar) -> date | None:
    """Return the first day with half of a limit used; for a supplement, with three working days left.

    None where the clock has no such rung, or the limit is shorter than three working days.

    Raises:
        CalendarExhausted: the due day is outside the calendar.
    """
    if "reminder" not in RUNGS.get(clock, ()) or limit < SHORTEST_REMINDED:
        return None
    left = SUPPLEMENT_REMINDED_LEFT if clock == "supplement" else limit // 2
    return calendar.first_with_left(due_on, left)


def arm(
    scope: str, clock: str, *, started_on: date, due_on: date, yellow_on: date, reminder_on: date | None = None
) -> tuple[Rung, ...]:
    """Return the ladder of a clock in firing order; a committed clock has one in scope `application` only.

    Nothing fires on the first day; of two rungs at the same moment only the later one is kept.

    Raises:
        WorkflowError: no clock has this key.
    Law: Administrative Licensing Law art. 32, 42, 44, 82.
    """
    if clock not in RUNGS:
        raise WorkflowError(N_("No clock is called %(clock)s"), params={"clock": clock})
    if clock == "committed" and scope != WHOLE_CASE:
        return ()
    over_on = due_on + ONE_DAY
    days = {"reminder": reminder_on, "yellow": yellow_on, "due": due_on}
    ladder: list[Rung] = []
    for rung in reversed(RUNGS[clock]):
        day = days.get(rung, over_on)
        moment = midnight(max(day, started_on + ONE_DAY)) if day else None
        if moment and (not ladder or moment < ladder[-1].fire_at):
            ladder.append(Rung(scope, clock, rung, moment))
    return tuple(reversed(ladder))


def climb(ladder: tuple[Rung, ...], at: datetime) -> tuple[Rung, ...]:
    """Return the rungs left of a ladder armed at a moment, the first no earlier than that moment.

    Of past warnings only the latest is kept.
    """
    while len(ladder) > 1 and ladder[0].rung in WARNINGS and ladder[1].fire_at <= at:
        ladder = ladder[1:]
    return tuple(replace(rung, fire_at=max(rung.fire_at, at)) for rung in ladder)
