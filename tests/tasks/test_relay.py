"""The relay hands on letters once the quiet hours they waited for are over, by the office's clock."""

from datetime import timedelta

from sqlalchemy import Engine, insert, select

from permits import clock
from permits.config import Settings
from permits.db import perform, reading
from permits.files import FolderStore
from permits.models import Mail, OutboxRow, User
from permits.office import Office
from permits.queue import make_celery
from tasks.context import JobContext, use
from tasks.outbox import relay


def test_a_letter_waits_for_its_hour_without_a_job_and_is_handed_on_once(
    engine: Engine, office: Office, settings: Settings
) -> None:
    store = FolderStore(settings.upload_dir)
    use(JobContext(engine, settings, office, make_celery(settings), store, store))
    now = clock.now()
    with reading(engine) as conn:
        user = conn.execute(select(User.id).where(User.username == "contractor")).scalar_one()
    letter = {"area": "320699", "user_id": user, "dedupe": "mail-1", "recipient": "a@example.com", "subject": "x"}
    times = {"created_at": now, "not_before": now + timedelta(hours=1)}
    perform(engine, lambda conn: conn.execute(insert(Mail).values(**letter, body="", **times)))

    early = relay()
    clock.set_offset(3600.0)
    in_time = [relay(), relay()]

    assert (early, in_time) == (0, [1, 0]), "the row waits for its worker; its message is under way"
    with reading(engine) as conn:
        assert conn.execute(select(OutboxRow.dedupe)).scalars().all() == ["mail-1"]
