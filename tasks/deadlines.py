"""Periodic jobs: fire due timers, and check cases whose acts notified nobody."""

from datetime import datetime, timedelta
from typing import ClassVar

from celery import shared_task

from permits.services.timers import invariants
from permits.services.timers import sweep as service
from tasks.context import current, now_in_law


@shared_task(name="deadlines.sweep")
def sweep() -> int:
    """Fire every timer due by the office's clock; returns the number fired.

    Raises:
        ClockWrong: this process's clock is too far from the database's.
    """
    context = current()
    return service.sweep(context.engine, context.office, at=now_in_law(context))


class _Watched:
    """The moment through which this process has checked; a new process starts an hour back."""

    through: ClassVar[datetime | None] = None
    edition: ClassVar[int | None] = None  # of the bundle versions it has looked at
    first_look = timedelta(hours=1)


@shared_task(name="stalls.watch")
def watch() -> int:
    """Check the cases whose acts notified nobody since the last check; returns how many."""
    at = now_in_law(current())
    since = _Watched.through or at - _Watched.first_look
    count = invariants.watch_unnotified(current().engine, since=since, at=at)
    _Watched.through = at
    _watch_versions(at)
    return count


def _watch_versions(at: datetime) -> None:
    """Look for cases without a readable version once after the start, and after each import."""
    context = current()
    edition = context.office.library.current.number
    if edition != _Watched.edition:
        invariants.watch_versions(context.engine, context.office, at=at)
        _Watched.edition = edition
