"""The roles in which the actor acts on a case, one of its permits or one of its work items."""

from permits.casefile.bans import identity_of
from permits.casefile.casefile import CaseFile
from permits.casefile.rows import PermitRow, WorkItemRow
from permits.policies import is_applicant, stands_in

GOVERNMENT = "government"
CASE_ROLES = frozenset({"window", "lead", GOVERNMENT, "system"})


def roles_on_case(case: CaseFile) -> frozenset[str]:
    """Return the actor's roles on the application; the counter acts for an applicant who filed at the counter.

    An account acts for a company only while it belongs to it or holds its power of attorney.
    """
    actor = case.context.actor
    roles = actor.role_names() & CASE_ROLES
    is_on_that_side = stands_in(actor, case.app) or (is_applicant(actor, case.app) and _represents(case))
    return roles | {"applicant"} if is_on_that_side else roles


def _represents(case: CaseFile) -> bool:
    """Return whether the actor may act for the company that applies; nobody represents one that is not named yet."""
    applicant = case.form.applicant
    company = "" if applicant.get("kind") == "person" else identity_of(applicant)
    return not company or case.context.actor.represents(company, case.app.bundle, case.context.today)


def roles_on_item(case: CaseFile, item: WorkItemRow) -> frozenset[str]:
    """Return the actor's roles in the department that owns the work item."""
    return frozenset(role for role, department in case.context.actor.roles if department == item.department)


def roles_on_permit(case: CaseFile, row: PermitRow) -> frozenset[str]:
    """Return the actor's roles on a permit: those in its deciding department and those on the case.

    Where the government decides, its leader is both clerk and head.
    """
    inside = {role for role, department in case.context.actor.roles if department == row.department}
    return roles_on_case(case) | inside | ({"clerk", "head"} if GOVERNMENT in inside else set())
