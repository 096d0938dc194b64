from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, Engine, insert

from permits.db import perform, reading
from permits.models import ChainRoot, CheckRun, Incident, OutboxRow, SeenProcess
from permits.queries.office.watching import Figures, Incidents, Jobs, figures
from tests.statements import counted

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def put(conn: Connection) -> None:
    job = {"area": "320699", "args": {}, "created_at": NOW}
    for number, (kind, state, minutes) in enumerate(
        (("mail.send", "new", 5), ("mail.send", "new", 9), ("mail.send", "failed", 60), ("documents.render", "done", 1))
    ):
        since = NOW - timedelta(minutes=minutes)
        conn.execute(insert(OutboxRow).values(**job, job=kind, state=state, dedupe=str(number), available_at=since))
    fault = {"area": "320699", "kind": "stalled", "detail": {}}
    conn.execute(insert(Incident).values(**fault, raised_at=NOW - timedelta(hours=1)))
    conn.execute(insert(Incident).values(**fault, raised_at=NOW - timedelta(hours=2), settled_at=NOW))
    signed = {"root": "r", "previous": "p", "line": "l", "kid": "k", "signature": "s", "heads": 1}
    conn.execute(insert(ChainRoot).values(number=7, at=NOW, **signed))
    run = {"kind": "stalls", "begun_at": NOW, "place": 3, "checked": 2, "findings": []}
    for night in (1, 2):
        conn.execute(insert(CheckRun).values(**run, night=date(2026, 3, night), found=night))
    process = {"kind": "worker", "queues": "periodic mail", "version": "1", "seconds_ahead": 0.5, "started_at": NOW}
    for name, ago in (("a", 10), ("b", 90), ("c", 90_000)):
        conn.execute(insert(SeenProcess).values(name=name, **process, seen_at=NOW - timedelta(seconds=ago)))


def test_an_empty_office_has_no_figure_and_a_full_one_has_each(db: Engine) -> None:
    empty = look(db)
    perform(db, put)
    with counted(db) as sent:
        full = look(db)

    assert (empty.jobs, empty.incidents, empty.root, empty.runs, empty.timers_due) == ([], [], None, [], 0)
    assert sorted(full.jobs, key=str) == [
        Jobs("mail.send", "failed", 1, NOW - timedelta(minutes=60)),
        Jobs("mail.send", "new", 2, NOW - timedelta(minutes=9)),
    ]
    assert full.incidents == [Incidents("stalled", 1, NOW - timedelta(hours=1))]
    assert full.root == (7, NOW)
    assert [(run.kind, run.found) for run in full.runs] == [("stalls", 2)], "the last night"
    assert [one.name for one in full.processes] == ["a", "b"], "seen in the last day"
    assert [one.name for one in full.alive(NOW)] == ["a"]
    assert len(sent) <= 5


def look(db: Engine) -> Figures:
    with reading(db) as conn:
        return figures(conn, wall=NOW, at=NOW)
