"""Named conditions a permit shares with its work items: prerequisites, and procedures during the review."""

from workflows.conditions.facts import Names, Texts
from workflows.conditions.registry import guard
from workflows.errors import N_


@guard(unmet=N_("Work that must come first is not done"))
def prerequisites_done(open_prerequisites: Names) -> bool:
    """Every prerequisite item is done."""
    return not open_prerequisites


@guard(unmet=N_("Wait for every department that must agree"))
def co_approvals_in(open_co_approvals: Names) -> bool:
    """Every statutory co-approver has answered."""
    return not open_co_approvals


@guard(unmet=N_("A department that must agree has refused: only a refusal is open"))
def co_approvals_agreed(refused_co_approvals: Names) -> bool:
    """No statutory co-approver has refused."""
    return not refused_co_approvals


@guard(unmet=N_("The public notice has not ended yet"))
def public_notice_over(is_on_notice: bool) -> bool:
    """The last day of the public notice has passed, or there is none."""
    return not is_on_notice


@guard(unmet=N_("Statements are still to be answered (Administrative Licensing Law art. 36)"))
def statements_answered(has_open_statements: bool) -> bool:
    """Every statement about the permit has been answered."""
    return not has_open_statements


@guard(unmet=N_("A hearing can still be asked for (Administrative Licensing Law art. 46, 47)"))
def hearing_window_over(can_ask_for_hearing: bool) -> bool:
    """The time to request a hearing has passed."""
    return not can_ask_for_hearing


@guard(unmet=N_("The hearing asked for has no record yet (Administrative Licensing Law art. 48)"))
def hearing_recorded(hearing: str) -> bool:
    """No hearing is requested or called without its record."""
    return hearing not in {"requested", "called"}


@guard(
    unmet=N_("Departments contradict each other, the case officer settles it first: %(names)s"),
    law="Administrative Licensing Law art. 26(2)",
    naming="contradictions",
)
def contradictions_settled(contradictions: Texts) -> bool:
    """Nobody's condition contradicts another's, or the lead has settled which holds."""
    return not contradictions


@guard(
    unmet=N_("The grant goes beyond what a department whose agreement the law asks for allows: %(names)s"),
    law="Administrative Licensing Law art. 26(2), 38",
    naming="beyond_agreed",
)
def within_agreement(beyond_agreed: Texts) -> bool:
    """The grant goes no further than the departments whose agreement the law asks for."""
    return not beyond_agreed
