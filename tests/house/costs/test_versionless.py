"""A missing version takes nothing with it but its cases, an import that fits no case nothing at all."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from permits import clock
from permits.app import create_app
from permits.db import reading
from permits.queries.office import installation
from permits.services.timers.sweep import sweep
from tests.bundles import put_in_force, version_of
from tests.conftest import make_settings
from tests.house.costs.test_statements import ADDRESSES, addresses, caller
from workflows import local_day

RENAMED = (("road-occupation", "road-use"), ("green-space", "lawn"), ("M05", "M95"))


@pytest.fixture(scope="module")
def other(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An office with the demo's ninety days behind it, for this file alone."""
    shutil.copytree(demo_folder, folder := tmp_path_factory.mktemp("other"), dirs_exist_ok=True)
    app = create_app(make_settings(folder, database_url=f"sqlite:///{folder / 'daokou.db'}"))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def versionless(other: Flask) -> Iterator[Flask]:
    """That office, in which no case has its version any more."""
    engine = other.extensions["engine"]
    with engine.begin() as conn:
        known = [dict(row) for row in conn.execute(text("select id, bundle_version as of from application")).mappings()]
        conn.execute(text("update application set bundle_version = 'gone'"))
    yield _at_its_time(other)
    with engine.begin() as conn:
        conn.execute(text("update application set bundle_version = :of where id = :id"), known)


@pytest.fixture
def imported(other: Flask) -> Flask:
    """That office, under rules in force today that know none of its permits; what is not accepted follows them."""
    engine, known = _at_its_time(other).extensions["engine"], other.extensions["office"]
    put_in_force(engine, known, version_of("2099.1", *RENAMED), from_on=local_day(clock.now()))
    sweep(engine, known, at=clock.now())
    return other


def _at_its_time(app: Flask) -> Flask:
    with reading(app.extensions["engine"]) as conn:
        clock.set_offset(installation.clock_offset(conn))
    return app


@pytest.mark.parametrize(("state", "of_a_case"), [("versionless", {409, 503}), ("imported", {409})])
def test_no_address_fails_and_every_list_is_shown(
    request: pytest.FixtureRequest, state: str, of_a_case: set[int]
) -> None:
    app, callers = request.getfixturevalue(state), {}
    for endpoint, asked in ADDRESSES.items():
        who = (asked.by, endpoint.startswith("api_"))
        callers[who] = client, headers = callers.get(who) or caller(app, endpoint, asked.by)
        for address in addresses(app, endpoint, asked)[:1]:
            answer = client.get(address, headers=headers)
            wanted = {*asked.serves, 302, 404, *(of_a_case if asked.values else ())}
            assert answer.status_code in wanted, (address, answer.status_code)


@pytest.mark.parametrize(("language", "said"), [("zh", "本机关无法读取"), ("en", "which this office cannot read")])
def test_its_own_page_says_what_is_wrong_in_the_readers_language(versionless: Flask, language: str, said: str) -> None:
    (address, *_) = addresses(versionless, "api_applications.shown", ADDRESSES["api_applications.shown"])
    client, headers = caller(versionless, "api_applications.shown", "manager")

    answer = client.get(address, headers={**headers, "Accept-Language": language})

    assert (answer.status_code, answer.get_json()["code"]) == (503, "version_missing")
    assert said in answer.get_json()["detail"]
