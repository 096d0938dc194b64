"""The calendars in memory: read whole, and read again after a change."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, func, select

from permits.models import Area, CalendarChange, CalendarClosure, CalendarDay
from permits.office import Calendars, Office, WorkingDays
from permits.queries.office import installation
from permits.queries.office.editions import read_edition
from workflows import Calendar, Day

NATIONAL = ""


def load_calendars(conn: Connection) -> Calendars:
    """Read the working days of every area."""
    return Calendars(_working_days(conn))


def renew(conn: Connection, office: Office) -> None:
    """Load new editions of calendars, areas, bundles and departments where there are any.

    Running actions keep the calendar they began with; accepted cases keep their bundle version whatever is loaded.
    """
    of_calendar, of_office = installation.editions(conn)
    is_new_office = of_office != office.library.current.number
    if is_new_office:
        office.library.current = read_edition(conn)
    # the cut-off hour of an area belongs to the calendars, its change to the editions of the office
    if is_new_office or of_calendar != office.calendars.current.edition:
        office.calendars.current = _working_days(conn)


def _working_days(conn: Connection) -> WorkingDays:
    # read the edition first: newer days are read again later, older days would never be
    edition = installation.calendar_edition(conn)
    editions = dict(
        conn.execute(select(CalendarChange.area, func.max(CalendarChange.id)).group_by(CalendarChange.area)).all()
    )
    national = Calendar(read_days(conn), editions.get(NATIONAL, 0))
    return WorkingDays(
        edition=edition,
        national=national,
        areas={
            area: national.changed(days, max(national.edition, editions.get(area, 0)))
            for area, days in closures(conn).items()
        },
        cut_off_hours={
            row.code: row.cut_off_hour
            for row in conn.execute(select(Area.code, Area.cut_off_hour).where(Area.cut_off_hour.is_not(None)))
        },
    )


def proposed(known: WorkingDays, area: str, days: Iterable[Day], edition: int) -> WorkingDays:
    """Return the working days of an area as a change would leave them; the area's own closures stay."""
    changed = tuple(days)
    if area:
        calendar = known.areas.get(area, known.national).changed(changed, edition)
        return replace(known, areas={**known.areas, area: calendar})
    areas = {
        code: calendar.changed([day for day in changed if not calendar.day(day.on).is_local], edition)
        for code, calendar in known.areas.items()
    }
    return replace(known, national=known.national.changed(changed, edition), areas=areas)


def read_days(conn: Connection) -> list[Day]:
    """Read the national days, oldest first."""
    columns = (
        CalendarDay.on,
        CalendarDay.working,
        CalendarDay.official,
        CalendarDay.name_zh,
        CalendarDay.name_en,
        CalendarDay.source,
    )
    return [Day(*row) for row in conn.execute(select(*columns).order_by(CalendarDay.on))]


def closures(conn: Connection) -> Mapping[str, list[Day]]:
    """Read the days on which single areas differ from the national calendar."""
    found: dict[str, list[Day]] = {}
    for row in conn.execute(select(CalendarClosure.__table__).order_by(CalendarClosure.area, CalendarClosure.on)):
        day = Day(row.on, row.working, True, row.name_zh, row.name_en, row.source, is_local=True)
        found.setdefault(row.area, []).append(day)
    return found
