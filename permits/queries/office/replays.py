"""Replaying the trail of a case and comparing with its rows: events alone must give the same states."""

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
    """Say where the events of a case and its rows disagree, and which steps no lifecycle knows; nothing if they agree.

    A trail begun before events told states is passed over.
    """
    wanted = select(Event.payload).where(Event.application_id == application_id).order_by(Event.seq)
    payloads = conn.execute(wanted).scalars().all()
    if not tells_states(payloads):
        return []
    told, found = states(payloads), dict(_rows(conn, application_id))
    differing = [
        f"{name}: {told.get(name, 'nothing')} by its events, {found.get(name, 'nothing')} by its row"
        for name in sorted(told.keys() | found.keys())
        if told.get(name) != found.get(name)
    ]
    return [*differing, *strange_steps(payloads)]


def _rows(conn: Connection, application_id: int) -> Iterator[tuple[str, str]]:
    """Give the state of every row of a case, by the name its events use."""
    application = select(Application.state).where(Application.id == application_id)
    yield APPLICATION, conn.execute(application).scalar_one()
    permits = select(Permit.key, Permit.state).where(Permit.application_id == application_id)
    yield from ((permit_name(row.key), row.state) for row in conn.execute(permits))
    licences = select(Licence.number, Licence.state).where(Licence.application_id == application_id)
    yield from ((licence_name(row.number), row.state) for row in conn.execute(licences))
    named = (WorkItem.permit, WorkItem.department, WorkItem.kind, WorkItem.round)
    items = select(*named, WorkItem.state).where(WorkItem.application_id == application_id)
    yield from ((item_name(*row[:4]), row.state) for row in conn.execute(items))
