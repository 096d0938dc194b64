"""Which events bar their actor from an action on the same case."""

from workflows import event_catalogue


def barring(action: str) -> frozenset[str]:
    """Name the events whose actor may not take an action on the same case."""
    return event_catalogue().types(lambda event: event.bars_from == action)
