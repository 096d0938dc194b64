"""What is periodic stands behind no work, and does not pile up while no worker runs."""

from permits.config import Settings
from permits.queue import ORDINARY, PERIODIC, QUEUES, make_celery
from tasks.schedule import EXPIRES_SECONDS, SCHEDULE


def test_periodic_messages_have_a_queue_of_their_own_and_expire() -> None:
    for name, entry in SCHEDULE.items():
        options = entry["options"]
        assert isinstance(options, dict)
        assert options["queue"] == PERIODIC, name
        assert options["expires"] == max(entry["schedule"], EXPIRES_SECONDS), name


def test_a_worker_takes_from_every_queue(settings: Settings) -> None:
    celery = make_celery(settings)

    assert set(celery.amqp.queues) == set(QUEUES)
    assert celery.conf.task_default_queue == ORDINARY
