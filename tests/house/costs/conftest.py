"""An office that has been lived in, for the tests of this folder."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from permits import clock
from permits.app import create_app
from permits.config import Settings
from permits.db import connect, reading
from permits.queries.office import installation
from permits.seeds.installing import fill, prepare
from tests.offices import BEGINS_AT


@pytest.fixture(scope="package")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An office with the demo's ninety days behind it."""
    folder = tmp_path_factory.mktemp("lived")
    settings = Settings(
        sandbox=True,
        sandbox_now=BEGINS_AT,
        database_url=f"sqlite:///{folder / 'lived.db'}",
        instance_dir=folder,
        secret_key="a secret of the tests",
        rate_limits=False,
    )
    engine = connect(settings.database_url)
    event.listen(engine, "connect", lambda dbapi, _record: dbapi.execute("pragma synchronous=off"))
    prepare(engine, settings)
    with reading(engine) as conn:
        clock.set_offset(installation.clock_offset(conn))
    fill(engine, settings)
    engine.dispose()
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def office(lived: Flask) -> Flask:
    """That office, with its clock set."""
    with reading(lived.extensions["engine"]) as conn:
        clock.set_offset(installation.clock_offset(conn))
    return lived
