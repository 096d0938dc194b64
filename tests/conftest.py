"""What every test may ask for: settings, a database of each kind, the office, the app, a broker. Nothing is shared."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask_openapi3.openapi import OpenAPI
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, event
from werkzeug.security import check_password_hash

from bench.reused import ReusedFile
from permits import clock
from permits.app import create_app
from permits.config import Settings
from permits.db import connect, perform, reading
from permits.keys import Keys, hold
from permits.office import Office
from permits.queries.office import installation
from permits.seeds.installing import fill, prepare, read_office
from permits.seeds.office import seed_office
from tests.offices import found_office
from tests.pages import CheckedClient
from tests.recall import recalling
from tests.servers import PostgresServer, postgresql_server, valkey_server
from workflows import SHANGHAI

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# the files that take longest, the longest first
LONGEST = (
    "test_path",
    "test_whole_office",
    "test_main_flow",
    "test_examples",
    "test_sweep",
    "test_processes",
    "test_wheel",
    "test_upgrades",
    "test_first_minutes",
    "test_recounting",
    "test_uploads",
    "test_accessibility",
    "test_typed",
    "test_authorisation",
    "test_drafts",
)
DEMO_AT = datetime(2026, 6, 1, 11, tzinfo=SHANGHAI)
SECRET = "a secret of the tests that is long enough"
KEYS = Keys(codes=(SECRET,), data=(SECRET,))


def make_settings(folder: Path, **changes: object) -> Settings:
    """Give settings that touch nothing outside `folder` and read nothing from the environment."""
    known = {"secret_key": SECRET, "sandbox": True, "instance_dir": folder, "rate_limits": False}
    return Settings.model_validate(known | changes)


def prepared(url: str, folder: Path) -> None:
    """Fill an empty database with tables, calendar and the office's people."""
    settings = make_settings(folder, database_url=url)
    engine = connect(settings.database_url)
    prepare(engine, settings)
    perform(engine, lambda conn: seed_office(conn, settings))
    engine.dispose()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: nobody waits for it in the end."""
    places = {stem: place for place, stem in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that all test processes share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(autouse=True)
def _own_time() -> Iterator[None]:
    clock.set_offset(0)
    yield
    clock.set_offset(0)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared database as one file, copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    prepared(f"sqlite:///{folder / 'template.db'}", folder)
    return folder / "template.db"


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the demo's ninety days; all test processes share one, to be copied, never written."""
    root = shared(tmp_path_factory)
    folder = root / "demo"
    with (root / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = tmp_path_factory.mktemp("making-demo")
            make_demo(making)
            making.rename(folder)
    return folder


def make_demo(folder: Path) -> None:
    """Fill a folder with the demo office, as a sandbox does that starts for the first time."""
    settings = make_settings(folder, sandbox_now=DEMO_AT, database_url=f"sqlite:///{folder / 'daokou.db'}")
    engine = connect(settings.database_url)
    event.listen(engine, "connect", lambda dbapi, _record: dbapi.execute("pragma synchronous=off"))
    prepare(engine, settings)
    with reading(engine) as conn:
        clock.set_offset(installation.clock_offset(conn))
    fill(engine, settings)
    clock.set_offset(0)
    engine.dispose()


@pytest.fixture(scope="session")
def reused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReusedFile]:
    """One SQLite file and engine for all tests of a session that put a database of their own there."""
    file = ReusedFile(tmp_path_factory.mktemp("reused") / "daokou.db")
    yield file
    file.engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def _no_waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Wait for no disk: nobody pulls the plug on a test. Try a password and compile a template once for all apps."""
    templates = shared(tmp_path_factory) / "templates"
    templates.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", FileSystemBytecodeCache(str(templates)))
        patch.setattr("os.fsync", lambda _file: None)
        patch.setattr("permits.web.account.check_password_hash", cache(check_password_hash))
        yield


@pytest.fixture(scope="session")
def postgresql_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A server of this session with a prepared database to copy."""
    with postgresql_server(tmp_path_factory.mktemp("postgresql")) as server:
        prepared(server.create("daokou_template"), tmp_path_factory.mktemp("instance"))
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The machine's own Chromium; its driver is loaded only where a test asks for it."""
    from tests.e2e.browsers import chromium

    with chromium() as launched:
        yield launched


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis-compatible server of this session."""
    with valkey_server() as url:
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database of this test's own, on SQLite."""
    shutil.copyfile(sqlite_template, tmp_path / "daokou.db")
    return f"sqlite:///{tmp_path / 'daokou.db'}"


