"""The ledger of a case's clocks: stop, resume and extend them, and move every due day that depends on them."""

from dataclasses import replace
from datetime import date, datetime

from permits.casefile.casefile import CaseFile
from permits.casefile.clocks import Clocks
from permits.casefile.rows import ClockRow, PermitRow, WorkItemRow
from workflows import (
    WHOLE_CASE,
    Clock,
    Entry,
    Reading,
    Scope,
    counted,
    group,
    local_day,
    midnight,
)

OF_PERMIT = ("committed", "statutory")


def stop(case: CaseFile, row: PermitRow, *, basis: str, notice: str) -> None:
    """Stop both clocks of a permit from today.

    Law: Administrative Licensing Law art. 45.
    """
    for key in OF_PERMIT:
        case.clocks.enter(row.key, key, Entry("stop", case.context.today, basis=basis, notice=notice))
    reproject_stopped(case)


def resume(case: CaseFile, row: PermitRow) -> None:
    """Resume both clocks of a permit; today is counted.

    Law: Administrative Licensing Law art. 45.
    """
    case.clocks.close_stops(row.key, OF_PERMIT)
    reproject_permit(case, row)
    await_tomorrow(case)


def reproject_stopped(case: CaseFile) -> None:
    """Recompute the days of the stopped permits as of today, and again tomorrow: no day counts while they are stopped.

    Without this a list would show a cached due day that has passed.
    """
    for row in case.permits.values():
        if row.state == "suspended":
            _reproject_own(case, row)
    reproject_application(case)
    await_tomorrow(case)


def await_tomorrow(case: CaseFile) -> None:
    """Arm the next recount of stopped clocks while there are any."""
    today = case.context.today
    case.clocks.disarm([WHOLE_CASE], ["stopped"])
    if any(row.state == "suspended" for row in case.permits.values()):
        case.clocks.arm(WHOLE_CASE, "stopped", started_on=today, due_on=today, yellow_on=today)


def extend(case: CaseFile, scope: str, key: str, working_days: int, *, basis: str, notice: str) -> Reading:
    """Add working days to a limit; the case's own days follow. Returns the clock's new reading.

    Law: Administrative Licensing Law art. 42.
    """
    entry = Entry("extension", case.context.today, working_days=working_days, basis=basis, notice=notice)
    case.clocks.enter(scope, key, entry)
    if scope == WHOLE_CASE:
        reproject_application(case)
    else:
        statutory = reproject(case, scope, key)
        case.change(case.permits[scope], statutory_due_on=statutory.due_on)
        reproject_application(case)
    _row, clock = counting(case, scope, key)
    return case.clocks.reading(clock)


def statutory_of(case: CaseFile) -> date | None:
    """Return the latest statutory day of the live permits; one that still waits has the day foreseen at acceptance."""
    live = live_permits(case)
    days = [row.statutory_due_on for row in live if row.statutory_due_on]
    foreseen = [case.app.statutory_due_on] if case.app.statutory_due_on and len(days) < len(live) else []
    return max([*days, *foreseen], default=case.app.statutory_due_on)


def counting(case: CaseFile, scope: str, key: str) -> tuple[ClockRow, Clock]:
    """Return a clock as counted among the other clocks of its case."""
    row, clock = case.clocks[scope, key]
    if scope != WHOLE_CASE:
        return row, clock
    siblings = [one for _, one in case.clocks.values()]
    live = {one.key for one in live_permits(case)}
    return row, counted(clock, siblings, live=live, calendar=case.context.calendar, on=case.context.today)


def live_permits(case: CaseFile) -> list[PermitRow]:
    """List the permits that have not been withdrawn."""
    return [row for row in case.permits.values() if row.state != "withdrawn"]


def reproject(case: CaseFile, scope: str, key: str) -> Reading:
    """Recompute a clock's due day, and its timers if the day has moved; a stopped clock arms none."""
    row, clock = counting(case, scope, key)
    reading = case.clocks.reading(clock)
    has_moved = reading.due_on != row.due_on
    case.clocks.show(row, reading)
    _set_timers(case, (scope, key), midnight(clock.started_on), reading, has_moved=has_moved)
    return reading


