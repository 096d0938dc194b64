"""Changes of the calendar: a State Council notice or an area's closure; each is entered once and requests its job."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from permits.casefile import ActContext
from permits.errors import Conflict, Forbidden, Invalid
from permits.models import Area, CalendarChange, CalendarClosure, CalendarDay, OutboxRow, Setting
from permits.models.base import JsonObject
from permits.policies import keeps_calendar_of
from permits.queries.office.installation import CALENDAR_EDITION, calendar_edition
from permits.services.calendar.calendars import NATIONAL
from permits.services.calendar.statutory_days import statutory_days
from workflows import (
    LAW_HOLIDAYS,
    N_,
    NOTHING_GIVEN,
    Calendar,
    Day,
    Given,
    HolidayNotice,
    NoticeMalformed,
    Problem,
    decode,
    doubts,
    left_out,
    read_notice,
)

JOB = "calendar.reproject"
# no action under the old calendar lasts longer: then the cases are checked a second time
SECOND_LOOK = timedelta(minutes=3)
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Change:
    """A proposed change: its area (empty: the national calendar), source and days."""

    area: str
    source: str
    content: Mapping[str, object]
    days: tuple[Day, ...]
    doubts: tuple[Problem, ...] = ()
    revised: tuple[date, ...] = ()  # official days that would change
    amends: str = ""  # the notice it amends

    @property
    def digest(self) -> str:
        """Hash the change; the layout of its file does not matter."""
        text = json.dumps([self.area, self.content], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Closure:
    """A day on which one area's offices close, or work on a day off, and the decision behind it."""

    area: str
    on: date
    reason_zh: str
    reason_en: str
    source: str
    is_working: bool = False


def legible(raw: bytes) -> str:
    """Return the text of a notice's file, whatever its encoding or kind.

    Raises:
        Invalid: the office cannot read the file, or nothing stands in it.
    """
    try:
        text = decode(raw)
    except NoticeMalformed as malformed:
        raise _invalid(malformed.problems) from malformed
    if not text.strip():
        raise Invalid.at("file", N_("Choose the file of the notice, or paste its text"))
    return text


def from_notice(context: ActContext, text: str, given: Given = NOTHING_GIVEN) -> Change:
    """Parse a State Council notice into a change.

    Raises:
        Invalid: lists every fault of the notice.
    Law: Regulation on Public Holidays for National Annual Festivals and Memorial Days art. 2, 6.
    """
    national = context.office.calendars.current.national
    try:
        notice = read_notice(text, given=given, known=national)
    except NoticeMalformed as malformed:
        raise _invalid(malformed.problems) from malformed
    statutory = statutory_days(notice.year, with_substitutes=False)
    if problems := _unfit(context, national, notice) or left_out(notice, statutory):
        raise _invalid(problems)
    days = tuple(day for day in notice.days(national) if national.first <= day.on <= national.last)
    return Change(
        area=NATIONAL,
        source=notice.number,
        content=notice.to_data(),
        days=days,
        doubts=tuple(doubts(notice, days, statutory)),
        revised=_revised(national, days),
        amends=notice.amends,
    )


def _unfit(context: ActContext, national: Calendar, notice: HolidayNotice) -> list[Problem]:
    """Name why the calendar cannot take a notice in."""
    first, last = date(notice.year, 1, 1), date(notice.year, 12, 31)
    if not national.first <= first <= last <= national.last:
        years = {"first": str(national.first.year), "last": str(national.last.year)}
        return [Problem("year", N_("The calendar reaches from %(first)s to %(last)s"), years)]
    if notice.issued_on > context.today:
        return [Problem("issued_on", N_("The notice has not been issued yet"))]
    if notice.amends and national.is_provisional(first, last):
        message = N_("The notice for %(year)s is not in the calendar yet: there is nothing to amend")
        return [Problem("amends", message, {"year": str(notice.year)})]
    return []


def from_closure(context: ActContext, closure: Closure) -> Change:
    """Build a change from an area's own decision.

    Raises:
        Invalid: area or day is unknown, no decision is named, or the day already is as decided.
    """
    day = Day(closure.on, closure.is_working, True, closure.reason_zh, closure.reason_en, closure.source, is_local=True)
    content = {**asdict(closure), "on": closure.on.isoformat()}
    change = Change(area=closure.area, source=closure.source, content=content, days=(day,))
    problems = _faults(context, closure)
    if not problems and _known(context.conn, change) is None:
        problems = _idle(context.office.calendar_of(closure.area), closure)
    if problems:
        raise Invalid(_named(problems))
    return change


def _faults(context: ActContext, closure: Closure) -> list[Problem]:
    calendar = context.office.calendar_of(closure.area)
    found = [
        Problem(name, N_("Write this in words, at most %(count)s characters"), {"count": LONGEST_REASON})
        for name in ("reason_zh", "reason_en", "source")
        if not 0 < len(getattr(closure, name).strip()) <= LONGEST_REASON
    ]
    if context.conn.execute(select(Area.code).where(Area.code == closure.area)).first() is None:
        found.append(Problem("area", N_("There is no such area")))
    if not calendar.first <= closure.on <= calendar.last:
        found.append(Problem("on", N_("The calendar does not reach that day")))
    return found


def _idle(calendar: Calendar, closure: Closure) -> list[Problem]:
    if calendar.is_working(closure.on) is not closure.is_working:
        return []
    message = N_("This is a working day already") if closure.is_working else N_("Nobody works on that day anyway")
    return [Problem("on", message)]


