"""What must hold of any office at any time, whatever a test did there."""

from datetime import datetime

from sqlalchemy import Connection, Engine, func, select

from permits.db import reading
from permits.documents.kinds import missing_facts
from permits.models import Application, Event, Notice
from permits.queries.office.invariants import stalls
from permits.queries.office.replays import differences

# tests drive the sweep by hand and run no jobs: what waits for either is no finding there
LEFT_TO_OTHERS = frozenset({"timers_fired", "jobs_done"})


def assert_alive(engine: Engine, *, at: datetime) -> None:
    """The invariants hold of every case, its events alone give the states of its rows, its notices lack no fact."""
    with reading(engine) as conn:
        # a test may have let time pass behind its own back
        at = max(filter(None, (at, conn.execute(select(func.max(Event.at))).scalar_one())))
        assert [one for one in stalls(conn, at=at) if one.invariant not in LEFT_TO_OTHERS] == []
        for application_id in conn.execute(select(Application.id)).scalars().all():
            assert differences(conn, application_id) == []
        assert not (lacking := lacking_facts(conn)), lacking


def lacking_facts(conn: Connection) -> list[tuple[str, str]]:
    """List the facts that issued notices should have and have not, with their kinds."""
    issued = conn.execute(select(Notice.kind, Notice.facts))
    return [(kind, fact) for kind, facts in issued for fact in sorted(missing_facts(kind, facts))]
