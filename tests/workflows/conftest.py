"""What the engine's tests share: the real calendar, read once."""

import pytest

from permits.seeds.calendar_days import official_days
from workflows import Calendar


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return Calendar(official_days(2023, 2028))
