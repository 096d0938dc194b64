"""Circulate an application among its departments before the one notice: one request, answered by deficiency lists."""

from collections.abc import Sequence
from datetime import date

from permits.casefile import ActContext, CaseFile, WorkItemRow, open_case
from permits.casefile.facts import application_facts, current_route, item_facts, roles_on_case, roles_on_item
from permits.casefile.facts.roles import GOVERNMENT
from permits.casefile.ledger import cut_off
from permits.casefile.rows import DeficiencyListRow
from permits.errors import Invalid
from permits.models import DeficiencyDraft
from permits.services.case.duties import OPEN_STATES, Duty, close_item, give, last_day_of_check, timer_scope
from permits.services.intake.deficiencies import DeficiencyItem, check_items
from workflows import N_, Route


def circulate(
    context: ActContext, application_id: int, *, departments: Sequence[str] = (), expected_version: int | None = None
) -> None:
    """Request deficiency lists from some or all departments of the route; the five days of the check run on.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: a named department has no work in this application.
    Law: Administrative Licensing Law art. 32(1)(4), 72(4).
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, "circulate", roles=roles_on_case(case), facts=application_facts(case))
    known = taking_part(current_route(case))
    if strange := sorted(set(departments) - set(known)):
        raise Invalid.at("departments", N_("No part in this application: %(keys)s"), keys=", ".join(strange))
    asked = [key for key in known if not departments or key in departments]
    limit = case.bundle.limits.department_check_working_days
    due_on = last_day_of_check(context.calendar, context.today, limit, intake_due_on=case.app.due_on)
    for department in asked:
        _ask(case, department, due_on)
    case.record("application.circulated", {"departments": asked, "due_on": due_on.isoformat()})
    case.save()


def taking_part(route: Route) -> list[str]:
    """List the departments with work in a route; the government may not ask the applicant for materials (art. 35)."""
    return list(dict.fromkeys(item.department for item in route.work_items if item.department != GOVERNMENT))


def _ask(case: CaseFile, department: str, due_on: date) -> None:
    context, limit = case.context, case.bundle.limits.department_check_working_days
    days = cut_off(case.clocks, due_on, context.today, case.clocks.due(context.today, limit))
    duty = Duty(department=department, kind="intake", limit_working_days=limit, blocks=True)
    give(case, duty, days=days, clock="department_check")
    case.add(
        DeficiencyDraft,
        area=case.app.area,
        department=department,
        round=1,
        state="asked",
        items=[],
        asked_at=context.at,
    )


def file_deficiency(
    context: ActContext, work_item_id: int, items: Sequence[DeficiencyItem], *, expected_version: int | None = None
) -> None:
    """File a department's deficiency list, empty if nothing is missing; it may be filed again until the notice is sent.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: an item names no known material or field, or no coded reason.
    Law: Administrative Licensing Law art. 32(1)(4), 72(4).
    """
    case = open_case(context, work_item_id=work_item_id)
    item = case.item(work_item_id)
    case.expect(item, expected_version)
    left = case.move(item, "file_deficiency", roles=roles_on_item(case, item), facts=item_facts(case, item))
    check_items(case, items)
    if left in OPEN_STATES:
        close_item(case, item, verdict=None)
    listed = [one.to_data() for one in items]
    row = _list_of(case, item)
    case.change(row, state="filed", items=listed, filed_at=context.at, filed_by=context.actor.username)
    case.record("work_item.list_filed", {**_about(item, left), "items": listed})
    case.save()


def close_check(case: CaseFile, scope: str) -> None:
    """Close an overdue part of the check; the department may still file. The caller saves.

    Law: Administrative Licensing Law art. 32(1)(4).
    """
    for item in case.items:
        if timer_scope(item) == scope and item.state in OPEN_STATES:
            case.change(_list_of(case, item), state="missed")
            case.record("work_item.check_closed", _about(item, item.state))


def _list_of(case: CaseFile, item: WorkItemRow) -> DeficiencyListRow:
    of = item.department, item.round
    return next(one for one in case.deficiency_lists if (one.department, one.round) == of)


def _about(item: WorkItemRow, left: str) -> dict[str, object]:
    return {"work_item": item.id, "kind": item.kind, "department": item.department, "from": left, "to": item.state}
