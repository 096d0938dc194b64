"""Duties of the case: the counter's check, the permits of a route, work items opened, finished, cancelled."""

from dataclasses import dataclass
from datetime import date

from permits.casefile import CaseFile, WorkItemRow
from permits.casefile.ledger import item_clock, promise_served, within
from permits.casefile.lists import is_departments_check
from permits.models import Permit, WorkItem
from workflows import Calendar, Route, Scope, WorkItemFacts, group

SYSTEM_ROLES = frozenset({"system"})
COUNTER = "window"
DUTY_CLOCKS = ("work_item", "department_check", "finish")
OPEN_STATES = group("work_item", "open")
UNFINISHED = group("work_item", "unfinished")
UNDECIDED = group("permit", "undecided")


def receive(case: CaseFile, *, status_code: int) -> None:
    """Receive the materials: start a new check of five working days and open the counter's item for it."""
    context, limits = case.context, case.bundle.limits
    intake = case.clocks.start(
        "application",
        "intake",
        limits.intake_working_days,
        law="Administrative Licensing Law art. 32(1)(4)",
        started_on=context.received_on,
        received_on=context.today,
    )
    earlier = case.items if case.app.notified_at else ()
    rounds = 1 + sum(item.kind == "intake" and not is_departments_check(item) for item in earlier)
    add_counter_item(case, "intake", limits.intake_target_working_days, round_=rounds)
    case.change(
        case.app,
        received_at=context.at,
        status_code=status_code,
        due_on=intake.due_on,
        yellow_on=intake.yellow_on,
        is_provisional=intake.provisional,
    )


def pin_permits(case: CaseFile, route: Route) -> None:
    """Write the permits of a route; before acceptance a permit no longer required is removed."""
    case.pin_route(route)
    for permit in route.permits:
        because = {"zh": permit.reason.zh, "en": permit.reason.en}
        law = {"zh": permit.law.zh, "en": permit.law.en}
        if permit.key in case.permits:
            case.change(case.permits[permit.key], required_because=because, law=law, department=permit.department)
            continue
        case.add(
            Permit,
            area=case.app.area,
            key=permit.key,
            suffix=permit.suffix,
            state="waiting",
            version=1,
            department=permit.department,
            required_because=because,
            law=law,
            is_moot=False,
        )
    for key in case.permits.keys() - {permit.key for permit in route.permits}:
        if case.permits[key].state == "waiting":
            case.strike(case.permits[key])


def cancel_item(case: CaseFile, item: WorkItemRow) -> None:
    """Cancel a work item that is no longer needed."""
    case.move(item, "cancel", roles=SYSTEM_ROLES, facts=WorkItemFacts.unknown())
    case.clocks.disarm([timer_scope(item)], DUTY_CLOCKS)


def timer_scope(item: WorkItemRow) -> Scope:
    """Return the scope of a work item's timers."""
    return Scope.of_item(item.permit, item.department, item.kind)


def last_day_of_check(calendar: Calendar, opened_on: date, limit: int, *, intake_due_on: date | None) -> date:
    """Return the departments' last day; the last working day of the check stays with the counter, to send the notice.

    Law: Administrative Licensing Law art. 32(1)(4).
    """
    wanted = calendar.add(opened_on, limit)
    return min(wanted, calendar.working_day_before(intake_due_on)) if intake_due_on else wanted


def finish_items(case: CaseFile, kind: str) -> None:
    """Finish the counter's items of a kind, after an action on the application has completed them.

    Cancels the departments' open parts of the check.
    """
    for item in case.items:
        if item.kind != kind or item.state not in OPEN_STATES:
            continue
        if is_departments_check(item):
            cancel_item(case, item)
        else:
            case.move(item, "finish", roles=SYSTEM_ROLES, facts=WorkItemFacts.unknown())
            close_item(case, item, verdict=None)


def close_item(case: CaseFile, item: WorkItemRow, *, verdict: str | None) -> None:
    """Complete a work item that is done and disarm its timers."""
    net, stopped = case.clocks.spent(item_clock(case, item))
    case.change(
        item,
        verdict=verdict,
        done_at=case.context.at,
        done_on=case.context.today,
        assignee_id=item.assignee_id if item.assignee_id is not None else case.context.actor.id,
        claimed_at=item.claimed_at or case.context.at,
        net_working_days=net,
        stopped_working_days=stopped,
    )
    case.clocks.disarm([timer_scope(item)], DUTY_CLOCKS)


def open_waiting_items(case: CaseFile) -> None:
    """Open the items whose prerequisites are done."""
    done = {name for name, item in case.latest.items() if item.state in group("work_item", "ended")}
    for item in case.items:
        if item.state == "waiting" and done.issuperset(item.after) and not rests(case, item):
            open_item(case, item)


def open_item(case: CaseFile, item: WorkItemRow) -> None:
    """Open a waiting item today, within the promised day."""
    case.move(item, "open", roles=SYSTEM_ROLES, facts=WorkItemFacts.unknown())
    today = case.context.today
    days = case.clocks.due(today, item.limit_working_days)
    due_on, yellow_on = within(case.clocks, promise_served(case, item.permit), today, days)
    case.change(item, opened_at=case.context.at, due_on=due_on, yellow_on=yellow_on)
    case.clocks.arm(timer_scope(item), "work_item", started_on=today, due_on=due_on, yellow_on=yellow_on)


def rests(case: CaseFile, item: WorkItemRow) -> bool:
    """Return whether an item is held by its permit: its clock is stopped, or it waits for another permit."""
    return item.permit in case.permits and case.permits[item.permit].state in group("permit", "at_rest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A work item to open now, on one permit or, without one, on the whole case."""

    department: str
    kind: str
    limit_working_days: int
    permit: str = ""
    round: int = 1
    blocks: bool = False
    reason: str | None = None

    @property
    def scope(self) -> Scope:
        """The scope of its timers."""
        return Scope.of_item(self.permit, self.department, self.kind)


def give(case: CaseFile, duty: Duty, *, days: tuple[date, date] | None = None, clock: str = "work_item") -> None:
    """Open a duty now and arm its clock; `days` overrides the due and yellow day of its limit."""
    context = case.context
    due_on, yellow_on = days or case.clocks.due(context.today, duty.limit_working_days)
    case.add(
        WorkItem,
        area=case.app.area,
        permit=duty.permit,
        department=duty.department,
        kind=duty.kind,
        round=duty.round,
        state="open",
        version=1,
        blocks=duty.blocks,
        after=[],
        limit_working_days=duty.limit_working_days,
        opened_at=context.at,
        due_on=due_on,
        yellow_on=yellow_on,
        reason=duty.reason,
    )
    case.clocks.arm(duty.scope, clock, started_on=context.today, due_on=due_on, yellow_on=yellow_on)


def add_counter_item(case: CaseFile, kind: str, limit: int, *, round_: int = 1) -> None:
    """Open an item of the counter on the whole case."""
    give(case, Duty(department=COUNTER, kind=kind, limit_working_days=limit, round=round_, blocks=True))
