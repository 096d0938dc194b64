"""Case 21: a month of jobs waits; the receipt somebody opens goes first, and each waiting row is sent once."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, update

from permits import clock
from permits.config import Settings
from permits.db import perform, reading
from permits.files import FolderStore
from permits.models import OutboxRow
from permits.queries.office import installation
from permits.queue import ORDINARY, URGENT
from permits.services.house import outbox
from tasks.context import JobContext, use
from tasks.outbox import relay, run_row
from tests.offices import Office

WAITING = 1100


class Broker:
    """Messages by queue, as sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, int]] = []

    def send_task(self, job: str, *, args: Any, queue: str, expires: float) -> None:
        assert expires == outbox.SENT_FOR.total_seconds()
        self.sent.append((queue, job, *args))

    def pass_on(self) -> list[tuple[str, str, int]]:
        self.sent = []
        assert relay() == len(self.sent)
        return self.sent


@pytest.fixture
def broker(office: Office, founded: tuple[Flask, Path]) -> Broker:
    known, made = office.app.extensions, Broker()
    settings: Settings = known["settings"]
    stores = FolderStore(settings.upload_dir), FolderStore(settings.documents_dir)
    use(JobContext(known["engine"], settings, known["office"], made, *stores))  # type: ignore[arg-type]  # sends only
    return made


def after_a_month(office: Office) -> None:
    office.at("2025-02-03T09:00:00+08:00")
    wall = clock.wall()
    job = {"area": "320699", "job": "notifications.tell", "state": "new", "created_at": clock.now(), "attempts": 0}
    rows = [{**job, "args": {}, "available_at": wall, "dedupe": f"old-{number}"} for number in range(WAITING)]
    perform(office.app.extensions["engine"], lambda conn: conn.execute(insert(OutboxRow), rows))


@pytest.mark.parametrize("way", ["/notices/{}.pdf", "/api/v1/notices/{}.pdf"])
def test_a_document_somebody_opens_goes_before_all_that_wait(office: Office, broker: Broker, way: str) -> None:
    after_a_month(office)
    broker.pass_on()
    filed = office.submitted()["id"]
    receipt = office.contractor.get(f"/applications/{filed}/notices")["items"][0]["id"]
    browser, address = office.app.test_client(), way.format(receipt)
    browser.post("/login", data={"username": "contractor", "password": "contractor"})
    asked = {"headers": {"Authorization": "Bearer demo-contractor"} if "api" in way else {}}
    assert browser.get(address, **asked).status_code == 202
    assert browser.get(address, **asked).status_code == 202, "asked twice, it is one job"

    (queue, job, row_id), *others = broker.pass_on()

    assert (queue, job, others) == (URGENT, "documents.render", []), "behind it, the queue is full"
    assert run_row(job, row_id)
    assert browser.get(address, **asked).status_code == 200


def test_each_row_is_sent_once_and_again_only_when_its_message_is_lost(
    office: Office, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_a_month(office)
    engine, sent = office.app.extensions["engine"], Counter[int]()
    is_under_way = (OutboxRow.sent_until.is_not(None)) & (OutboxRow.state == "new")
    done = update(OutboxRow).where(is_under_way).values(state="done")

    for _ in range(WAITING // outbox.MOST_AT_ONCE + 2):
        messages = broker.pass_on()
        assert len(messages) <= outbox.MOST_AT_ONCE
        assert {queue for queue, _, _ in messages} <= {ORDINARY}
        sent.update(row_id for _, _, row_id in messages)
        assert broker.pass_on() == [], "what is under way is not sent again"
        perform(engine, lambda conn: conn.execute(done))

    assert set(sent.values()) == {1}
    assert sent.total() >= WAITING

    after_lease = clock.wall() + outbox.SENT_FOR
    perform(engine, lambda conn: conn.execute(update(OutboxRow).values(state="new", sent_until=after_lease)))
    assert broker.pass_on() == []
    monkeypatch.setattr(clock, "wall", lambda: after_lease + timedelta(seconds=1))
    assert len(broker.pass_on()) == outbox.MOST_AT_ONCE


def test_a_month_of_virtual_time_is_no_lag(office: Office) -> None:
    after_a_month(office)
    office.at("2025-03-03T09:00:00+08:00")

    with reading(office.app.extensions["engine"]) as conn:
        count, oldest = installation.waiting_jobs(conn)
    assert count >= WAITING
    assert oldest is not None
    assert clock.wall() - oldest < timedelta(minutes=5)
