import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import insert

from permits import clock
from permits.app import create_app, health, readiness
from permits.db import perform
from permits.models import OutboxRow
from permits.schema.standing import UNPREPARED
from tests.conftest import make_settings
from tests.statements import counted


def ask_for_a_job(app: OpenAPI, *, minutes_ago: int, job: str = "mail.send", state: str = "new") -> None:
    since = clock.wall() - timedelta(minutes=minutes_ago)
    row = {"area": "320699", "job": job, "args": {}, "dedupe": f"{job} {state}", "state": state}
    row |= {"created_at": since, "available_at": since}
    perform(app.extensions["engine"], lambda conn: conn.execute(insert(OutboxRow).values(row)))


def test_a_prepared_office_is_alive_and_ready(app: OpenAPI) -> None:
    assert app.test_client().get("/healthz").json == {"status": "ok"}
    answer = app.test_client().get("/readyz")

    checks = {"database": "ok", "migrations": "ok", "area": "ok", "clock": "ok"}
    assert (answer.status_code, answer.json["checks"]) == (200, checks)


def test_an_office_without_the_area_of_the_settings_is_not_ready(app: OpenAPI) -> None:
    known = app.extensions["settings"]
    app.extensions["settings"] = known.model_copy(update={"area_code": "999999"})
    answer = app.test_client().get("/readyz")

    assert (answer.status_code, answer.json["checks"]["area"]) == (503, "unknown")


def test_late_jobs_and_failed_letters_are_no_reason_to_serve_less(app: OpenAPI) -> None:
    ask_for_a_job(app, minutes_ago=600)
    ask_for_a_job(app, minutes_ago=600, state="failed")

    assert app.test_client().get("/readyz").status_code == 200


def test_a_process_with_a_wrong_clock_is_not_ready(app: OpenAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "is_wrong", lambda: True)
    answer = app.test_client().get("/readyz")

    assert (answer.status_code, answer.json["checks"]["clock"]) == (503, "wrong")


def test_many_who_ask_at_once_cost_one_look(app: OpenAPI) -> None:
    with counted(app.extensions["engine"]) as sent, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: app.test_client().get("/readyz").status_code, range(24)))

    assert answers == [200] * 24
    assert 0 < len(sent) <= 4


def test_a_database_that_hangs_is_told_in_time_and_asked_once(app: OpenAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs, begun = threading.Event(), []

    def look(*_: object) -> dict[str, str]:
        begun.append(True)
        hangs.wait(10)
        return {"database": "ok"}

    monkeypatch.setattr(readiness, "_look", look)
    monkeypatch.setattr(readiness, "_CHECKS", readiness.Bounded(bound_seconds=0.1, kept_seconds=1))
    before = time.monotonic()
    answers = [app.test_client().get("/readyz") for _ in range(3)]
    taken = time.monotonic() - before
    hangs.set()

    assert [(one.status_code, one.json["checks"]) for one in answers] == [(503, {"database": "no answer"})] * 3
    assert (len(begun), taken < 2) == (1, True)


def test_a_database_older_than_the_code_is_alive_but_not_ready(tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path))

    assert app.test_client().get("/healthz").status_code == 200
    assert app.test_client().get("/readyz").json["checks"]["migrations"] == UNPREPARED
    assert app.test_client().get("/login").status_code == 503
    app.extensions["engine"].dispose()


def test_figures_name_addresses_by_their_rule_and_jobs_by_kind_and_state(app: OpenAPI) -> None:
    ask_for_a_job(app, minutes_ago=10)
    ask_for_a_job(app, minutes_ago=1, state="failed")
    app.test_client().get("/login")

    told = app.test_client().get("/metrics").text

    assert 'daokou_requests_total{endpoint="account.login",method="GET",status="200"}' in told
    assert 'daokou_jobs_waiting{job="mail.send",state="new"} 1.0' in told
    assert 'daokou_jobs_waiting{job="mail.send",state="failed"} 1.0' in told
    (lag,) = [line for line in told.splitlines() if line.startswith('daokou_jobs_lag_seconds{job="mail.send"}')]
    assert 600 <= float(lag.split()[-1]) < 620, "counted from when it is due; a failed one is not"


@pytest.mark.parametrize(
    ("token", "address", "headers", "status"),
    [
        ("", "127.0.0.1", {}, 200),
        ("", "10.1.2.3", {}, 200),
        ("", "::1", {}, 200),
        ("", "114.114.114.114", {}, 403),
        ("", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("", "nobody", {}, 403),
        ("0123456789abcdef", "127.0.0.1", {}, 403),
        ("0123456789abcdef", "114.114.114.114", {"Authorization": "Bearer 0123456789abcdef"}, 200),
        ("0123456789abcdef", "127.0.0.1", {"Authorization": "Bearer 0123456789abcdeg"}, 403),
    ],
)
def test_metrics_are_for_the_own_network_or_a_token(
    app: OpenAPI, token: str, address: str, headers: dict[str, str], status: int
) -> None:
    known = app.extensions["settings"].model_copy(update={"metrics_token": token})
    app.extensions["settings"] = known
    with app.test_request_context("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address}):
        assert health.may_have_metrics() is (status == 200)
