from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from permits.config import VERSION
from permits.db import perform, reading
from permits.models import SeenProcess
from permits.services.watching.processes import say_alive

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def test_a_process_has_one_row_and_those_of_yesterday_are_forgotten(db: Engine) -> None:
    def say(name: str, *, hours: float) -> None:
        wall = NOW + timedelta(hours=hours)
        perform(db, lambda conn: say_alive(conn, name, "web", queues=("a", "b"), started_at=NOW, wall=wall))

    for name, hours in (("old", 0), ("one", 20), ("one", 25)):
        say(name, hours=hours)

    with reading(db) as conn:
        found = conn.execute(
            select(SeenProcess.name, SeenProcess.queues, SeenProcess.version, SeenProcess.seen_at)
        ).all()
    assert found == [("one", "a b", VERSION, NOW + timedelta(hours=25))]
