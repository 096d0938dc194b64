"""What must hold of any office at any time, whatever a test did there."""

from sqlalchemy import Engine, select

from permits.db import reading
from permits.models import Application
from permits.queries.replays import differences


def assert_replayable(engine: Engine) -> None:
    """The events of every case alone give the states of its rows."""
    with reading(engine) as conn:
        for application_id in conn.execute(select(Application.id)).scalars().all():
            assert differences(conn, application_id) == []
