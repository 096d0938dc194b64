"""Replays the trail of a case and compares it with the rows: events alone must give the same states."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from permits.models import Application, Event, Licence, Permit, WorkItem
from workflows import (
    APPLICATION,
    item_name,
    licence_name,
    permit_name,
    states,
    strange_steps,
    tells_states,
)


def differences(conn: Connection, application_id: int) -> list[str]:
    """List the differences between the events of a case and its rows, and the steps that no lifecycle has.

    A trail begun before events recorded states is skipped.
    """
    wanted = select(Event.payload).where(Event.application_id == application_id).order_by(Event.seq)
    payloads = conn.execute(wanted).scalars().all()
    if not tells_states(payloads):
        return []
    replayed, found = states(payloads), dict(_rows(conn, application_id))
    differing = [
        f"{name}: {replayed.get(name, 'nothing')} by its events, {found.get(name, 'nothing')} by its row"
        for name in sorted(replayed.keys() | found.keys())
        if replayed.get(name) != found.get(name)
    ]
    return [*differing, *strange_steps(payloads)]


def _rows(conn: Connection, application_id: int) -> Iterator[tuple[str, str]]:
    """Yield the state of every row of a case, by the name its events use."""
    application = select(Application.state).where(Application.id == application_id)
    yield APPLICATION, conn.execute(application).scalar_one()
    permits = select(Permit.key, Permit.state).where(Permit.application_id == application_id)
    yield from ((permit_name(row.key), row.state) for row in conn.execute(permits))
    licences = select(Licence.number, Licence.state).where(Licence.application_id == application_id)
    yield from ((licence_name(row.number), row.state) for row in conn.execute(licences))
    named = (WorkItem.permit, WorkItem.department, WorkItem.kind, WorkItem.round)
    items = select(*named, WorkItem.state).where(WorkItem.application_id == application_id)
    yield from ((item_name(*row[:4]), row.state) for row in conn.execute(items))
