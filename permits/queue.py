"""The Celery client: jobs are sent by name; only tasks/ implements them."""

from datetime import timedelta
from typing import Any

from celery import Celery
from kombu import Queue
from kombu.transport.redis import Transport

from permits.config import Settings

# kombu 5.7 drops a lost connection and then acknowledges or requeues messages on it, which raises AttributeError. It is
# a lost connection like any other; without this a worker exits when its broker dies while jobs run.
Transport.connection_errors = (*Transport.connection_errors, AttributeError)
EMBEDDED_TRANSPORT = {"polling_interval": 0.02}
# a throttle of 1 redelivers a killed worker's job after seconds, not minutes
REDIS_TRANSPORT = {"visibility_timeout": 300, "unacked_restore_interval": 10, "unacked_restore_throttle": 1}
# a worker takes from its queues in turn: what is periodic, and what somebody waits for, stands behind no other work
QUEUES = PERIODIC, URGENT, ORDINARY = ("periodic", "urgent", "ordinary")


def make_celery(settings: Settings) -> Celery:
    """Create the Celery app of this process and make it the current one."""
    celery = Celery("daokou", broker=settings.redis_url or "memory://", set_as_current=True)
    celery.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_max_tasks_per_child=None,
        broker_connection_retry_on_startup=True,
        broker_transport_options=EMBEDDED_TRANSPORT if settings.is_embedded else REDIS_TRANSPORT,
        timezone="UTC",
        task_queues=[Queue(name) for name in QUEUES],
        task_default_queue=ORDINARY,
    )
    # worker threads must find this app, not Celery's default one
    celery.set_default()
    return celery


def send(celery: Celery, job: str, *args: Any, is_urgent: bool, expires: timedelta) -> None:
    """Wake a worker for `job`; a lost or expired message only delays it, for the row is authoritative."""
    celery.send_task(job, args=args, queue=URGENT if is_urgent else ORDINARY, expires=expires.total_seconds())
