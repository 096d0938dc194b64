"""The sweep as a job: what is due fires, whoever runs it."""

from celery import shared_task

from permits import clock
from permits.services import sweep as service
from tasks.context import current


@shared_task(name="deadlines.sweep")
def sweep() -> int:
    """Fire every timer that is due by the office's clock; returns how many."""
    context = current()
    return service.sweep(context.engine, context.office, at=clock.now())
