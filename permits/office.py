"""The office that is open: its bundles, departments and working days, as every process holds them."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows import Bundle, Calendar


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
