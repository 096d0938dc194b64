"""Calls generated from the description of the API, a part of `bench fuzz`: a third of the operations a database."""

from collections.abc import Iterator

import pytest
from flask import Flask

from bench.fuzz.calls import Calls
from permits.db import connect
from permits.keys import hold
from tests.conftest import KEYS
from tests.offices import Office

DATABASES = {"sqlite": 0, "postgresql": 1}
LONGEST_SECONDS = 10.0


@pytest.fixture(params=sorted(DATABASES))
def app(request: pytest.FixtureRequest, office: Office) -> Iterator[Flask]:
    """An office with one case, on each database."""
    engine = known = office.app.extensions["engine"]
    if request.param == "postgresql":
        engine = connect(request.getfixturevalue("postgresql_url"))
        hold(engine.dialect, KEYS)
        office.app.extensions.update(engine=engine, reader=engine)
    office.submitted()
    yield office.app
    office.app.extensions.update(engine=known, reader=known)
    if engine is not known:
        engine.dispose()


def test_generated_calls_are_answered_as_described(app: Flask, request: pytest.FixtureRequest) -> None:
    third = DATABASES[request.node.callspec.params["app"]]

    calls = Calls(app, examples=1, longest_seconds=LONGEST_SECONDS)
    result = calls.run(turns=1, share=(third, 3))

    assert result.faults == set()
    assert result.sent > len(DATABASES)
