"""Whether the departments that must agree to a permit do, by the policy its bundle joins them with."""

from permits.casefile.casefile import CaseFile
from permits.casefile.rows import WorkItemRow
from workflows import JoinResult, Verdict, complete, fitted


def co_approvals(case: CaseFile, permit: str) -> dict[str, WorkItemRow]:
    """Return the co-approvals asked for on a permit, by department; cancelled ones are left out."""
    asked = (one for one in case.latest.values() if one.permit == permit and one.kind == "co_approval")
    return {one.department: one for one in asked if one.state != "cancelled"}


def consent_on(case: CaseFile, permit: str) -> JoinResult | None:
    """Return how the co-approvals of a permit stand; None where none is asked for, or each must agree."""
    rule, asked = case.bundle.permits.get(permit), co_approvals(case, permit)
    if rule is None or rule.consent is None or not asked:
        return None
    answered = {key: one for key, one in asked.items() if one.state == "done"}
    verdicts = {key: Verdict.REFUSED if one.verdict == "refused" else Verdict.GRANTED for key, one in answered.items()}
    return complete(fitted(rule.consent, asked), verdicts, asked)
