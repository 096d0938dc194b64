"""The counter's actions that end its check: accept, both refusals; deemed acceptance and lapse."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.bans import bans_on
from permits.casefile.facts import application_facts, current_route, roles_on_case
from permits.casefile.ledger import promise_served, within
from permits.errors import Invalid
from permits.models import WorkItem
from permits.services.bundles.following import follow_rules
from permits.services.case.bans import FALSE_MATERIALS, LAW_OF_BANS, punish_false_materials
from permits.services.case.beginning import LAW_PROMISE, start_permit
from permits.services.case.duties import SYSTEM_ROLES, finish_items, pin_permits
from permits.services.closing.joining import register_notifications
from permits.services.intake.commitments import check_commitments
from permits.services.intake.deficiencies import mark_met
from permits.services.intake.investigations import drop_open
from permits.services.intake.notices import (
    issue_acceptance,
    issue_lapse,
    issue_non_acceptance,
    issue_not_required,
    with_own_law,
)
from permits.services.intake.tolerance import check_tolerated, promise
from permits.services.notifying.notices import licensing_law
from permits.services.procedures.public_notices import publish
from workflows import N_, WHOLE_CASE, ApplicationFacts, PermitFacts, RoleNotHeld, Route, Scope, local_day

NOT_COMPETENT, BANNED = "not_competent", "banned"
NON_ACCEPTANCE = {
    NOT_COMPETENT: licensing_law("第三十二条第一款第二项", "art. 32(1)(2)"),
    FALSE_MATERIALS: licensing_law("第七十八条", "art. 78"),
    BANNED: licensing_law("第七十八条、第七十九条", "art. 78, 79"),
}
NOT_REQUIRED = licensing_law("第三十二条第一款第一项", "art. 32(1)(1)")
LAW_32 = "Administrative Licensing Law art. 32"
LAW_ELSEWHERE = "Administrative Licensing Law art. 32(1)(2)"
LAW_JOINT = "Administrative Licensing Law art. 42(2)"


def accept(
    context: ActContext,
    application_id: int,
    *,
    tolerated: Sequence[str] = (),
    promise_by: date | None = None,
    commitments: Sequence[str] = (),
    expected_version: int | None = None,
) -> None:
    """Accept an application: pin permits and route, open every department's work, start the clocks.

    `tolerated` materials may follow until `promise_by`, by default the bundle's term; a signed commitment replaces
    those in `commitments`, where the bundle allows it.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: a tolerated material may not follow later, or the promised day is out of range.
    Law: Administrative Licensing Law art. 26(2), 32(1)(5), 42.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    follow_rules(case)
    route = current_route(case)
    vouched = check_commitments(case, route, commitments)
    later = check_tolerated(case, route, [code for code in tolerated if code not in vouched])
    facts = application_facts(case, frozenset({*later, *vouched}))
    left = case.move(case.app, "accept", roles=roles_on_case(case), facts=facts)
    begin_review(case, route, started_on=context.today, tolerated=later)
    promise(case, route, later, promise_by)
    case.change(case.app, accepted_at=context.at, commitments=vouched or None)
    promised: dict[str, object] = {"commitments": vouched} if vouched else {}
    promised |= {"promise_by": case.app.promise_by.isoformat()} if case.app.promise_by else {}
    about = {"from": left, "to": case.app.state, "permits": case.app.required, "tolerated": later, **promised}
    about["bundle_version"] = case.app.bundle_version
    case.record("application.accepted", about)
    issue_acceptance(case, route)
    publish(case, route)
    register_notifications(case)
    case.save()


def deem_accepted(case: CaseFile) -> None:
    """Accept by silence as of the day of receipt; the caller saves.

    A case the screening refers or blocks is not deemed accepted: the caller raises an incident.
    Law: Administrative Licensing Law art. 32(1)(4).
    """
    received_at = case.app.received_at or case.context.at
    case.judge_on(local_day(received_at))
    follow_rules(case)
    route = current_route(case)
    left = case.move(case.app, "deem_accepted", roles=SYSTEM_ROLES, facts=application_facts(case))
    started_on = case.clocks[WHOLE_CASE, "intake"][0].started_on
    case.change(case.app, accepted_at=received_at, deemed_accepted=True)
    begin_review(case, route, started_on=started_on, tolerated=(), received_on=local_day(received_at))
    case.record(
        "application.deemed_accepted",
        {"from": left, "to": case.app.state, "permits": case.app.required, "as_of": started_on.isoformat()},
    )
    issue_acceptance(case, route)
    publish(case, route)
    register_notifications(case)


def begin_review(
    case: CaseFile, route: Route, *, started_on: date, tolerated: Sequence[str], received_on: date | None = None
) -> None:
    """Pin the route, open the work, start the clocks of the permits and of the case.

    `received_on`: for a case deemed accepted, the day its materials came in.
    """
    mark_met(case)
    drop_open(case)
    finish_items(case, "intake")
    case.clocks.end(WHOLE_CASE, ("intake",))
    pin_permits(case, route)
    for permit in route.permits:
        if not permit.waits_for and permit.kind == "licence":
            start_permit(case, permit, started_on=started_on, received_on=received_on)
    limits = case.bundle.limits
    start = partial(case.clocks.start, started_on=started_on, received_on=received_on)
    reading = start(WHOLE_CASE, "committed", route.committed_days, law=LAW_PROMISE)
    by_law = max(route.days_until_decided("statutory").values())
    joint = start(WHOLE_CASE, "joint", limits.joint, law=LAW_JOINT)
    case.change(
        case.app,
        required=[permit.key for permit in route.permits],
        tolerated=sorted(tolerated) or None,
        status_code=3,
        committed_due_on=reading.due_on,
        statutory_due_on=case.context.calendar.add(started_on, by_law),
        joint_cap_on=joint.due_on,
        due_on=reading.due_on,
        yellow_on=reading.yellow_on,
        is_provisional=reading.provisional,
    )
    _add_items(case, route)


