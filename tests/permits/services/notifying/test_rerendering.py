from sqlalchemy import select

from permits.db import perform, reading
from permits.models import Notice
from permits.services.house import outbox
from permits.services.notifying.rerendering import ask_for_rendering
from tests.permits.lives import Life
from tests.permits.services.house.test_outbox import job_row, receipt_job


def test_a_paper_asked_for_again_gets_another_round(life: Life) -> None:
    row_id = receipt_job(life)
    perform(life.engine, lambda conn: outbox.finish(conn, row_id, wall=life.now))
    with reading(life.engine) as conn:
        notice = conn.execute(select(Notice.__table__)).one()

    perform(life.engine, lambda conn: ask_for_rendering(conn, notice, area="320699", wall=life.now))

    assert job_row(life, row_id) == ("new", 0)
