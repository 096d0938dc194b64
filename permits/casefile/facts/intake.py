"""Facts of an application before its acceptance: form, materials, the check of five days."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from permits.casefile.bans import bans_on, identity_of
from permits.casefile.casefile import CaseFile
from permits.casefile.facts.emergencies import is_emergency, is_reported
from permits.casefile.facts.investigations import concludable, investigable, investigated
from permits.casefile.lists import is_circulated, lists_of
from permits.casefile.seen import rows_of
from permits.queries.reading import rows
from workflows import ApplicationFacts, Route, check_answers


def uploaded(case: CaseFile) -> Mapping[str, int]:
    """Return the newest version of each material handed in, by code."""
    return case.materials


def current_route(case: CaseFile) -> Route:
    """Return the pinned route once accepted; before, the route of the form."""
    pinned = case.pinned_route if case.app.required is not None else None
    return pinned or case.route_of_form


def open_deficiencies(case: CaseFile, materials: Mapping[str, int]) -> frozenset[str]:
    """List the unmet items of the notice: a material without a newer version, or a field still flagged."""
    if case.app.notified_at is None:
        return frozenset()
    return frozenset(
        row.material or f"#{row.id}"
        for row in rows_of(case, rows.Deficiency)
        if row.state == "open"
        and (row.material is None or materials.get(row.material, 0) <= row.flagged_material_version)
    )


def flagged_fields(case: CaseFile) -> frozenset[str]:
    """List the fields of the form flagged in this round, mended or not."""
    if case.app.state != "supplement":
        return frozenset()
    found = rows_of(case, rows.Deficiency)
    return frozenset(row.field for row in found if row.field and row.state in {"open", "mended"})


def facts_before_acceptance(case: CaseFile, excused: frozenset[str]) -> ApplicationFacts:
    """Build the facts of an application not yet accepted; `excused` names materials that may be missing."""
    form, found, materials = case.form, current_route(case), uploaded(case)
    lacking = {m.code for m in found.materials if not m.shared and m.code not in materials}
    permits = frozenset(permit.key for permit in found.permits)
    facts = ApplicationFacts(
        outcome=found.outcome,
        ground="",
        stated_law="",
        has_applicant=bool(form.applicant.get("name")),
        has_identity=bool(identity_of(form.applicant)),
        has_agent=bool(form.agent.get("name")),
        has_site=case.bundle.form.is_told(form.site),
        answers_valid=not check_answers(case.bundle, form.answers, "submission"),
        missing_materials=frozenset(lacking - excused),
        open_deficiencies=open_deficiencies(case, materials),
        notified=case.app.notified_at is not None,
        live_permits=permits,
        undecided_permits=permits,
        flagged_fields=flagged_fields(case),
        is_window_over=case.app.state == "supplement" and _is_past(case.app.due_on, case.context.today),
        is_emergency=is_emergency(case),
        is_reported=is_reported(case),
    )
    return _with_check(case, facts) if case.app.state == "received" else facts


def _with_check(case: CaseFile, facts: ApplicationFacts) -> ApplicationFacts:
    """Add the progress of the intake check and of the departments' deficiency lists."""
    lists = lists_of(case) if case.app.notified_at is None else ()
    route, today, due_on = current_route(case), case.context.today, case.app.due_on
    permits = [permit.key for permit in route.permits]
    return replace(
        facts,
        barred_through=frozenset(one.to_on.isoformat() for one in bans_on(case, permits)),
        is_last_day=due_on is not None and today >= due_on,
        # deemed acceptance covers only what this office can handle
        is_check_over=route.outcome == "proceed" and _is_past(due_on, today),
        is_circulated=is_circulated(case),
        investigated=investigated(case),
        concludable=concludable(case),
        investigable=investigable(case),
        awaited_lists=frozenset(one.department for one in lists if one.state == "asked"),
        unsent_lists=frozenset(one.department for one in lists if one.state == "filed" and one.items),
    )


def _is_past(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today
