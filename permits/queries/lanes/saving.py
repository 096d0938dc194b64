"""Days saved of one decided case, from what its departments took; an estimate, the serial case did not happen."""

from datetime import date

from permits.queries.lanes.shapes import LaneCase, LaneItem
from workflows import Calendar, Held, Saving, days_saved

# the counter and the joint visit serve all permits at once in either process
OF_NO_BRANCH = frozenset({"intake", "delivery", "survey"})


def saving_of(case: LaneCase, calendar: Calendar) -> Saving | None:
    """Estimate the days saved against the serial process; None for a case not decided, or decided by silence alone.

    Raises:
        CalendarExhausted: the replay ends outside the calendar.
    """
    if case.accepted_at is None or case.decided_at is None:
        return None
    items = [item for item in case.items if item.kind not in OF_NO_BRANCH and item.permit in case.decided_permits]
    held = [found for item in items if (found := _held(item, case))]
    if not held:
        return None
    held.sort(key=lambda one: (case.serial_order.get(one.branch, len(case.serial_order)), one.done_at))
    stops = {item.permit or "": [(a, b or date.max) for a, b in item.stops] for item in items}
    return days_saved(case.accepted_at, case.decided_at, held, calendar, stops=stops)


def _held(item: LaneItem, case: LaneCase) -> Held | None:
    """Return a finished duty as it was held; work done after the decision belongs to no branch."""
    if item.state != "done" or item.opened_at is None or item.done_at is None or item.permit is None:
        return None
    if case.decided_at is not None and item.done_at > case.decided_at:
        return None
    return Held((item.permit, item.department), item.opened_at, item.claimed_at or item.opened_at, item.done_at)
