"""Who may investigate whether a permit is needed, and what is under investigation."""

from permits.casefile.casefile import CaseFile
from permits.casefile.facts.roles import COUNTER, roles_in, roles_on_case
from permits.casefile.lists import is_departments_check
from workflows import Text

LEAD = "lead"
OF_DEPARTMENT = frozenset({"clerk", "head"})


def roles_on_check(case: CaseFile) -> frozenset[str]:
    """Return the actor's roles on the check: those on the case, and those in a department asked what it misses."""
    return roles_on_case(case).union(*(roles_in(case.context.actor, one) & OF_DEPARTMENT for one in _asked(case)))


def _asked(case: CaseFile) -> list[str]:
    """List the actor's departments that were asked what they miss; no query for who is in none."""
    own = case.context.actor.departments()
    return [item.department for item in case.items if is_departments_check(item) and item.department in own]


def holder_on_check(case: CaseFile) -> str:
    """Return the department for which the actor takes part in the check; the lead stands before the counter."""
    roles = roles_on_case(case)
    if LEAD in roles:
        return case.bundle.lead_department
    return COUNTER if COUNTER in roles else next(iter(_asked(case)), "")


def investigated(case: CaseFile) -> frozenset[Text]:
    """Name the permits of which it is under investigation whether they are needed."""
    return frozenset(case.bundle.permits[key].short for key in _open(case))


def concludable(case: CaseFile) -> frozenset[str]:
    """List the permits under investigation that the actor may conclude: those it holds; the lead concludes any."""
    found = _open(case)
    if not found:
        return frozenset()
    holder = holder_on_check(case)
    return frozenset(key for key, by in found.items() if holder in {by, case.bundle.lead_department})


def investigable(case: CaseFile) -> frozenset[str]:
    """List the permits that may be put under investigation; a renewal or variation is about a permit that is needed."""
    return frozenset(case.bundle.permits) - _open(case).keys() if case.app.kind == "new" else frozenset()


def _open(case: CaseFile) -> dict[str, str]:
    """Return who holds each open investigation, by permit; a later version of the bundle may lack the permit."""
    found = case.investigations.items()
    return {key: one.holder for key, one in found if one.is_open and key in case.bundle.permits}
