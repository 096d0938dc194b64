"""Converts work items to the bars of one lane: of overlapping spans of days the weightiest shows."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from permits.i18n import translate
from permits.queries.lanes.shapes import Bar, Kind, LaneItem, Light
from workflows import N_, Calendar, group, local_day

ONE_DAY = timedelta(days=1)
WEIGHT: dict[Kind, int] = {
    "future": 0,
    "cancelled": 1,
    "waiting": 2,
    "stopped": 3,
    "working": 4,
    "overdue": 5,
    "done": 6,
    "refused": 7,
}
LABELS: dict[Kind, str] = {
    "waiting": N_("Waiting"),
    "working": N_("In hand"),
    "stopped": N_("Stopped"),
    "cancelled": N_("Cancelled"),
}
SAID = {
    "opinion": (N_("Agrees"), N_("Objects")),
    "co_approval": (N_("Concurred"), N_("Did not concur")),
    "decision": (N_("Granted"), N_("Refused")),
    "intake": (N_("Accepted"), N_("Not accepted")),
    "survey": (N_("Surveyed"), N_("Surveyed")),
    "delivery": (N_("Served"), N_("Served")),
    "government": (N_("Approved"), N_("Not approved")),
    "inspection": (N_("Inspected"), N_("Inspected")),
    "joint": (N_("Decided"), N_("Decided")),
}
# the answers that are neither yes nor no
OTHERWISE = {
    "forwarded": N_("Forwarded"),
    "forwarded_against": N_("Forwarded"),
    "granted_narrower": N_("Granted in part"),
    "registered": N_("Filed for the record"),
    "tacit": N_("Agreed by silence"),
    "asked_back": N_("Awaiting supplement"),
    "supplement_asked": N_("Supplement asked for"),
    "not_required": N_("Licence not required"),
    "lapsed": N_("Lapsed"),
    "withdrawn": N_("Withdrawn"),
}
ENDINGS: dict[str, Kind] = {
    "refused": "refused",
    "not_required": "cancelled",
    "lapsed": "cancelled",
    "withdrawn": "cancelled",
}
Span = tuple[Kind, date, date]


def short_day(on: date, language: str) -> str:
    """Return the short form of a day for a picture."""
    return f"{on.month}/{on.day}" if language == "zh" else f"{on.day} {on:%b}"


def is_finished(item: LaneItem) -> bool:
    """Return whether an item is finished."""
    return item.done_at is not None or item.state in group("work_item", "ended")


def is_late(item: LaneItem, on: date) -> bool:
    """Return whether an item is open past its due day."""
    return not is_finished(item) and not is_stopped(item, on) and item.due_on is not None and on > item.due_on


def is_stopped(item: LaneItem, on: date) -> bool:
    """Return whether an item's clock is stopped on a day."""
    return item.state == "suspended" or any(start <= on and (end is None or on < end) for start, end in item.stops)


def done_on(item: LaneItem) -> date | None:
    """Return the day an item was finished."""
    return local_day(item.done_at) if item.done_at else None


def said(item: LaneItem) -> str:
    """Return the msgid of the answer of an item's department."""
    if item.verdict in OTHERWISE:
        return OTHERWISE[item.verdict]
    yes, no = SAID.get(item.kind, SAID["opinion"])
    return no if item.verdict == "refused" else yes


def spans(item: LaneItem, on: date) -> list[Span]:
    """List the past and expected work of an item, until its due day, as half-open spans of days."""
    if item.opened_at is None:
        return _ahead(item, on) if not is_finished(item) else []
    opened, finished = local_day(item.opened_at), done_on(item)
    until = finished if finished is not None else on + ONE_DAY
    if item.state == "cancelled":
        return [("cancelled", opened, max(until, opened + ONE_DAY))]
    claimed = min(max(local_day(item.claimed_at), opened), until) if item.claimed_at else until
    found: list[Span] = [("waiting", opened, claimed), ("working", claimed, until)]
    if item.due_on is not None:
        found.append(("overdue", max(item.due_on + ONE_DAY, opened), until))
    if finished is not None:
        found.append((ENDINGS.get(item.verdict or "", "done"), finished, finished + ONE_DAY))
    else:
        found += _ahead(item, on)
    return [span for span in found if span[1] < span[2]]