def _add_items(case: CaseFile, route: Route) -> None:
    """Add every department's work items; those without prerequisites open at once, within the promised day."""
    context = case.context
    waiting = {permit.key for permit in route.permits if permit.waits_for}
    for item in route.work_items:
        is_open = item.opens == "acceptance" and item.permit not in waiting
        due_on, yellow_on = _days_of(case, item.permit or "", item.limit_working_days) if is_open else (None, None)
        case.add(
            WorkItem,
            area=case.app.area,
            permit=item.permit or "",
            department=item.department,
            kind=item.kind,
            round=1,
            state="open" if is_open else "waiting",
            version=1,
            blocks=item.blocks,
            after=list(item.after),
            limit_working_days=item.limit_working_days,
            opened_at=context.at if is_open else None,
            due_on=due_on,
            yellow_on=yellow_on,
        )
        if due_on and yellow_on:
            scope = Scope.of_item(item.permit or "", item.department, item.kind)
            case.clocks.arm(scope, "work_item", started_on=context.today, due_on=due_on, yellow_on=yellow_on)


def _days_of(case: CaseFile, permit: str, limit: int) -> tuple[date, date]:
    today = case.context.today
    return within(case.clocks, promise_served(case, permit), today, case.clocks.due(today, limit))


@dataclass(frozen=True, slots=True)
class NonAcceptance:
    """The ground of a non-acceptance: another authority is competent, false materials, or a ban in force.

    `law` is the article the office's own finding rests on, where the screening does not refer the case.
    """

    reason: str
    refer_to: str = ""
    ground: str = NOT_COMPETENT
    law: str = ""


def refuse_acceptance(
    context: ActContext, application_id: int, why: NonAcceptance, *, expected_version: int | None = None
) -> None:
    """Refuse acceptance: another authority is competent and named at once, materials are false, or a ban is in force.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no reason or no authority is named, the ground is unknown, or no ban is in force.
    Law: Administrative Licensing Law art. 32(1)(2), 78, 79.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    if "window" not in roles_on_case(case):
        raise RoleNotHeld
    permits = [permit.key for permit in current_route(case).permits]
    if why.ground not in NON_ACCEPTANCE:
        raise Invalid.at("ground", N_("There is no such ground"))
    if why.ground == NOT_COMPETENT and not why.refer_to.strip():
        raise Invalid.at("refer_to", N_("Name the competent authority"), law=LAW_ELSEWHERE)
    if why.ground == BANNED and not bans_on(case, permits):
        raise Invalid.at("ground", N_("No ban runs against this applicant"), law=LAW_OF_BANS)
    finding = Finding(why.reason, why.ground, why.law.strip())
    _end_at_counter(case, "refuse_acceptance", finding)
    case.change(case.app, status_code=5)
    about = {"ground": why.ground, "reason": why.reason, "refer_to": why.refer_to, **_cited(finding)}
    case.record("application.not_accepted", {"to": case.app.state, **about})
    law = with_own_law(NON_ACCEPTANCE[why.ground], finding.law)
    issue_non_acceptance(case, reason=why.reason, refer_to=why.refer_to, law=law)
    for key in permits if why.ground == FALSE_MATERIALS else ():
        punish_false_materials(case, key)
    case.save()


def declare_not_required(
    context: ActContext, application_id: int, *, reason: str, law: str = "", expected_version: int | None = None
) -> None:
    """Notify the applicant at once that no licence is needed; `law` is cited where the screening does not say so.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no reason is given.
    Law: Administrative Licensing Law art. 32(1)(1).
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    finding = Finding(reason, law=law.strip())
    _end_at_counter(case, "declare_not_required", finding)
    case.change(case.app, status_code=4)
    case.record("application.not_required", {"to": case.app.state, "reason": reason, **_cited(finding)})
    issue_not_required(case, reason=reason, law=with_own_law(NOT_REQUIRED, finding.law))
    case.save()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the counter found: the reason, the ground of a non-acceptance, the article of a finding of its own."""

    reason: str
    ground: str = ""
    law: str = ""


def _cited(finding: Finding) -> dict[str, object]:
    return {"law": finding.law} if finding.law else {}


def _end_at_counter(case: CaseFile, action: str, finding: Finding) -> None:
    """End a received application at the counter; its permits end with it."""
    if not finding.reason.strip():
        raise Invalid.at("reason", N_("Say why"), law=LAW_32)
    facts = replace(application_facts(case), ground=finding.ground, stated_law=finding.law)
    case.move(case.app, action, roles=roles_on_case(case), facts=facts)
    _end(case)


def _end(case: CaseFile) -> None:
    finish_items(case, "intake")
    case.clocks.end(WHOLE_CASE, ("intake", "supplement"))
    for row in case.permits.values():
        if row.state == "waiting":
            case.move(row, "withdraw", roles=SYSTEM_ROLES, facts=PermitFacts.unknown())
    case.change(case.app, due_on=None, yellow_on=None, closed_at=case.context.at)


def lapse(case: CaseFile) -> None:
    """End an application not supplemented by the last day; the caller saves."""
    left = case.move(case.app, "lapse", roles=SYSTEM_ROLES, facts=ApplicationFacts.unknown())
    _end(case)
    case.change(case.app, outcome="lapsed", status_code=15)
    case.record("application.lapsed", {"from": left, "to": case.app.state})
    issue_lapse(case)