@pytest.fixture
def postgresql_url(postgresql_template: PostgresServer) -> Iterator[str]:
    """A database of this test's own, on PostgreSQL."""
    name, url = postgresql_template.copy("daokou_template")
    yield url
    postgresql_template.drop(name)


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a sandbox on SQLite: the app's where the test asks for the app."""
    if "app" in request.fixturenames:
        return request.getfixturevalue("app").extensions["settings"]  # type: ignore[no-any-return]
    return make_settings(tmp_path, database_url=request.getfixturevalue("sqlite_url"))


@pytest.fixture
def engine(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Engine]:
    """A prepared SQLite database with the office's people and no applications: the app's where the test asks for it."""
    if "app" in request.fixturenames:
        yield request.getfixturevalue("app").extensions["engine"]
        return
    engine = connect(settings.database_url)
    hold(engine.dialect, KEYS)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A prepared database, once of each kind."""
    engine = connect(request.getfixturevalue(f"{request.param}_url"))
    hold(engine.dialect, KEYS)
    yield engine
    engine.dispose()


@pytest.fixture
def db_settings(db: Engine, tmp_path: Path) -> Settings:
    """Settings that name the database of `db`."""
    return make_settings(tmp_path, database_url=db.url.render_as_string(hide_password=False))


@pytest.fixture
def office(request: pytest.FixtureRequest) -> Office:
    """The office of `db` where the test asks for both databases, else of `engine`."""
    is_both = "db" in request.fixturenames
    known = request.getfixturevalue("db_settings" if is_both else "settings")
    found = read_office(request.getfixturevalue("db" if is_both else "engine"), known)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[OpenAPI, Path]:
    """An app for the whole session, and the file its fresh database is copied from for each test."""
    app, fresh = found_office(tmp_path_factory.mktemp("office"))
    app.test_client_class = CheckedClient
    app.config["WTF_CSRF_ENABLED"] = False
    return app, fresh


def build_app(settings: Settings) -> OpenAPI:
    """Build the app as a test wants it: pages are checked, forms need no token."""
    app = create_app(settings)
    app.testing = True
    app.test_client_class = CheckedClient
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture(scope="session")
def whole_app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenAPI:
    """The whole application, built once: its templates and statements stay compiled."""
    app = build_app(make_settings(tmp_path_factory.mktemp("app"), database_url=f"sqlite:///{sqlite_template}"))
    app.extensions["engine"].dispose()
    return app


@pytest.fixture
def app(
    request: pytest.FixtureRequest, whole_app: OpenAPI, sqlite_template: Path, reused: ReusedFile, tmp_path: Path
) -> OpenAPI:
    """The whole application over a database and folders of this test's own, on SQLite."""
    reused.renew(sqlite_template)
    settings = make_settings(tmp_path, database_url=f"sqlite:///{reused.path}")
    office = read_office(reused.engine, settings)
    whole_app.extensions.update(settings=settings, engine=reused.engine, reader=reused.engine, office=office)
    folders = settings.upload_dir, settings.documents_dir
    whole_app.extensions["recall"] = recalling(request, whole_app, reused, "today", *folders)
    return whole_app


@pytest.fixture
def own_app(settings: Settings) -> Iterator[OpenAPI]:
    """An application of this test's own, which may be changed."""
    app = build_app(settings)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def client(app: OpenAPI) -> CheckedClient:
    """A browser that complains about every page that is not right."""
    return app.test_client()
