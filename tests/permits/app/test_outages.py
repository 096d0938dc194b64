"""What the office depends on is away: the rest goes on, and whoever asked is told to come back."""

import errno
import os
from functools import wraps
from typing import Any

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from permits import clock
from permits.app import database, outages
from permits.config import Settings
from permits.db import connect, is_away, perform, reading
from permits.models import Application, KeptInput
from tests.pages import CheckedClient
from tests.permits.web.journeys import PROJECT, draft, file, sign_in
from tests.servers import free_port

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"
CONTRACTOR = {"Authorization": "Bearer demo-contractor"}


def take_away(app: OpenAPI, *names: str) -> None:
    app.extensions.update(dict.fromkeys(names, connect(NOWHERE)), looked_at=0.0)


@pytest.mark.parametrize(("language", "said"), [("zh", "暂时停止服务"), ("en", "Out of service for a moment")])
def test_without_a_database_a_page_says_so_in_the_readers_language(
    app: OpenAPI, client: CheckedClient, language: str, said: str
) -> None:
    known = {"Accept-Language": language}
    sign_in(client, "contractor")
    take_away(app, "engine", "reader")

    read = app.test_client().get("/decisions", headers=known)
    sent = client.post("/applications/new", data={}, headers=known)
    ready: Any = client.get("/readyz")

    assert [answer.status_code for answer in (read, sent, ready)] == [503, 503, 503]
    assert ready.json["checks"] == {"database": "unreachable"}
    assert said in read.text
    assert int(read.headers["Retry-After"]) > 0
    assert "号码" not in read.text, "no number to call with: nothing is on record"


def test_without_a_database_a_program_gets_a_problem(app: OpenAPI) -> None:
    take_away(app, "engine", "reader")

    answer: Any = app.test_client().get("/api/v1/applications", headers=CONTRACTOR)

    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert (answer.json["code"], int(answer.headers["Retry-After"]) > 0) == ("unavailable", True)


class Deadlock(Exception):
    sqlstate = "40P01"


@pytest.mark.parametrize(("times", "status"), [(1, 200), (2, 503)])
def test_a_reading_ended_by_a_deadlock_is_asked_once_more(
    app: OpenAPI, monkeypatch: pytest.MonkeyPatch, times: int, status: int
) -> None:
    endpoint, _ = app.url_map.bind("").match("/api/v1/public/decisions")
    view, ended = app.view_functions[endpoint], iter(range(times))

    @wraps(view)
    def stands_in_the_way(**known: object) -> ResponseReturnValue:
        if next(ended, None) is not None:
            raise OperationalError("select 1", {}, Deadlock())
        return view(**known)

    monkeypatch.setitem(app.view_functions, endpoint, stands_in_the_way)

    assert app.test_client().get("/api/v1/public/decisions").status_code == status
    assert "reader_rests_until" not in app.extensions


def test_without_the_replica_lists_come_from_the_primary(app: OpenAPI) -> None:
    take_away(app, "reader")

    answers = [app.test_client().get("/api/v1/public/decisions").status_code for _ in range(2)]

    assert answers == [200, 200]
    assert app.extensions.pop("reader_rests_until") > 0


def test_a_fault_of_ours_is_no_outage(engine: Engine) -> None:
    with pytest.raises(OperationalError) as raised, reading(engine) as conn:
        conn.exec_driver_sql("select nothing from nowhere")

    assert not is_away(raised.value)


def test_without_its_store_the_limiter_counts_by_itself() -> None:
    app, limiter = Flask("limited"), Limiter(key_func=lambda: "somebody")
    app.config.update(outages.limits(f"redis://127.0.0.1:{free_port()}/0"))
    limiter.init_app(app)
    app.get("/")(limiter.limit("2 per minute")(lambda: "fine"))

    assert [app.test_client().get("/").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(("number", "status", "code"), [
    (errno.ENOSPC, 507, "storage_full"), (errno.EROFS, 503, "storage_unavailable"),
])  # fmt: skip
def test_a_file_there_is_no_room_for_is_refused_and_leaves_nothing(
    client: CheckedClient, settings: Settings, monkeypatch: pytest.MonkeyPatch, number: int, status: int, code: str
) -> None:
    def full(_file: int) -> None:
        raise OSError(number, os.strerror(number))

    sign_in(client, "contractor")
    case = draft(client).rpartition("/")[2]
    monkeypatch.setattr(os, "fsync", full)

    answer: Any = client.post(
        f"/api/v1/applications/{case}/materials", data={"code": "M02", "file": file()}, headers=CONTRACTOR
    )

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert int(answer.headers["Retry-After"]) > 0
    assert [path for path in settings.upload_dir.rglob("*") if path.is_file()] == []


def test_a_process_with_a_wrong_clock_reads_and_puts_nothing_on_record(
    client: CheckedClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "contractor")
    address = draft(client)
    monkeypatch.setattr(clock._Difference, "seconds", 601.0)

    sent = client.post(f"{address}/form/project", data={**PROJECT, "site_address": "西侧"})
    program: Any = client.post("/api/v1/applications", json={}, headers=CONTRACTOR)

    assert (sent.status_code, program.status_code, program.json["code"]) == (503, 503, "clock_wrong")
    assert "601 秒" in sent.text
    assert client.get(f"{address}/form/project").status_code == 200
    with reading(engine) as conn:
        assert conn.execute(select(Application.state)).scalars().all() == ["draft"]
        kept = conn.execute(select(KeptInput.fields)).scalars().all()
    assert ["site_address", "西侧"] in kept[0], "what was typed is kept"


def test_the_first_request_of_a_process_compares_its_clock(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[Engine] = []
    monkeypatch.setattr(clock, "of_database", lambda conn: compared.append(conn.engine))
    monkeypatch.setattr(database, "REFRESH_SECONDS", 60.0)
    app = Flask("serving")
    database.open_database(app, settings)
    database.register(app, settings)
    app.get("/")(lambda: "fine")

    assert [app.test_client().get("/").text for _ in range(2)] == ["fine", "fine"]
    assert [one.url for one in compared] == [engine.url]


def test_a_lost_connection_costs_no_act_that_was_not_committed(engine: Engine) -> None:
    tried: list[int] = []

    def lost_once(_conn: object) -> str:
        tried.append(1)
        if len(tried) == 1:
            raise OperationalError("select 1", {}, Exception("gone"), connection_invalidated=True)
        return "done"

    assert perform(engine, lost_once) == "done"