def _invalid(problems: Iterable[Problem]) -> Invalid:
    return Invalid(_named(problems), law=LAW_HOLIDAYS)


def _named(problems: Iterable[Problem]) -> list[tuple[str, str, Mapping[str, object]]]:
    return [(one.field, one.message, one.params) for one in problems]


def _revised(calendar: Calendar, days: tuple[Day, ...]) -> tuple[date, ...]:
    known = ((day, calendar.day(day.on)) for day in days)
    return tuple(new.on for new, old in known if old.official and new.working is not old.working)


def require_keeper(context: ActContext, change: Change) -> None:
    """Refuse whoever may not make a change: its impact names cases and applicants of every area it is for.

    Raises:
        Forbidden: the actor keeps no calendar of that area, or not the national one.
    """
    if not keeps_calendar_of(context.actor, change.area, home_area=context.office.home_area):
        raise Forbidden


def commit(
    context: ActContext, change: Change, *, wall: datetime, confirmed: bool = False, expected_edition: int | None = None
) -> tuple[int, bool]:
    """Enter a change: its days, its record, and the job that recounts every open limit. The caller commits.

    Args:
        context: the action context.
        change: the change to enter.
        wall: the real moment; it schedules the jobs.
        confirmed: whether somebody confirmed the change of official days.
        expected_edition: the edition for which the impact was shown.

    Returns:
        The change's number, and whether it is new; entering the same change again does nothing.

    Raises:
        Forbidden: the actor may not change the calendar.
        Conflict: the calendar has changed since; official days would change without confirmation.
    """
    require_keeper(context, change)
    _line_up(context.conn)
    known = _known(context.conn, change)
    if known is not None:
        return known, False
    _expect(context.conn, expected_edition)
    if change.revised and not confirmed:
        message = N_("%(count)s days are official already and would change: confirm that they shall")
        raise Conflict("calendar_official", message, params={"count": len(change.revised)}, law=LAW_HOLIDAYS)
    number = _record(context, change)
    _write_days(context.conn, change)
    context.conn.execute(update(Setting).where(Setting.key == CALENDAR_EDITION).values(value=str(number)))
    _ask(context, number, wall)
    return number, True


def _superseded(calendar: Calendar, change: Change) -> JsonObject:
    """List the official days a change replaces, with what they were and by which source; and the notice amended."""
    known = ((calendar.day(day.on), day) for day in change.days)
    days = [
        {
            "on": old.on.isoformat(),
            "working": old.working,
            "name_zh": old.name_zh,
            "name_en": old.name_en,
            "source": old.source,
        }
        for old, new in known
        if old.official and old.working is not new.working
    ]
    return {"notice": change.amends, "days": days}


def _expect(conn: Connection, edition: int | None) -> None:
    now = calendar_edition(conn)
    if edition is not None and edition != now:
        message = N_("The calendar has changed in the meantime: look once more at what would move")
        raise Conflict("version_conflict", message, details={"version": now})


def _known(conn: Connection, change: Change) -> int | None:
    """Find the number under which the same change was entered before."""
    return conn.execute(select(CalendarChange.id).where(CalendarChange.digest == change.digest)).scalar()


def _line_up(conn: Connection) -> None:
    """Serialise changes, so that their numbers rise in the order of commit."""
    row = _insert(conn, Setting).values(key=CALENDAR_EDITION, value="0")
    conn.execute(row.on_conflict_do_update(index_elements=[Setting.key], set_={"value": Setting.value}))


def _record(context: ActContext, change: Change) -> int:
    made = insert(CalendarChange).values(
        area=change.area,
        digest=change.digest,
        source=change.source,
        content=dict(change.content),
        supersedes=_superseded(context.office.calendar_of(change.area), change),
        made_at=context.at,
        made_by=context.actor.username,
    )
    return int(context.conn.execute(made.returning(CalendarChange.id)).scalar_one())


def _write_days(conn: Connection, change: Change) -> None:
    model: Any = CalendarClosure if change.area else CalendarDay
    keys = ["area", "on"] if change.area else ["on"]
    rows = [_row(change.area, day) for day in change.days]
    made = _insert(conn, model)
    replaced = {name: made.excluded[name] for name in rows[0] if name not in keys}
    conn.execute(made.on_conflict_do_update(index_elements=keys, set_=replaced), rows)


def _row(area: str, day: Day) -> dict[str, object]:
    values = {
        "on": day.on,
        "working": day.working,
        "name_zh": day.name_zh,
        "name_en": day.name_en,
        "source": day.source,
    }
    return {"area": area, **values} if area else {**values, "official": day.official}


def _ask(context: ActContext, number: int, wall: datetime) -> None:
    """Request the job at once, and again when no action can still use the old calendar."""
    job = {"area": context.actor.area, "job": JOB, "args": {}, "state": "new", "created_at": context.at, "attempts": 0}
    rest = {"available_at": wall + SECOND_LOOK, "leased_until": wall + SECOND_LOOK}
    at_once = {"available_at": wall, "leased_until": None}
    rows = [{**job, **at_once, "dedupe": f"calendar-{number}"}, {**job, **rest, "dedupe": f"calendar-{number}-again"}]
    context.conn.execute(insert(OutboxRow), rows)


def _insert(conn: Connection, model: Any) -> Any:
    return (postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert)(model)
