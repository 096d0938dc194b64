import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, update
from sqlalchemy.exc import DBAPIError

from permits.db import perform, reading
from permits.errors import NotFound
from permits.models import Application, Event
from permits.services.oversight import audit
from permits.verifier import moment
from tests.permits.lives import Life

STATEMENTS = {
    "update": "update event set actor = 'nobody'",
    "delete": "delete from event",
    "truncate": "truncate event",
    "replace": "insert or replace into event select * from event",
}
OF_ONE_DATABASE = {"truncate": "postgresql", "replace": "sqlite"}


@pytest.mark.parametrize("way", STATEMENTS)
def test_the_trail_refuses_to_be_changed(life: Life, way: str) -> None:
    if OF_ONE_DATABASE.get(way, life.engine.dialect.name) != life.engine.dialect.name:
        return
    filed = life.draft(papers=False)

    with pytest.raises(DBAPIError, match="append-only"), life.engine.begin() as conn:
        conn.exec_driver_sql(STATEMENTS[way])

    assert life.events(filed) == ["application.drafted"]


def _tamper(life: Life, statement: Any) -> None:
    """Change the trail as somebody with the keys of the database could."""

    def change(conn: Connection) -> None:
        if conn.dialect.name == "postgresql":
            conn.exec_driver_sql("set local session_replication_role = replica")
        else:
            for trigger in ("event_no_update", "event_no_delete", "event_no_replace"):
                conn.exec_driver_sql(f"drop trigger {trigger}")
        conn.execute(statement)

    perform(life.engine, change)


def _findings(life: Life, **wanted: str) -> dict[int, str | None]:
    with reading(life.engine) as conn:
        return {found.application: found.broken for found in audit.verify(conn, **wanted)}


def test_an_untouched_trail_holds(life: Life) -> None:
    first, second = life.decided(), life.submitted(papers=False)

    assert _findings(life) == {first: None, second: None}
    assert _findings(life, number=life.application(second).number) == {second: None}


def test_an_edited_payload_is_found(life: Life) -> None:
    filed, other = life.decided(), life.draft(papers=False)
    _tamper(
        life, update(Event).where(Event.application_id == filed, Event.seq == 3).values(payload={"outcome": "granted"})
    )

    assert _findings(life) == {filed: "event 3 was changed after it was recorded", other: None}


def test_a_missing_event_is_found(life: Life) -> None:
    filed = life.submitted(papers=False)
    _tamper(life, delete(Event).where(Event.application_id == filed, Event.seq == 1))

    assert _findings(life) == {filed: "event 1 is missing: found 2 instead"}


@pytest.mark.tampers
def test_a_trail_cut_short_is_found(life: Life) -> None:
    filed = life.submitted(papers=False)
    _tamper(life, delete(Event).where(Event.application_id == filed, Event.seq == 2))

    assert _findings(life) == {filed: "the chain ends at event 1, but its head stands at 2"}


@pytest.mark.tampers
def test_a_head_that_was_moved_is_found(life: Life) -> None:
    filed = life.submitted(papers=False)
    perform(life.engine, lambda conn: conn.execute(update(Application).values(event_hash="f" * 64)))

    assert _findings(life)[filed] is not None


def test_an_unknown_number_is_not_verified_silently(life: Life) -> None:
    with pytest.raises(NotFound):
        _findings(life, number="DK3206992026030200001X")


def test_an_export_is_verified_by_command(life: Life, tmp_path: Path) -> None:
    filed = life.submitted(papers=False)
    events = [dict(row._mapping) for row in life.rows(Event, filed)]
    for event in events:
        event.update(application=event["application_id"], at=moment(event["at"]))
    export = tmp_path / "export.json"
    command = [sys.executable, "-m", "permits.verifier", str(export)]

    export.write_text(json.dumps({"events": events}), encoding="utf-8")
    whole = subprocess.run(command, capture_output=True, text=True, check=False)
    events[1]["payload"] = {**events[1]["payload"], "to": "decided"}
    export.write_text(json.dumps(events), encoding="utf-8")
    edited = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (whole.returncode, edited.returncode) == (2, 1)
    assert "2 events are linked, but no anchor covers them" in whole.stdout
    assert "event 2 was changed" in edited.stdout
