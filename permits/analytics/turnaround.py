"""Turnaround: exact medians and P90 of net working days, on-time rates, late work by owner."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import Any, Literal, NamedTuple, TypeAlias, TypedDict

from sqlalchemy import ColumnElement, Connection, Row, Select, case, exists, func, null, select, true
from sqlalchemy.orm import InstrumentedAttribute

from permits.models import Application, Permit, User, WorkItem
from workflows import group

By = Literal["department", "permit", "clerk", "month", "bundle"]
Basis = Literal["committed", "statutory"]
# the counter's own steps and the joint visit are no turnaround of a department
APART = ("intake", "delivery", "survey")
OPEN = group("work_item", "open")
ONE_DAY = timedelta(days=1)
NO_MATTER = null()
OF_PERMIT = Application.id == Permit.application_id
# a withdrawal's duration is the applicant's choice: figures of time leave it out
WITHDRAWN = (
    exists()
    .where(Permit.application_id == WorkItem.application_id, Permit.key == WorkItem.permit, Permit.state == "withdrawn")
    .correlate(WorkItem)
)


class Period(NamedTuple):
    """The days of a report, both included, the day it is made on, and its matter; without one, every matter."""

    first: date
    last: date
    today: date
    bundle: str = ""

    @property
    def overdue_on(self) -> date:
        """The latest due day that counts as missed by what is open: over today, and within the period."""
        return min(self.last, self.today - ONE_DAY)


class Figures(TypedDict):
    """Durations in net working days, and how much was on time.

    `n` is finished in the period; `on_time_rate` counts what is open past its due day as missed, as does `overdue`.
    """

    n: int
    median: int
    p90: int
    mean: float
    on_time_rate: float | None
    overdue: int
    open_overdue: int
    suspended_share: float


class Turnaround(Figures):
    """The figures of one department, permit of a matter, clerk, month or matter."""

    key: Hashable
    bundle: str | None  # of a permit, whose key other matters may use too


class Overall(Figures):
    """The figures of whole applications, and how many are open."""

    open: int


class LateDepartment(TypedDict):
    """A department's open work items: all, near their limit, late."""

    department: str
    open: int
    yellow: int
    red: int


class LateItem(NamedTuple):
    """A work item past its due day, with its case and holder."""

    id: int
    application_id: int
    bundle: str
    bundle_version: str
    department: str
    permit: str
    kind: str
    due_on: date | None
    number: str | None
    title: str
    committed_due_on: date | None
    name_zh: str | None
    name_en: str | None


# the grouping column: names or days
Key: TypeAlias = Any
Counts: TypeAlias = Select[Key, str | None, int | None, int, int | None, int | None]
Overdue: TypeAlias = Select[Key, str | None, int]


@dataclass(slots=True)
class Histogram:
    """Count by net working days, how many of them were on time, and what is still open past its due day."""

    days: Counter[int] = field(default_factory=Counter)
    on_time: int = 0
    stopped: int = 0
    open_overdue: int = 0

    @property
    def count(self) -> int:
        """The total count."""
        return self.days.total()

    def add(self, net_working_days: int, count: int, *, on_time: int, stopped: int = 0) -> None:
        """Add `count` of the same duration, `on_time` of them on time, `stopped` working days in all."""
        self.days[net_working_days] += count
        self.on_time += on_time
        self.stopped += stopped

    def percentile(self, share: float) -> int:
        """Return the nearest-rank percentile: the fewest days that cover at least `share` of all."""
        rank, seen = max(1, ceil(share * self.count)), 0
        for days in sorted(self.days):
            seen += self.days[days]
            if seen >= rank:
                return days
        return 0

    def row(self) -> Figures:
        """Build one row of figures."""
        total = sum(days * count for days, count in self.days.items())
        due, gross = self.count + self.open_overdue, total + self.stopped
        return {
            "n": self.count,
            "median": self.percentile(0.5),
            "p90": self.percentile(0.9),
            "mean": round(total / self.count, 2) if self.count else 0.0,
            "on_time_rate": round(self.on_time / due, 4) if due else None,
            "overdue": due - self.on_time,
            "open_overdue": self.open_overdue,
            "suspended_share": round(self.stopped / gross, 4) if gross else 0.0,
        }


