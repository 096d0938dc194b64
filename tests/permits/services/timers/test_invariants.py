"""Each invariant is broken on purpose, found, and mended where that is safe."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from permits.db import perform, reading
from permits.models import (
    Application,
    Event,
    Incident,
    LegalClock,
    Licence,
    OutboxRow,
    Permit,
    SpecialProcedure,
    Timer,
    WorkItem,
)
from permits.queries.office.invariants import INVARIANTS, disagreeing, item_scope, stalls, unreadable
from permits.services.deciding.work_items import claim, release
from permits.services.procedures.branches import Branch, add_branch
from permits.services.procedures.stops import Stop, resume_clock, stop_clock
from permits.services.timers.invariants import repair, watch, watch_unnotified, watch_versions
from tests.bundles import put_in_force, version_of
from tests.permits.lives import POLICE, ROADS, Life, moment
from workflows import Scope

TESTING = Stop("testing", "依《某市道路条例》第九条，路基承载力须经检测。", 5)


@pytest.fixture(autouse=True)
def local_law(life: Life) -> None:
    """A local law requires testing of every permit."""
    life.require("testing")


Break = Callable[[Connection, int], Any]
ROADS_SCOPE = f"item:{ROADS}"


def keys(life: Life, application_id: int | None = None) -> set[str]:
    with reading(life.engine) as conn:
        return {one.invariant for one in stalls(conn, at=life.now, application_id=application_id)}


def broken(life: Life, how: Break, filed: int) -> None:
    perform(life.engine, lambda conn: how(conn, filed))


def stopped(life: Life) -> int:
    filed = life.accepted()
    life.act("roads", stop_clock, filed, "road-occupation", TESTING)
    return filed


def of(model: Any, filed: int, **wanted: Any) -> Any:
    return update(model).where(model.application_id == filed).filter_by(**wanted)


IN_REVIEW: dict[str, Break] = {
    "has_duty": lambda c, f: c.execute(of(WorkItem, f, state="open").values(state="waiting")),
    "duty_held": lambda c, f: c.execute(of(WorkItem, f, kind="decision").values(state="claimed")),
    "permits_pinned": lambda c, f: c.execute(
        update(Application).where(Application.id == f).values(required=["road-occupation", "trees"])
    ),
    "no_stray_permit": lambda c, f: c.execute(update(Application).where(Application.id == f).values(required=[])),
    "someone_decides": lambda c, f: c.execute(of(WorkItem, f, kind="decision").values(state="cancelled")),
    "join_fired": lambda c, f: c.execute(of(Permit, f).values(state="granted")),
    "timers_fired": lambda c, f: c.execute(
        of(Timer, f, state="armed", scope=ROADS_SCOPE).values(fire_at=moment("2026-03-01 00:00"))
    ),
    "jobs_done": lambda c, f: c.execute(update(OutboxRow).values(state="failed")),
    "chain_ends_at_head": lambda c, f: c.execute(update(Application).where(Application.id == f).values(event_seq=3)),
    "no_work_on_decided": lambda c, f: c.execute(of(Permit, f).values(state="refused")),
    "licences_granted": lambda c, f: c.execute(insert(Licence).values(application_id=f, **A_LICENCE)),
    "clocks_watched": lambda c, f: c.execute(of(Timer, f, scope="application").values(state="cancelled")),
    "items_watched": lambda c, f: c.execute(of(Timer, f, scope=ROADS_SCOPE).values(state="cancelled")),
}
STOPPED: dict[str, Break] = {
    "stops_founded": lambda c, f: c.execute(
        of(SpecialProcedure, f).values(ended_on=SpecialProcedure.started_on),
    ),
    "stops_rest": lambda c, f: c.execute(
        of(Timer, f, scope="road-occupation", clock="statutory").values(state="armed")
    ),
}
A_LICENCE = {
    "area": "320699",
    "permit": "road-occupation",
    "number": "X-1",
    "document_number": "X",
    "state": "in_force",
    "reinstatement": "works",
    "holder": "",
    "title": "",
    "department": "roads",
    "scope": {},
    "conditions": [],
    "code": "",
}


def test_what_lives_holds(life: Life) -> None:
    life.draft()
    life.submitted("dig")
    life.decided()
    stopped(life)

    assert keys(life) == set()


@pytest.mark.tampers
@pytest.mark.parametrize("key", IN_REVIEW)
def test_a_case_under_review_that_is_broken_is_found(life: Life, key: str) -> None:
    whole, filed = life.accepted("dig"), life.accepted()
    A_LICENCE.update(valid_from=life.now.date(), issued_at=life.now)

    broken(life, IN_REVIEW[key], filed)

    assert key in keys(life)
    if key != "jobs_done":
        assert key in keys(life, filed)
        assert keys(life, whole) == set()


@pytest.mark.tampers
@pytest.mark.parametrize("key", STOPPED)
def test_a_stop_that_is_broken_is_found(life: Life, key: str) -> None:
    filed = stopped(life)
    assert keys(life) == set()

    broken(life, STOPPED[key], filed)

    assert keys(life) == {key}


def test_every_invariant_is_broken_once_here() -> None:
    assert IN_REVIEW.keys() | STOPPED.keys() | {"replay_agrees", "version_readable"} == INVARIANTS.keys()


@pytest.mark.tampers
def test_a_case_without_its_version_is_one_incident_until_the_version_is_back(life: Life) -> None:
    filed = life.accepted()
    broken(life, lambda c, f: c.execute(update(Application).values(bundle_version="gone")), filed)

    with reading(life.engine) as conn:
        (found,) = unreadable(conn, life.office)
    assert (found.application_id, found.about) == (filed, "road-access gone")
    assert [watch_versions(life.engine, life.office, at=life.now) for _ in range(2)] == [1, 1]
    (incident,) = life.rows(Incident, filed)
    assert (incident.kind, incident.settled_at) == ("version_missing", None)

    put_in_force(life.engine, life.office, version_of("gone"))
    assert watch_versions(life.engine, life.office, at=life.now) == 0
    assert life.rows(Incident, filed)[0].settled_at is not None


@pytest.mark.tampers
def test_a_row_its_events_do_not_know_is_found(life: Life) -> None:
    filed = life.accepted()
    broken(life, lambda c, f: c.execute(of(WorkItem, f, kind="decision").values(state="done")), filed)

    with reading(life.engine) as conn:
        (found,) = disagreeing(conn)

    assert (found.invariant, found.application_id) == ("replay_agrees", filed)
    assert found.about == "item:road-occupation:roads:decision:1: open by its events, done by its row"


@pytest.mark.parametrize("key", ["clocks_watched", "items_watched", "jobs_done"])
def test_a_safe_repair_mends_once_and_is_recorded(life: Life, key: str) -> None:
    filed = life.accepted()
    before = {(row.scope, row.clock): row.fire_at for row in life.rows(Timer, filed) if row.state == "armed"}
    broken(life, IN_REVIEW[key], filed)

    mended = repair(life.engine, life.office, at=life.now)

    assert {one.invariant for one in mended} == {key}
    assert keys(life) == set()
    assert {(row.scope, row.clock): row.fire_at for row in life.rows(Timer, filed) if row.state == "armed"} == before
    assert repair(life.engine, life.office, at=life.now) == []
    last = life.rows(Event, filed)[-1]
    assert (last.type, last.actor_kind, last.payload["invariant"]) == ("case.repaired", "system", key)
    assert life.events(filed).count("case.repaired") == 1


@pytest.mark.tampers
def test_a_join_that_never_fired_is_fired(life: Life) -> None:
    filed = life.accepted()

    def lose_the_join(conn: Connection, filed: int) -> None:
        conn.execute(of(Permit, filed).values(state="granted", decision="granted"))
        conn.execute(of(WorkItem, filed, state="open").values(state="done"))
        conn.execute(of(LegalClock, filed, scope="road-occupation").values(ended_on=life.now.date()))
        conn.execute(of(Timer, filed, scope="road-occupation").values(state="cancelled"))

    broken(life, lose_the_join, filed)
    assert "join_fired" in keys(life)

    repair(life.engine, life.office, at=life.now)

    app = life.application(filed)
    assert (app.state, app.outcome) == ("decided", "all_granted")
    assert keys(life) == set()
    assert life.events(filed)[-2:] == ["application.decided", "case.repaired"]


@pytest.mark.tampers
def test_a_stopped_permit_rests_again(life: Life) -> None:
    filed = stopped(life)
    broken(life, STOPPED["stops_rest"], filed)

    repair(life.engine, life.office, at=life.now)

    assert keys(life) == set()


def test_an_overdue_timer_is_fired_by_the_sweep(life: Life) -> None:
    filed = life.submitted()
    life.now += timedelta(days=30)
    assert "timers_fired" in keys(life, filed)

    repair(life.engine, life.office, at=life.now)

    assert keys(life, filed) == set()
    assert life.application(filed).deemed_accepted


@pytest.mark.tampers
def test_nothing_that_needs_a_decision_is_repaired(life: Life) -> None:
    filed = life.accepted()
    broken(life, IN_REVIEW["someone_decides"], filed)

    assert repair(life.engine, life.office, at=life.now) == []
    assert "someone_decides" in keys(life)
    assert life.permit(filed).state == "under_review"


@pytest.mark.tampers
def test_a_broken_case_is_one_incident_until_it_heals(life: Life) -> None:
    filed = life.accepted()
    items = delete(Timer).where(Timer.application_id == filed, Timer.scope == ROADS_SCOPE)
    perform(life.engine, lambda conn: conn.execute(items))

    for _ in range(2):
        assert not perform(life.engine, lambda conn: watch(conn, filed, at=life.now))

    (incident,) = life.rows(Incident, filed)
    assert (incident.kind, incident.detail, incident.settled_at) == ("stalled", {"broken": ["items_watched"]}, None)
    repair(life.engine, life.office, at=life.now)
    assert perform(life.engine, lambda conn: watch(conn, filed, at=life.now))
    (incident,) = life.rows(Incident, filed)
    assert incident.settled_at == life.now


@pytest.mark.tampers
def test_a_case_whose_last_act_told_nobody_is_looked_at_and_no_other(life: Life) -> None:
    told, untold = life.accepted(), life.accepted()
    before = life.count(OutboxRow)
    life.now += timedelta(minutes=5)
    life.act("roads", claim, life.item(untold, ROADS).id)
    assert life.count(OutboxRow) == before, "the claim itself asks for nothing"
    for filed in (told, untold):
        lost = delete(Timer).where(Timer.application_id == filed, Timer.scope == ROADS_SCOPE)
        perform(life.engine, lambda conn, lost=lost: conn.execute(lost))
    claimed_at = life.now

    assert watch_unnotified(life.engine, since=claimed_at - timedelta(minutes=5), at=claimed_at) == 1

    assert life.rows(Incident, untold)[0].detail == {"broken": ["items_watched"]}
    assert not life.rows(Incident, told)
    # a look goes a minute back, for acts that began before it and committed after
    assert (
        watch_unnotified(life.engine, since=claimed_at + timedelta(seconds=59), at=claimed_at + timedelta(hours=1)) == 1
    )
    assert (
        watch_unnotified(life.engine, since=claimed_at + timedelta(seconds=60), at=claimed_at + timedelta(hours=1)) == 0
    )
    life.act("roads", release, life.item(untold, ROADS).id)
    assert watch_unnotified(life.engine, since=claimed_at, at=claimed_at) == 1, "whatever told nobody, not claims alone"


@pytest.mark.tampers
def test_a_trail_that_lacks_a_move_is_an_incident(life: Life) -> None:
    filed = life.accepted()
    life.answer(filed, POLICE)
    broken(life, lambda c, f: c.execute(of(WorkItem, f, kind="co_approval").values(state="cancelled")), filed)

    assert not perform(life.engine, lambda conn: watch(conn, filed, at=life.now))
    assert life.rows(Incident, filed)[0].detail == {"broken": ["replay_agrees"]}


def test_a_branch_added_while_its_permit_rests_has_its_timer_once_it_works(life: Life) -> None:
    filed = stopped(life)
    life.act("lead", add_branch, filed, "road-occupation", Branch("greening", "opinion", "涉及行道树。"))
    life.act("roads", resume_clock, filed, "road-occupation")

    scope = "item:road-occupation:greening:opinion"
    assert [row.state for row in life.rows(Timer, filed, scope=scope)] == ["armed"]


def test_the_database_names_the_scope_of_an_item_as_the_engine_does(life: Life) -> None:
    life.accepted()

    with reading(life.engine) as conn:
        rows = conn.execute(select(item_scope().label("scope"), WorkItem.permit, WorkItem.department, WorkItem.kind))
        found = {row.scope: Scope.of_item(row.permit, row.department, row.kind) for row in rows}

    assert len(found) > 1
    assert list(found) == list(found.values())
