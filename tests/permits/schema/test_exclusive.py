"""Four prepares at once: one works, the others wait, then find nothing to do, or say who holds the lock."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from permits.db import connect
from permits.errors import SetupFault
from permits.schema import alone
from permits.seeds.installing import prepare
from tests.conftest import make_settings


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgresql_template")
    name, url = server.copy("template0")
    yield url
    server.drop(name)


def test_of_four_prepares_one_makes_the_database(empty_url: str, tmp_path: Path) -> None:
    settings = make_settings(tmp_path, database_url=empty_url)

    def one(_number: int) -> bool:
        engine = connect(empty_url)
        done = prepare(engine, settings)
        engine.dispose()
        return done.is_nothing

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == [False, True, True, True]


def test_whoever_waits_in_vain_learns_who_holds_the_lock(db: Engine) -> None:
    other = connect(db.url.render_as_string(hide_password=False))

    with (
        alone(db, patience_seconds=0),
        pytest.raises(SetupFault, match=f"process {os.getpid()}"),
        alone(other, patience_seconds=0.3),
    ):
        pass

    with alone(other, patience_seconds=0):
        pass
    other.dispose()
