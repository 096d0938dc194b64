"""Named conditions about the counter: days that have passed, before the sweep has drawn it; and whom it speaks for."""

from workflows.conditions.guards import Facts
from workflows.conditions.registry import guard
from workflows.errors import N_


@guard(
    unmet=N_("The five working days of the check have passed: the application counts as accepted"),
    law="Administrative Licensing Law art. 32(1)(4)",
)
def check_open(facts: Facts) -> bool:
    """The last day of the check has not passed."""
    return not facts.is_check_over


@guard(unmet=N_("The time to mend the application has passed: it counts as given up"))
def window_open(facts: Facts) -> bool:
    """The last day on which the applicant may answer the one notice has not passed."""
    return not facts.is_window_over


@guard(unmet=N_("The applicant rates the service: the counter does not rate itself"))
def not_stand_in(facts: Facts) -> bool:
    """The actor is the applicant, and no clerk who writes down what is brought to the counter."""
    return not facts.is_stand_in
