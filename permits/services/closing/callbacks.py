"""Call-backs 回访整改: the lead calls an applicant after a bad rating and remedies the fault within working days."""

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import item_facts, roles_on_item
from permits.errors import Invalid
from permits.services.case.duties import Duty, close_item, give
from workflows import N_

CALL_BACK = "call_back"
# of five stars: dissatisfied, and very dissatisfied
BAD_STARS = 2


def call_back_if_bad(case: CaseFile, stars: int) -> None:
    """Give the lead the duty to call back after a bad rating; the caller saves."""
    limit = case.bundle.switches.get("rating_fix_working_days")
    if stars > BAD_STARS or limit is None:
        return
    give(case, Duty(department=case.bundle.lead_department, kind=CALL_BACK, limit_working_days=int(limit)))
    due_on = case.clocks.due(case.context.today, int(limit))[0]
    about = {"department": case.bundle.lead_department, "stars": stars, "due_on": due_on.isoformat()}
    case.record("rating.call_back_due", about)


def record_call_back(
    context: ActContext, work_item_id: int, *, result: str, expected_version: int | None = None
) -> None:
    """Record what the applicant said in the call, and the remedy; the applicant reads it.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the result is empty.
    """
    case = open_case(context, work_item_id=work_item_id)
    item = case.item(work_item_id)
    case.expect(item, expected_version)
    left = case.move(item, "record_call_back", roles=roles_on_item(case, item), facts=item_facts(case, item))
    if not result.strip():
        raise Invalid.at("result", N_("Say what was heard and what has been put right"))
    close_item(case, item, verdict=None)
    case.change(item, opinion=result)
    about = {"work_item": item.id, "department": item.department, "from": left, "to": item.state}
    case.record("rating.called_back", {**about, "result": result})
    case.save()
