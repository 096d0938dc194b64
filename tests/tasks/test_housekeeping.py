"""What has been kept long enough is deleted in batches; what a person still has to see is not."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert, select

from permits import clock
from permits.config import Settings
from permits.db import perform, reading
from permits.files import FolderStore
from permits.models import IdempotencyKey, OutboxRow
from permits.office import Office
from permits.queue import make_celery
from tasks import housekeeping
from tasks.context import JobContext, use

DAY = timedelta(days=1)


def test_old_jobs_and_answers_are_forgotten_in_batches(
    engine: Engine, office: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, now = FolderStore(settings.upload_dir), clock.wall()
    use(JobContext(engine, settings, office, make_celery(settings), store, store))
    monkeypatch.setattr(housekeeping, "AT_ONCE", 2)
    job = {"area": "320699", "job": "mail.send", "args": {}, "created_at": now, "available_at": now}
    states = [("done", 8), ("done", 8), ("done", 8), ("done", 6), ("failed", 8), ("dropped", 8), ("new", 8)]
    rows = [
        {**job, "dedupe": str(place), "state": state, "done_at": now - days * DAY}
        for place, (state, days) in enumerate(states)
    ]
    answers = [{"actor_id": 1, "key": str(days), "digest": "", "created_at": now - days * DAY} for days in (0, 2, 3, 4)]
    for model, values in ((OutboxRow, rows), (IdempotencyKey, answers)):
        perform(engine, lambda conn, model=model, values=values: conn.execute(insert(model), values))

    assert housekeeping.forget() == {"answers": 3, "jobs": 3}

    with reading(engine) as conn:
        left = sorted(conn.execute(select(OutboxRow.state)).scalars())
    assert left == ["done", "dropped", "failed", "new"]
