"""In which roles the actor acts on a case, one of its permits or one of its work items."""

from permits.casefile.casefile import CaseFile
from permits.casefile.rows import PermitRow, WorkItemRow
from permits.policies import is_applicant, stands_in

GOVERNMENT = "government"
CASE_ROLES = frozenset({"window", "lead", GOVERNMENT, "system"})


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
    return roles_on_case(case) | inside | ({"clerk", "head"} if GOVERNMENT in inside else set())
