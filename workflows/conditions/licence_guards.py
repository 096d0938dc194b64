"""Named conditions about a licence after the decision: its term, what is under way about it, who has been heard."""

from workflows.conditions.guards import Facts
from workflows.conditions.registry import guard
from workflows.errors import N_


@guard(unmet=N_("The term of this licence has ended: apply anew"))
def still_valid(facts: Facts) -> bool:
    """The last day of validity has not passed."""
    return facts.is_valid


@guard(
    unmet=N_(
        "This licence is not renewed: a longer term is a variation, to be granted before the term ends "
        "(Urban Road Administration Regulations art. 36)"
    )
)
def renewable(facts: Facts) -> bool:
    """The bundle lets licences of this kind be renewed."""
    return facts.is_renewable


@guard(unmet=N_("This licence has been renewed as often as the rules allow"))
def renewals_left(facts: Facts) -> bool:
    """A renewal is left."""
    return facts.has_renewals_left


@guard(unmet=N_("An application to renew or vary this licence is under way"))
def no_change_pending(facts: Facts) -> bool:
    """No renewal or variation is under way."""
    return not facts.is_change_pending


@guard(
    unmet=N_("The licence to be changed has been taken back or cancelled: only a refusal is open"),
    law="Administrative Licensing Law art. 49, 50",
)
def licence_stands(facts: Facts) -> bool:
    """The licence a renewal or a variation is about has not been taken back or cancelled meanwhile."""
    return not facts.is_licence_gone


@guard(
    unmet=N_("The term has ended without a decision: the renewal counts as granted"),
    law="Administrative Licensing Law art. 50(2)",
)
def term_undecided(facts: Facts) -> bool:
    """Silence has not renewed the licence already."""
    return not facts.is_renewed_by_silence


@guard(
    unmet=N_("Tell the holder first in writing that it is to be revoked, and why (Administrative Licensing Law art. 7)")
)
def revocation_told(facts: Facts) -> bool:
    """The holder has been told that the licence is to be revoked."""
    return facts.intended == "revoke"


@guard(
    unmet=N_(
        "Tell the holder first in writing that it is to be withdrawn, and why (Administrative Licensing Law art. 7)"
    )
)
def withdrawal_told(facts: Facts) -> bool:
    """The holder has been told that the licence is to be withdrawn."""
    return facts.intended == "withdraw_by_authority"


@guard(
    unmet=N_(
        "Hear the holder first and put it on record, or wait until the day told has passed "
        "(Administrative Licensing Law art. 7)"
    )
)
def defence_heard(facts: Facts) -> bool:
    """The holder's answer to what is intended is on record, or none came by the day told."""
    return facts.is_heard


@guard(unmet=N_("No review of this licence is open"))
def review_open(facts: Facts) -> bool:
    """The licence is under review because one it rests on has been taken back."""
    return facts.is_under_review


@guard(unmet=N_("The licence is still valid"))
def expired(facts: Facts) -> bool:
    """The last day of validity has passed."""
    return facts.is_expired


@guard(unmet=N_("No survival check of these trees is due"))
def survival_check_due(facts: Facts) -> bool:
    """The time of care has ended and the trees have not been counted yet."""
    return facts.is_survival_check_due
