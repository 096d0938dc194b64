"""End the co-approvals that a permit no longer needs, once the policy of its bundle is settled."""

from permits.casefile import CaseFile
from permits.casefile.facts import co_approvals, consent_on
from permits.services.case.duties import UNFINISHED, cancel_item, open_waiting_items


def settle_consent(case: CaseFile, permit: str) -> None:
    """Cancel the co-approvals that cannot change the outcome any more, and tell their departments; the caller saves."""
    result = consent_on(case, permit)
    if result is None or not result.finished or not result.stopped:
        return
    for department, item in co_approvals(case, permit).items():
        if department in result.stopped and item.state in UNFINISHED:
            cancel_item(case, item)
    open_waiting_items(case)
    about = {"permit": permit, "reason": result.reason, "departments": sorted(result.stopped)}
    case.record("permit.consent_settled", about)
