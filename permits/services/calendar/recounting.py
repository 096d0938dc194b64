"""Recount a case after its calendar has changed: find the limits that move, and write them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from permits.casefile import CaseFile, ClockRow, WorkItemRow
from permits.casefile.ledger import (
    OF_PERMIT,
    counting,
    cut_off,
    item_clock,
    promise_served,
    statutory_of,
    within,
)
from permits.casefile.lists import is_departments_check
from permits.casefile.rows import WaitRow
from permits.casefile.writing import Where
from permits.models import Hearing, Inspection, PublicNotice, SupervisionOrder, Timer
from permits.services.case.duties import OPEN_STATES, last_day_of_check, timer_scope
from workflows import WHOLE_CASE, Calendar, Entry, Scope

# limits that bind others than the office: a notified day never moves earlier
OF_OTHERS = frozenset({"supplement", "tolerance", "moot_answer", "hearing_request", "public_notice", "restoration"})
# work on a day appointed by a person
APPOINTED = frozenset({"survey"})
# by state, the clock whose due day is the application's own
LEADING = {"received": "intake", "supplement": "supplement", "in_review": "committed", "decided": "delivery"}
WORK_ITEM, CHECK = "work_item", "department_check"


@dataclass(frozen=True, slots=True)
class Count:
    """One recounted limit: of a clock, a work item or a wait."""

    row: ClockRow | WorkItemRow | WaitRow
    scope: str
    key: str
    generation: int
    started_on: date
    old: tuple[date, date]  # due day and yellow day
    new: tuple[date, date]
    is_provisional: bool
    limit: int
    given: int = 0  # working days added so that the applicant keeps the notified day

    @property
    def moves(self) -> bool:
        """Whether the due day has changed."""
        return self.old[0] != self.new[0]

    @property
    def is_later(self) -> bool:
        """Whether the due day is later than before."""
        return self.new[0] > self.old[0]


def concerned(case: CaseFile, scope: str) -> tuple[str, str]:
    """Return the permit and the department a limit's scope concerns; empty names mean the whole case."""
    for item in case.items:
        if timer_scope(item) == scope:
            return item.permit, item.department
    if scope in case.permits:
        return scope, case.permits[scope].department
    return "", "" if Scope(scope).is_item else Scope(scope).department


def recount(case: CaseFile) -> list[Count]:
    """Recount every running limit of a case by the calendar of its action context; writes nothing.

    Ended clocks never move; a stopped clock is recounted when it resumes.

    Raises:
        CalendarExhausted: a limit ends outside the calendar.
    Law: Administrative Licensing Law art. 42, 45, 82.
    """
    clocks = [count for scope, key in case.clocks if (count := _clock(case, scope, key)) is not None]
    items = _items(case, {(one.scope, one.key): one.new[0] for one in clocks})
    return [*clocks, *items, *(_wait(case, row) for row in case.clocks.waits)]


def _clock(case: CaseFile, scope: str, key: str) -> Count | None:
    row, clock = counting(case, scope, key)
    reading = case.clocks.reading(clock)
    if row.ended_on is not None or reading.state != "running":
        return None
    given = _given(row.due_on, reading.due_on, case.context.calendar) if key in OF_OTHERS else 0
    if given:
        reading = case.clocks.reading(replace(clock, limit=clock.limit + given))
    return Count(
        row=row,
        scope=scope,
        key=key,
        generation=row.generation,
        started_on=clock.started_on,
        old=(row.due_on, row.yellow_on),
        new=(reading.due_on, reading.yellow_on),
        is_provisional=reading.provisional,
        limit=reading.limit,
        given=given,
    )


def _given(told_on: date, due_on: date, calendar: Calendar) -> int:
    """Count the working days to add so that a limit does not end before the notified day."""
    if due_on >= told_on:
        return 0
    days = calendar.between(due_on, told_on)
    return days if calendar.add(due_on, days) >= told_on else days + 1


def _items(case: CaseFile, dues: Mapping[tuple[str, str], date]) -> Iterator[Count]:
    for item in case.items:
        if item.state not in OPEN_STATES or item.kind in APPOINTED or item.due_on is None or item.yellow_on is None:
            continue
        clock = item_clock(case, item)
        reading = case.clocks.reading(clock)
        yield Count(
            row=item,
            scope=timer_scope(item),
            key=CHECK if is_departments_check(item) else WORK_ITEM,
            generation=item.round,
            started_on=clock.started_on,
            old=(item.due_on, item.yellow_on),
            new=_within(case, item, clock.started_on, days=(reading.due_on, reading.yellow_on), dues=dues),
            is_provisional=reading.provisional,
            limit=reading.limit,
        )


def _within(
    case: CaseFile, item: WorkItemRow, opened_on: date, *, days: tuple[date, date], dues: Mapping[tuple[str, str], date]
) -> tuple[date, date]:
    """Cut a duty's days off where other work depends on them, whatever its own limit.

    A department's check leaves the counter the last day; work after deemed acceptance ends with the promised day.
    """
    if is_departments_check(item):
        intake_due_on = dues.get((WHOLE_CASE, "intake"), case.app.due_on)
        limit = item.limit_working_days
        last_on = last_day_of_check(case.context.calendar, opened_on, limit, intake_due_on=intake_due_on)
        return cut_off(case.clocks, last_on, opened_on, days)
    promised_on = promise_served(case, item.permit)
    promised_on = promised_on and dues.get((item.permit, "committed"), promised_on)
    return within(case.clocks, promised_on, opened_on, days)


