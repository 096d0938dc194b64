from datetime import timedelta
from pathlib import Path

from flask_openapi3.openapi import OpenAPI
from sqlalchemy import insert

from permits import clock
from permits.app import create_app
from permits.db import perform
from permits.models import OutboxRow
from permits.schema.standing import UNPREPARED
from tests.conftest import make_settings


def ask_for_a_job(app: OpenAPI, *, minutes_ago: int) -> None:
    since = clock.wall() - timedelta(minutes=minutes_ago)
    row = {"area": "320699", "job": "mail.send", "args": {}, "dedupe": "x", "state": "new"}
    row |= {"created_at": since, "available_at": since}
    perform(app.extensions["engine"], lambda conn: conn.execute(insert(OutboxRow).values(row)))


def test_a_prepared_office_is_alive_and_ready(app: OpenAPI) -> None:
    assert app.test_client().get("/healthz").json == {"status": "ok"}
    assert app.test_client().get("/readyz").json["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "area": "ok",
        "queue": "ok",
    }


def test_an_office_without_the_area_of_the_settings_is_not_ready(app: OpenAPI) -> None:
    known = app.extensions["settings"]
    app.extensions["settings"] = known.model_copy(update={"area_code": "999999"})
    answer = app.test_client().get("/readyz")

    assert (answer.status_code, answer.json["checks"]["area"]) == (503, "unknown")


def test_a_queue_that_stands_still_is_not_ready(app: OpenAPI) -> None:
    ask_for_a_job(app, minutes_ago=20)

    answer = app.test_client().get("/readyz")

    assert (answer.status_code, answer.json["checks"]["queue"]) == (503, "lagging")


def test_a_database_older_than_the_code_is_alive_but_not_ready(tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path))

    assert app.test_client().get("/healthz").status_code == 200
    assert app.test_client().get("/readyz").json["checks"]["migrations"] == UNPREPARED
    assert app.test_client().get("/login").status_code == 503
    app.extensions["engine"].dispose()


def test_figures_name_addresses_by_their_rule_and_the_queue(app: OpenAPI) -> None:
    ask_for_a_job(app, minutes_ago=1)
    app.test_client().get("/login")

    told = app.test_client().get("/metrics").text

    assert 'daokou_requests_total{endpoint="account.login",method="GET",status="200"}' in told
    assert "daokou_jobs_waiting 1.0" in told
