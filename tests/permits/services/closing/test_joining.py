from dataclasses import replace

import pytest
from sqlalchemy import delete

from permits.db import perform
from permits.models import Event, Incident, LegalClock, Notice, Permit, WorkItem
from permits.services.deciding.work_items import Verdict
from tests.bundles import joined
from tests.permits.lives import AGREED, GREENING, POLICE, REFUSED, ROADS, Life
from workflows import JoinPolicy


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


TREES = "trees:greening:decision"
OF_TREES = JoinPolicy(kind="lead", lead="trees")
OF_TWO = JoinPolicy(kind="k_of_n", k=2)
WEIGHED = JoinPolicy(kind="weighted", weights={"trees": 2, "road-occupation": 1}, pass_weight=2)
HELD = JoinPolicy(kind="all", on_refusal="veto", veto=frozenset({"trees"}))


@pytest.mark.parametrize(
    ("policy", "verdict", "ended"),
    [
        (JoinPolicy(kind="all"), REFUSED, False),
        (JoinPolicy(kind="any"), AGREED, True),
        (JoinPolicy(kind="any"), REFUSED, False),
        (OF_TWO, AGREED, False),
        (replace(OF_TWO, k=3, on_refusal="stop_all"), REFUSED, True),
        (OF_TREES, AGREED, True),
        (OF_TREES, REFUSED, True),
        (WEIGHED, AGREED, True),
        (HELD, REFUSED, True),
    ],
)
def test_the_join_of_the_bundle_says_what_need_not_be_decided_any_more(
    life: Life, policy: JoinPolicy, verdict: Verdict, *, ended: bool
) -> None:
    life.office = joined(life.office, policy)
    filed = life.accepted("trees")
    life.at("2026-03-06 10:00")  # the public notice of the trees has ended

    life.answer(filed, TREES, verdict)

    assert life.application(filed).state == ("decided" if ended else "in_review")
    assert life.permit(filed).state == ("withdrawn" if ended else "under_review")
    assert [one for one in life.events(filed) if one == "permit.not_decided"] == ["permit.not_decided"] * ended
    told = life.rows(Notice, filed, kind="not_decided")
    gone = life.rows(Permit, filed, state="withdrawn")
    assert [(row.facts["awaited"], len(row.facts["permits"])) for row in told] == [([], len(gone))] * ended
    if ended:
        outcome = "all_refused" if verdict.reason_code else "all_granted"
        assert life.application(filed).outcome == outcome
        assert {item.state for item in life.rows(WorkItem, filed, permit="road-occupation")} <= {"done", "cancelled"}
