"""A browser in an office whose clock stands in early 2025, for pages that show days; import both fixtures."""

import pytest

from tests.early import office as house
from tests.offices import Office
from tests.pages import CheckedClient

__all__ = ["client", "house"]


@pytest.fixture
def client(house: Office) -> CheckedClient:
    """A browser in that office."""
    return house.app.test_client()  # type: ignore[return-value]  # the class `founded` sets
