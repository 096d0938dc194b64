"""The page of incidents: what has come to a standstill, in words; the repair; who may open it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from permits import clock
from permits.db import perform, reading
from permits.models import Incident, Timer
from permits.queries.office.invariants import stalls
from permits.services.timers.invariants import repair, watch
from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def standing(house: Office) -> int:
    """A case whose timers were lost: nobody would ever be warned of its limits."""
    case = int(house.accepted()["id"])
    engine = house.app.extensions["engine"]
    lost = update(Timer).where(Timer.application_id == case).values(state="cancelled")
    perform(engine, lambda conn: conn.execute(lost))
    assert not perform(engine, lambda conn: watch(conn, case, at=clock.now()))
    return case


@pytest.mark.parametrize("who", ["manager", "admin"])
def test_an_incident_stands_in_words_with_its_case_and_is_mended(
    client: CheckedClient, house: Office, standing: int, who: str
) -> None:
    sign_in(client, who)
    page = client.get("/incidents").text
    assert f'href="/cases/{standing}"' in page
    assert "办件停滞" in page
    assert "Every running limit" not in page

    answer = client.post("/incidents/repair", follow_redirects=True)

    assert "已修复" in answer.text
    assert "所有办件运转正常" in answer.text
    with reading(house.app.extensions["engine"]) as conn:
        assert stalls(conn, at=clock.now() + timedelta(seconds=1), application_id=standing) == []
        assert conn.execute(select(Incident.settled_at)).scalar_one() is not None


def test_another_areas_cases_are_left_to_it(house: Office, standing: int) -> None:
    engine, desks = house.app.extensions["engine"], house.app.extensions["office"]

    assert repair(engine, desks, at=clock.now(), area="320102") == []
    with reading(engine) as conn:
        assert stalls(conn, at=clock.now(), application_id=standing)


def test_where_nothing_stands_still_nothing_is_mended(client: CheckedClient, house: Office) -> None:
    house.accepted()
    sign_in(client, "manager")

    assert "所有办件运转正常" in client.get("/incidents").text
    assert "没有可以不经决定即可修复的事项" in client.post("/incidents/repair", follow_redirects=True).text


@pytest.mark.parametrize("who", ["contractor", "window", "lead", "auditor"])
def test_nobody_else_sees_or_mends(client: CheckedClient, who: str) -> None:
    sign_in(client, who)

    assert client.get("/incidents").status_code == 403
    assert client.post("/incidents/repair").status_code == 403
