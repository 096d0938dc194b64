"""Effects of ended permits: refunds, disarmed reminders, and after the last one the decided application."""

from collections.abc import Iterable

from sqlalchemy import select

from permits.casefile import CaseFile, PermitRow, item_id
from permits.casefile.facts import application_facts, current_route
from permits.casefile.ledger import counting, live_permits, reproject_application
from permits.casefile.outstanding_materials import TOLERANCE, outstanding_materials
from permits.models import Incident
from permits.services.case.beginning import start_permit
from permits.services.case.duties import (
    SYSTEM_ROLES,
    UNFINISHED,
    add_counter_item,
    cancel_item,
    open_item,
    open_waiting_items,
)
from permits.services.closing.registering import register_permit
from permits.services.closing.withdrawal_notices import issue_not_decided
from permits.services.money.fees import refund_ended
from permits.services.procedures.conclusion import end_procedures
from permits.services.procedures.public_notices import publish_one
from permits.services.procedures.stops import end_with_permit
from permits.services.procedures.surveys import cancel_survey
from workflows import WHOLE_CASE, PermitFacts, RoutedPermit, Verdict, complete, fitted, group, missing, outcome

FULFILLED = group("permit", "fulfilled")


def conclude(case: CaseFile) -> None:
    """Apply the effects after an action decided or withdrew permits; call it last and once, the caller saves.

    Law: Administrative Licensing Law art. 26(2), 44, 59.
    """
    refund_ended(case)
    rest_reminders(case)
    follow_waits(case)
    join_if_decided(case)


def follow_waits(case: CaseFile) -> None:
    """Begin the review of permits whose awaited permits are all granted; end those that can no longer be granted."""
    while case.app.state == "in_review" and (waiting := _ready(case)):
        for permit in waiting:
            if any(case.permits[key].state not in FULFILLED for key in permit.waits_for):
                _end_in_vain(case, permit)
            elif permit.kind == "notification":
                register_permit(case, permit)
            else:
                _begin(case, permit)


def with_followers(case: CaseFile, permits: Iterable[str]) -> set[str]:
    """Return permits with those that wait for any of them and cannot be reviewed without."""
    found = set(permits)
    if not any(row.state == "waiting" for row in case.permits.values()):
        return found
    waiting = [one for one in current_route(case).permits if case.permits[one.key].state == "waiting"]
    while more := {one.key for one in waiting if not found.isdisjoint(one.waits_for)} - found:
        found |= more
    return found


def _ready(case: CaseFile) -> list[RoutedPermit]:
    """List the waiting permits whose wait is over: all they wait for is granted, or some of it never will be."""
    if not any(row.state == "waiting" for row in case.permits.values()):
        return []
    states = {key: row.state for key, row in case.permits.items()}
    over = [one for one in current_route(case).permits if states.get(one.key) == "waiting"]
    return [
        one
        for one in over
        if (all(states[key] in FULFILLED for key in one.waits_for) and _is_complete(case, one))
        or any(states[key] in group("permit", "fallen") for key in one.waits_for)
    ]


def _is_complete(case: CaseFile, permit: RoutedPermit) -> bool:
    """Return whether a permit lacks nothing to begin; a notification is registered only with all its materials."""
    if permit.kind == "licence":
        return True
    route = current_route(case)
    lacking = outstanding_materials(case, route) if case.app.tolerated else frozenset()
    return not any(one.code in lacking and permit.key in one.permits for one in route.materials)


def register_notifications(case: CaseFile) -> None:
    """Register what needs no decision once its materials are complete; the caller saves.

    Where nothing else is open, the application is decided by it.
    """
    if any(one.kind == "notification" for one in current_route(case).permits):
        follow_waits(case)
        join_if_decided(case)


def _begin(case: CaseFile, permit: RoutedPermit) -> None:
    start_permit(case, permit, started_on=case.context.today)
    at_once = {item.id for item in current_route(case).work_items if item.opens == "acceptance"}
    for item in case.items:
        if item.permit == permit.key and item.state == "waiting" and item_id(item) in at_once:
            open_item(case, item)
    open_waiting_items(case)
    reproject_application(case)
    row = case.permits[permit.key]
    about = {"permit": row.key, "department": row.department, "from": "waiting", "to": row.state}
    case.record("permit.begun", {**about, "after": list(permit.waits_for)})
    publish_one(case, permit)


