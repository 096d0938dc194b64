"""A database of each released version, made by its own code, becomes one of this version and goes on."""

import lzma
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import func, make_url, select

from permits import clock
from permits.app import create_app
from permits.db import connect, reading
from permits.models import Application, Event
from permits.schema import check, newest
from permits.seeds.installing import prepare
from permits.services.timers.sweep import sweep
from tests.conftest import make_settings
from tests.servers import PostgresServer

MONTH_SECONDS = 30 * 86400.0
RELEASED = sorted((Path(__file__).parent / "released").iterdir())


@pytest.fixture(params=RELEASED, ids=lambda path: path.name.removesuffix(".sql.xz"))
def old_url(request: pytest.FixtureRequest, postgresql_template: PostgresServer) -> Iterator[str]:
    name, url = postgresql_template.copy("template0")
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as conn:
        conn.execute(lzma.decompress(request.param.read_bytes()))
    yield url
    postgresql_template.drop(name)


@pytest.fixture
def upgraded(old_url: str, tmp_path: Path) -> Iterator[OpenAPI]:
    settings = make_settings(tmp_path, database_url=old_url)
    engine = connect(old_url)
    done = prepare(engine, settings)
    assert (done.before, done.steps[-1].name, done.is_new) == ("0002", newest(), False)
    assert "road-access@2026.1" in done.bundles
    engine.dispose()
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.extensions["engine"].dispose()


def test_an_old_office_goes_on_under_this_version(upgraded: OpenAPI) -> None:
    engine = upgraded.extensions["engine"]
    with reading(engine) as conn:
        check(conn)
        cases = conn.execute(select(Application.id).where(Application.state != "draft")).scalars().all()
        before = conn.execute(select(func.count()).select_from(Event)).scalar_one()
    assert_whole(upgraded)

    client = upgraded.test_client()
    assert client.post("/login", data={"username": "manager", "password": "manager"}).status_code == 302
    for address in ("/cases", "/turnaround", *(f"/cases/{one}" for one in cases)):
        assert client.get(address, follow_redirects=True).status_code == 200, address

    clock.set_offset(clock.offset() + MONTH_SECONDS)
    sweep(engine, upgraded.extensions["office"], at=clock.now())

    with reading(engine) as conn:
        assert conn.execute(select(func.count()).select_from(Event)).scalar_one() > before > 500
    assert_whole(upgraded)


def assert_whole(app: OpenAPI) -> None:
    """Every chain verifies, every running case has somebody whose turn it is."""
    for command in ("audit verify", "stalls"):
        told = app.test_cli_runner().invoke(args=command.split())
        assert told.exit_code == 0, told.output
