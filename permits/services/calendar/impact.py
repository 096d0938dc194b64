"""The impact of a calendar change: every limit that would move, counted without a write."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from permits.actor import SYSTEM
from permits.casefile import ActContext, CaseFile
from permits.casefile.opening import look_at_many
from permits.models import Application, Area
from permits.office import Calendars
from permits.services.calendar.calendars import proposed
from permits.services.calendar.changes import Change, require_keeper
from permits.services.calendar.recounting import Count, concerned, recount
from permits.services.calendar.reprojection import UNNOTIFIED, open_cases
from workflows import Calendar, Day

MOST_NAMES = 500


@dataclass(frozen=True, slots=True)
class Move:
    """One limit that would end on another day, and whom its old day was notified to."""

    application_id: int
    number: str
    title: str
    applicant: str
    area: str
    scope: str
    key: str
    bundle: str
    bundle_version: str
    permit: str | None
    department: str | None  # None: the whole case
    generation: int
    old_due_on: date
    new_due_on: date
    reason: str  # the notice or decision behind the change
    because: tuple[date, ...]  # the changed days within the limit
    is_told: bool

    @property
    def direction(self) -> str:
        """Whether the day would move earlier or later."""
        return "later" if self.new_due_on > self.old_due_on else "earlier"


@dataclass(frozen=True, slots=True)
class Impact:
    """A change and everything it would move."""

    days: tuple[tuple[Day, Day], ...]  # each changed day, before and after
    moves: tuple[Move, ...]
    kept: int  # limits of applicants that keep the notified day
    confirmed: int  # limits that would become final without moving

    @property
    def applications(self) -> int:
        """The number of cases affected."""
        return len({move.application_id for move in self.moves})

    @property
    def people(self) -> list[str]:
        """The applicants who would be notified of another day."""
        return sorted({move.applicant for move in self.moves if move.is_told})

    def to_data(self) -> dict[str, object]:
        """Return the impact as JSON data."""
        return {
            "days": [
                {"on": new.on, "was_working": old.working, "working": new.working, "name": new.name_zh}
                for old, new in self.days
            ],
            "moves": [
                {**{name: getattr(move, name) for name in Move.__slots__}, "direction": move.direction}
                for move in self.moves
            ],
            "applications": self.applications,
            "people": self.people,
            "kept": self.kept,
            "confirmed": self.confirmed,
        }


def impact_of(context: ActContext, change: Change) -> Impact:
    """Count every open limit as a change would leave it, case by case with the job's own code.

    Raises:
        Forbidden: the actor may not make the change.
        CalendarExhausted: a limit would end outside the calendar.
    Law: Administrative Licensing Law art. 42, 82.
    """
    require_keeper(context, change)
    known = context.office.calendars.current
    office = replace(context.office, calendars=Calendars(proposed(known, change.area, change.days, known.edition + 1)))
    counted: list[tuple[CaseFile, Count]] = []
    changed: dict[str, tuple[date, ...]] = {}
    for area in [change.area] if change.area else context.conn.execute(select(Area.code)).scalars().all():
        there = ActContext(context.conn, SYSTEM(area), context.at, office)
        cases = look_at_many(there, open_cases(context.conn, area))
        counted += [(case, count) for case in cases for count in recount(case)]
        days = _changed_days(context.office.calendar_of(area), there.calendar, change)
        changed[area] = tuple(new.on for _old, new in days)
    moved = [(case, count) for case, count in counted if count.moves]
    names = _applicants(context, sorted({case.app.id for case, _ in moved}))
    return Impact(
        days=_changed_days(context.office.calendar_of(change.area), office.calendar_of(change.area), change),
        moves=tuple(
            _move(case, count, names=names, source=change.source, changed=changed[case.app.area])
            for case, count in moved
        ),
        kept=sum(count.given > 0 for _, count in counted),
        confirmed=sum(_is_confirmed(count) for _, count in counted),
    )


def _changed_days(now: Calendar, then: Calendar, change: Change) -> tuple[tuple[Day, Day], ...]:
    known = ((now.day(one.on), then.day(one.on)) for one in change.days)
    return tuple((old, new) for old, new in known if old.working is not new.working)


def _is_confirmed(count: Count) -> bool:
    return not count.moves and bool(getattr(count.row, "is_provisional", False)) and not count.is_provisional


def _applicants(context: ActContext, application_ids: list[int]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for first in range(0, len(application_ids), MOST_NAMES):
        these = application_ids[first : first + MOST_NAMES]
        rows = context.conn.execute(select(Application.id, Application.applicant).where(Application.id.in_(these)))
        found |= {row.id: row.applicant.get("name", "") for row in rows}
    return found


def _move(case: CaseFile, count: Count, *, names: Mapping[int, str], source: str, changed: tuple[date, ...]) -> Move:
    permit, department = concerned(case, count.scope)
    last_on = max(count.old[0], count.new[0])
    return Move(
        application_id=case.app.id,
        number=case.app.number or "",
        title=case.app.title,
        applicant=names[case.app.id],
        area=case.app.area,
        scope=count.scope,
        key=count.key,
        bundle=case.app.bundle,
        bundle_version=case.app.bundle_version,
        permit=permit or None,
        department=department or None,
        generation=count.generation,
        old_due_on=count.old[0],
        new_due_on=count.new[0],
        reason=source,
        because=tuple(on for on in changed if count.started_on < on <= last_on),
        is_told=count.key not in UNNOTIFIED,
    )