def _end_in_vain(case: CaseFile, permit: RoutedPermit) -> None:
    row = case.permits[permit.key]
    end_permit(case, row)
    case.record("permit.waited_in_vain", {"permit": row.key, "to": row.state, "after": list(permit.waits_for)})
    vain = [key for key in permit.waits_for if case.permits[key].state not in FULFILLED]
    issue_not_decided(case, [row.key], awaited=vain)


def rest_reminders(case: CaseFile) -> bool:
    """Disarm the reminders if no material is outstanding; returns whether none is."""
    if case.app.tolerated and outstanding_materials(case, current_route(case)):
        return False
    if case.app.tolerated:
        case.clocks.disarm([WHOLE_CASE], [TOLERANCE])
    return True


def join_if_decided(case: CaseFile) -> bool:
    """Finish the application when its permits are decided as the bundle's `[join]` asks; fail closed.

    Compares the permits pinned at acceptance with the permits decided, and never counts decisions. A pinned permit
    without a row blocks the join and raises an incident.
    Law: Administrative Licensing Law art. 26(2), 44.
    """
    if case.app.state != "in_review":
        return False
    if absent := missing(case.app.required or (), case.permits):
        _raise_incident(case, sorted(absent))
        return False
    end_what_need_not_be_decided(case)
    facts = application_facts(case)
    if facts.undecided_permits or not facts.live_permits:
        return False
    left = case.move(case.app, "join", roles=SYSTEM_ROLES, facts=facts)
    found = outcome({row.key: row.decision or "" for row in live_permits(case)})
    gone = sorted(key for key, row in case.permits.items() if row.state == "withdrawn")
    granted_code = 12 if facts.outstanding_materials else 11
    net, stopped = case.clocks.spent(counting(case, WHOLE_CASE, "joint")[1])
    case.change(
        case.app,
        outcome=found,
        status_code=13 if found == "all_refused" else granted_code,
        decided_at=case.context.at,
        decided_on=case.context.today,
        net_working_days=net,
        stopped_working_days=stopped,
    )
    case.clocks.end(WHOLE_CASE, ("committed", "joint", "finish"))
    cancel_survey(case)
    begin_delivery(case)
    about = {"from": left, "to": case.app.state, "outcome": found}
    case.record("application.decided", about | ({"withdrawn": gone} if gone else {}))
    return True


def end_what_need_not_be_decided(case: CaseFile) -> None:
    """End the permits that the bundle's `[join]` no longer asks for, once it is met or can no longer be met.

    Where all decide and a refusal stops nothing, there are none.
    """
    live = {row.key: row for row in live_permits(case) if case.bundle.permits[row.key].kind == "licence"}
    if not live:
        return
    policy = fitted(case.bundle.join, live)
    verdicts = {key: Verdict(row.decision) for key, row in live.items() if row.decision}
    joined = complete(policy, verdicts, live)
    for key in sorted(joined.stopped):
        end_permit(case, live[key])
    if joined.stopped:
        about = {"permits": sorted(joined.stopped), "join": policy.kind, "reason": joined.reason}
        case.record("permit.not_decided", about)
        issue_not_decided(case, sorted(joined.stopped))


def end_permit(case: CaseFile, row: PermitRow) -> None:
    """End an undecided permit with its open work; the caller records and saves."""
    left = case.move(row, "withdraw", roles={"system"}, facts=PermitFacts.unknown())
    if left == "suspended":
        end_with_permit(case, row)
    case.clocks.end(row.key, ("committed", "statutory"))
    end_procedures(case, row)
    for item in case.items:
        if item.permit == row.key and item.state in UNFINISHED:
            cancel_item(case, item)


def begin_delivery(case: CaseFile) -> None:
    """Open the counter's delivery item, and start the ten working days the law allows."""
    limits = case.bundle.limits
    law = "Administrative Licensing Law art. 44"
    reading = case.clocks.start(WHOLE_CASE, "delivery", limits.delivery, law=law, started_on=case.context.today)
    add_counter_item(case, "delivery", limits.delivery_target)
    case.change(case.app, due_on=reading.due_on, yellow_on=reading.yellow_on, is_provisional=reading.provisional)


def _raise_incident(case: CaseFile, absent: list[str]) -> None:
    """Raise one open incident per case, however many decisions find the same gap."""
    known = select(Incident.id).where(
        Incident.application_id == case.app.id, Incident.kind == "join_incomplete", Incident.settled_at.is_(None)
    )
    if case.context.conn.execute(known).first() is not None:
        return
    case.add(
        Incident,
        area=case.app.area,
        kind="join_incomplete",
        detail={"missing_permits": absent},
        raised_at=case.context.at,
    )
