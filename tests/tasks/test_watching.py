"""A life through pages, API and jobs: each job is logged with the request that caused it, and nobody is named."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import func, insert, select

from permits import clock
from permits.db import perform, reading
from permits.files import FolderStore
from permits.models import Company, OutboxRow, User
from permits.queue import make_celery
from permits.watch import metrics, tracing
from tasks import outbox as jobs
from tasks import watching
from tasks.context import JobContext, use
from tests.offices import AGENT, COMPANY, Office

FORM = {"applicant": COMPANY, "agent": AGENT, "project": {"name": "星湖新城", "type": "private"}}
PLACE = {"road": "紫琅路", "address": "C22037地块"}
ASKED = "request-of-the-test"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that were written; loggers are held by modules, so each way to write is replaced."""
    found: list[str] = []
    for name in ("msg", "info", "warning", "error", "exception"):
        monkeypatch.setattr(structlog.WriteLogger, name, lambda _self, message: found.append(message))
    return found


@pytest.fixture
def working(app: OpenAPI, tmp_path: Path) -> Iterator[OpenAPI]:
    known = app.extensions
    store = FolderStore(tmp_path)
    use(JobContext(known["engine"], known["settings"], known["office"], make_celery(known["settings"]), store, store))
    yield app
    structlog.contextvars.clear_contextvars()


def do_a_job_of_each_kind(app: OpenAPI) -> None:
    waiting = select(OutboxRow.job, func.min(OutboxRow.id)).where(OutboxRow.state == "new").group_by(OutboxRow.job)
    with reading(app.extensions["engine"]) as conn:
        rows = conn.execute(waiting).all()
    for job, row_id in rows:
        jobs.run_row(job, row_id)


def names_of(app: OpenAPI) -> set[str]:
    """List what names anybody: of the form, and of every account."""
    with reading(app.extensions["engine"]) as conn:
        people = conn.execute(select(User.name_zh, User.name_en, User.username, User.phone, User.email)).all()
        companies = conn.execute(select(Company.uscc, Company.name)).all()
    typed = {*COMPANY.values(), *AGENT.values(), *PLACE.values(), "星湖新城", "mistyped-secret"} - {"company"}
    # a user name such as "roads" is the key of a department, too
    of_people = {name for row in people for name in row if name and (not name.isascii() or "@" in name)}
    return typed | of_people | {name for row in companies for name in row}


def test_jobs_carry_their_request_and_no_line_names_anybody(working: OpenAPI, written: list[str]) -> None:
    client, office = working.test_client(), Office(working)
    client.post("/login", data={"username": "王小明", "password": "mistyped-secret"})
    client.post("/login", data={"username": "contractor", "password": "contractor"})
    made = office.draft(site=PLACE)
    headers = {"X-Request-ID": ASKED}
    filed = office.contractor.call("POST", f"/applications/{made['id']}/actions/submit", headers=headers, json={}).json
    client.get(f"/applications/{made['id']}?name=%E9%99%88%E5%BB%BA")
    client.get(f"/verify/{filed['number']}/{AGENT['resident_id']}")
    structlog.contextvars.clear_contextvars()
    do_a_job_of_each_kind(working)

    found = [json.loads(line) for line in written]
    done = [one for one in found if one["event"] == "job"]
    assert {one["request_id"] for one in done} == {ASKED}
    assert {one["job"] for one in done} == {"documents.render", "notifications.tell"}
    assert all((one["outcome"], one["attempts"]) == ("done", 1) and one["seconds"] >= 0 and one["row"] for one in done)
    text = "\n".join(written)
    assert sorted(name for name in {*names_of(working), filed["number"], "王小明"} if name in text) == []


def ask_for(app: OpenAPI, job: str, **values: object) -> int:
    row = {"area": "320699", "job": job, "args": {}, "dedupe": job, "state": "new", "created_at": clock.now()}
    made = insert(OutboxRow).values(**row | values, available_at=clock.wall()).returning(OutboxRow.id)
    return perform(app.extensions["engine"], lambda conn: conn.execute(made).scalar_one())


@pytest.mark.parametrize(("attempts", "outcome"), [(0, "again"), (jobs.outbox.TRIES.most - 1, "failed")])
def test_a_try_that_fails_is_logged_and_counted_as_it_ended(
    working: OpenAPI, written: list[str], attempts: int, outcome: str
) -> None:
    row_id = ask_for(working, "documents.render", attempts=attempts)
    counted = metrics.JOBS.labels("documents.render", outcome)
    before = counted._value.get()

    assert not jobs.run_row("documents.render", row_id)

    last = json.loads(written[-1])
    assert (last["event"], last["outcome"], last["attempts"]) == ("job", outcome, attempts + 1)
    assert counted._value.get() == before + 1


def test_a_row_that_another_worker_has_is_no_try(working: OpenAPI, written: list[str]) -> None:
    row_id = ask_for(working, "documents.render", state="done")

    assert not jobs.run_row("documents.render", row_id)
    assert written == []


def test_a_row_asked_for_in_a_trace_carries_it(working: OpenAPI) -> None:
    from opentelemetry.sdk.trace import TracerProvider

    tracing.use(TracerProvider())
    try:
        with tracing.span("GET /"):
            carried, row_id = tracing.parent(), ask_for(working, "documents.render")
    finally:
        tracing.use(None)

    with reading(working.extensions["engine"]) as conn:
        assert conn.execute(select(OutboxRow.trace).where(OutboxRow.id == row_id)).scalar_one() == carried


@pytest.mark.parametrize(("state", "outcome"), [("SUCCESS", "done"), ("FAILURE", "failed")])
def test_periodic_jobs_are_counted_without_a_row(state: str, outcome: str) -> None:
    class Sweep:
        name = "deadlines.sweep"

    counted = metrics.JOBS.labels(Sweep.name, outcome)
    before = counted._value.get()

    watching._begin(task=Sweep())
    watching._end(task=Sweep(), state=state)

    assert counted._value.get() == before + 1


def test_beat_is_alive_as_long_as_its_messages_are_taken() -> None:
    watching._has_sent()
    assert not watching._has_sent()

    watching._sent(sender="outbox.relay")
    assert (watching._has_sent(), watching._has_sent()) == (True, False)
