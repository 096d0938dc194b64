"""The way back: counted, asked for, and the version it leads to may serve again."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import Engine, insert, select, text

from permits import clock
from permits.config import Settings
from permits.db import connect, perform, reading
from permits.errors import SetupFault
from permits.models import KeptInput, Setting
from permits.schema import Standing, chain, look, losses, migrate, serves_from, steps_down, unmigrate
from permits.schema.standing import SERVES

NAMES = [one.name for one in chain()]


@pytest.mark.parametrize(
    ("wanted", "target"), [("-1", NAMES[-2]), ("0002", "0002"), ("-0", None), ("-99", None), ("9999", None)]
)
def test_a_way_back_is_named_by_revision_or_by_number_of_steps(wanted: str, target: str | None) -> None:
    if target is None:
        with pytest.raises(SetupFault, match="is no revision before"):
            steps_down(NAMES[-1], wanted)
        return

    found, steps = steps_down(NAMES[-1], wanted)

    assert found == target
    assert [one.name for one in reversed(steps)] == NAMES[NAMES.index(target) + 1 :]


def test_code_of_a_revision_serves_until_one_does_more_than_expand() -> None:
    assert serves_from("0001") == "0001"
    assert serves_from("0002") == "0002", "nobody said that it only expands"
    assert serves_from("0008") == "0002"
    assert serves_from("0023") == "0009"


def keep_something(engine: Engine) -> None:
    row = {"user_id": 1, "path": "/", "fields": {}, "had_files": False, "is_awaited": False}
    perform(engine, lambda conn: conn.execute(insert(KeptInput).values(row | {"expires_at": clock.wall()})))


def test_the_losses_of_a_way_back_are_counted_and_defaults_are_none(db: Engine) -> None:
    keep_something(db)
    numbers = "update user_account set enforcement_number = case when id < 3 then 'A1' else '' end"
    perform(db, lambda conn: conn.execute(text(numbers)))

    found = {(one.table, one.column): one.rows for one in losses(db, "0004")}

    assert found["kept_input", None] == 1
    assert found["user_account", "enforcement_number"] == 2
    assert ("application", "salt") not in found
    with reading(db) as conn:
        assert look(conn).fault is None, "a rehearsal changes nothing"


@pytest.mark.tampers
def test_downgrade_asks_before_data_is_lost_and_prepare_comes_back(
    own_app: Flask, engine: Engine, settings: Settings
) -> None:
    keep_something(own_app.extensions["engine"])
    run = own_app.test_cli_runner().invoke

    asked = run(args=["downgrade", "0013"])
    agreed = run(args=["downgrade", "0013", "--yes", "--json"])

    assert asked.exit_code == 1
    assert "lost: the table kept_input, with 1 row\n" in asked.output
    assert "--yes" in asked.output
    assert (agreed.exit_code, json.loads(agreed.output)["revision"]) == (0, "0013")
    with reading(engine) as conn:
        assert look(conn).standing is Standing.OLDER
        word = conn.execute(select(Setting.value).where(Setting.key == SERVES)).scalar_one()
    assert word == f"0013 {serves_from('0013')}"

    checked, done, again = run(args=["prepare", "--check"]), run(args=["prepare"]), run(args=["prepare", "--check"])

    assert (checked.exit_code, done.exit_code, again.exit_code) == (1, 0, 0)
    assert "0014  What somebody typed" in checked.output
    assert "older processes go on serving" in checked.output
    assert "nothing was done" in checked.output
    assert "the database is ready" in done.output
    assert again.output == "the database is up to date\n"


@pytest.mark.tampers
def test_a_step_that_waits_for_a_lock_gives_way_and_tries_again(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("permits.schema.changing.LOCK_TIMEOUT", "20ms")
    engine = connect(postgresql_url)
    unmigrate(engine, "0022")

    with ThreadPoolExecutor(1) as beside, engine.begin() as reader:
        reader.execute(text("select count(*) from user_account"))  # a long reading holds its lock till it ends
        change = beside.submit(migrate, engine)
        with engine.begin() as another:
            another.execute(text("set local lock_timeout = '5s'"))
            another.execute(text("select count(*) from user_account"))
        time.sleep(0.1)
        assert not change.done()
        reader.commit()

        assert change.result(30).steps[0].name == "0023"
    engine.dispose()
