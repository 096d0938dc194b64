"""What the catalogue says of an event that is recorded: its row, and on whose behalf it goes down in the trail."""

from permits.actor import Actor
from permits.errors import SetupFault
from permits.policies import Owned, stands_in
from workflows import EventType, event_catalogue

NOTIFY_JOB = "notifications.tell"


def row_of(event: str) -> EventType:
    """Give the catalogue's row of an event that is to be recorded.

    Raises:
        SetupFault: the catalogue has none.
    """
    try:
        return event_catalogue().rows[event]
    except KeyError:
        raise SetupFault(f"the catalogue of events has no row for {event}") from None


def on_behalf_of(actor: Actor, application: Owned, event: EventType) -> str | None:
    """Name the side an act was done for, where it is not the actor's own: the counter writes down an applicant's."""
    return event.on_behalf_of if event.on_behalf_of and stands_in(actor, application) else None
