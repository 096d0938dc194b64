"""The desk an act happens at: who acts, when, on which connection, in which office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from sqlalchemy import Connection

from permits.actor import Actor
from workflows import SHANGHAI, Bundle, Calendar, local_day


@dataclass(frozen=True, slots=True)
class Body:
    """A department of an area as it stands on papers."""

    key: str
    name: Mapping[str, str]
    short: Mapping[str, str]
    document_prefix: str
    contact: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendars of all areas as of one edition: the national one, and those of areas that differ from it."""

    edition: int
    national: Calendar
    areas: Mapping[str, Calendar]
    cut_off_hours: Mapping[str, int]


@dataclass(slots=True)
class Calendars:
    """Holds the working days of today's edition; a new edition takes the place of the whole."""

    current: WorkingDays


@dataclass(frozen=True, slots=True)
class Office:
    """What does not change during an act: bundles, departments, installation; and who holds what does."""

    bundles: Mapping[str, Bundle]
    calendars: Calendars
    bodies: Mapping[tuple[str, str], Body]
    secret: str
    public_url: str
    is_sandbox: bool

    def body(self, area: str, department: str) -> Body:
        """Give the department of an area.

        Raises:
            KeyError: the area has no such department.
        """
        return self.bodies[area, department]

    def calendar_of(self, area: str) -> Calendar:
        """Give the working days of an area as they are known at this moment."""
        days = self.calendars.current
        return days.areas.get(area, days.national)

    def cut_off_of(self, area: str) -> int | None:
        """Give the hour after which the area's offices receive for the next day; None: the day itself always counts."""
        return self.calendars.current.cut_off_hours.get(area)


@dataclass(frozen=True)
class ActContext:
    """One act's surroundings; every service takes it first."""

    conn: Connection
    actor: Actor
    at: datetime
    office: Office
    note: str = field(default="")

    @cached_property
    def today(self) -> date:
        """The office's day of the act (Asia/Shanghai)."""
        return local_day(self.at)

    @cached_property
    def received_on(self) -> date:
        """The day on which what comes in now counts as received.

        Where the area has a cut-off hour, what comes in after it counts as received the next working day; so does what
        comes in on a day nobody works, lest who files earlier be counted later. Elsewhere the day itself counts.
        """
        hour = self.office.cut_off_of(self.actor.area)
        if hour is None:
            return self.today
        is_late = self.at.astimezone(SHANGHAI).time() > time(hour)
        return self.calendar.next_working(self.today + timedelta(days=1) if is_late else self.today)

    @cached_property
    def calendar(self) -> Calendar:
        """The working days of the actor's area: one edition for the whole act, whatever changes meanwhile."""
        return self.office.calendar_of(self.actor.area)
