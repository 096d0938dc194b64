import pytest
from sqlalchemy import delete

from permits.db import perform
from permits.models import Event, Incident, LegalClock, Permit
from tests.permits.lives import GREENING, POLICE, REFUSED, ROADS, Life


def _lose(life: Life, filed: int, key: str) -> None:
    gone = delete(Permit).where(Permit.application_id == filed, Permit.key == key)
    perform(life.engine, lambda conn: conn.execute(gone))


@pytest.mark.tampers
def test_a_permit_row_that_is_missing_blocks_the_join_and_raises_an_incident(life: Life) -> None:
    filed = life.accepted("green")
    _lose(life, filed, "green-space")
    for item in ("road-occupation:planning:opinion", POLICE, ROADS):
        life.answer(filed, item)

    assert life.permit(filed).state == "granted"
    assert life.application(filed).state == "in_review"
    (incident,) = life.rows(Incident, filed)
    assert (incident.kind, incident.detail) == ("join_incomplete", {"missing_permits": ["green-space"]})


@pytest.mark.tampers
def test_one_gap_is_one_incident(life: Life) -> None:
    filed = life.accepted("trees")
    _lose(life, filed, "trees")
    life.answer(filed, GREENING)
    life.answer(filed, POLICE)
    life.answer(filed, ROADS)

    assert len(life.rows(Incident, filed)) == 1


def test_the_join_happens_with_the_last_decision_and_not_before(life: Life) -> None:
    filed = life.accepted("trees")
    life.at("2026-03-06 10:00")  # the public notice of the trees has ended
    life.answer(filed, "trees:greening:decision")
    life.answer(filed, ROADS, REFUSED)
    assert life.application(filed).state == "in_review"

    life.answer(filed, GREENING)

    assert life.events(filed).count("application.decided") == 1
    payload = {**life.rows(Event, filed)[-1].payload}
    assert "application" in payload.pop("seals")
    assert payload == {
        "from": "in_review",
        "to": "decided",
        "outcome": "partly_granted",
        "moves": {"application": "decided", "item::window:delivery:1": "open"},
    }


def test_the_join_ends_every_clock_but_the_delivery(life: Life) -> None:
    filed = life.decided()

    running = [(row.scope, row.key) for row in life.rows(LegalClock, filed) if row.ended_on is None]

    assert running == [("application", "delivery")]
