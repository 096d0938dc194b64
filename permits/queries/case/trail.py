"""The trail of an application: its chain of events as it was hashed."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from permits.models import Event
from permits.verifier import moment
from workflows import event_catalogue


def events_of(
    conn: Connection, application_id: int, *, limit: int | None = None, after: int = 0
) -> list[dict[str, Any]]:
    """List events oldest first, each exactly as it was hashed; one more than `limit` tells of a next page."""
    columns = (
        Event.application_id.label("application"),
        Event.seq,
        Event.type,
        Event.actor,
        Event.actor_kind,
        Event.on_behalf_of,
        Event.at,
        Event.payload,
        Event.prev_hash,
        Event.hash,
    )
    rows = conn.execute(
        select(*columns)
        .where(Event.application_id == application_id, Event.seq > after)
        .order_by(Event.seq)
        .limit(None if limit is None else limit + 1)
    )
    # the moment stays as it was written into the hash
    return [{**row._mapping, "at": moment(row.at)} for row in rows]  # noqa: SLF001 - SQLAlchemy's public name


def named(events: Iterable[Mapping[str, Any]], lang: str) -> list[dict[str, Any]]:
    """Add to each event, beside what was hashed, its name in a language and whether it is internal to the office."""
    rows = ((one, event_catalogue().find(one["type"])) for one in events)
    return [{**one, "name": row.name.get(lang), "internal": row.internal} for one, row in rows]
