"""Lays out the lanes: who works on a case, since when, until when, and which department it waits for. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from permits.i18n import translate
from permits.queries.lanes.bars import bars, done_on, is_finished, is_late, is_stopped, light_of, said, short_day
from permits.queries.lanes.saving import saving_of
from permits.queries.lanes.shapes import Bar as Bar
from permits.queries.lanes.shapes import Ghost as Ghost
from permits.queries.lanes.shapes import Lane as Lane
from permits.queries.lanes.shapes import LaneCase as LaneCase
from permits.queries.lanes.shapes import LaneDay as LaneDay
from permits.queries.lanes.shapes import LaneItem as LaneItem
from permits.queries.lanes.shapes import Lanes as Lanes
from permits.queries.lanes.shapes import Mark as Mark
from workflows import N_, Calendar, CalendarExhausted, Saving, group, local_day, midnight

ONE_DAY = timedelta(days=1)
UNREADABLE = N_("The version of the rules this case stands under cannot be read; the administrator has been told")
COUNTER, JOINT = "window", "joint"
AT_COUNTER = frozenset({"intake", "delivery"})
CONCLUDED = group("application", "concluded")


def lay_out(case: LaneCase, calendar: Calendar, on: date, language: str) -> Lanes:
    """Lay out a case on a day: the counter, a lane a department, the joint delivery, the serial process as a ghost.

    Raises:
        CalendarExhausted: the case reaches beyond the calendar.
    """
    middle = _mark_critical([_department(case, key, calendar, on=on, language=language) for key in _keys(case)])
    lanes = (_counter(case, calendar, on, language), *middle, _joint(case, middle, calendar, on=on, language=language))
    ghost = _ghost(case, calendar, language)
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
        fault="" if case.is_readable else translate(UNREADABLE, language),
    )


def _keys(case: LaneCase) -> list[str]:
    used = {item.department for item in case.items if item.kind not in AT_COUNTER}
    return [*(key for key in case.departments if key in used), *sorted(used - set(case.departments))]


def _department(case: LaneCase, key: str, calendar: Calendar, *, on: date, language: str) -> Lane:
    items = [item for item in case.items if item.department == key and item.kind not in AT_COUNTER]
    return _lane(key, case.departments.get(key, key), items, calendar=calendar, on=on, language=language)


def _lane(key: str, name: str, items: Sequence[LaneItem], *, calendar: Calendar, on: date, language: str) -> Lane:
    live = [item for item in items if not is_finished(item)]
    due_on = max((item.due_on for item in live or items if item.due_on), default=None)
    finished = max((day for item in items if (day := done_on(item))), default=None)
    said_due = ""
    if live and due_on is not None and due_on >= on:
        said_due = translate(N_("limit %(day)s"), language, {"day": short_day(due_on, language)})
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
        return (
            translate(N_("Working days late: %(days)s"), language, {"days": count})
            if count
            else _say(N_("Overdue"), language)
        )
    if stopped := [item for item in live if is_stopped(item, on)]:
        is_back = any(item.verdict == "asked_back" for item in stopped)
        return _say(said(stopped[0]) if is_back else N_("Clock stopped"), language)
    opened = [item for item in live if item.opened_at]
    if not opened and len(live) < len(items):
        return _closing_note(items, language)
    what = N_("Not started")
    if opened:
        what = N_("In hand") if any(item.claimed_at for item in opened) else N_("Waiting")
    due_on = max((item.due_on for item in live if item.due_on), default=None)
    return _with_day(N_("%(what)s · limit %(day)s"), what, due_on, language)


def _closing_note(items: Sequence[LaneItem], language: str) -> str:
    finished = [(day, said(item)) for item in items if (day := done_on(item)) and item.state != "cancelled"]
    if not finished:
        return _say(N_("Cancelled"), language) if items else ""
    words = {word for _, word in finished}
    last = max(day for day, _ in finished)
    return _with_day(N_("%(what)s · %(day)s"), words.pop() if len(words) == 1 else N_("Done"), last, language)


def _with_day(pattern: str, what: str, on: date | None, language: str) -> str:
    word = _say(what, language)
    return translate(pattern, language, {"what": word, "day": short_day(on, language)}) if on else word


def _say(message: str, language: str) -> str:
    return translate(message, language)


def _mark_critical(lanes: Sequence[Lane]) -> tuple[Lane, ...]:
    """Mark the critical lane: the one that ends, or will end, last; a late lane takes precedence."""
    if not lanes:
        return ()

    def rank(place: int) -> tuple[bool, bool, date, bool, int]:
        lane = lanes[place]
        is_open = lane.light not in {"done", ""}
        return lane.light == "red", bool(lane.light), lane.ends_on or date.min, is_open, -place

    chosen = max(range(len(lanes)), key=rank)
    if not lanes[chosen].light:
        return tuple(lanes)
    return tuple(replace(lane, is_critical=place == chosen) for place, lane in enumerate(lanes))


def _counter(case: LaneCase, calendar: Calendar, on: date, language: str) -> Lane:
    checks = [item for item in case.items if item.kind == "intake" and item.department == COUNTER]
    # each check but the last ended with a notice of what is missing
    items = [replace(item, verdict="supplement_asked") for item in checks[:-1]]
    items += [_as_ended(item, case) for item in checks[-1:] or _intake(case)]
    return _lane(COUNTER, _say(N_("One-stop counter"), language), items, calendar=calendar, on=on, language=language)


def _as_ended(check: LaneItem, case: LaneCase) -> LaneItem:
    """Return the finished check of a case that was not accepted as it ended, or as it rests with the applicant."""
    if case.accepted_on is not None or check.done_at is None:
        return check
    if case.state == "supplement":
        rest = ((local_day(check.done_at), None),)
        return replace(check, state="suspended", done_at=None, due_on=None, stops=rest, verdict="asked_back")
    ending = "refused" if case.state == "not_accepted" else case.state
    return replace(check, verdict=ending)


def _intake(case: LaneCase) -> list[LaneItem]:
    if case.submitted_on is None:
        return []
    ended_on = case.accepted_on or (case.decided_on if case.state in CONCLUDED else None)
    return [
        LaneItem(
            department=COUNTER,
            kind="intake",
            state="done" if ended_on else "claimed",
            opened_at=midnight(case.submitted_on),
            claimed_at=midnight(case.submitted_on),
            done_at=midnight(ended_on) if ended_on else None,
        )
    ]


def _joint(case: LaneCase, lanes: Sequence[Lane], calendar: Calendar, *, on: date, language: str) -> Lane:
    delivery = [item for item in case.items if item.kind == "delivery" and item.opened_at]
    name = _say(N_("Joint delivery"), language)
    decided = _decided(case)
    if decided or delivery:
        return _lane(JOINT, name, [*decided, *delivery], calendar=calendar, on=on, language=language)
    if case.state in CONCLUDED or not lanes or case.accepted_on is None:
        return Lane(key=JOINT, name=name)
    ready_on = calendar.next_working(max([on, *(lane.ends_on for lane in lanes if lane.ends_on)]) + ONE_DAY)
    expected = translate(N_("Expected %(day)s"), language, {"day": short_day(ready_on, language)})
    bar = Bar("future", ready_on, ready_on + ONE_DAY, _say(N_("To come"), language))
    return Lane(key=JOINT, name=name, bars=(bar,), ends_on=ready_on, note=expected)


def _decided(case: LaneCase) -> list[LaneItem]:
    if case.decided_on is None or case.accepted_on is None:
        return []
    at = midnight(case.decided_on)
    return [LaneItem(department=JOINT, kind="joint", state="done", opened_at=at, done_at=at, verdict="granted")]


def _ghost(case: LaneCase, calendar: Calendar, language: str) -> Ghost | None:
    """Lay the departments' work end to end from acceptance; None beyond the calendar.

    Once the case is decided, by what each of them took; until then by the usual days, and nothing is saved yet.
    """
    start = case.accepted_on
    if start is None or not case.serial_days:
        return None
    try:
        saving = saving_of(case, calendar)
        ends = _usual_ends(case, calendar, start) if saving is None else _taken_ends(saving)
    except CalendarExhausted:
        return None
    segments: list[tuple[str, date, date]] = []
    last = start
    for key, end in ends:
        segments.append((case.departments.get(key, key), min(last + ONE_DAY, end), end + ONE_DAY))
        last = end
    last = saving.serial_ends_on if saving else last
    sentence = N_("The old way, one department after another, would end on %(day)s (estimated).")
    told = translate(sentence, language, {"day": short_day(last, language)})
    return Ghost(tuple(segments), last, saving.calendar if saving else None, told, _saved(saving, language))


def _usual_ends(case: LaneCase, calendar: Calendar, start: date) -> list[tuple[str, date]]:
    """Return the last day of each department by its usual days, one after the other."""
    ends: list[tuple[str, date]] = []
    for key, working_days in case.serial_days:
        start = calendar.add(start, working_days)
        ends.append((key, start))
    return ends


def _taken_ends(saving: Saving) -> list[tuple[str, date]]:
    """Return the last day of each department by what it took, one after the other."""
    return [(department, end) for (_permit, department), end in saving.branches]


def _saved(saving: Saving | None, language: str) -> str:
    """Tell what was saved, or lost, as an estimate; empty before the decision."""
    if saving is None:
        return ""
    if saving.calendar < 0:
        return translate(
            N_("Working days longer than in series, estimated: %(days)s"), language, {"days": -saving.calendar}
        )
    return translate(N_("Working days saved, estimated: %(days)s"), language, {"days": saving.calendar})


def _days(
    case: LaneCase, lanes: Sequence[Lane], ghost: Ghost | None, *, calendar: Calendar, on: date, language: str
) -> tuple[LaneDay, ...]:
    known = [case.submitted_on, case.accepted_on, case.decided_on, case.committed_due_on, ghost and ghost.ends_on]
    known += [mark.on for mark in case.marks] + [lane.due_on for lane in lanes]
    known += [day for lane in lanes for bar in lane.bars for day in (bar.start, bar.end - ONE_DAY)]
    if case.state not in CONCLUDED:
        known.append(on)
    real = [day for day in known if day] or [on]
    first, last = min(real), max(real) + ONE_DAY
    return tuple(_lane_day(calendar, first + place * ONE_DAY, language) for place in range((last - first).days + 1))


def _lane_day(calendar: Calendar, on: date, language: str) -> LaneDay:
    day = calendar.day(on)
    return LaneDay(on, day.working, day.name_zh if language == "zh" else day.name_en)


def _left(case: LaneCase, calendar: Calendar, on: date) -> int | None:
    """Count the working days left; negative: working days late; None where no limit runs."""
    due_on = case.committed_due_on
    if due_on is None or case.state in CONCLUDED:
        return None
    return calendar.between(on, due_on) if on <= due_on else -calendar.between(due_on, on)


def _due_label(due_on: date | None, left: int | None, language: str) -> str:
    if due_on is None:
        return ""
    params = {"day": short_day(due_on, language), "days": abs(left or 0)}
    if left is None:
        return translate(N_("Promised %(day)s"), language, params)
    if left < 0:
        return translate(N_("Promised %(day)s · working days late: %(days)s"), language, params)
    return translate(N_("Promised %(day)s · working days left: %(days)s"), language, params)


def _subtitle(case: LaneCase, lanes: Sequence[Lane], calendar: Calendar, *, on: date, language: str) -> str:
    parts = []
    if case.decided_on and case.accepted_on:
        parts.append(translate(N_("Decided on %(day)s"), language, {"day": short_day(case.decided_on, language)}))
    elif case.accepted_on and case.state not in CONCLUDED:
        number = calendar.between(case.accepted_on, on)
        parts.append(translate(N_("Parallel review, working day %(n)s"), language, {"n": number}))
    if case.committed_due_on and case.state not in CONCLUDED:
        params = {"day": short_day(case.committed_due_on, language)}
        is_sure = not calendar.is_provisional(on, case.committed_due_on) if on <= case.committed_due_on else True
        said_by = N_("Promised by %(day)s") if is_sure else N_("Promised by %(day)s (provisional)")
        parts.append(translate(said_by, language, params))
    if case.state not in CONCLUDED:
        waited_for = [lane.name for lane in lanes if lane.is_critical and lane.light != "done"]
        if case.accepted_on is None and case.state == "received":
            waited_for = [_say(N_("One-stop counter"), language)]
        parts += [translate(N_("Waiting for %(names)s"), language, {"names": name}) for name in waited_for]
    return " · ".join(parts)
