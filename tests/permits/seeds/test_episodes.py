"""The demo's episodes alone: each ends where its story says, the office is alive and every chain holds."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bench.reused import ReusedFile
from permits.db import perform, reading
from permits.files import FolderStore
from permits.keys import hold
from permits.models import (
    Application,
    DeficiencyDraft,
    EmergencyReport,
    Event,
    FeeNotice,
    Hearing,
    Inspection,
    Licence,
    Permit,
    PublicNotice,
    SpecialProcedure,
    Statement,
    SupervisionOrder,
    WorkItem,
)
from permits.office import Office
from permits.queries.office.invariants import disagreeing, stalls
from permits.seeds.empowered import empower
from permits.seeds.episodes import EPISODES, episode_steps
from permits.seeds.history import live_through
from permits.services.oversight.audit import verify
from tests.permits.lives import moment
from tests.permits.lives import one_office as one_office
from workflows import local_day

SUCCESSIONS = 2
HAPPENED = {
    "application.amended",
    "application.circulated",
    "application.emergency_reported",
    "application.urged",
    "clock.extended",
    "clock.resumed",
    "explanation.published",
    "extension.requested",
    "hearing.called",
    "licence.renewed",
    "licence.varied",
    "licence.intent_told",
    "licence.revoked",
    "licence.withdrawn_by_authority",
    "payment.recorded",
    "permit.moot",
    "refund.recorded",
    "statement.filed",
    "supervision.answered",
    "survey.recorded",
    "work_item.forwarded",
}


@pytest.fixture(scope="module", params=["2026-06-01 11:00", "2026-10-10 08:30"])
def conn(
    request: pytest.FixtureRequest, sqlite_template: Path, one_office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Any:
    """The office after its episodes, on a Monday and on a make-up Saturday after a week of holidays."""
    now, folder = moment(request.param), tmp_path_factory.mktemp("episodes")
    file = ReusedFile(folder / "daokou.db")
    file.renew(sqlite_template)
    hold(file.engine.dialect, one_office.keys)
    store, before = FolderStore(folder), now - timedelta(days=120)
    perform(file.engine, lambda conn: empower(conn, office=one_office, store=store, at=before))
    live_through(file.engine, one_office, episode_steps(one_office, store, today=local_day(now)), now=now)
    with reading(file.engine) as conn:
        assert stalls(conn, at=now) + disagreeing(conn) == []
        yield conn
    file.engine.dispose()


def counted(conn: Any, column: Any, *where: Any) -> Counter[Any]:
    return Counter(conn.execute(select(column).where(*where)).scalars())


def test_every_episode_ends_where_its_story_says(conn: Any) -> None:
    assert not [found for found in verify(conn) if found.broken]
    assert counted(conn, Application.state).total() == len(EPISODES) + SUCCESSIONS
    assert set(conn.execute(select(Event.type)).scalars()) >= HAPPENED

    assert counted(conn, Hearing.state) == {"held": 1, "called": 1, "told": 1}
    grounds = counted(conn, SpecialProcedure.ground, SpecialProcedure.ended_on.is_(None))
    assert grounds == {"expert_review": 1, "hearing": 1}
    assert counted(conn, Permit.state)["suspended"] == 2
    again = conn.execute(select(WorkItem.department, WorkItem.state).where(WorkItem.round == 2, WorkItem.reason != ""))
    assert ("police", "open") in {tuple(row) for row in again}
    assert counted(conn, Statement.kind, Statement.answered_at.is_(None))["objection"] == 1
    assert counted(conn, PublicNotice.permit)["trees"] >= 3
    assert counted(conn, DeficiencyDraft.state) == {"filed": 4}
    assert counted(conn, EmergencyReport.is_late) == {False: 1}
    assert counted(conn, Permit.key, Permit.is_moot, Permit.moot_answer.is_(None)) == {"green-space": 1}
    assert counted(conn, WorkItem.state, WorkItem.kind == "government") == {"open": 1}
    owing = select(Application.state, Application.outcome).where(Application.tolerated.is_not(None))
    assert [tuple(row) for row in conn.execute(owing)] == [("decided", "all_granted")]


def test_the_second_matter_has_a_case_in_each_state(conn: Any) -> None:
    restaurants = Application.bundle == "restaurant"
    assert counted(conn, Application.state, restaurants) == {
        "draft": 1,
        "received": 1,
        "supplement": 1,
        "in_review": 2,
        "closed": 1,
    }
    named = select(Licence.permit).where(Licence.permit.in_(("food-service", "fire-safety", "outdoor-sign")))
    assert Counter(conn.execute(named).scalars()) == {"food-service": 3, "fire-safety": 1, "outdoor-sign": 1}
    assert counted(conn, SupervisionOrder.department)["fire"] >= 1


def test_licences_live_on(conn: Any) -> None:
    states = counted(conn, Licence.state)
    assert (states["revoked"], states["withdrawn_by_authority"]) == (1, 1)
    assert counted(conn, Licence.renewals)[1] == 1
    assert counted(conn, Inspection.state) == {"rectify": 1, "accepted": 1}
    charges = counted(conn, FeeNotice.state, FeeNotice.kind == "charge")
    assert {"due", "paid"} <= charges.keys()
    assert counted(conn, FeeNotice.state, FeeNotice.kind == "refund")["refunded"] >= 1
