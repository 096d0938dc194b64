import threading
import traceback
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from permits.db import check_database, connect, perform, reading
from permits.errors import Conflict
from permits.models import Application, Counter, Event, User

ROUNDS, WRITERS = 25, 4


def count_up(conn: Connection) -> None:
    row = conn.execute(select(Counter.last).where(Counter.series == "race").with_for_update()).scalar_one()
    conn.execute(update(Counter).where(Counter.series == "race").values(last=row + 1))


def test_no_update_is_lost_between_parallel_writers(db: Engine) -> None:
    perform(db, lambda conn: conn.execute(insert(Counter).values(area="320699", series="race", last=0)))

    def write() -> None:
        for _ in range(ROUNDS):
            perform(db, count_up, attempts=20)

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with reading(db) as conn:
        assert conn.execute(select(Counter.last).where(Counter.series == "race")).scalar_one() == ROUNDS * WRITERS


def test_a_reader_cannot_write(db: Engine) -> None:
    with reading(db) as conn, pytest.raises(DBAPIError):
        conn.execute(insert(Counter).values(area="320699", series="sneaked", last=1))


def test_a_writer_can_write_on_a_connection_that_has_read(db: Engine) -> None:
    with reading(db) as conn:
        conn.execute(select(Counter.last))

    perform(db, lambda conn: conn.execute(insert(Counter).values(area="320699", series="x", last=1)))

    with reading(db) as conn:
        assert conn.execute(select(Counter.last).where(Counter.series == "x")).scalar_one() == 1


def test_a_refusal_leaves_nothing_behind(db: Engine) -> None:
    def half(conn: Connection) -> None:
        conn.execute(insert(Counter).values(area="320699", series="half", last=1))
        raise Conflict("version_conflict")

    with pytest.raises(Conflict):
        perform(db, half)

    with reading(db) as conn:
        assert conn.execute(select(Counter.last).where(Counter.series == "half")).first() is None


def test_work_that_could_not_be_serialised_is_done_again_and_then_given_up_with_a_conflict(db: Engine) -> None:
    attempts: list[int] = []

    def unlucky(conn: Connection) -> None:
        attempts.append(1)
        locked: Any = Exception("database is locked")
        raise DBAPIError("update", None, locked)

    with pytest.raises(Conflict) as refused:
        perform(db, unlucky)

    assert len(attempts) == 3
    assert refused.value.code == "busy"


@pytest.mark.parametrize("statement", ["update event set type = 'x'", "delete from event"])
def test_the_database_refuses_to_change_the_trail(db: Engine, statement: str) -> None:
    perform(db, _one_event)

    with pytest.raises(DBAPIError, match="append-only"):
        perform(db, lambda conn: conn.execute(text(statement)))


@pytest.mark.parametrize("recursive", ["on", "off"])
def test_replacing_what_is_append_only_is_refused_on_sqlite_too(engine: Engine, recursive: str) -> None:
    perform(engine, _one_event)
    with engine.connect() as conn:
        conn.exec_driver_sql("rollback")
        conn.exec_driver_sql(f"pragma recursive_triggers={recursive}")
        for table in ("event", "bundle_version", "bundle_event", "office_event"):
            before = conn.exec_driver_sql(f"select count(*) from {table}").scalar_one()  # noqa: S608
            assert before > 0, table
            with pytest.raises(DBAPIError, match="append-only"):
                conn.exec_driver_sql(f"insert or replace into {table} select * from {table}")  # noqa: S608
        conn.exec_driver_sql("pragma recursive_triggers=on")


def test_truncating_the_trail_is_refused(postgresql_url: str) -> None:
    engine = connect(postgresql_url)
    try:
        with pytest.raises(DBAPIError, match="append-only"):
            perform(engine, lambda conn: conn.execute(text("truncate event")))
    finally:
        engine.dispose()


def test_a_prepared_database_serves(db: Engine) -> None:
    check_database(db)


def _one_event(conn: Connection) -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    owner = conn.execute(select(User.id).where(User.username == "contractor")).scalar_one()
    plain = {
        "area": "320699",
        "bundle": "road-access",
        "bundle_version": "1",
        "state": "draft",
        "title": "",
        "language": "zh",
    }
    plain |= {"applicant": {}, "agent": {}, "project": {}, "site": {}, "answers": {}, "event_hash": "0" * 64}
    made = conn.execute(insert(Application).values(owner_id=owner, created_at=at, **plain).returning(Application.id))
    event = {"area": "320699", "seq": 1, "type": "application.drafted", "actor": "contractor", "actor_kind": "human"}
    event |= {"at": at, "payload": {}, "prev_hash": "0" * 64, "hash": "1" * 64}
    conn.execute(insert(Event).values(application_id=made.scalar_one(), **event))


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"username": "lead"}, "uq_user_account_username"),
        ({"username": "someone", "area": None}, "area"),
    ],
)
def test_an_error_of_the_database_tells_no_personal_data(db: Engine, values: dict[str, object], kept: str) -> None:
    person = {
        "area": "320699",
        "name_zh": "欧阳明珠",
        "name_en": "",
        "email": "m@example.invalid",
        "phone": "13800001234",
    }
    person |= {"password_hash": "scrypt-of-hers", "language": "zh", "is_active": True, **values}

    with pytest.raises(DBAPIError) as caught, db.begin() as conn:
        conn.execute(insert(User.__table__).values(**person))

    said = "".join(traceback.format_exception(caught.value))
    assert not any(one in said for one in ("欧阳明珠", "13800001234", "m@example.invalid", "scrypt-of-hers"))
    assert kept in said or db.dialect.name == "sqlite"
