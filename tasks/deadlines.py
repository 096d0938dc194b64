"""The office's watch as jobs: what is due fires, and what told nobody is looked at, whoever runs it."""

from datetime import datetime, timedelta
from typing import ClassVar

from celery import shared_task

from permits import clock
from permits.services.timers import invariants
from permits.services.timers import sweep as service
from tasks.context import current


@shared_task(name="deadlines.sweep")
def sweep() -> int:
    """Fire every timer that is due by the office's clock; returns how many."""
    context = current()
    return service.sweep(context.engine, context.office, at=clock.now())


class _Watched:
    """Through which moment this process has looked; a process that begins looks an hour back."""

    through: ClassVar[datetime | None] = None
    first_look = timedelta(hours=1)


@shared_task(name="stalls.watch")
def watch() -> int:
    """Check the cases whose acts told nobody since the last look; returns how many."""
    at = clock.now()
    since = _Watched.through or at - _Watched.first_look
    count = invariants.watch_unnotified(current().engine, since=since, at=at)
    _Watched.through = at
    return count
