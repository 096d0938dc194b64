"""The catalogue's row of a recorded event, and on whose behalf it is recorded."""

from permits.actor import Actor
from permits.errors import SetupFault
from permits.policies import Owned, stands_in
from workflows import EventType, event_catalogue

NOTIFY_JOB = "notifications.tell"


def row_of(event: str) -> EventType:
    """Return the catalogue's row of an event.

    Raises:
        SetupFault: the catalogue has none.
    """
    try:
        return event_catalogue().rows[event]
    except KeyError:
        raise SetupFault(f"the catalogue of events has no row for {event}") from None


def on_behalf_of(actor: Actor, application: Owned, event: EventType) -> str | None:
    """Return the side an action was taken for, if not the actor's own: at the counter, the applicant's."""
    return event.on_behalf_of if event.on_behalf_of and stands_in(actor, application) else None
