from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.offices import Office, close_office, found_office, open_office


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, Path]:
    return found_office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def office(founded: tuple[Flask, Path], tmp_path: Path) -> Iterator[Office]:
    app, fresh = founded
    yield open_office(app, fresh, tmp_path)
    close_office(app)
