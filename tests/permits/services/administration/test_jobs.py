from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from permits import clock
from permits.db import perform, reading
from permits.errors import Conflict
from permits.models import OfficeEvent, OutboxRow
from permits.services.administration import jobs
from tests.permits.services.administration.conftest import Acting


def failed(engine: Engine, *, area: str = "320699", state: str = "failed") -> int:
    wall = clock.wall()
    row = {"area": area, "job": "mail.send", "args": {}, "dedupe": f"{area}{state}", "state": state, "attempts": 3}
    about = {"failure": "refused", "error": "550", "created_at": wall, "available_at": wall}
    made: Any = insert(OutboxRow).values(**row, **about).returning(OutboxRow.id)
    return perform(engine, lambda conn: conn.execute(made).scalar_one())


def told(engine: Engine) -> list[tuple[str, dict[str, str]]]:
    with reading(engine) as conn:
        rows = conn.execute(select(OfficeEvent.type, OfficeEvent.payload).order_by(OfficeEvent.seq))
        return [(one.type, one.payload) for one in rows if one.type.startswith("job.")]


@pytest.mark.parametrize(
    ("decide", "state", "act"), [(jobs.retry, "new", "job.retried"), (jobs.drop, "dropped", "job.dropped")]
)
def test_a_failed_job_is_decided_once_and_on_the_chain(
    engine: Engine, acting: Acting, decide: object, state: str, act: str
) -> None:
    row_id = failed(engine)

    acting("admin", decide, row_id)
    with pytest.raises(Conflict, match="not failed any longer"):
        acting("admin", decide, row_id)

    assert told(engine) == [(act, {"key": str(row_id)})]
    with reading(engine) as conn:
        assert conn.execute(select(OutboxRow.state).where(OutboxRow.id == row_id)).scalar_one() == state


@pytest.mark.parametrize("other", [{"area": "320681"}, {"state": "running"}])
def test_a_job_of_another_area_or_one_under_way_is_not_touched(
    engine: Engine, acting: Acting, other: dict[str, str]
) -> None:
    row_id = failed(engine, **other)

    with pytest.raises(Conflict):
        acting("admin", jobs.drop, row_id)

    assert told(engine) == []
