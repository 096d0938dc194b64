"""The roles in which the actor acts on a case, one of its permits or one of its work items."""

from collections.abc import Mapping

from permits.actor import EVERY_ACT, Actor
from permits.casefile.bans import identity_of, subject_of
from permits.casefile.casefile import CaseFile
from permits.casefile.context import ActContext
from permits.casefile.rows import PermitRow, WorkItemRow
from permits.policies import is_applicant, stands_in
from workflows import APPLICANT, PREPARE, agent_role

COUNTER, GOVERNMENT = "window", "government"
CASE_ROLES = frozenset({COUNTER, "lead", GOVERNMENT, "system"})
# what else a role is in its own department: the leader of a government signs too, the bureau's case officer decides
WORKS_AS: Mapping[str, frozenset[str]] = {GOVERNMENT: frozenset({"clerk", "head"}), "lead": frozenset({"clerk"})}


def roles_on_case(case: CaseFile) -> frozenset[str]:
    """Return the actor's roles on the application; the counter acts for an applicant who filed at the counter.

    An account acts for somebody else only while it belongs to the company or holds a power of attorney; where that
    does not open every act, the roles are those of an agent.
    """
    actor = case.context.actor
    roles = actor.role_names() & CASE_ROLES
    if stands_in(actor, case.app):
        return roles | {APPLICANT}
    if not is_applicant(actor, case.app):
        return roles
    acts = acts_for_applicant(case.context, case.form.applicant, case.app.bundle)
    return roles | ({APPLICANT} if acts == EVERY_ACT else {agent_role(act) for act in acts})


def acts_for_applicant(context: ActContext, applicant: Mapping[str, object], bundle: str) -> frozenset[str]:
    """Return what the actor may do for whom a form names as applicant; all while nobody is named yet."""
    if applicant.get("kind") == "person":
        person = subject_of(applicant, secret=context.office.secret)
        return context.actor.acts_for_person(person, bundle, context.today) if person else EVERY_ACT
    company = identity_of(applicant)
    return context.actor.acts_for(company, bundle, context.today) if company else EVERY_ACT


def stands_for_applicant(case: CaseFile, act: str) -> bool:
    """Return whether the actor may do one of `EVERY_ACT` for the applicant; changing a draft is preparing it."""
    wanted = PREPARE if case.app.state == "draft" else act
    return not roles_on_case(case).isdisjoint({APPLICANT, agent_role(wanted)})


def is_on_applicants_side(case: CaseFile) -> bool:
    """Return whether the actor may do anything for the applicant."""
    return not roles_on_case(case).isdisjoint({APPLICANT, *map(agent_role, EVERY_ACT)})


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
