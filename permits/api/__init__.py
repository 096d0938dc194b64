"""The REST API, by noun."""

from typing import Any


def blueprints() -> list[Any]:
    """List the API's blueprints in the order they are registered."""
    return []
