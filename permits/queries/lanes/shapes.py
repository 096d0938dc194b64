"""The types of the lanes: the facts of a case as input, the picture as output."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from unicodedata import east_asian_width

Kind = Literal["waiting", "working", "stopped", "done", "refused", "overdue", "future", "cancelled"]
Light = Literal["", "green", "yellow", "red", "stopped", "done"]
LONGEST_UNCOMPRESSED_DAYS = 60
SLIVER_DAYS = 3
NARROW_EM = 0.56


def ems(text: str) -> float:
    """Estimate the width of a text in widths of a Chinese character."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else NARROW_EM for sign in text)


def fitted(text: str, room: float) -> str:
    """Shorten a text to `room` widths of a Chinese character, with an ellipsis where it was cut."""
    if ems(text) <= room:
        return text
    while text and ems(text) > room - 1:
        text = text[:-1]
    return text.rstrip(" ·(（") + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneItem:
    """One work item; `stops` are half-open, an end of None means still stopped."""

    department: str
    kind: str
    state: str
    permit: str | None = None
    opened_at: datetime | None = None
    claimed_at: datetime | None = None
    done_at: datetime | None = None
    due_on: date | None = None
    yellow_on: date | None = None
    verdict: str | None = None
    assignee_name: str = ""
    stops: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on one day that concerns every lane: a joint survey, a hearing."""

    on: date
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneCase:
    """The facts of a case; `departments` gives names in the order of lanes.

    `serial_days` are the usual days of the old serial process, `serial_order` the order of its (permit, department).
    """

    number: str
    title: str
    state: str
    submitted_on: date | None = None
    accepted_on: date | None = None
    decided_on: date | None = None
    committed_due_on: date | None = None
    is_readable: bool = True  # the version of its rules is there
    items: tuple[LaneItem, ...] = ()
    departments: Mapping[str, str] = field(default_factory=dict)
    serial_days: tuple[tuple[str, int], ...] = ()
    serial_order: Mapping[tuple[str, str], int] = field(default_factory=dict)
    accepted_at: datetime | None = None
    decided_at: datetime | None = None
    decided_permits: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """The work of a lane on the days [start, end)."""

    kind: Kind
    start: date
    end: date
    label: str = ""

    @property
    def ems(self) -> float:
        """The width of the label."""
        return ems(self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One lane; `ends_on` is the day its last item was done or is due."""

    key: str
    name: str
    bars: tuple[Bar, ...] = ()
    due_on: date | None = None
    due_label: str = ""
    ends_on: date | None = None
    light: Light = ""
    is_critical: bool = False
    note: str = ""

    @property
    def short_name(self) -> str:
        """The name, shortened to the column of names."""
        return fitted(self.name, 10.2)

    @property
    def short_note(self) -> str:
        """The note, shortened to the column of names."""
        return fitted(self.note, 13.2)

    @property
    def due_ems(self) -> float:
        """The width of the label on its limit."""
        return ems(self.due_label)


@dataclass(frozen=True, slots=True)
class Ghost:
    """An estimate of the old serial process, one department after another. Segments are half-open.

    `saved_working_days` is known once the case is decided, and negative where the old process would have been faster.
    """

    segments: tuple[tuple[str, date, date], ...]
    ends_on: date
    saved_working_days: int | None = None
    sentence: str = ""
    saving: str = ""


@dataclass(frozen=True, slots=True)
class LaneDay:
    """One day of the scale; `name` is that of a holiday or of a make-up working day."""

    on: date
    working: bool
    name: str = ""

    @property
    def is_make_up(self) -> bool:
        """Whether this is a working day on a weekend."""
        return self.working and self.on.isoweekday() > 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """The whole picture."""

    title: str
    subtitle: str
    language: str
    days: tuple[LaneDay, ...]
    today: date
    due_on: date | None
    due_label: str
    left_working_days: int | None
    provisional: bool
    accepted_on: date | None
    lanes: tuple[Lane, ...]
    ghost: Ghost | None = None
    marks: tuple[Mark, ...] = ()
    fault: str = ""  # why parts of the picture are missing

    @property
    def due_ems(self) -> float:
        """The width of the label on the promised day."""
        return ems(self.due_label)

    @property
    def first(self) -> date:
        """The first day of the scale."""
        return self.days[0].on

    @property
    def is_compressed(self) -> bool:
        """Whether there are too many days to label each."""
        return len(self.days) > LONGEST_UNCOMPRESSED_DAYS

    @property
    def shows_today(self) -> bool:
        """Whether today is on the scale."""
        return self.first <= self.today <= self.days[-1].on

    @property
    def length_without_ghost(self) -> int:
        """The number of days of the case without the ghost, for the small picture."""
        reached = [bar.end for lane in self.lanes for bar in lane.bars]
        reached += [on for on in (self.due_on, self.today if self.shows_today else None) if on]
        return max(((day - self.first).days + 1 for day in reached), default=1)

    @property
    def critical(self) -> Lane | None:
        """The lane the case waits for longest."""
        return next((lane for lane in self.lanes if lane.is_critical), None)

    @property
    def pauses(self) -> tuple[tuple[int, int, str], ...]:
        """Runs of non-working days, as (first, count, name)."""
        runs: list[tuple[int, int, str]] = []
        for place, day in enumerate(self.days):
            if day.working:
                continue
            if runs and sum(runs[-1][:2]) == place:
                start, length, name = runs[-1]
                runs[-1] = (start, length + 1, name or day.name)
            else:
                runs.append((place, 1, day.name))
        return tuple(runs)

    @property
    def months(self) -> tuple[tuple[int, date], ...]:
        """The months, as (offset, first day on the scale); a few days at the left edge are not labelled."""
        starts = [(place, day.on) for place, day in enumerate(self.days) if place == 0 or day.on.day == 1]
        is_sliver = len(starts) > 1 and starts[1][0] < SLIVER_DAYS
        return tuple(starts[is_sliver:])
