"""The lanes: who works on a case, since when, until when, and whom it waits for. Pure: rows in, picture out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from permits.i18n import translate
from permits.queries.lane_bars import bars, done_on, is_finished, is_late, is_stopped, light_of, said, short_day
from permits.queries.lane_shapes import Bar as Bar
from permits.queries.lane_shapes import Ghost as Ghost
from permits.queries.lane_shapes import Lane as Lane
from permits.queries.lane_shapes import LaneCase as LaneCase
from permits.queries.lane_shapes import LaneDay as LaneDay
from permits.queries.lane_shapes import LaneItem as LaneItem
from permits.queries.lane_shapes import Lanes as Lanes
from permits.queries.lane_shapes import Mark as Mark
from workflows import N_, Calendar, CalendarExhausted, midnight

ONE_DAY = timedelta(days=1)
COUNTER, JOINT = "window", "joint"
AT_COUNTER = frozenset({"intake", "delivery"})
ENDED = frozenset({"decided", "delivered", "closed", "not_required", "not_accepted", "withdrawn", "lapsed"})
TURNED_AWAY = frozenset({"not_required", "not_accepted", "lapsed"})


def lay_out(case: LaneCase, calendar: Calendar, on: date, language: str) -> Lanes:
    """Lay out a case as seen on a day: the counter, a lane a department, the joint delivery, the old way as a ghost.

    Raises:
        CalendarExhausted: the case reaches beyond the calendar.
    """
    middle = _mark_critical([_department(case, key, calendar, on=on, language=language) for key in _keys(case)], case, on)
    lanes = (_counter(case, calendar, on, language), *middle, _joint(case, middle, calendar, on=on, language=language))
    ghost = _ghost(case, calendar, on, language)
    days = _days(case, lanes, ghost, calendar=calendar, on=on, language=language)
    due_on = case.committed_due_on
    left = _left(case, calendar, on)
    provisional = due_on is not None and calendar.is_provisional(days[0].on, due_on)
    return Lanes(
        title=f"{case.number} · {case.title}" if case.number else case.title,
        subtitle=_subtitle(case, middle, calendar, on=on, language=language),
        language=language,
        days=days,
        today=on,
        due_on=due_on,
        due_label=_due_label(due_on, left, language),
        left_working_days=left,
        provisional=provisional,
        accepted_on=case.accepted_on,
        lanes=lanes,
        ghost=ghost,
        marks=case.marks,
    )


def _keys(case: LaneCase) -> list[str]:
    used = {item.department for item in case.items if item.kind not in AT_COUNTER}
    return [*(key for key in case.departments if key in used), *sorted(used - set(case.departments))]


def _department(case: LaneCase, key: str, calendar: Calendar, *, on: date, language: str) -> Lane:
    items = [item for item in case.items if item.department == key and item.kind not in AT_COUNTER]
    return _lane(key, case.departments.get(key, key), items, calendar=calendar, on=on, language=language)


def _lane(
    key: str, name: str, items: Sequence[LaneItem], *, calendar: Calendar, on: date, language: str
) -> Lane:
    live = [item for item in items if not is_finished(item)]
    due_on = max((item.due_on for item in live or items if item.due_on), default=None)
    finished = max((day for item in items if (day := done_on(item))), default=None)
    said_due = translate(N_("limit %(day)s"), language, {"day": short_day(due_on, language)}) if due_on else ""
    return Lane(
        key=key,
        name=name,
        bars=bars(items, calendar, on, language),
        due_on=due_on,
        due_label=said_due,
        ends_on=max(due_on or on, on) if live else finished,
        light=light_of(items, on),
        note=_note(items, calendar, on, language),
    )


def _note(items: Sequence[LaneItem], calendar: Calendar, on: date, language: str) -> str:
    live = [item for item in items if not is_finished(item)]
    if not live:
        return _closing_note(items, language)
    late = [item.due_on for item in live if item.due_on and is_late(item, on)]
    if late:
        count = calendar.between(min(late), on)
        return translate(N_("%(days)s working days late"), language, {"days": count}) if count else _say("Overdue", language)
    if any(is_stopped(item, on) for item in live):
        return _say(N_("Clock stopped"), language)
    opened = [item for item in live if item.opened_at]
    what = N_("Not started")
    if opened:
        what = N_("In hand") if any(item.claimed_at for item in opened) else N_("Waiting")
    due_on = max((item.due_on for item in live if item.due_on), default=None)
    return _with_day(N_("%(what)s · limit %(day)s"), what, due_on, language)


def _closing_note(items: Sequence[LaneItem], language: str) -> str:
    finished = sorted((day, item) for item in items if (day := done_on(item)) and item.state != "cancelled")
    if not finished:
        return _say(N_("Cancelled"), language) if items else ""
    words = {said(item) for _, item in finished}
    last = max(day for day, _ in finished)
    return _with_day(N_("%(what)s · %(day)s"), words.pop() if len(words) == 1 else N_("Done"), last, language)


def _with_day(pattern: str, what: str, on: date | None, language: str) -> str:
    word = _say(what, language)
    return translate(pattern, language, {"what": word, "day": short_day(on, language)}) if on else word


def _say(message: str, language: str) -> str:
    return translate(message, language)


def _mark_critical(lanes: Sequence[Lane], case: LaneCase, on: date) -> tuple[Lane, ...]:
    """Mark the lane whose last piece is, or will be, the latest; one already late holds the others up."""
    if not lanes:
        return ()

    def rank(place: int) -> tuple[bool, date, bool, int]:
        lane = lanes[place]
        is_open = lane.light not in {"done", ""}
        return lane.light == "red", lane.ends_on or date.min, is_open, -place

    chosen = max(range(len(lanes)), key=rank)
    if lanes[chosen].ends_on is None:
        return tuple(lanes)
    return tuple(_copy(lane, is_critical=place == chosen) for place, lane in enumerate(lanes))
