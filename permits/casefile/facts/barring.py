"""The events that bar their actor from a later action on the same case."""

from workflows import event_catalogue


def barring(action: str) -> frozenset[str]:
    """List the events whose actor may not take an action on the same case."""
    return event_catalogue().types(lambda event: event.bars_from == action)
