"""An office of its own for each test, in early 2025: where days are told they are the same on every run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from bench.reused import ReusedFile
from tests.offices import Office, close_office, open_office
from tests.recall import recalling


@pytest.fixture
def office(request: pytest.FixtureRequest, founded: tuple[Flask, Path], reused: ReusedFile) -> Iterator[Office]:
    """An office in which nobody has filed anything yet; its clock stands on Thursday 2 January 2025."""
    app, fresh = founded
    opened = open_office(app, fresh, reused)
    app.extensions["recall"] = recalling(request, app, reused, "early")
    yield opened
    close_office(app)
