"""Tolerance 容缺受理: materials promised for later, their due day, and the effect of missing it."""

from collections.abc import Collection, Sequence
from datetime import date

from permits.casefile import CaseFile
from permits.casefile.bans import identity_of, records_against
from permits.casefile.facts import application_facts, current_route
from permits.casefile.ledger import reproject_application
from permits.casefile.outstanding_materials import TOLERANCE, needing, outstanding_materials
from permits.errors import Conflict, Invalid
from permits.services.case.bans import LAW_OF_BANS
from permits.services.case.duties import SYSTEM_ROLES, UNDECIDED
from permits.services.closing.joining import (
    conclude,
    end_permit,
    register_notifications,
    rest_reminders,
    with_followers,
)
from permits.services.closing.withdrawal_notices import issue_deemed_withdrawal
from permits.services.closing.withdrawals import withdraw_whole
from workflows import IDENTIFY, N_, WHOLE_CASE, Route, RoutedMaterial

# the values of the bundle switch `tolerance_missed`
WITHDRAW = "withdraw"


def may_follow(case: CaseFile, route: Route) -> list[RoutedMaterial]:
    """List the missing materials that may be promised for later; none if false ones are or may be on record.

    Law: Administrative Licensing Law art. 78, 79.
    """
    lacking = [m for m in route.materials if m.tolerated and not m.shared and m.code not in case.materials]
    is_clear = lacking and identity_of(case.form.applicant) and not records_against(case)
    return lacking if is_clear else []


def check_tolerated(case: CaseFile, route: Route, codes: Sequence[str]) -> list[str]:
    """Return the named materials that are missing; those handed in need no promise.

    Raises:
        Invalid: one of them may not follow later.
        Conflict: a record of false materials is in force against the applicant, or no number identifies them.
    Law: Administrative Licensing Law art. 78, 79.
    """
    allowed = {material.code for material in route.materials if material.tolerated}
    if strict := sorted(set(codes) - allowed):
        raise Invalid.at("tolerated", N_("May not be handed in later: %(codes)s"), codes=", ".join(strict))
    shared = {material.code for material in route.materials if material.shared}
    lacking = sorted(set(codes) - case.materials.keys() - shared)
    if lacking and not identity_of(case.form.applicant):
        raise Conflict("not_identified", IDENTIFY, law=LAW_OF_BANS)
    if lacking and (records := records_against(case)):
        raise Conflict(
            "not_tolerated",
            N_("Materials may not follow later: false materials of this applicant are on record through %(day)s"),
            params={"day": records[0].to_on.isoformat()},
            law=LAW_OF_BANS,
        )
    return lacking


def promise(case: CaseFile, route: Route, codes: Sequence[str], promise_by: date | None) -> None:
    """Store the promised day of materials and arm the reminders; call it after the clocks have started.

    The day lies after today and within the statutory limit of every permit that needs one of the materials, so that the
    decision can consider them. Unless a person names it, the day is counted and follows the calendar.

    Raises:
        Invalid: no material is promised, or the day is out of range.
    """
    if not codes:
        if promise_by is not None:
            raise Invalid.at("promise_by", N_("No material is promised for later"))
        return
    last_on, today = _last_day(case, needing(route, codes)), case.context.today
    if promise_by is None:
        days = min(_working_days(case), case.context.calendar.between(today, last_on))
        case.change(case.app, promise_by=case.clocks.wait(WHOLE_CASE, TOLERANCE, days))
        return
    if not today < promise_by <= last_on:
        raise Invalid.at(
            "promise_by",
            N_("Choose a day after today and no later than %(day)s: by then the law wants a decision"),
            day=last_on.isoformat(),
        )
    case.change(case.app, promise_by=promise_by)
    left = max(1, case.context.calendar.between(today, promise_by))
    yellow_on = min(case.clocks.due(today, left)[1], promise_by)
    case.clocks.arm(WHOLE_CASE, TOLERANCE, started_on=today, due_on=promise_by, yellow_on=yellow_on)


def _last_day(case: CaseFile, permits: Collection[str]) -> date:
    """Return the first statutory day of these permits; of those whose limits do not run, the term of tolerance."""
    days = [row.statutory_due_on for key, row in case.permits.items() if key in permits and row.statutory_due_on]
    return min(days, default=case.clocks.due(case.context.today, _working_days(case))[0])


def _working_days(case: CaseFile) -> int:
    return int(case.bundle.switches["tolerance_working_days"])


def material_came(case: CaseFile, code: str) -> None:
    """Record that the promised materials are complete once the last one came in. The caller saves."""
    if code not in (case.app.tolerated or ()) or not rest_reminders(case):
        return
    case.record("papers.completed", {"codes": sorted(case.app.tolerated or ())})
    register_notifications(case)


def promise_missed(case: CaseFile) -> None:
    """Record a missed promise: delivery stays blocked, or undecided permits are withdrawn. The caller saves.

    The bundle switch `tolerance_missed` decides which.
    """
    route = current_route(case)
    codes = outstanding_materials(case, route)
    if not codes:
        return
    promised = case.app.promise_by or case.context.today
    case.record("papers.promise_missed", {"codes": sorted(codes), "promise_by": promised.isoformat()})
    if case.bundle.switches.get("tolerance_missed") == WITHDRAW:
        _deem_withdrawn(case, needing(route, codes), codes)


def _deem_withdrawn(case: CaseFile, permits: Collection[str], codes: Collection[str]) -> None:
    undecided = [row for row in case.permits.values() if row.state in UNDECIDED]
    chosen = with_followers(case, permits)
    gone = [row for row in undecided if row.key in chosen]
    if case.app.state != "in_review" or not gone:
        return
    if len(gone) == len(undecided):
        facts = application_facts(case)
        withdraw_whole(case, gone, roles=SYSTEM_ROLES, facts=facts, action="deem_withdrawn")
    else:
        for row in gone:
            end_permit(case, row)
        reproject_application(case)
    payload = {"permits": sorted(row.key for row in gone), "reason": "promise_missed", "to": case.app.state}
    case.record("application.withdrawn" if case.app.state == "withdrawn" else "permit.withdrawn", payload)
    issue_deemed_withdrawal(case, sorted(codes))
    conclude(case)
