"""Named conditions about what goes on beside the review: public notices, statements, hearings, site visits."""

from workflows.conditions.guards import Facts
from workflows.conditions.registry import guard
from workflows.errors import N_


@guard(unmet=N_("The public notice has not ended yet"))
def public_notice_over(facts: Facts) -> bool:
    """The last day of the public notice has passed, or there is none."""
    return not facts.is_on_notice


@guard(unmet=N_("Statements are still to be answered (Administrative Licensing Law art. 36)"))
def statements_answered(facts: Facts) -> bool:
    """Every statement about the permit has been answered."""
    return not facts.has_open_statements


@guard(unmet=N_("There is no statement to be answered"))
def statements_open(facts: Facts) -> bool:
    """A statement about the permit is still to be answered."""
    return facts.has_open_statements


@guard(unmet=N_("A hearing can still be asked for (Administrative Licensing Law art. 46, 47)"))
def hearing_window_over(facts: Facts) -> bool:
    """Nobody can ask for a hearing any more."""
    return not facts.can_ask_for_hearing


@guard(unmet=N_("The hearing asked for has no record yet (Administrative Licensing Law art. 48)"))
def hearing_recorded(facts: Facts) -> bool:
    """No hearing is asked for or called without its record."""
    return facts.hearing not in {"requested", "called"}


@guard(unmet=N_("The parties have been told of their right to a hearing already"))
def hearing_not_told(facts: Facts) -> bool:
    """No hearing on the permit is under way."""
    return facts.hearing not in {"told", "requested", "called"}


@guard(unmet=N_("A hearing can be asked for only within the days told to the parties"))
def hearing_window_open(facts: Facts) -> bool:
    """The parties can ask for a hearing today."""
    return facts.can_ask_for_hearing


@guard(unmet=N_("Nobody has asked for a hearing"))
def hearing_requested(facts: Facts) -> bool:
    """A hearing has been asked for and not been held."""
    return facts.hearing in {"requested", "called"}


@guard(unmet=N_("No hearing has been called"))
def hearing_called(facts: Facts) -> bool:
    """The parties have been told when and where they are heard."""
    return facts.hearing == "called"


@guard(unmet=N_("Who chairs the hearing does not review the file (Administrative Licensing Law art. 48)"))
def not_chair(facts: Facts) -> bool:
    """The actor does not chair the hearing on the permit."""
    return not facts.is_chair


@guard(unmet=N_("Who accepted the application does not decide on it"))
def not_the_counter(facts: Facts) -> bool:
    """The actor has not taken the application in."""
    return not facts.is_of_intake


@guard(unmet=N_("A site visit is booked already: record it first"))
def no_survey_booked(facts: Facts) -> bool:
    """No site visit is booked."""
    return not facts.is_survey_booked


@guard(unmet=N_("No site visit is booked"))
def survey_booked(facts: Facts) -> bool:
    """A site visit is booked and not recorded yet."""
    return facts.is_survey_booked


@guard(unmet=N_("The visit is still to come"))
def visit_begun(facts: Facts) -> bool:
    """The moment booked for the site visit has come."""
    return facts.is_visit_begun


@guard(unmet=N_("Every department takes part already"))
def departments_left(facts: Facts) -> bool:
    """A department does not take part in the permit yet."""
    return bool(facts.absent_departments)
