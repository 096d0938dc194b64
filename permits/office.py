"""The office: bundles, departments and working days, as held by every process."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows import Bundle, Calendar


@dataclass(frozen=True, slots=True)
class Body:
    """A department of an area as printed on notices."""

    key: str
    name: Mapping[str, str]
    short: Mapping[str, str]
    document_prefix: str
    contact: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendars of all areas in one edition: the national one, and those of areas that differ."""

    edition: int
    national: Calendar
    areas: Mapping[str, Calendar]
    cut_off_hours: Mapping[str, int]


@dataclass(slots=True)
class Calendars:
    """Holds the working days of the current edition; a new edition replaces them all."""

    current: WorkingDays


@dataclass(frozen=True, slots=True)
class Caps:
    """How much one account, or one telephone number, may ask of the office; set by the operator."""

    drafts: int = 50
    tokens: int = 20
    objections: int = 5
    photographs: int = 300
    advice: int = 5000


@dataclass(frozen=True, slots=True)
class Office:
    """What is constant during an act (bundles, departments, installation), and the holder of the calendars."""

    bundles: Mapping[str, Bundle]
    calendars: Calendars
    bodies: Mapping[tuple[str, str], Body]
    secret: str
    public_url: str
    is_sandbox: bool
    home_area: str  # the area whose administrators keep what all areas share
    caps: Caps = Caps()

    @property
    def first_bundle(self) -> Bundle:
        """The matter of an application that names none: the first of the catalogue."""
        return min(self.bundles.values(), key=lambda one: (one.order, one.key))

    def body(self, area: str, department: str) -> Body:
        """Return the department of an area.

        Raises:
            KeyError: the area has no such department.
        """
        return self.bodies[area, department]

    def calendar_of(self, area: str) -> Calendar:
        """Return the working days of an area in the current edition."""
        days = self.calendars.current
        return days.areas.get(area, days.national)

    def cut_off_of(self, area: str) -> int | None:
        """Return the hour after which receipt counts as the next day; None: the day itself always counts."""
        return self.calendars.current.cut_off_hours.get(area)
