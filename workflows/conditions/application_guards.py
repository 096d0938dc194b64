"""Named conditions of an application in review and after: its permits, site visits, fees and service."""

from workflows.conditions.facts import Names
from workflows.conditions.registry import guard
from workflows.errors import N_


@guard(unmet=N_("The screening does not lead to any permit this office can handle"))
def route_proceeds(outcome: str) -> bool:
    """The route neither refers, nor blocks, nor finds that no licence is needed."""
    return outcome == "proceed"


@guard(unmet=N_("The applicant rates the service: the counter does not rate itself"))
def not_stand_in(is_stand_in: bool) -> bool:
    """The actor is the applicant, not the clerk of a counter filing."""
    return not is_stand_in


@guard(unmet=N_("The application does not speak of an emergency repair"))
def emergency_stated(is_emergency: bool) -> bool:
    """The answers state an emergency repair."""
    return is_emergency


@guard(unmet=N_("The emergency works are reported already"))
def not_yet_reported(is_reported: bool) -> bool:
    """The works have not been reported yet."""
    return not is_reported


@guard(unmet=N_("Materials promised for later have not come in: %(names)s"), naming="outstanding_materials")
def promised_materials_in(outstanding_materials: Names) -> bool:
    """No material promised at acceptance is outstanding."""
    return not outstanding_materials


@guard(unmet=N_("No fee waits to be paid"))
def fee_due(unpaid_fees: Names) -> bool:
    """A fee notice is not fully paid."""
    return bool(unpaid_fees)


@guard(unmet=N_("No refund is due"))
def refund_waits(refunds_due: Names) -> bool:
    """A refund notice is not fully paid back."""
    return bool(refunds_due)


@guard(unmet=N_("A fee is still unpaid: here it is paid before anything is handed over"))
def fees_settled(gating_fees: Names) -> bool:
    """No unpaid fee holds delivery back."""
    return not gating_fees


@guard(unmet=N_("Wait until every permit is decided"))
def permits_decided(live_permits: Names, undecided_permits: Names) -> bool:
    """There are live permits and each is decided; no permits at all is never a finished join."""
    return bool(live_permits) and not undecided_permits


@guard(unmet=N_("Every permit is decided: there is nothing left to withdraw"))
def permits_undecided(undecided_permits: Names) -> bool:
    """A permit is still undecided."""
    return bool(undecided_permits)


@guard(unmet=N_("No decision is waiting to be delivered"))
def decisions_undelivered(undelivered_permits: Names) -> bool:
    """A decided permit has not been served yet."""
    return bool(undelivered_permits)


@guard(unmet=N_("No permit waits for your answer"))
def moot_unanswered(moot_permits: Names) -> bool:
    """A moot permit waits for its applicant's answer."""
    return bool(moot_permits)


@guard(
    unmet=N_("Settle first, with a suspensive condition: %(names)s"),
    law="Administrative Licensing Law art. 38",
    naming="unsettled_permits",
)
def dependencies_settled(unsettled_permits: Names) -> bool:
    """No grant lacks the condition that a later refusal requires."""
    return not unsettled_permits


@guard(unmet=N_("A site visit is booked already: record it first"))
def no_survey_booked(is_survey_booked: bool) -> bool:
    """No site visit is booked."""
    return not is_survey_booked


@guard(unmet=N_("No site visit is booked"))
def survey_booked(is_survey_booked: bool) -> bool:
    """A site visit is booked and not recorded yet."""
    return is_survey_booked


@guard(unmet=N_("The visit is still to come"))
def visit_begun(is_visit_begun: bool) -> bool:
    """The booked moment of the site visit has come."""
    return is_visit_begun


@guard(unmet=N_("No supervision order waits for your department's answer"))
def answer_owed(owes_answer: bool) -> bool:
    """A supervision order to the actor's department waits for its answer."""
    return owes_answer


@guard(unmet=N_("No public explanation is owed"))
def explanation_owed(is_explanation_outstanding: bool) -> bool:
    """The promised day has passed without a public explanation."""
    return is_explanation_outstanding
