"""The government stage: the notice of what was forwarded, to whom, and the answer's due day."""

from permits.casefile import CaseFile, WorkItemRow
from permits.casefile.facts import current_route, government_after, uploaded
from permits.services.case.numbers import draw_document_number
from permits.services.notifying.notices import common, issue, licensing_law, words

LAW_43 = licensing_law("第三十五条、第四十三条", "art. 35, 43")


def approver(case: CaseFile, permit: str, department: str) -> dict[str, str]:
    """Return the people's government that answers: the level in the route, the one the item names, else its department.

    Law: Administrative Licensing Law art. 43.
    """
    bundle, routed = case.bundle, next((one for one in current_route(case).permits if one.key == permit), None)
    if routed and routed.level:
        return words(routed.level)
    above = next(item for item in bundle.permits[permit].items if item.department == department)
    if above.approver:
        return words(bundle.approvers[str(bundle.switches[above.approver])].name)
    return words(bundle.departments[department].name)


def issue_forwarding(case: CaseFile, item: WorkItemRow) -> None:
    """Notify the applicant that the whole file was forwarded; the materials are not asked for again.

    Law: Administrative Licensing Law art. 43.
    """
    above = government_after(case, item)
    if above is None:
        return
    rule, body = case.bundle.permits[item.permit], case.context.office.body(case.app.area, item.department)
    handed_in = uploaded(case)
    facts = {
        **common(
            case, number=draw_document_number(case.context, body.document_prefix), body=item.department, law=LAW_43
        ),
        "permit": words(rule.name),
        "department": body.name,
        "approver": approver(case, item.permit, above.department),
        "forwarded_on": case.context.today.isoformat(),
        "working_days": above.limit_working_days,
        "due_on": case.clocks.due(case.context.today, above.limit_working_days)[0].isoformat(),
        "opinion": item.opinion or "",
        "materials": [
            {"code": one.code, "name": words(one.name), "state": "uploaded" if one.code in handed_in else "shared"}
            for one in current_route(case).materials
            if one.code in handed_in or one.shared
        ],
    }
    issue(case, "forwarding", facts, permit=item.permit)
