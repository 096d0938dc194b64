"""The office's health, as the calling process sees it."""

from permits.http.caller import engine, reader, settings
from permits.queue import QUEUES
from permits.services.watching import surroundings


def look_around() -> surroundings.Found:
    """Look at everything the office's health is told from."""
    return surroundings.look_around(engine(), reader(), settings(), QUEUES)
