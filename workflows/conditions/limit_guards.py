"""Named conditions of extending a limit: a permit's, or the joint cap of an application."""

from workflows.conditions.registry import guard
from workflows.errors import N_


@guard(unmet=N_("The limit has been extended once already"))
def not_extended(is_extended: bool) -> bool:
    """The one extension has not been used."""
    return not is_extended


@guard(unmet=N_("The limit has passed: it can no longer be extended or stopped"))
def limit_not_passed(is_expired: bool) -> bool:
    """The last day of the limit has not passed."""
    return not is_expired


@guard(unmet=N_("Whoever works on a permit or asked for more time may not grant it"))
def not_requester(is_requester: bool) -> bool:
    """The actor neither holds work on the permit nor asked for the extension."""
    return not is_requester
