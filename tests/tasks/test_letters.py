"""A letter is handed over once, whatever the mail server says and whenever the worker ends."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update

from permits import clock
from permits.config import Settings
from permits.db import perform, reading
from permits.files import FolderStore
from permits.models import Mail, OutboxRow, User
from permits.office import Office
from permits.queue import MAIL, make_celery
from permits.services.house import outbox
from permits.services.notifying import handing_over
from permits.services.notifying.mailing import post
from tasks import letters
from tasks.context import JobContext, use
from tasks.outbox import relay
from tests.mail_server import MailServer, Manner, mail_server


class Sent:
    """The broker: messages by queue."""

    def __init__(self) -> None:
        self.queues: list[str] = []

    def send_task(self, _job: str, *, queue: str, **_: Any) -> None:
        self.queues.append(queue)


@pytest.fixture
def box(engine: Engine, office: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    monkeypatch.setattr(handing_over, "CONFIRM_SECONDS", 0.3)
    with mail_server() as running:
        known = settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{running.port}"})
        store = FolderStore(settings.upload_dir)
        use(JobContext(engine, known, office, make_celery(settings), store, store))
        with reading(engine) as conn:
            user = conn.execute(select(User.id).where(User.username == "contractor")).scalar_one()
        letter = {"area": "320699", "user_id": user, "dedupe": "mail-1", "recipient": "a@example.com"}
        known_kind = {"subject": "account.changed", "body": "", "created_at": clock.now()}
        perform(engine, lambda conn: conn.execute(insert(Mail).values(**letter, **known_kind)))
        perform(engine, lambda conn: post(conn, area="320699", dedupe="mail-1", wall=clock.wall()))
        yield running


def row(engine: Engine) -> Any:
    with reading(engine) as conn:
        columns = (OutboxRow.id, OutboxRow.state, OutboxRow.failure, OutboxRow.error, Mail.sent_at, Mail.handing_since)
        return conn.execute(select(*columns).join(Mail, Mail.dedupe == OutboxRow.dedupe)).one()


def later(engine: Engine) -> None:
    """Let back-off and lease of every row be over."""
    past = clock.wall() - timedelta(seconds=1)
    perform(engine, lambda conn: conn.execute(update(OutboxRow).values(leased_until=past)))


OUTCOMES = {
    "taken": (Manner(), "done", None, True),
    "later": (Manner(text="451 4.7.1 later"), "new", None, False),
    "refused": (Manner(recipient="550 5.1.1 nobody"), "failed", "refused", False),
    "never confirmed": (Manner(confirms_after=0.6), "failed", "unconfirmed", True),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_becomes_of_a_letter(engine: Engine, box: MailServer, outcome: str) -> None:
    manner, state, failure, arrived = OUTCOMES[outcome]
    box.manner = manner

    for _ in range(3):
        letters.deliver(row(engine).id)
        later(engine)

    found = row(engine)
    assert (found.state, found.failure, bool(box.letters)) == (state, failure, arrived)
    assert len(box.letters) <= 1, "one that arrived is not sent again"
    assert (found.sent_at is not None) == (state == "done")
    with reading(engine) as conn:
        listed = [(one["recipient"], one["failure"]) for one in outbox.listing(conn, ["320699"])]
    assert listed == ([] if state == "done" else [("a@example.com", failure)])


def test_a_letter_refused_for_a_while_goes_once_the_server_takes_it(engine: Engine, box: MailServer) -> None:
    box.manner = Manner(text="451 4.7.1 later")
    letters.deliver(row(engine).id)
    assert not letters.deliver(row(engine).id), "it rests meanwhile"
    box.manner = Manner()
    later(engine)

    assert letters.deliver(row(engine).id)
    assert (len(box.ids()), row(engine).state) == (1, "done")


def test_a_worker_that_ended_while_handing_over_leaves_the_question_to_a_person(
    engine: Engine, box: MailServer
) -> None:
    row_id, begun = row(engine).id, clock.wall()
    perform(engine, lambda conn: outbox.take(conn, row_id, wall=begun))
    perform(engine, lambda conn: conn.execute(update(Mail).values(handing_since=begun)))
    later(engine)

    assert not letters.deliver(row_id)
    assert (box.letters, row(engine).failure) == ([], "unconfirmed")

    assert perform(engine, lambda conn: outbox.retry(conn, ["320699"])) == 0, "not by the way"
    assert perform(engine, lambda conn: outbox.retry(conn, ["320699"], [row_id])) == 1
    assert letters.deliver(row_id)
    assert len(box.letters) == 1


def test_a_worker_that_was_overtaken_sends_nothing(engine: Engine, box: MailServer) -> None:
    row_id = row(engine).id
    first = perform(engine, lambda conn: outbox.take(conn, row_id, wall=clock.wall()))
    later(engine)
    second = perform(engine, lambda conn: outbox.take(conn, row_id, wall=clock.wall()))
    assert first is not None
    assert second is not None

    held = [
        perform(engine, lambda conn, one=one: outbox.hold(conn, one, wall=clock.wall(), lease=outbox.LEASE))
        for one in (first, second)
    ]

    assert held == [False, True]
    assert box.connections == 0


def test_a_failed_letter_is_dropped_by_its_id(engine: Engine, box: MailServer) -> None:
    box.manner = Manner(recipient="550 5.1.1 nobody")
    row_id = row(engine).id
    letters.deliver(row_id)

    assert perform(engine, lambda conn: outbox.drop(conn, ["320699"], [row_id])) == 1
    with reading(engine) as conn:
        assert outbox.listing(conn, ["320699"]) == []


def test_letters_have_a_queue_of_their_own(engine: Engine, office: Office, settings: Settings, box: MailServer) -> None:
    broker, store = Sent(), FolderStore(settings.upload_dir)
    use(JobContext(engine, settings, office, broker, store, store))  # type: ignore[arg-type]  # sends only

    assert relay() == 1
    assert broker.queues == [MAIL]
    assert box.connections == 0
