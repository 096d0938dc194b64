"""Named conditions of a permit: its clock, its hearing, its statements, its fee, its departments."""

from workflows.conditions.facts import Names, Texts
from workflows.conditions.registry import guard
from workflows.definition.bundle import GROUNDS
from workflows.errors import N_


@guard(unmet=N_("The clock is stopped: resume it first"))
def clock_running(clock_running: bool) -> bool:
    """The legal clock is not stopped."""
    return clock_running


@guard(
    unmet=N_(
        "The clock stops only for a hearing, tender, auction, inspection, testing, quarantine, appraisal or "
        "expert review"
    )
)
def ground_is_lawful(ground: str) -> bool:
    """The ground is on the closed list of the law; site visits, public notices and sign-offs are not."""
    return not ground or ground in GROUNDS


@guard(
    unmet=N_("No law asks for this here: the clock stops only for what a law requires of this permit"),
    law="Administrative Licensing Law art. 45",
)
def ground_is_required(ground: str, required_grounds: Names) -> bool:
    """A law requires the procedure of this permit as the case stands; before one is named, it requires any."""
    return ground in required_grounds if ground else bool(required_grounds)


@guard(unmet=N_("No two conditions of this permit contradict each other"))
def contradiction_open(contradictions: Texts) -> bool:
    """Departments contradict each other on the permit."""
    return bool(contradictions)


@guard(unmet=N_("Every department takes part already"))
def departments_left(absent_departments: Names) -> bool:
    """A department does not take part in the permit yet."""
    return bool(absent_departments)


@guard(unmet=N_("No other decision calls for a condition of this permit"))
def dependency_open(is_unsettled: bool) -> bool:
    """The grant lacks a condition that a sibling's later refusal requires."""
    return is_unsettled


@guard(unmet=N_("No fee is listed for this: what is not listed may not be charged"))
def fee_listed(is_fee_listed: bool) -> bool:
    """A rate table of the bundle lists a fee for this permit."""
    return is_fee_listed


@guard(unmet=N_("There is no statement to be answered"))
def statements_open(has_open_statements: bool) -> bool:
    """A statement about the permit is unanswered."""
    return has_open_statements


@guard(unmet=N_("The parties have been told of their right to a hearing already"))
def hearing_not_told(hearing: str) -> bool:
    """No hearing on the permit is open."""
    return hearing not in {"told", "requested", "called"}


@guard(unmet=N_("A hearing can be asked for only within the days told to the parties"))
def hearing_window_open(can_ask_for_hearing: bool) -> bool:
    """The parties can request a hearing today."""
    return can_ask_for_hearing


@guard(unmet=N_("Nobody has asked for a hearing"))
def hearing_requested(hearing: str) -> bool:
    """A hearing has been requested and not held."""
    return hearing in {"requested", "called"}


@guard(unmet=N_("No hearing has been called"))
def hearing_called(hearing: str) -> bool:
    """The parties have been notified when and where they are heard."""
    return hearing == "called"
