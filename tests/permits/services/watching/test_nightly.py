"""Nightly checks go on piece by piece, keep what they found, and raise and settle their incident."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, update

from permits.db import perform, reading
from permits.models import Application, CheckRun, Incident, OutboxRow
from permits.services.watching import nightly
from permits.services.watching.nightly import AUDIT, CHECKS, STALLS, Night
from tests.conftest import make_settings
from tests.permits.lives import Life

# 03:00 and 01:00 in Shanghai
NIGHT, EVENING = datetime(2026, 3, 2, 19, tzinfo=UTC), datetime(2026, 3, 2, 17, tzinfo=UTC)
DAY = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def one_case_a_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "MOST_IN_A_PIECE", 1)


def ask(life: Life, wall: datetime = NIGHT) -> int:
    """Ask for the checks of a night; their rows, due in the past of the real clock, count as done."""

    def act(conn: Connection) -> int:
        asked = nightly.ask(conn, "320699", wall=wall)
        conn.execute(update(OutboxRow).values(state="done"))
        return asked

    return perform(life.engine, act)


def go_on(life: Life, job: str, night: date = DAY) -> int:
    """Do every piece; returns how many there were."""
    about = Night(life.office, make_settings(life.folder.parent), life.now)
    return next(number for number in range(1, 99) if nightly.go_on(life.engine, about, job, night))


def runs(life: Life) -> list[tuple[str, int, int, bool]]:
    with reading(life.engine) as conn:
        rows = conn.execute(select(CheckRun.kind, CheckRun.checked, CheckRun.found, CheckRun.ended_at))
        return sorted((kind, checked, found, ended is not None) for kind, checked, found, ended in rows)


def alarms(life: Life, kind: str) -> list[bool]:
    """List the incidents of a kind without a case: whether each is open."""
    wanted = select(Incident.settled_at).where(Incident.kind == kind, Incident.application_id.is_(None))
    with reading(life.engine) as conn:
        return [settled is None for settled in conn.execute(wanted.order_by(Incident.id)).scalars()]


def test_each_check_is_asked_for_once_a_night(life: Life) -> None:
    def is_due(wall: datetime) -> bool:
        with reading(life.engine) as conn:
            return nightly.is_to_be_asked(conn, wall=wall)

    assert (is_due(EVENING), is_due(NIGHT)) == (False, True)
    assert (ask(life), ask(life), is_due(NIGHT)) == (len(CHECKS), 0, False)
    with reading(life.engine) as conn:
        assert set(conn.execute(select(OutboxRow.job)).scalars()) == set(CHECKS)


@pytest.mark.parametrize("job", CHECKS)
def test_a_sound_office_is_checked_case_by_case_and_nothing_is_found(life: Life, job: str) -> None:
    life.submitted(papers=False)
    life.submitted(papers=False)
    ask(life)

    assert go_on(life, job) == 3, "a case a piece, then what is of no case"
    assert go_on(life, job) == 1, "a check that has ended is not done again"
    assert (job.removeprefix("checks."), 2, 0, True) in runs(life)
    assert alarms(life, CHECKS[job].alarm) == []


@pytest.mark.tampers
def test_a_broken_invariant_is_kept_and_alarms_until_a_night_finds_none(life: Life) -> None:
    application_id = life.submitted(papers=False)
    set_state(life, application_id, "in_review")
    ask(life)
    go_on(life, STALLS)

    with reading(life.engine) as conn:
        (findings,) = conn.execute(select(CheckRun.findings).where(CheckRun.kind == "stalls")).scalars()
        kinds = set(conn.execute(select(Incident.kind).where(Incident.application_id == application_id)).scalars())
    assert any(said.startswith(f"{application_id} replay_agrees") for said in findings)
    assert (kinds, alarms(life, "stalls_found")) == ({"stalled"}, [True])

    set_state(life, application_id, "received")
    ask(life, NIGHT + timedelta(days=1))
    go_on(life, STALLS, DAY + timedelta(days=1))
    assert alarms(life, "stalls_found") == [False]


@pytest.mark.tampers
def test_a_broken_chain_alarms(life: Life) -> None:
    broken = life.submitted(papers=False)
    perform(life.engine, lambda conn: conn.execute(update(Application).values(event_hash="0" * 64)))
    ask(life)
    go_on(life, AUDIT)

    assert (alarms(life, "chain_broken"), ("audit", 1, 1, True) in runs(life)) == ([True], True)
    with reading(life.engine) as conn:
        (findings,) = conn.execute(select(CheckRun.findings).where(CheckRun.kind == "audit")).scalars()
    assert findings[0].startswith(f"{broken} ")


def test_a_piece_done_twice_counts_once(life: Life, tmp_path: Path) -> None:
    life.submitted(papers=False)
    ask(life)
    about = Night(life.office, make_settings(tmp_path), life.now)
    with reading(life.engine) as conn:
        piece = CHECKS[STALLS].look(conn, about, 0)

    for _ in range(2):
        perform(life.engine, lambda conn: nightly._note(conn, STALLS, DAY, place=0, piece=piece))

    assert ("stalls", 1, 0, False) in runs(life)


def test_runs_of_last_year_are_forgotten(life: Life) -> None:
    def old(conn: Connection) -> None:
        row = {"kind": "stalls", "begun_at": NIGHT, "place": 0, "checked": 0, "found": 0, "findings": []}
        conn.execute(insert(CheckRun).values(**row, night=DAY - timedelta(days=365)))

    perform(life.engine, old)
    ask(life)

    assert len(runs(life)) == len(CHECKS)


def set_state(life: Life, application_id: int, state: str) -> None:
    moved = update(Application).where(Application.id == application_id).values(state=state)
    perform(life.engine, lambda conn: conn.execute(moved))
