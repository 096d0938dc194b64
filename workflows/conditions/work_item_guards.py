"""Named conditions of a work item: its kind, its assignee, its possible answers."""

from workflows.conditions.facts import Texts
from workflows.conditions.registry import guard
from workflows.errors import N_

CLOSED_BY_ACTS = frozenset({"intake", "survey", "delivery", "verification", "inspection", "call_back"})


@guard(unmet=N_("Somebody has claimed this item already"))
def unassigned(is_unassigned: bool) -> bool:
    """Nobody holds the item."""
    return is_unassigned


@guard(unmet=N_("Nobody has claimed this item"))
def assigned(is_unassigned: bool) -> bool:
    """Somebody holds the item."""
    return not is_unassigned


@guard(unmet=N_("Only the person who claimed this item may do that"))
def assignee(is_assignee: bool) -> bool:
    """The actor holds the item."""
    return is_assignee


@guard(unmet=N_("Somebody else is working on this item"))
def assignee_or_unassigned(is_assignee: bool, is_unassigned: bool) -> bool:
    """The actor holds the item, or nobody does."""
    return is_assignee or is_unassigned


@guard(unmet=N_("This item is closed by an act on the application itself"))
def answered_by_verdict(kind: str) -> bool:
    """The item is answered with a verdict, not closed by accepting, surveying or delivering."""
    return kind not in CLOSED_BY_ACTS


@guard(unmet=N_("Grant it only on condition: %(names)s"), naming="lacking_conditions")
def condition_carried(lacking_conditions: Texts) -> bool:
    """The grant carries the suspensive condition that a sibling's refusal or a fact of the case requires."""
    return not lacking_conditions


@guard(unmet=N_("Only a pre-review for the government is forwarded"))
def is_pre_review(is_pre_review: bool) -> bool:
    """The government answers next, on the file this item forwards."""
    return is_pre_review


@guard(unmet=N_("A pre-review is forwarded with its opinion, whatever it says: the government decides"))
def no_pre_review(is_pre_review: bool) -> bool:
    """The item is not a pre-review for the government."""
    return not is_pre_review


@guard(
    unmet=N_("The licence to be changed has been taken back or cancelled: only a refusal is open"),
    law="Administrative Licensing Law art. 49, 50",
)
def licence_stands(is_licence_gone: bool) -> bool:
    """The licence to renew or vary has not been revoked, withdrawn or cancelled."""
    return not is_licence_gone


@guard(
    unmet=N_("The term has ended without a decision: the renewal counts as granted"),
    law="Administrative Licensing Law art. 50(2)",
)
def term_undecided(is_renewed_by_silence: bool) -> bool:
    """The licence has not been renewed by silence."""
    return not is_renewed_by_silence


@guard(unmet=N_("Who chairs the hearing does not review the file (Administrative Licensing Law art. 48)"))
def not_chair(is_chair: bool) -> bool:
    """The actor does not chair the hearing on the permit."""
    return not is_chair


@guard(unmet=N_("Who accepted the application does not decide on it"))
def not_the_counter(is_of_intake: bool) -> bool:
    """The actor has not received the application."""
    return not is_of_intake


@guard(unmet=N_("The check of the materials is over: what the one notice did not name may not be asked for"))
def notice_unsealed(is_sealed: bool) -> bool:
    """The one notice can still include a department's findings."""
    return not is_sealed


@guard(unmet=N_("Only a department asked in the check of the materials files a list"))
def asked_for_list(kind: str) -> bool:
    """The item is a department's part of the check."""
    return kind == "intake"


@guard(unmet=N_("Only the verification of a commitment is closed with its findings"))
def asked_to_verify(kind: str) -> bool:
    """The item verifies a commitment given in place of a material."""
    return kind == "verification"


@guard(unmet=N_("Only the call-back after a bad rating is closed with what was heard"))
def asked_to_call_back(kind: str) -> bool:
    """The item is a call-back after a bad rating."""
    return kind == "call_back"
