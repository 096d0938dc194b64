from datetime import date, timedelta

import pytest
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import Connection, insert

from permits import clock
from permits.db import perform
from permits.models import CheckRun, OutboxRow
from permits.services.watching.processes import say_alive
from permits.web.staff.runbook import sections
from tests.offices import Office
from tests.pages import CheckedClient


def signed_in(client: CheckedClient, who: str = "admin") -> CheckedClient:
    client.post("/login", data={"username": who, "password": who})
    return client


def break_it(conn: Connection) -> None:
    wall = clock.wall()
    row = {"area": "320699", "args": {}, "job": "mail.send", "dedupe": "1", "state": "failed", "created_at": wall}
    conn.execute(insert(OutboxRow).values(**row, available_at=wall))
    run = {"kind": "stalls", "night": date(2026, 3, 2), "begun_at": wall, "ended_at": wall, "place": 7, "checked": 7}
    conn.execute(insert(CheckRun).values(**run, found=1, findings=["7 has_duty in_review"]))
    say_alive(conn, "web b 7", "web", queues=(), started_at=wall - timedelta(hours=1), wall=wall)


def test_the_page_says_what_is_wrong_and_leads_to_the_runbook(app: OpenAPI, client: CheckedClient) -> None:
    perform(app.extensions["engine"], break_it)
    client.post("/login", data={"username": "admin", "password": "admin"}, headers={"Accept-Language": "en"})
    page = client.get("/statusz").text

    assert "0 wait, the oldest is due for 0 seconds; 1 failed" in page
    assert "/statusz/runbook#mail-failed" in page
    assert "7 has_duty in_review" in page
    assert "web b 7" in page


def test_the_runbook_is_a_page_with_a_place_for_each_line(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = signed_in(client).get("/statusz/runbook").text
    assert all(f'id="{one.name}"' in page for one in sections())
    assert "<dt>Act</dt>" in page
    assert "<code>flask outbox retry</code>" in page
    assert "**" not in page

    monkeypatch.setattr("permits.web.staff.status.sections", list)
    assert client.get("/statusz/runbook").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("auditor", 200), ("manager", 200), ("lead", 403), ("contractor", 403)])
def test_health_is_for_those_who_answer_for_the_office(app: OpenAPI, who: str, status: int) -> None:
    assert signed_in(app.test_client(), who).get("/statusz").status_code == status
    Office(app).caller(who).get("/status", status)


def test_programs_read_the_same_lines(app: OpenAPI) -> None:
    perform(app.extensions["engine"], break_it)
    told = Office(app).admin.get("/status")

    (mail,) = [line for line in told["lines"] if line["key"] == "mail"]
    assert (told["state"], mail["state"], mail["runbook"]) == ("act", "act", "mail-failed")
    assert mail["params"] == {"waiting": 0, "failed": 1, "seconds": 0}
    assert [one["state"] for one in told["figures"]["jobs"]] == ["failed"]