def _set_timers(case: CaseFile, of: tuple[str, str], since: datetime, reading: Reading, *, has_moved: bool) -> None:
    """Arm a clock's rungs if its day has moved or it was stopped; a rung fired for this day stays fired.

    A rung fired before the clock started belongs to an earlier round of the same work.
    """
    stands_on = case.clocks.standing_timers.get(of)
    if reading.state == "running" and not has_moved and stands_on and stands_on >= since:
        return
    case.clocks.disarm([of[0]], [of[1]])
    if reading.state == "running":
        started_on, due_on, warned_on = local_day(since), reading.due_on, reading.yellow_on
        case.clocks.arm(*of, started_on=started_on, due_on=due_on, yellow_on=warned_on, limit=reading.limit)


def reproject_permit(case: CaseFile, row: PermitRow) -> None:
    """Recompute every day that depends on a permit's clocks: its own, its items', the application's, the cap."""
    _reproject_own(case, row)
    reproject_application(case)


def _reproject_own(case: CaseFile, row: PermitRow) -> None:
    committed, statutory = (reproject(case, row.key, key) for key in OF_PERMIT)
    case.change(row, committed_due_on=committed.due_on, statutory_due_on=statutory.due_on)
    for item in case.items:
        if item.permit == row.key and item.opened_at and item.state in group("work_item", "begun"):
            reproject_item(case, item)


def promise_served(case: CaseFile, permit: str) -> date | None:
    """Return the promised day that limits work on a permit; only deemed acceptance has used up part of its time."""
    return case.permits[permit].committed_due_on if case.app.deemed_accepted and permit in case.permits else None


def within(clocks: Clocks, promised_on: date | None, opened_on: date, days: tuple[date, date]) -> tuple[date, date]:
    """Cut the due and yellow day of work off at `promised_on`; work that opens on or after that day keeps its limit."""
    if promised_on is None or promised_on <= opened_on:
        return days
    return cut_off(clocks, promised_on, opened_on, days)


def cut_off(clocks: Clocks, last_on: date, opened_on: date, days: tuple[date, date]) -> tuple[date, date]:
    """End work by a day other work depends on, and warn of what is left of it until then."""
    if days[0] <= last_on:
        return days
    warned_on = clocks.yellow_on(opened_on, last_on, clocks.context.calendar.between(opened_on, last_on))
    return last_on, min(warned_on, last_on)


def reproject_item(case: CaseFile, item: WorkItemRow) -> None:
    """Recompute an item's due day: its own limit, without its permit's stops, within the promised day."""
    clock = item_clock(case, item)
    started_on, reading = clock.started_on, case.clocks.reading(clock)
    days = reading.due_on, reading.yellow_on
    due_on, warned_on = within(case.clocks, promise_served(case, item.permit), started_on, days)
    reading = replace(reading, due_on=due_on, yellow_on=warned_on)
    scope = Scope.of_item(item.permit, item.department, item.kind)
    has_moved = reading.due_on != item.due_on
    case.change(item, due_on=reading.due_on, yellow_on=reading.yellow_on)
    _set_timers(case, (scope, "work_item"), item.opened_at or case.context.at, reading, has_moved=has_moved)


def item_clock(case: CaseFile, item: WorkItemRow) -> Clock:
    """Return an item's own limit as a clock, with its permit's stops; the counter's items have no permit."""
    _, of_permit = case.clocks.get((item.permit, "statutory"), (None, None))
    stops = [entry for entry in of_permit.entries if entry.kind == "stop"] if of_permit else []
    started_on = local_day(item.opened_at or case.context.at)
    return Clock("", "", item.limit_working_days, started_on, entries=tuple(stops))


def reproject_application(case: CaseFile) -> None:
    """Set the application's days to the latest days of its live permits."""
    live = live_permits(case)
    if case.app.state != "in_review" or not live:
        return
    promise, joint = reproject(case, WHOLE_CASE, "committed"), reproject(case, WHOLE_CASE, "joint")
    case.change(
        case.app,
        committed_due_on=promise.due_on,
        statutory_due_on=statutory_of(case),
        joint_cap_on=joint.due_on,
        due_on=promise.due_on,
        yellow_on=promise.yellow_on,
        is_provisional=promise.provisional,
    )
