"""Named conditions over the facts the office tells, each with the sentence shown while it is unmet."""

from dataclasses import dataclass

from workflows.conditions.registry import GUARDS as GUARDS
from workflows.conditions.registry import Guard as Guard
from workflows.conditions.registry import guard
from workflows.definition.bundle import GROUNDS
from workflows.errors import N_

BARRED = N_("The applicant may not apply for a permit asked for here through %(names)s: false papers are on record")
CLOSED_BY_ACTS = frozenset({"intake", "survey", "delivery", "verification", "inspection", "call_back"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the office tells the engine about the thing acted on; an unknown fact counts as not ready."""

    outcome: str = ""
    has_applicant: bool = False
    has_agent: bool = False
    has_site: bool = False
    answers_valid: bool = False
    missing_materials: frozenset[str] = frozenset()
    open_deficiencies: frozenset[str] = frozenset()
    notified: bool = False
    flagged_fields: frozenset[str] = frozenset()
    is_circulated: bool = False
    awaited_lists: frozenset[str] = frozenset()
    unsent_lists: frozenset[str] = frozenset()
    is_last_day: bool = False
    is_check_over: bool = False
    is_window_over: bool = False
    is_sealed: bool = False
    owed_papers: frozenset[str] = frozenset()
    barred_through: frozenset[str] = frozenset()
    undecided_permits: frozenset[str] = frozenset()
    live_permits: frozenset[str] = frozenset()
    undelivered_permits: frozenset[str] = frozenset()
    open_prerequisites: frozenset[str] = frozenset()
    open_co_approvals: frozenset[str] = frozenset()
    refused_co_approvals: frozenset[str] = frozenset()
    kind: str = ""
    is_assignee: bool = False
    is_unassigned: bool = False
    clock_running: bool = True
    is_expired: bool = False
    is_valid: bool = False
    is_renewable: bool = False
    has_renewals_left: bool = False
    is_change_pending: bool = False
    is_licence_gone: bool = False
    is_renewed_by_silence: bool = False
    intended: str = ""
    is_heard: bool = False
    is_under_review: bool = False
    is_survival_check_due: bool = False
    is_extended: bool = False
    is_requester: bool = False
    ground: str = ""
    is_pre_review: bool = False
    lacks_condition: bool = False
    moot_permits: frozenset[str] = frozenset()
    unsettled_permits: frozenset[str] = frozenset()
    is_unsettled: bool = False
    is_emergency: bool = False
    is_reported: bool = False
    owes_answer: bool = False
    owes_explanation: bool = False
    unpaid_fees: frozenset[str] = frozenset()
    refunds_due: frozenset[str] = frozenset()
    gating_fees: frozenset[str] = frozenset()
    is_fee_listed: bool = False
    hearing: str = ""
    can_ask_for_hearing: bool = False
    is_chair: bool = False
    is_of_intake: bool = False
    is_stand_in: bool = False
    is_on_notice: bool = False
    has_open_statements: bool = False
    is_survey_booked: bool = False
    is_visit_begun: bool = False
    absent_departments: frozenset[str] = frozenset()


@guard(unmet=N_("Name the applicant"))
def has_applicant(facts: Facts) -> bool:
    """The applicant is named."""
    return facts.has_applicant


@guard(unmet=N_("Name the person who handles the application"))
def has_agent(facts: Facts) -> bool:
    """The agent is named."""
    return facts.has_agent


@guard(unmet=N_("Say where the site is"))
def has_site(facts: Facts) -> bool:
    """The site is described."""
    return facts.has_site


@guard(unmet=N_("Answer every question of the guide correctly"))
def answers_valid(facts: Facts) -> bool:
    """The answers pass the checks of the bundle."""
    return facts.answers_valid


@guard(unmet=N_("The screening does not lead to any permit this office can handle"))
def route_proceeds(facts: Facts) -> bool:
    """The route neither refers, nor blocks, nor finds that no licence is needed."""
    return facts.outcome == "proceed"


@guard(unmet=N_("Required papers are missing: upload them or name those tolerated"))
def materials_complete(facts: Facts) -> bool:
    """Every required paper is there, shared between offices, or tolerated."""
    return not facts.missing_materials


@guard(unmet=N_("Items of the deficiency notice are still open"))
def deficiencies_met(facts: Facts) -> bool:
    """Every item of the one notice has been met."""
    return not facts.open_deficiencies


@guard(unmet=N_("The one deficiency notice has gone out already: only its open items may be flagged again"))
def not_yet_notified(facts: Facts) -> bool:
    """The one deficiency notice is still to spend."""
    return not facts.notified


@guard(unmet=N_("No deficiency notice has gone out yet"))
def already_notified(facts: Facts) -> bool:
    """The one deficiency notice has gone out."""
    return facts.notified


@guard(unmet=N_("The notice names no field of the form: only papers are asked for"))
def fields_flagged(facts: Facts) -> bool:
    """The notice asks for a field of the form to be mended."""
    return bool(facts.flagged_fields)


@guard(unmet=N_("The departments have been asked already: each of them may file its list again"))
def not_yet_circulated(facts: Facts) -> bool:
    """The departments have not been asked yet."""
    return not facts.is_circulated


@guard(unmet=N_("This is the last day of the check: no time is left to ask the departments"))
def time_to_ask(facts: Facts) -> bool:
    """The departments can answer and the counter still has a day to send the notice."""
    return not facts.is_last_day


@guard(unmet=N_("Wait until every department asked has filed its list, or its day has passed"))
def lists_in(facts: Facts) -> bool:
    """Nobody who was asked is awaited any more."""
    return not facts.awaited_lists


@guard(unmet=N_("A department has found something missing: send the one notice"))
def lists_sent(facts: Facts) -> bool:
    """No list filed by a department stands unsent."""
    return not facts.unsent_lists


@guard(unmet=N_("The check of the papers is over: what the one notice did not name may not be asked for"))
def notice_unsealed(facts: Facts) -> bool:
    """The one notice can still take in what a department finds."""
    return not facts.is_sealed


@guard(unmet=N_("Only the verification of a commitment is closed with its findings"))
def asked_to_verify(facts: Facts) -> bool:
    """The item verifies what was promised in place of a paper."""
    return facts.kind == "verification"


@guard(unmet=N_("Only the call-back after a bad rating is closed with what was heard"))
def asked_to_call_back(facts: Facts) -> bool:
    """The item is the call-back of an applicant who was badly served."""
    return facts.kind == "call_back"


@guard(unmet=N_("Only a department asked in the check of the papers files a list"))
def asked_for_list(facts: Facts) -> bool:
    """The item is a department's part of the check."""
    return facts.kind == "intake"


@guard(unmet=N_("The application does not speak of an emergency repair"))
def emergency_stated(facts: Facts) -> bool:
    """The answers speak of an emergency repair."""
    return facts.is_emergency


@guard(unmet=N_("The emergency works are reported already"))
def not_yet_reported(facts: Facts) -> bool:
    """Nobody has reported the works yet."""
    return not facts.is_reported


@guard(
    unmet=BARRED,
    law="Administrative Licensing Law art. 78, 79",
    naming="barred_through",
)
def not_barred(facts: Facts) -> bool:
    """No ban runs against the applicant."""
    return not facts.barred_through


@guard(unmet=N_("Papers promised for later have not come in: %(names)s"), naming="owed_papers")
def promised_papers_in(facts: Facts) -> bool:
    """No paper promised at acceptance is still owed."""
    return not facts.owed_papers


@guard(unmet=N_("No fee is listed for this: what is not listed may not be charged"))
def fee_listed(facts: Facts) -> bool:
    """A rate table of the bundle lists a fee for this permit."""
    return facts.is_fee_listed


@guard(unmet=N_("No fee waits to be paid"))
def fee_due(facts: Facts) -> bool:
    """A fee notice is not fully paid."""
    return bool(facts.unpaid_fees)


@guard(unmet=N_("No refund is due"))
def refund_waits(facts: Facts) -> bool:
    """A refund notice is not fully paid back."""
    return bool(facts.refunds_due)


@guard(unmet=N_("A fee is still unpaid: here it is paid before anything is handed over"))
def fees_settled(facts: Facts) -> bool:
    """No unpaid fee holds delivery back."""
    return not facts.gating_fees


@guard(unmet=N_("Wait until every permit is decided"))
def permits_decided(facts: Facts) -> bool:
    """There are live permits and each is decided; no permits at all is never a finished join."""
    return bool(facts.live_permits) and not facts.undecided_permits


@guard(unmet=N_("Every permit is decided: there is nothing left to withdraw"))
def permits_undecided(facts: Facts) -> bool:
    """A permit is still undecided."""
    return bool(facts.undecided_permits)


@guard(unmet=N_("No decision is waiting to be delivered"))
def decisions_undelivered(facts: Facts) -> bool:
    """A decided permit has not been served yet."""
    return bool(facts.undelivered_permits)


@guard(unmet=N_("This item is closed by an act on the application itself"))
def answered_by_verdict(facts: Facts) -> bool:
    """The item is answered with a verdict, not closed by accepting, surveying or delivering."""
    return facts.kind not in CLOSED_BY_ACTS


@guard(unmet=N_("Work that must come first is not done"))
def prerequisites_done(facts: Facts) -> bool:
    """Every item this one waits for is done."""
    return not facts.open_prerequisites


@guard(unmet=N_("Wait for every department that must agree"))
def co_approvals_in(facts: Facts) -> bool:
    """Every statutory co-approver has answered."""
    return not facts.open_co_approvals


@guard(unmet=N_("A department that must agree has refused: only a refusal is open"))
def co_approvals_agreed(facts: Facts) -> bool:
    """No statutory co-approver has refused."""
    return not facts.refused_co_approvals


@guard(unmet=N_("Grant it only on condition: that no tree is touched, or that the other decision allows it"))
def condition_carried(facts: Facts) -> bool:
    """The grant carries the suspensive condition that a sibling's refusal or a fact of the case calls for."""
    return not facts.lacks_condition


@guard(unmet=N_("No permit waits for your answer"))
def moot_unanswered(facts: Facts) -> bool:
    """A permit whose purpose has gone waits for its applicant's word."""
    return bool(facts.moot_permits)


@guard(
    unmet=N_("Settle first, with a suspensive condition: %(names)s"),
    law="Administrative Licensing Law art. 38",
    naming="unsettled_permits",
)
def dependencies_settled(facts: Facts) -> bool:
    """No grant stands without the condition that a later refusal calls for."""
    return not facts.unsettled_permits


@guard(unmet=N_("No other decision calls for a condition of this permit"))
def dependency_open(facts: Facts) -> bool:
    """The permit was granted without a condition that a sibling's later refusal calls for."""
    return facts.is_unsettled


@guard(unmet=N_("Only a pre-review for the government is forwarded"))
def is_pre_review(facts: Facts) -> bool:
    """The government answers next, on the file this item passes up."""
    return facts.is_pre_review


@guard(unmet=N_("A pre-review is forwarded with its opinion, whatever it says: the government decides"))
def no_pre_review(facts: Facts) -> bool:
    """The item is not one that only prepares the government's answer."""
    return not facts.is_pre_review


@guard(unmet=N_("Somebody has claimed this item already"))
def unassigned(facts: Facts) -> bool:
    """Nobody holds the item."""
    return facts.is_unassigned


@guard(unmet=N_("Nobody has claimed this item"))
def assigned(facts: Facts) -> bool:
    """Somebody holds the item."""
    return not facts.is_unassigned


@guard(unmet=N_("Only the person who claimed this item may do that"))
def assignee(facts: Facts) -> bool:
    """The actor holds the item."""
    return facts.is_assignee


@guard(unmet=N_("Somebody else is working on this item"))
def assignee_or_unassigned(facts: Facts) -> bool:
    """The actor holds the item, or nobody does."""
    return facts.is_assignee or facts.is_unassigned


@guard(unmet=N_("The clock is stopped: resume it first"))
def clock_running(facts: Facts) -> bool:
    """The legal clock is not stopped."""
    return facts.clock_running


@guard(
    unmet=N_(
        "The clock stops only for a hearing, tender, auction, inspection, testing, quarantine, appraisal or "
        "expert review"
    )
)
def ground_is_lawful(facts: Facts) -> bool:
    """The ground stands on the closed list of the law; site visits, public notices and sign-offs do not."""
    return not facts.ground or facts.ground in GROUNDS


@guard(unmet=N_("No supervision order waits for your department's answer"))
def answer_owed(facts: Facts) -> bool:
    """A supervision order to the actor's department waits for its answer."""
    return facts.owes_answer


@guard(unmet=N_("No public explanation is owed"))
def explanation_owed(facts: Facts) -> bool:
    """The promised day has passed, and the public has not been told why."""
    return facts.owes_explanation


@guard(unmet=N_("The limit has been extended once already"))
def not_extended(facts: Facts) -> bool:
    """The one extension is still to spend."""
    return not facts.is_extended


@guard(unmet=N_("The limit has passed: it can no longer be extended or stopped"))
def limit_not_passed(facts: Facts) -> bool:
    """The last day of the limit has not passed."""
    return not facts.is_expired


@guard(unmet=N_("Whoever works on a permit or asked for more time may not grant it"))
def not_requester(facts: Facts) -> bool:
    """The actor neither holds work on the permit nor asked for the extension."""
    return not facts.is_requester
