"""A department that joins a permit mid-way 增加会办部门."""

from dataclasses import dataclass

from permits.casefile import ActContext, CaseFile, PermitRow
from permits.casefile.facts import absent_departments, consulted, permit_facts, roles_on_permit
from permits.errors import Conflict, Invalid
from permits.services.case.duties import UNFINISHED
from permits.services.case.reassignment import Work, ask
from permits.services.procedures.stops import open_permit
from workflows import N_

KINDS = frozenset({"opinion", "co_approval"})
LAW_26 = "Administrative Licensing Law art. 26(2)"


@dataclass(frozen=True, slots=True)
class Branch:
    """The department that joins, its part and the reason; an opinion may block the decision."""

    department: str
    kind: str
    reason: str
    blocks: bool = False


def add_branch(
    context: ActContext, application_id: int, permit: str, branch: Branch, *, expected_version: int | None = None
) -> None:
    """Add a department mid-way: its work opens now and ends by the promised day, which stays.

    The decision waits for a co-approval and for a blocking opinion; a refusal of either allows only a refusal.

    Raises:
        NotFound, WorkflowError.
        Conflict: it changed since the actor read it; the department is on the permit already.
        Invalid: no such department or part, or no reason.
    Law: Administrative Licensing Law art. 26(2), 34.
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    case.move(row, "add_branch", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    _check(case, row, branch)
    waits = branch.blocks or branch.kind == "co_approval"
    limit = case.bundle.departments[branch.department].limit_working_days
    work = Work(row.key, branch.department, branch.kind, (), waits, limit, _round(case, row, branch))
    ask(case, work, reason=branch.reason)
    if waits:
        _wait_for(case, row, work.name)
    case.record(
        "permit.branch_added",
        {
            "permit": row.key,
            "department": branch.department,
            "kind": branch.kind,
            "blocks": waits,
            "reason": branch.reason,
        },
    )
    case.save()


def _check(case: CaseFile, row: PermitRow, branch: Branch) -> None:
    problems: list[tuple[str, str, dict[str, str]]] = []
    if branch.department not in consulted(case.bundle):
        problems.append(("department", N_("There is no such department to ask"), {}))
    if branch.kind not in KINDS:
        problems.append(("kind", N_("A department joins with an opinion or with its agreement"), {}))
    if not branch.reason.strip():
        problems.append(("reason", N_("Say why it joins"), {}))
    if problems:
        raise Invalid(problems, law=LAW_26)
    if branch.department not in absent_departments(case, row):
        raise Conflict("already_taking_part", N_("This department takes part already"), law=LAW_26)


def _round(case: CaseFile, row: PermitRow, branch: Branch) -> int:
    earlier = case.latest.get(f"{row.key}:{branch.department}:{branch.kind}")
    return 1 + (earlier.round if earlier else 0)


def _wait_for(case: CaseFile, row: PermitRow, name: str) -> None:
    for item in case.latest.values():
        if item.permit == row.key and item.kind == "decision" and item.state in UNFINISHED and name not in item.after:
            case.change(item, after=[*item.after, name])
