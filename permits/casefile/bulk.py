"""Many cases looked at together: a few queries for all of them, no lock, nothing to be written."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select

from permits.casefile.casefile import CaseFile
from permits.casefile.clocks import ledger_of
from permits.casefile.context import ActContext
from permits.casefile.rows import ApplicationRow, PermitRow, WaitRow, WorkItemRow, columns
from permits.casefile.statements import ledger_where, waits_where
from permits.models import Application, LegalClock, Permit, Timer, WorkItem

MOST_AT_ONCE = 500
THESE: BindParameter[Any] = bindparam("ids", expanding=True)
CASES = select(*columns(Application, ApplicationRow)).where(Application.id.in_(THESE)).order_by(Application.id)
LEDGERS = ledger_where(LegalClock.application_id.in_(THESE))
WAITS = waits_where(Timer.application_id.in_(THESE))


def look_at_many(context: ActContext, application_ids: Sequence[int]) -> list[CaseFile]:
    """Open cases of the desk's area with their clocks, permits and work items read beforehand."""
    found: list[CaseFile] = []
    for first in range(0, len(application_ids), MOST_AT_ONCE):
        found += _some(context, application_ids[first : first + MOST_AT_ONCE])
    return found


def _some(context: ActContext, application_ids: Sequence[int]) -> list[CaseFile]:
    these = {"ids": list(application_ids)}
    rows = [ApplicationRow(*values) for values in context.conn.execute(CASES, these)]
    cases = {row.id: CaseFile(context, row) for row in rows if row.area == context.actor.area}
    permits, items = _children(context, Permit, PermitRow, these), _children(context, WorkItem, WorkItemRow, these)
    waits: dict[int, list[WaitRow]] = {}
    for application_id, *values in context.conn.execute(WAITS, these):
        waits.setdefault(application_id, []).append(WaitRow(*values))
    clocks: dict[int, list[Any]] = {}
    for application_id, *values in context.conn.execute(LEDGERS, these):
        clocks.setdefault(application_id, []).append(values)
    for application_id, case in cases.items():
        # what the case file would read by itself when first asked
        case.__dict__.update(
            clocks=ledger_of(clocks.get(application_id, ())),
            permits={row.key: row for row in permits.get(application_id, ())},
            items=items.get(application_id, []),
            waits=waits.get(application_id, []),
        )
    return list(cases.values())


def _children(context: ActContext, model: Any, row: Any, these: dict[str, list[int]]) -> dict[int, list[Any]]:
    wanted: Select[Any] = select(model.application_id, *columns(model, row))
    found: dict[int, list[Any]] = {}
    for application_id, *values in context.conn.execute(
        wanted.where(model.application_id.in_(THESE)).order_by(model.id), these
    ):
        found.setdefault(application_id, []).append(row(*values))
    return found
