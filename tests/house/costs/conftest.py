"""An office that has been lived in, for the tests of this folder."""

import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from permits import clock
from permits.app import create_app
from permits.db import reading
from permits.queries.office import installation
from tests.conftest import make_settings


@pytest.fixture(scope="package")
def lived(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An office with the demo's ninety days behind it."""
    shutil.copytree(demo_folder, folder := tmp_path_factory.mktemp("lived"), dirs_exist_ok=True)
    settings = make_settings(folder, database_url=f"sqlite:///{folder / 'daokou.db'}")
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client().post("/", data={"road_class": "urban"})  # advice, which has an address of its own
    with pytest.MonkeyPatch.context() as patch:
        # what is looked at once a second is no part of a request
        patch.setattr("permits.app.database.REFRESH_SECONDS", math.inf)
        yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def office(lived: Flask) -> Flask:
    """That office, with its clock set."""
    with reading(lived.extensions["engine"]) as conn:
        clock.set_offset(installation.clock_offset(conn))
    return lived