def _ahead(item: LaneItem, on: date) -> list[Span]:
    if item.due_on is None or item.due_on <= on:
        return []
    return [("future", on + ONE_DAY, item.due_on + ONE_DAY)]


def paint(items: Sequence[LaneItem], on: date) -> list[Span]:
    """Merge the spans of a lane's items; on a day with several kinds the weightiest shows."""
    all_spans = sorted((span for item in items for span in spans(item, on)), key=lambda span: WEIGHT[span[0]])
    if not all_spans:
        return []
    first = min(start for _, start, _ in all_spans)
    cells: list[Kind | None] = [None] * (max(end for _, _, end in all_spans) - first).days
    for kind, start, end in all_spans:
        cells[(start - first).days : (end - first).days] = [kind] * (end - start).days
    for start, end in _stops(items, on):
        _still(cells, (start - first).days, (end - first).days)
    return _runs(cells, first)


def _stops(items: Sequence[LaneItem], on: date) -> list[tuple[date, date]]:
    ends = [(start, min(end or on + ONE_DAY, on + ONE_DAY)) for item in items for start, end in item.stops]
    standing = [(on, on + ONE_DAY) for item in items if item.state == "suspended" and not item.stops]
    return [*ends, *standing]


def _still(cells: list[Kind | None], start: int, end: int) -> None:
    for place in range(max(start, 0), min(end, len(cells))):
        if cells[place] in {"waiting", "working", "overdue"}:
            cells[place] = "stopped"


def _runs(cells: Sequence[Kind | None], first: date) -> list[Span]:
    runs: list[Span] = []
    place = 0
    for kind, run in groupby(cells):
        length = len(list(run))
        if kind is not None:
            runs.append((kind, first + place * ONE_DAY, first + (place + length) * ONE_DAY))
        place += length
    return runs


def bars(items: Sequence[LaneItem], calendar: Calendar, on: date, language: str) -> tuple[Bar, ...]:
    """Lay out one lane's bars with their labels."""
    return tuple(
        Bar(kind, start, end, _label((kind, start, end), items, calendar, language))
        for kind, start, end in paint(items, on)
    )


def _label(span: Span, items: Sequence[LaneItem], calendar: Calendar, language: str) -> str:
    kind, start, end = span
    finished = [item for item in items if (day := done_on(item)) and start <= day < end and item.state != "cancelled"]
    if finished and kind in {"done", "refused", "cancelled"}:
        if len(finished) > 1:
            return translate(N_("%(count)s done"), language, {"count": len(finished)})
        return translate(said(finished[0]), language)
    if kind == "overdue":
        late = calendar.between(start - ONE_DAY, end - ONE_DAY)
        return translate(N_("%(days)s d late ▲"), language, {"days": late}) if late else "▲"
    if kind == "working":
        names = {item.assignee_name for item in items if item.assignee_name and not is_finished(item)}
        if len(names) == 1:
            return translate(N_("In hand · %(name)s"), language, {"name": names.pop()})
    is_back = kind == "stopped" and any(item.verdict == "asked_back" for item in items)
    return translate(OTHERWISE["asked_back"] if is_back else LABELS.get(kind, ""), language)


def light_of(items: Sequence[LaneItem], on: date) -> Light:
    """Return the light of a lane: that of its most urgent item."""
    live = [item for item in items if not is_finished(item)]
    if not live:
        return "done" if items else ""
    if not any(item.opened_at for item in items):
        return ""
    if any(is_late(item, on) for item in live):
        return "red"
    if any(item.yellow_on and on >= item.yellow_on and not is_stopped(item, on) for item in live):
        return "yellow"
    return "stopped" if any(is_stopped(item, on) for item in live) else "green"
