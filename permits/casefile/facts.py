"""What the office tells the engine about the thing acted on, and in which roles the actor acts on it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from permits.casefile.bans import bans_on
from permits.casefile.casefile import CaseFile
from permits.casefile.fees import fee_lines, gating_fees
from permits.casefile.ledger import counting
from permits.casefile.lists import is_circulated, lists_of
from permits.casefile.outstanding_materials import owed_papers
from permits.casefile.rows import PermitRow, WorkItemRow, item_id
from permits.casefile.seen import rows_of
from permits.policies import is_applicant, stands_in
from permits.queries.reading import rows, rows_beside
from workflows import (
    Dependency,
    Facts,
    Route,
    check_answers,
    event_catalogue,
    in_effect,
    local_day,
    missing,
    read,
    uncovered,
)

DECIDED = frozenset({"granted", "refused"})
GOVERNMENT = "government"
# whoever leads, accepts or decides above the departments is no department to consult
NOT_CONSULTED = frozenset({"lead", "window", GOVERNMENT})
TAKEN_BACK = frozenset({"revoked", "withdrawn_by_authority", "cancelled"})
CAPPERS = frozenset({"lead", "government"})
CASE_ROLES = frozenset({"window", "lead", "government", "system"})


def roles_on_case(case: CaseFile) -> frozenset[str]:
    """Name the roles in which the actor may act on the application itself; the counter acts for who filed there."""
    actor = case.context.actor
    roles = actor.role_names() & CASE_ROLES
    is_on_that_side = is_applicant(actor, case.app) or stands_in(actor, case.app)
    return roles | {"applicant"} if is_on_that_side else roles


def roles_on_item(case: CaseFile, item: WorkItemRow) -> frozenset[str]:
    """Name the roles the actor holds in the department whose duty the work item is."""
    return frozenset(role for role, department in case.context.actor.roles if department == item.department)


def roles_on_permit(case: CaseFile, row: PermitRow) -> frozenset[str]:
    """Name the roles in which the actor may act on a permit: those in its deciding department, and on the case.

    Where the government itself decides, its leader is its clerk and its head.
    """
    inside = {role for role, department in case.context.actor.roles if department == row.department}
    return roles_on_case(case) | inside | ({"clerk", "head"} if "government" in inside else set())


def uploaded(case: CaseFile) -> Mapping[str, int]:
    """Give the newest version of each material handed in, by code."""
    return case.papers


def current_route(case: CaseFile) -> Route:
    """Give the pinned route once accepted; before, the route as of today."""
    if case.app.required is not None and case.form.route is not None:
        return Route.from_data(case.form.route)
    return case.route_today


def open_deficiencies(case: CaseFile, materials: Mapping[str, int]) -> frozenset[str]:
    """Name the items of the notice not met yet: a paper without a newer version, or a field still flagged."""
    if case.app.notified_at is None:
        return frozenset()
    return frozenset(
        row.material or f"#{row.id}"
        for row in rows_of(case, rows.Deficiency)
        if row.state == "open"
        and (row.material is None or materials.get(row.material, 0) <= row.flagged_material_version)
    )


def flagged_fields(case: CaseFile) -> frozenset[str]:
    """Name the fields of the form the notice asks to mend in this round, mended already or not."""
    if case.app.state != "supplement":
        return frozenset()
    found = rows_of(case, rows.Deficiency)
    return frozenset(row.field for row in found if row.field and row.state in {"open", "mended"})


def application_facts(case: CaseFile, excused: frozenset[str] = frozenset()) -> Facts:
    """Tell the engine about an application; `excused` names papers that may be missing, promised or vouched for."""
    if case.app.state in {"draft", "received", "supplement"}:
        return _facts_before_acceptance(case, excused)
    required = frozenset(case.app.required or ())
    live = required - {key for key, permit in case.permits.items() if permit.state == "withdrawn"}
    decided = {key for key, permit in case.permits.items() if permit.state in DECIDED}
    is_served = case.app.delivered_at is not None
    # only lead and government are asked whether the cap may be extended: nobody else's act needs the clocks
    is_asked = case.app.state == "in_review" and not CAPPERS.isdisjoint(case.context.actor.role_names())
    return Facts(
        is_extended=is_asked and is_extended(case, "application", "joint"),
        is_expired=is_asked and is_expired(case, "application", "joint"),
        is_requester=is_asked and case.context.actor.holds(GOVERNMENT) and None in _asked_for_more(case),
        owed_papers=owed_papers(case, current_route(case)) if case.app.tolerated else frozenset(),
        **(_survey_facts(case) if case.context.actor.holds("lead") else {}),
        outcome="proceed",
        is_stand_in=stands_in(case.context.actor, case.app),
        notified=case.app.notified_at is not None,
        **(_emergency_facts(case) if case.app.is_emergency else {}),
        live_permits=live,
        undecided_permits=missing(live, decided),
        undelivered_permits=frozenset() if is_served else frozenset(decided),
        moot_permits=unanswered_moot(case),
        unsettled_permits=frozenset(case.permits[key].suffix for key in unsettled(case)),
        gating_fees=gating_fees(case),
    )


def _survey_facts(case: CaseFile) -> dict[str, Any]:
    """Tell whether a site visit is booked, and whether its moment has come."""
    booked = case.procedures.survey()
    begins_at = booked.booked_at if booked else None
    return {
        "is_survey_booked": booked is not None,
        "is_visit_begun": begins_at is not None and begins_at <= case.context.at,
    }


def unanswered_moot(case: CaseFile) -> frozenset[str]:
    """Name the permits whose purpose has gone and whose applicant has not said whether they go on."""
    asked = (key for key, row in case.permits.items() if row.is_moot and row.moot_answer is None)
    return frozenset(key for key in asked if case.permits[key].state not in DECIDED | {"withdrawn"})


def unsettled(case: CaseFile) -> frozenset[str]:
    """Name the granted permits that lack the condition a sibling's refusal calls for; what is served is closed.

    Law: Administrative Licensing Law art. 38.
    """
    if case.app.delivered_at is not None or not case.bundle.dependencies:
        return frozenset()
    refused = {key for key, row in case.permits.items() if row.state == "refused"}
    called_up = [one for one in case.bundle.dependencies if one.refused in refused]
    granted = [row for row in case.permits.values() if row.state == "granted"]
    return frozenset(row.key for row in granted if uncovered(called_up, row.key, row.conditions or ()))


def dependencies_of(case: CaseFile) -> tuple[Dependency, ...]:
    """List what decisions and facts of this case mean for its permits."""
    if not case.bundle.dependencies:
        return ()
    refused = {key for key, row in case.permits.items() if row.state == "refused"}
    on = local_day(case.app.accepted_at or case.context.at)
    return in_effect(case.bundle, case.form.answers, on, case.form.project, refused=refused)


def emergency_report(case: CaseFile) -> rows.EmergencyReport | None:
    """Give the report of emergency works, if there is one; no other case costs a query.

    Law: Urban Road Administration Regulations art. 34.
    """
    if not case.app.is_emergency:
        return None
    return next(iter(rows_of(case, rows.EmergencyReport)), None)


def _emergency_facts(case: CaseFile) -> dict[str, Any]:
    """Tell whether the form speaks of emergency works, and whether they have been reported."""
    return {
        "is_emergency": case.form.answers.get("emergency") is True,
        "is_reported": emergency_report(case) is not None,
    }


def _facts_before_acceptance(case: CaseFile, excused: frozenset[str]) -> Facts:
    form, found, materials = case.form, current_route(case), uploaded(case)
    lacking = {m.code for m in found.materials if not m.shared and m.code not in materials}
    permits = frozenset(permit.key for permit in found.permits)
    return Facts(
        outcome=found.outcome,
        has_applicant=bool(form.applicant.get("name")),
        has_agent=bool(form.agent.get("name")),
        has_site=bool(form.site.get("road")),
        answers_valid=not check_answers(case.bundle, form.answers, "submission"),
        missing_materials=frozenset(lacking - excused),
        open_deficiencies=open_deficiencies(case, materials),
        notified=case.app.notified_at is not None,
        live_permits=permits,
        undecided_permits=permits,
        flagged_fields=flagged_fields(case),
        is_window_over=case.app.state == "supplement" and _is_past(case.app.due_on, case.context.today),
        **_facts_of_check(case),
        **_emergency_facts(case),
    )


def government_after(case: CaseFile, item: WorkItemRow) -> WorkItemRow | None:
    """Find the government's item that waits for this pre-review and the file it passes up.

    Law: Administrative Licensing Law art. 43.
    """
    waiting = (one for one in case.latest.values() if one.department == GOVERNMENT and item_id(item) in one.after)
    return next(waiting, None) if item.kind == "opinion" else None


def _facts_of_check(case: CaseFile) -> dict[str, Any]:
    """Tell how far the check of the papers is, and what departments put into the one notice."""
    if case.app.state != "received":
        return {}
    lists = lists_of(case) if case.app.notified_at is None else ()
    route = current_route(case)
    permits = [permit.key for permit in route.permits]
    return {
        "barred_through": frozenset(one.to_on.isoformat() for one in bans_on(case, permits)),
        "is_last_day": case.app.due_on is not None and case.context.today >= case.app.due_on,
        # silence accepts only what this office can handle
        "is_check_over": route.outcome == "proceed" and _is_past(case.app.due_on, case.context.today),
        "is_circulated": is_circulated(case),
        "awaited_lists": frozenset(one.department for one in lists if one.state == "asked"),
        "unsent_lists": frozenset(one.department for one in lists if one.state == "filed" and one.items),
    }


def _is_past(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today


def item_facts(case: CaseFile, item: WorkItemRow) -> Facts:
    """Tell the engine about a work item: who holds it, and how those it must wait for have answered."""
    latest = case.latest
    awaited = [latest[name] for name in item.after if name in latest and latest[name].state != "cancelled"]
    unanswered = [other for other in awaited if other.state != "done"]
    absent = set(item.after) - latest.keys()
    return Facts(
        kind=item.kind,
        is_pre_review=government_after(case, item) is not None,
        is_sealed=case.app.state != "received" or case.app.notified_at is not None,
        is_assignee=item.assignee_id is not None and item.assignee_id == case.context.actor.id,
        is_unassigned=item.assignee_id is None,
        open_prerequisites=frozenset(item_id(o) for o in unanswered if o.kind != "co_approval") | absent,
        open_co_approvals=frozenset(item_id(o) for o in unanswered if o.kind == "co_approval"),
        refused_co_approvals=frozenset(item_id(o) for o in awaited if o.verdict == "refused"),
        **_beside(case, item.permit, is_decision=item.kind == "decision"),
        **(_about_licence(case) if item.kind == "decision" else {}),
        is_of_intake=item.kind == "decision" and _took_in(case),
    )


def _took_in(case: CaseFile) -> bool:
    """Say whether the actor wrote down or accepted the application: only who also sits at the counter is asked."""
    if not case.context.actor.holds("window"):
        return False
    taken_in = _barring("decide")
    return any(one.type in taken_in and one.actor == case.context.actor.username for one in rows_of(case, rows.Told))


def _barring(action: str) -> frozenset[str]:
    """Name the events whose actor may not take an action on the same case."""
    return event_catalogue().types(lambda event: event.bars_from == action)


def _about_licence(case: CaseFile) -> dict[str, Any]:
    """Tell what has become of the licence a renewal or a variation is about; no other case costs a query.

    Law: Administrative Licensing Law art. 49, 50.
    """
    if case.app.kind == "new" or case.app.about_licence is None:
        return {}
    (row,) = rows_of(case, rows_beside.AboutLicence)
    is_silent = row.state == "in_force" and _is_past(row.valid_to, case.context.today)
    return {
        "is_licence_gone": row.state in TAKEN_BACK,
        "is_renewed_by_silence": case.app.kind == "renewal" and is_silent,
    }


def _beside(case: CaseFile, permit: str, *, is_decision: bool = True) -> dict[str, Any]:
    """Tell what goes on beside the review of a permit; all but the chair of its hearing concerns its decision alone."""
    if not (case.app.has_procedures and permit):
        return {}
    found, today = case.procedures, case.context.today
    hearing = found.hearing(permit)
    told = {
        "hearing": hearing.state if hearing else "",
        "can_ask_for_hearing": hearing is not None and hearing.state == "told" and today <= hearing.request_by_on,
        "is_on_notice": found.is_on_notice(permit, today),
        "has_open_statements": bool(found.unanswered(permit)),
    }
    is_chair = hearing is not None and hearing.chair == case.context.actor.username
    return {"is_chair": is_chair, **(told if is_decision else {})}


def permit_facts(case: CaseFile, row: PermitRow) -> Facts:
    """Tell the engine about a permit: whether its limit is extended or has passed, who asks."""
    return Facts(
        clock_running=row.state != "suspended",
        is_unsettled=row.key in unsettled(case),
        is_fee_listed=bool(fee_lines(case, row)),
        is_extended=is_extended(case, row.key, "statutory"),
        is_expired=is_expired(case, row.key, "statutory"),
        is_requester=_has_a_hand_in(case, row),
        # only the lead is asked who else might join
        absent_departments=absent_departments(case, row) if case.context.actor.holds("lead") else frozenset(),
        **_beside(case, row.key),
    )


def absent_departments(case: CaseFile, row: PermitRow) -> frozenset[str]:
    """Name the departments that do not take part in a permit and might be asked to."""
    present = {i.department for i in case.latest.values() if i.permit == row.key and i.state != "cancelled"}
    return frozenset(case.bundle.departments) - NOT_CONSULTED - present


def is_extended(case: CaseFile, scope: str, key: str) -> bool:
    """Say whether a clock has been given more days."""
    pair = case.clocks.get((scope, key))
    return pair is not None and any(entry.kind == "extension" for entry in pair[1].entries)


def is_expired(case: CaseFile, scope: str, key: str) -> bool:
    """Say whether the last day of a clock has passed; a day that does not count cannot be its last."""
    if (scope, key) not in case.clocks:
        return False
    _row, clock = counting(case, scope, key)
    return read(clock, case.context.calendar, case.context.today).due_on < case.context.today


def _has_a_hand_in(case: CaseFile, row: PermitRow) -> bool:
    """Say whether the actor works on a permit or asked for more time: only a head is ever asked."""
    actor = case.context.actor
    if "head" not in roles_on_permit(case, row):
        return False
    if any(item.permit == row.key and item.assignee_id == actor.id for item in case.items):
        return True
    return row.key in _asked_for_more(case)


def _asked_for_more(case: CaseFile) -> set[str | None]:
    """Name the permits for which the actor asked for more time; None stands for the joint cap."""
    requests = _barring("extend")
    asked = (one for one in rows_of(case, rows.Told) if one.type in requests)
    return {one.payload["permit"] for one in asked if one.actor == case.context.actor.username}
