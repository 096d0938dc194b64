"""The roles in which the actor acts on a case, one of its permits or one of its work items."""

from collections.abc import Mapping

from permits.actor import Actor
from permits.casefile.bans import identity_of
from permits.casefile.casefile import CaseFile
from permits.casefile.rows import PermitRow, WorkItemRow
from permits.policies import is_applicant, stands_in

COUNTER, GOVERNMENT = "window", "government"
CASE_ROLES = frozenset({COUNTER, "lead", GOVERNMENT, "system"})
# what else a role is in its own department: the leader of a government signs too, the bureau's case officer decides
WORKS_AS: Mapping[str, frozenset[str]] = {GOVERNMENT: frozenset({"clerk", "head"}), "lead": frozenset({"clerk"})}


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
    return roles_in(case.context.actor, item.department)


def roles_on_permit(case: CaseFile, row: PermitRow) -> frozenset[str]:
    """Return the actor's roles on a permit: those in its deciding department and those on the case."""
    return roles_on_case(case) | roles_in(case.context.actor, row.department)


def roles_in(actor: Actor, department: str) -> frozenset[str]:
    """Return the actor's roles in a department, with what they work as there."""
    inside = frozenset(role for role, own in actor.roles if own == department)
    return inside.union(*(WORKS_AS.get(role, ()) for role in inside))