def turnaround(
    conn: Connection, area: str, period: Period, *, by: By = "department", basis: Basis = "committed"
) -> list[Turnaround]:
    """Report on what was finished in a period, and what fell due by its end and is open today.

    Departments and clerks are counted by work items, the rest by permits; withdrawals are left out. A month counts
    decisions in it and the open permits due in it. Work items are measured against their department's limit on either
    basis.
    """
    if by in {"department", "clerk"}:
        rows = conn.execute(_work_items(area, period, by=by))
        late = conn.execute(_open_items(area, period, by=by))
    else:
        rows = conn.execute(_permits(area, period, basis=basis, by=by))
        late = conn.execute(_open_permits(area, period, basis=basis, by=by))
    folded = sorted(_folded(rows, late, by).items(), key=lambda pair: (str(pair[0][0]), str(pair[0][1])))
    return [Turnaround(key=key, bundle=bundle, **found.row()) for (key, bundle), found in folded]


def _folded(
    rows: Iterable[Row[Key, str | None, int | None, int, int | None, int | None]],
    late: Iterable[Row[Key, str | None, int]],
    by: By,
) -> Mapping[tuple[Hashable, str | None], Histogram]:
    found: dict[tuple[Hashable, str | None], Histogram] = defaultdict(Histogram)
    for key, bundle, days, count, on_time, stopped in rows:
        found[_named(key, by), bundle].add(days or 0, count, on_time=int(on_time or 0), stopped=int(stopped or 0))
    for key, bundle, count in late:
        found[_named(key, by), bundle].open_overdue += count
    return found


def _named(key: Key, by: By) -> Hashable:
    return f"{key:%Y-%m}" if by == "month" else key


def _of_matter(application_id: InstrumentedAttribute[int], bundle: str) -> ColumnElement[bool]:
    """Return the condition that a row belongs to a case of the matter; without one, to any case."""
    if not bundle:
        return true()
    return application_id.in_(select(Application.id).where(Application.bundle == bundle))


def _in_time(condition: ColumnElement[bool]) -> ColumnElement[int | None]:
    return func.sum(case((condition, 1), else_=0))


def _work_items(area: str, period: Period, *, by: By) -> Counts:
    key: Key = WorkItem.department if by == "department" else User.username
    on_time, stopped = _in_time(WorkItem.done_on <= WorkItem.due_on), func.sum(WorkItem.stopped_working_days)
    wanted = select(key, NO_MATTER, WorkItem.net_working_days, func.count(), on_time, stopped)
    if by == "clerk":
        wanted = wanted.join(User, User.id == WorkItem.assignee_id)
    return wanted.where(
        WorkItem.area == area,
        WorkItem.done_on.between(period.first, period.last),
        WorkItem.state == "done",
        WorkItem.kind.notin_(APART),
        _of_matter(WorkItem.application_id, period.bundle),
        ~WITHDRAWN,
    ).group_by(key, WorkItem.net_working_days)


def _open_items(area: str, period: Period, *, by: By) -> Overdue:
    key: Key = WorkItem.department if by == "department" else User.username
    wanted = select(key, NO_MATTER, func.count())
    if by == "clerk":
        wanted = wanted.join(User, User.id == WorkItem.assignee_id)
    return wanted.where(
        WorkItem.area == area,
        WorkItem.state.in_(OPEN),
        WorkItem.due_on <= period.overdue_on,
        WorkItem.kind.notin_(APART),
        _of_matter(WorkItem.application_id, period.bundle),
    ).group_by(key)


def _open_permits(area: str, period: Period, *, basis: Basis, by: By) -> Overdue:
    due = _due(basis)
    key, bundle, groups = _group_of_permits(by, due)
    is_open = Permit.state.in_(group("permit", "undecided"))
    wanted = select(key, bundle, func.count()).select_from(Permit).join(Application, OF_PERMIT)
    wanted = wanted.where(Permit.area == area, is_open, due <= period.overdue_on)
    return wanted.where(_of_matter(Permit.application_id, period.bundle)).group_by(*groups)


