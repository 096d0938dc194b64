"""The Celery client: jobs are sent by name; only tasks/ implements them."""

from datetime import timedelta
from typing import Any

from celery import Celery
from kombu.entity import Queue

from permits.config import Settings

EMBEDDED_TRANSPORT = {"polling_interval": 0.02}
# a throttle of 1 redelivers a killed worker's job after seconds, not minutes
# without time limits of its own a broker that hangs holds beat and workers for good
REDIS_TRANSPORT = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
    "socket_timeout": 10,
    "socket_keepalive": True,
    "health_check_interval": 25,
}
# a worker takes from its queues in turn: what is periodic, and what somebody waits for, stands behind no other work
# letters have workers of their own: a slow mail server holds up nothing else
QUEUES = PERIODIC, URGENT, ORDINARY, MAIL = ("periodic", "urgent", "ordinary", "mail")


def make_celery(settings: Settings, *, is_current: bool = True) -> Celery:
    """Create a Celery app of this process, and make it the current one unless it is a second one."""
    if not settings.is_embedded:
        _survive_lost_connections()
    celery = Celery("daokou", broker=settings.redis_url or "memory://", set_as_current=is_current)
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
        task_queues=[Queue(name) for name in QUEUES],  # type: ignore[no-untyped-call]  # kombu has no types
        task_default_queue=ORDINARY,
    )
    if is_current:
        # worker threads must find this app, not Celery's default one
        celery.set_default()
    return celery


def _survive_lost_connections() -> None:
    """Take an AttributeError of kombu's Redis transport as a lost connection.

    kombu 5.7 drops a lost connection and then acknowledges or requeues messages on it, which raises AttributeError.
    Without this a worker exits when its broker dies while jobs run.
    """
    from kombu.transport.redis import Transport  # noqa: PLC0415 - a single process has no broker

    if AttributeError not in Transport.connection_errors:
        Transport.connection_errors = (*Transport.connection_errors, AttributeError)


def send(celery: Celery, job: str, *args: Any, queue: str, expires: timedelta) -> None:
    """Wake a worker for `job`; a lost or expired message only delays it, for the row is authoritative."""
    celery.send_task(job, args=args, queue=queue, expires=expires.total_seconds())
