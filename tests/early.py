"""An office of its own for each test, in early 2025: where days are told they are the same on every run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.offices import Office, close_office, open_office


@pytest.fixture
def office(founded: tuple[Flask, Path], tmp_path: Path) -> Iterator[Office]:
    """An office in which nobody has filed anything yet; its clock stands on Thursday 2 January 2025."""
    app, fresh = founded
    yield open_office(app, fresh, tmp_path)
    close_office(app)