def _group_of_permits(by: By, month: Key) -> tuple[Key, Key, tuple[Key, ...]]:
    """Return the key permits are counted by, the matter where the key alone tells too little, and the groups."""
    if by == "permit":
        return Permit.key, Application.bundle, (Application.bundle, Permit.key)
    key = Application.bundle if by == "bundle" else month
    return key, NO_MATTER, (key,)


def _due(basis: Basis) -> Key:
    return Permit.committed_due_on if basis == "committed" else Permit.statutory_due_on


def _permits(area: str, period: Period, *, basis: Basis, by: By) -> Counts:
    key, bundle, groups = _group_of_permits(by, Permit.decided_on)
    on_time, stopped = _in_time(Permit.decided_on <= _due(basis)), func.sum(Permit.stopped_working_days)
    return (
        select(key, bundle, Permit.net_working_days, func.count(), on_time, stopped)
        .select_from(Permit)
        .join(Application, OF_PERMIT)
        .where(Permit.area == area, Permit.decided_on.between(period.first, period.last))
        # what is filed for the record has no limit to keep
        .where(Permit.decision.is_not(None), Permit.decision != "registered")
        .where(_of_matter(Permit.application_id, period.bundle))
        .group_by(*groups, Permit.net_working_days)
    )


def late_by_department(conn: Connection, area: str, today: date, bundle: str = "") -> list[LateDepartment]:
    """Count each department's open work: all, near its limit, late."""
    rows = conn.execute(
        select(
            WorkItem.department,
            func.count(),
            _in_time((WorkItem.yellow_on <= today) & (WorkItem.due_on >= today)),
            _in_time(WorkItem.due_on < today),
        )
        .where(WorkItem.area == area, WorkItem.state.in_(OPEN), _of_matter(WorkItem.application_id, bundle))
        .group_by(WorkItem.department)
    )
    return [LateDepartment(department=name, open=n, yellow=yellow or 0, red=red or 0) for name, n, yellow, red in rows]


def late_items(conn: Connection, area: str, today: date, bundle: str = "", *, limit: int = 20) -> list[LateItem]:
    """List late work items, the latest first, with case and holder."""
    rows = conn.execute(
        select(
            WorkItem.id,
            WorkItem.application_id,
            Application.bundle,
            Application.bundle_version,
            WorkItem.department,
            WorkItem.permit,
            WorkItem.kind,
            WorkItem.due_on,
            Application.number,
            Application.title,
            Application.committed_due_on,
            User.name_zh,
            User.name_en,
        )
        .join(Application, Application.id == WorkItem.application_id)
        .outerjoin(User, User.id == WorkItem.assignee_id)
        .where(WorkItem.area == area, WorkItem.state.in_(OPEN), WorkItem.due_on < today)
        .where(_of_matter(WorkItem.application_id, bundle))
        .order_by(WorkItem.due_on, WorkItem.id)
        .limit(limit)
    )
    return [LateItem._make(row) for row in rows]


def overall(conn: Connection, area: str, period: Period) -> Overall:
    """Report on whole applications decided in a period, and on those open: all, and past their day."""
    rows = conn.execute(
        select(
            Application.net_working_days,
            func.count(),
            _in_time(Application.decided_on <= Application.committed_due_on),
            func.sum(Application.stopped_working_days),
        )
        .where(Application.area == area, Application.decided_on.between(period.first, period.last))
        .where(_of_matter(Application.id, period.bundle))
        .group_by(Application.net_working_days)
    )
    found = Histogram()
    for days, count, on_time, stopped in rows:
        found.add(days or 0, count, on_time=int(on_time or 0), stopped=int(stopped or 0))
    is_late = Application.committed_due_on <= period.overdue_on
    still = select(func.count(), _in_time(is_late)).where(
        Application.area == area,
        Application.state.in_(group("application", "undecided")),
        _of_matter(Application.id, period.bundle),
    )
    count, late = conn.execute(still).one()
    found.open_overdue = int(late or 0)
    return Overall(open=count, **found.row())
