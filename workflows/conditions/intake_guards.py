"""Named conditions of an application before acceptance: its form, its materials, the one notice, days of the check."""

from workflows.conditions.facts import Names, Texts
from workflows.conditions.registry import guard
from workflows.errors import N_

BARRED = N_("The applicant may not apply for a permit asked for here through %(names)s: false materials are on record")

IDENTIFY = N_("Say who applies: the credit code of a company, the document number of a person")


@guard(unmet=N_("Name the applicant"))
def has_applicant(has_applicant: bool) -> bool:
    """The applicant is named."""
    return has_applicant


@guard(unmet=IDENTIFY, law="Administrative Licensing Law art. 31, 32(1)(4)")
def has_identity(has_identity: bool) -> bool:
    """The applicant has a number of a known kind: without one no rule on persons can be judged."""
    return has_identity


@guard(unmet=N_("Name the person who handles the application"))
def has_agent(has_agent: bool) -> bool:
    """The agent is named."""
    return has_agent


@guard(unmet=N_("Say where the site is"))
def has_site(has_site: bool) -> bool:
    """The site is described."""
    return has_site


@guard(unmet=N_("Answer every question of the guide correctly"))
def answers_valid(answers_valid: bool) -> bool:
    """The answers pass the checks of the bundle."""
    return answers_valid


@guard(unmet=N_("Required materials are missing: upload them or name those tolerated"))
def materials_complete(missing_materials: Names) -> bool:
    """Every required material is in, shared between offices, or tolerated."""
    return not missing_materials


@guard(unmet=N_("Items of the deficiency notice are still open"))
def deficiencies_met(open_deficiencies: Names) -> bool:
    """Every item of the one notice has been met."""
    return not open_deficiencies


@guard(unmet=N_("The one deficiency notice has gone out already: only its open items may be flagged again"))
def not_yet_notified(notified: bool) -> bool:
    """The one deficiency notice has not gone out."""
    return not notified


@guard(unmet=N_("No deficiency notice has gone out yet"))
def already_notified(notified: bool) -> bool:
    """The one deficiency notice has gone out."""
    return notified


@guard(unmet=N_("The notice names no field of the form: only materials are asked for"))
def fields_flagged(flagged_fields: Names) -> bool:
    """The notice asks for a field of the form to be corrected."""
    return bool(flagged_fields)


@guard(unmet=N_("The departments have been asked already: each of them may file its list again"))
def not_yet_circulated(is_circulated: bool) -> bool:
    """The departments have not been asked yet."""
    return not is_circulated


@guard(unmet=N_("This is the last day of the check: no time is left to ask the departments"))
def time_to_ask(is_last_day: bool) -> bool:
    """The departments can answer with a day left for the counter to send the notice."""
    return not is_last_day


@guard(unmet=N_("Wait until every department asked has filed its list, or its day has passed"))
def lists_in(awaited_lists: Names) -> bool:
    """Every department asked has answered."""
    return not awaited_lists


@guard(unmet=N_("A department has found something missing: send the one notice"))
def lists_sent(unsent_lists: Names) -> bool:
    """No list filed by a department is unsent."""
    return not unsent_lists


@guard(
    unmet=N_("Whether these permits are needed is under investigation: %(names)s"),
    law="Administrative Licensing Law art. 32",
    naming="investigated",
)
def investigations_concluded(investigated: Texts) -> bool:
    """Whether a permit is needed is under investigation for none."""
    return not investigated


@guard(unmet=N_("Every permit of this matter is under investigation already"))
def permits_to_investigate(investigable: Names) -> bool:
    """A permit is left that may be put under investigation."""
    return bool(investigable)


@guard(unmet=N_("Nothing is under investigation that is yours to conclude"))
def investigation_held(concludable: Names) -> bool:
    """The actor holds an open investigation, or leads the case."""
    return bool(concludable)


@guard(
    unmet=N_("The five working days of the check have passed: the application counts as accepted"),
    law="Administrative Licensing Law art. 32(1)(4)",
)
def check_open(is_check_over: bool) -> bool:
    """The last day of the check has not passed."""
    return not is_check_over


@guard(unmet=N_("The time to mend the application has passed: it counts as given up"))
def window_open(is_window_over: bool) -> bool:
    """The last day on which the applicant may answer the one notice has not passed."""
    return not is_window_over


@guard(
    unmet=BARRED,
    law="Administrative Licensing Law art. 78, 79",
    naming="barred_through",
)
def not_barred(barred_through: Names) -> bool:
    """No ban runs against the applicant."""
    return not barred_through


@guard(
    unmet=N_("The screening does not lead to another authority: cite the article your own finding rests on"),
    law="Administrative Licensing Law art. 32(1)(2), 32(1)(5)",
)
def ground_not_to_accept(outcome: str, ground: str, stated_law: str) -> bool:
    """The screening refers or bars the case, or the office states a lawful ground of its own."""
    return outcome in {"refer", "blocked"} or ground in {"false_materials", "banned"} or bool(stated_law)


@guard(
    unmet=N_("The screening finds that a licence is needed: cite the article your own finding rests on"),
    law="Administrative Licensing Law art. 32(1)(1), 32(1)(5)",
)
def found_not_required(outcome: str, stated_law: str) -> bool:
    """The screening finds no licence needed, or the office cites the article that says so."""
    return outcome == "not_required" or bool(stated_law)
