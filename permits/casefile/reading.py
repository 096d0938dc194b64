"""Open a case read-only: read whole beforehand, without a lock."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from permits.casefile.bans import subjects_of
from permits.casefile.casefile import CaseFile
from permits.casefile.clocks.entries import ledger_of
from permits.casefile.context import ActContext
from permits.casefile.rows import (
    ApplicationRow,
    ClockRow,
    DeficiencyListRow,
    DeficiencyRow,
    FeeNoticeRow,
    Form,
    HearingRow,
    LicenceRow,
    PermitRow,
    PublicNoticeRow,
    StatementRow,
    SurveyRow,
    WorkItemRow,
)
from permits.errors import NotFound
from permits.policies import may_see
from permits.queries.reading import rows, rows_beside
from permits.queries.reading.reader import Case, find, find_named, read_case
from workflows import Entry

R = TypeVar("R")


def look_at(context: ActContext, application_id: int) -> CaseFile:
    """Open an application read-only.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    return _opened(context, find(context.conn, context.actor.area, application_id))


def look_at_named(context: ActContext, id_or_number: str) -> CaseFile:
    """Open an application read-only, by the id or number in an address.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    return _opened(context, find_named(context.conn, context.actor.area, id_or_number))


def look_at_case_of(context: ActContext, work_item_id: int) -> CaseFile:
    """Open the application of a work item read-only.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    return _opened(context, find(context.conn, context.actor.area, work_item_id, by="work_item"))


def _opened(context: ActContext, application: rows.Application) -> CaseFile:
    return opened(context, read(context, application))


def read(context: ActContext, application: rows.Application) -> Case:
    """Read everything that belongs to an application, whoever looks at it."""
    subjects = subjects_of(application.applicant, secret=context.office.secret)
    return read_case(context.conn, application, subjects=subjects, today=context.today)


def opened(context: ActContext, seen: Case) -> CaseFile:
    """Build the read-only case file from rows already read.

    Raises:
        NotFound: the actor may not see it.
    """
    application = seen.application
    if not may_see(context.actor, application, {item.department for item in seen.of(rows.WorkItem)}):
        raise NotFound
    case = CaseFile(context, _as(ApplicationRow, application), seen)
    # attributes the case file would otherwise read on first use
    case.__dict__.update(form=_as(Form, application), materials=_newest(seen.of(rows.Material)))
    case.shelf.put(PermitRow, _all(PermitRow, seen.of(rows.Permit)))
    case.shelf.put(WorkItemRow, _all(WorkItemRow, seen.of(rows.WorkItem)))
    case.shelf.put(LicenceRow, _all(LicenceRow, seen.of(rows_beside.Licence)))
    case.shelf.put(FeeNoticeRow, _all(FeeNoticeRow, seen.of(rows_beside.FeeNotice)))
    case.shelf.put(DeficiencyListRow, _all(DeficiencyListRow, seen.of(rows.DeficiencyList)))
    case.shelf.put(DeficiencyRow, _all(DeficiencyRow, seen.of(rows.Deficiency)))
    case.shelf.put(HearingRow, _all(HearingRow, seen.of(rows_beside.Hearing)))
    case.shelf.put(PublicNoticeRow, _all(PublicNoticeRow, seen.of(rows_beside.PublicNotice)))
    case.shelf.put(StatementRow, _all(StatementRow, seen.of(rows_beside.Statement)))
    case.shelf.put(SurveyRow, _all(SurveyRow, seen.of(rows_beside.Survey)))
    case.clocks.put(ledger_of(_ledger(seen)))
    return case


@cache
def _getter(names: tuple[str, ...]) -> Callable[[object], Sequence[Any]]:
    return attrgetter(*names)


def _values(row: type[Any], source: object) -> Sequence[Any]:
    return _getter(row.__slots__)(source)


def _as(row: type[R], source: object) -> R:
    """Copy the columns that a row of the case file holds."""
    return row(*_values(row, source))


def _all(row: type[R], sources: Sequence[object]) -> list[R]:
    return [_as(row, source) for source in sources]


def _newest(materials: Sequence[rows.Material]) -> dict[str, int]:
    return {one.code: one.version for one in sorted(materials, key=lambda one: one.version)}


def _ledger(seen: Case) -> Iterator[Sequence[Any]]:
    """Yield clocks with their ledger entries, one row per entry; a clock without entries is one row."""
    lines: dict[tuple[str, str, int], list[Sequence[Any]]] = {}
    for entry in seen.of(rows.ClockEntry):
        lines.setdefault((entry.scope, entry.key, entry.generation), []).append(_values(Entry, entry))
    empty = [[None] * len(Entry.__slots__)]
    for clock in seen.of(rows.Clock):
        for line in lines.get((clock.scope, clock.key, clock.generation), empty):
            yield [*_values(ClockRow, clock), *line]
