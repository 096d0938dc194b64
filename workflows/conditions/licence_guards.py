"""Named conditions of a licence and its works: its term, pending changes, the holder's hearing."""

from workflows.conditions.facts import Texts
from workflows.conditions.registry import guard
from workflows.errors import N_


@guard(unmet=N_("The term of this licence has ended: apply anew"))
def still_valid(is_valid: bool) -> bool:
    """The last day of validity has not passed."""
    return is_valid


@guard(
    unmet=N_(
        "This licence is not renewed: a longer term is a variation, to be granted before the term ends (%(names)s)"
    ),
    naming="change_law",
)
def renewable(is_renewable: bool, change_law: Texts) -> bool:
    """The bundle lets licences of this kind be renewed; where not, its law on changes says what to do."""
    return is_renewable and bool(change_law)


@guard(unmet=N_("This licence has been renewed as often as the rules allow"))
def renewals_left(has_renewals_left: bool) -> bool:
    """The licence has a renewal left."""
    return has_renewals_left


@guard(unmet=N_("An application to renew or vary this licence is under way"))
def no_change_pending(is_change_pending: bool) -> bool:
    """No renewal or variation is pending."""
    return not is_change_pending


@guard(unmet=N_("A draft to renew or vary this licence is open: finish it and hand it in, or give it up"))
def no_draft_open(is_draft_open: bool) -> bool:
    """No renewal or variation is drafted."""
    return not is_draft_open


@guard(
    unmet=N_("Tell the holder first in writing that it is to be revoked, and why (Administrative Licensing Law art. 7)")
)
def revocation_told(intended: str) -> bool:
    """The holder has been notified of the intended revocation."""
    return intended == "revoke"


@guard(
    unmet=N_(
        "Tell the holder first in writing that it is to be withdrawn, and why (Administrative Licensing Law art. 7)"
    )
)
def withdrawal_told(intended: str) -> bool:
    """The holder has been notified of the intended withdrawal."""
    return intended == "withdraw_by_authority"


@guard(
    unmet=N_(
        "Hear the holder first and put it on record, or wait until the day told has passed "
        "(Administrative Licensing Law art. 7)"
    )
)
def defence_heard(is_heard: bool) -> bool:
    """The holder's answer to the intent is on record, or its day has passed."""
    return is_heard


@guard(unmet=N_("No review of this licence is open"))
def review_open(is_under_review: bool) -> bool:
    """The licence is under review because one it rests on has ended."""
    return is_under_review


@guard(unmet=N_("The licence is still valid"))
def expired(is_valid: bool) -> bool:
    """The last day of validity has passed."""
    return not is_valid


@guard(unmet=N_("The term of this licence has not begun: no works are there to be inspected"))
def term_begun(is_begun: bool) -> bool:
    """The first day of validity has come."""
    return is_begun


@guard(unmet=N_("No count is due"))
def survival_check_due(is_survival_check_due: bool) -> bool:
    """The aftercare has ended and the count has not been held yet."""
    return is_survival_check_due
