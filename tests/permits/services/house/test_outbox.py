from datetime import timedelta
from functools import partial

from sqlalchemy import select

from permits.db import perform, reading
from permits.models import OutboxRow
from permits.services.house import outbox
from permits.services.house.outbox import Taken
from permits.services.notifying.notices import RENDER_JOB
from tests.permits.lives import Life


def receipt_job(life: Life) -> int:
    life.submitted(papers=False)
    messages = perform(life.engine, lambda conn: outbox.mark_sent(conn, wall=life.now))
    return next(message.row_id for message in messages if message.job == RENDER_JOB)


def _take(life: Life, row_id: int, *, later: timedelta = timedelta()) -> Taken | None:
    return perform(life.engine, lambda conn: outbox.take(conn, row_id, wall=life.now + later))


def job_row(life: Life, row_id: int) -> object:
    with reading(life.engine) as conn:
        return conn.execute(select(OutboxRow.state, OutboxRow.attempts).where(OutboxRow.id == row_id)).one()


def test_a_row_is_taken_by_one_worker(life: Life) -> None:
    row_id = receipt_job(life)

    taken = _take(life, row_id)

    assert taken is not None
    assert (taken.args["kind"], taken.attempt) == ("receipt", 1)
    assert _take(life, row_id) is None


def test_a_row_of_a_vanished_worker_comes_back_after_its_lease(life: Life) -> None:
    row_id = receipt_job(life)
    _take(life, row_id)

    assert _take(life, row_id, later=outbox.LEASE - timedelta(seconds=1)) is None
    assert _take(life, row_id, later=outbox.LEASE) is not None


def test_a_finished_row_is_never_taken_again(life: Life) -> None:
    row_id = receipt_job(life)
    _take(life, row_id)
    perform(life.engine, lambda conn: outbox.finish(conn, row_id, wall=life.now))

    assert _take(life, row_id, later=timedelta(days=1)) is None
    assert job_row(life, row_id) == ("done", 1)


def test_a_row_put_back_waits_longer_each_time_and_then_for_a_person(life: Life) -> None:
    row_id, later = receipt_job(life), timedelta()
    for attempt in range(1, outbox.TRIES.most + 1):
        assert _take(life, row_id, later=later) is not None, attempt
        perform(life.engine, partial(outbox.put_back, row_id=row_id, error="broken", wall=life.now + later))
        assert _take(life, row_id, later=later) is None
        later += outbox.TRIES.delay(attempt + 1)

    assert job_row(life, row_id) == ("failed", outbox.TRIES.most)
    assert perform(life.engine, lambda conn: outbox.retry(conn, ["320699"])) == 1
    assert _take(life, row_id) is not None


def test_operators_see_what_is_not_done(life: Life) -> None:
    row_id = receipt_job(life)
    perform(life.engine, lambda conn: outbox.finish(conn, row_id, wall=life.now))

    with reading(life.engine) as conn:
        assert [row["job"] for row in outbox.listing(conn, ["320699"])] == ["notifications.tell"]
