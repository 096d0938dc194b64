"""Open a case file: under its lock to act on it, without a lock to read one or many, or for a new application."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from sqlalchemy import BindParameter, bindparam, insert, select

from permits.casefile.casefile import CaseFile
from permits.casefile.context import ActContext
from permits.casefile.rows import (
    ApplicationRow,
    ClockRow,
    EntryRow,
    Form,
    Held,
    PermitRow,
    WaitRow,
    WorkItemRow,
    columns,
    table_of,
)
from permits.casefile.rows.columns import Columns
from permits.casefile.rows.statements import Rows, children_of_many, opening, waits_where
from permits.errors import NotFound
from permits.models import Application, Timer
from permits.policies import may_see

Kind = TypeVar("Kind", bound=Held)
MOST_AT_ONCE = 500
WIDTH = len(ApplicationRow.__slots__)
THESE: BindParameter[int] = bindparam("ids", expanding=True)
CASES: Rows = select(*columns(Application, ApplicationRow)).where(Application.id.in_(THESE)).order_by(Application.id)
WAITS = waits_where(Timer.application_id.in_(THESE))


def open_case(
    context: ActContext, *, application_id: int | None = None, work_item_id: int | None = None, lock: bool = True
) -> CaseFile:
    """Open an application by its id or by one of its work items; locked by default, read-only without `lock`.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    by = "application" if work_item_id is None else "work_item"
    wanted = {"id": application_id if work_item_id is None else work_item_id, "area": context.actor.area}
    found = context.conn.execute(opening(by, lock), wanted).first()
    if found is None:
        raise NotFound
    case = CaseFile(context, ApplicationRow(*found[:WIDTH]))
    case.form = Form(*found[WIDTH:])
    # a role on the case suffices; the work items are read only for other actors
    if not may_see(context.actor, case.app, ()) and not may_see(
        context.actor, case.app, {i.department for i in case.items}
    ):
        raise NotFound
    return case


def file_case(
    context: ActContext, model: Callable[Columns, Application], /, *_: Columns.args, **values: Columns.kwargs
) -> CaseFile:
    """Insert a new application and open it; its transaction holds the row's lock."""
    made = insert(table_of(model)).values(**values).returning(*columns(Application, ApplicationRow))
    case = CaseFile(context, ApplicationRow(*context.conn.execute(cast("Rows", made)).one()))
    case.moves.note(case.app)
    case.cover(values)
    return case


def look_at_many(context: ActContext, application_ids: Sequence[int]) -> list[CaseFile]:
    """Open cases of the actor's area read-only, with their clocks, permits and work items read in bulk."""
    found: list[CaseFile] = []
    for first in range(0, len(application_ids), MOST_AT_ONCE):
        found += _some(context, application_ids[first : first + MOST_AT_ONCE])
    return found


def _some(context: ActContext, application_ids: Sequence[int]) -> list[CaseFile]:
    these = {"ids": list(application_ids)}
    rows = [ApplicationRow(*values) for values in context.conn.execute(CASES, these)]
    cases = [CaseFile(context, row) for row in rows if row.area == context.actor.area]
    children = {kind: _children(context, kind, these) for kind in (PermitRow, WorkItemRow, ClockRow, EntryRow)}
    waits: dict[int, list[WaitRow]] = {}
    for application_id, *values in context.conn.execute(WAITS, these):
        waits.setdefault(application_id, []).append(WaitRow(*values))
    for case in cases:
        for kind, found in children.items():
            case.shelf.put(kind, found.get(case.app.id, ()))
        case.clocks.put_waits(waits.get(case.app.id, []))
    return cases


def _children(context: ActContext, kind: type[Kind], these: dict[str, list[int]]) -> dict[int, list[Kind]]:
    found: dict[int, list[Kind]] = {}
    for application_id, *values in context.conn.execute(children_of_many(kind), these):
        found.setdefault(application_id, []).append(kind(*values))
    return found
