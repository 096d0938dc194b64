"""Open a case read-only: read whole beforehand, without a lock."""

from collections.abc import Mapping, Sequence

from permits.casefile.bans import subjects_of
from permits.casefile.casefile import CaseFile
from permits.casefile.context import ActContext
from permits.casefile.rows import (
    FORM_PARTS,
    ClockRow,
    DeficiencyListRow,
    DeficiencyRow,
    EntryRow,
    FeeNoticeRow,
    Form,
    HearingRow,
    Held,
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

# what a case file holds, and the rows that are read for pages: the same with more columns
HELD: Mapping[type[Held], type[Held]] = {
    PermitRow: rows.Permit,
    WorkItemRow: rows.WorkItem,
    ClockRow: rows.Clock,
    EntryRow: rows.ClockEntry,
    LicenceRow: rows_beside.Licence,
    FeeNoticeRow: rows_beside.FeeNotice,
    DeficiencyListRow: rows.DeficiencyList,
    DeficiencyRow: rows.Deficiency,
    HearingRow: rows_beside.Hearing,
    PublicNoticeRow: rows_beside.PublicNotice,
    StatementRow: rows_beside.Statement,
    SurveyRow: rows_beside.Survey,
}


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
    case = CaseFile(context, application, seen)
    # attributes the case file would otherwise read on first use
    form = Form(*(getattr(application, name) for name in (*FORM_PARTS, "route")))
    case.__dict__.update(form=form, materials=_newest(seen.of(rows.Material)))
    for row, whole in HELD.items():
        case.shelf.put(row, seen.of(whole))
    return case


def _newest(materials: Sequence[rows.Material]) -> dict[str, int]:
    return {one.code: one.version for one in sorted(materials, key=lambda one: one.version)}