def _wait(case: CaseFile, row: WaitRow) -> Count:
    calendar = case.context.calendar
    due_on, _ = case.clocks.due(row.counted_from, row.working_days)
    given = _given(row.due_on, due_on, calendar) if row.clock in OF_OTHERS else 0
    limit = row.working_days + given
    due_on, yellow_on = case.clocks.due(row.counted_from, limit)
    return Count(
        row=row,
        scope=row.scope,
        key=row.clock,
        generation=row.id,
        started_on=row.counted_from,
        old=(row.due_on, yellow_on),
        new=(due_on, yellow_on),
        is_provisional=calendar.is_provisional(row.counted_from, due_on),
        limit=limit,
        given=given,
    )


def carry_out(case: CaseFile, counts: list[Count], *, basis: str) -> None:
    """Write the recount: due days, marks, timers; the caller records the event and saves."""
    for count in counts:
        if isinstance(count.row, WaitRow):
            _write_wait(case, count.row, count)
            continue
        _rearm(case, count)
        if isinstance(count.row, WorkItemRow):
            _write_item(case, count.row, count)
        else:
            _write_clock(case, count.row, count, basis=basis)
    _write_permits(case)
    _write_application(case)


def _write_item(case: CaseFile, item: WorkItemRow, count: Count) -> None:
    if count.old != count.new:
        case.change(item, due_on=count.new[0], yellow_on=count.new[1])
    if count.moves:
        _show(case, item.kind, count)


def _write_wait(case: CaseFile, row: WaitRow, count: Count) -> None:
    """Arm the wait's ladder again by its new days, with the working days added to keep a notified day."""
    if not (count.moves or count.given):
        return
    case.change_all(Timer, {Timer.id: row.id}, state="cancelled")
    case.clocks.wait(row.scope, row.clock, count.limit, since=row.counted_from)
    _show(case, row.clock, count)


def _show(case: CaseFile, what: str, count: Count) -> None:
    """Update the row that shows a moved day."""
    if what == "tolerance":
        case.change(case.app, promise_by=count.new[0])
    old, new = count.old[0], count.new[0]
    if what == "hearing_request":
        case.change_all(Hearing, {Hearing.permit: count.scope, Hearing.request_by_on: old}, request_by_on=new)
    elif what == "hearing":
        case.change_all(Hearing, {Hearing.permit: count.scope, Hearing.hold_by_on: old}, hold_by_on=new)
    elif what == "public_notice":
        case.change_all(PublicNotice, {PublicNotice.permit: count.scope, PublicNotice.to_on: old}, to_on=new)
    elif what == "answer":
        orders: Where = {SupervisionOrder.scope: count.scope, SupervisionOrder.answer_by_on: old}
        case.change_all(SupervisionOrder, orders, answer_by_on=new)
    elif what == "inspection":
        case.change_all(Inspection, {Inspection.inspect_by_on: old}, inspect_by_on=new)


def _write_clock(case: CaseFile, row: ClockRow, count: Count, *, basis: str) -> None:
    if (count.old, row.is_provisional) != (count.new, count.is_provisional):
        due_on, yellow_on = count.new
        case.change(row, due_on=due_on, yellow_on=yellow_on, is_provisional=count.is_provisional)
    if count.given:
        entry = Entry("extension", case.context.today, working_days=count.given, basis="calendar", notice=basis)
        case.clocks.enter(row.scope, row.key, entry)


def _rearm(case: CaseFile, count: Count) -> None:
    """Arm the ladder for the new days; what has fired stays fired if both days have passed."""
    today = case.context.today
    warns_anew = count.old[1] != count.new[1] and max(count.old[1], count.new[1]) > today
    if not (count.moves or warns_anew) or max(count.old[0], count.new[0]) < today:
        return
    case.clocks.disarm([count.scope], [count.key])
    due_on, warned_on = count.new
    case.clocks.arm(
        count.scope,
        count.key,
        started_on=count.started_on,
        due_on=due_on,
        yellow_on=warned_on,
        limit=count.limit,
    )


def _write_permits(case: CaseFile) -> None:
    for row in case.permits.values():
        committed_on, statutory_on = (_last_day(case, row.key, key) for key in OF_PERMIT)
        if committed_on and committed_on != row.committed_due_on:
            case.change(row, committed_due_on=committed_on)
        if statutory_on and statutory_on != row.statutory_due_on:
            case.change(row, statutory_due_on=statutory_on)


def _last_day(case: CaseFile, scope: str, key: str) -> date | None:
    return case.clocks[scope, key][0].due_on if (scope, key) in case.clocks else None


class ShownDays(TypedDict, total=False):
    """The days an application copies from its clocks."""

    statutory_due_on: date | None
    committed_due_on: date
    joint_cap_on: date
    due_on: date
    yellow_on: date
    is_provisional: bool


def _write_application(case: CaseFile) -> None:
    """Copy the days of its clocks to the application."""
    app = case.app
    values: ShownDays = {}
    if app.state == "in_review":
        values["statutory_due_on"] = statutory_of(case)
        values["committed_due_on"] = case.clocks[WHOLE_CASE, "committed"][0].due_on
        values["joint_cap_on"] = case.clocks[WHOLE_CASE, "joint"][0].due_on
    row, _ = case.clocks.get((WHOLE_CASE, LEADING.get(app.state, "")), (None, None))
    if row is not None and row.ended_on is None:
        values |= {"due_on": row.due_on, "yellow_on": row.yellow_on, "is_provisional": row.is_provisional}
    if any(getattr(app, name) != value for name, value in values.items()):
        case.change(app, **values)
