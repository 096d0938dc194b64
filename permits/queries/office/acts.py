"""The chain of acts on the office of each area: as hashed, and whether it holds."""

from collections.abc import Collection, Iterator, Mapping
from typing import TypedDict

from sqlalchemy import Connection, select, tuple_

from permits.models import Area, OfficeEvent
from permits.models.base import JsonObject
from permits.verifier import first_broken_link, moment

OFFICE = "office:"


class Linked(TypedDict):
    """An event of the office exactly as it was hashed."""

    application: str
    seq: int
    type: str
    actor: str
    actor_kind: str
    on_behalf_of: None
    at: str
    payload: JsonObject
    prev_hash: str
    hash: str


def chain_name(area: str) -> str:
    """Name the chain of an area, as an export calls what a chain is about."""
    return f"office:{area}"


def events_of(conn: Connection, area: str) -> list[Linked]:
    """List the events of an area, oldest first, each exactly as hashed."""
    wanted = select(OfficeEvent).where(OfficeEvent.area == area).order_by(OfficeEvent.seq)
    return [
        {
            "application": chain_name(area),
            "seq": row["seq"],
            "type": row["type"],
            "actor": row["actor"],
            "actor_kind": row["actor_kind"],
            "on_behalf_of": None,
            "at": moment(row["at"]),
            "payload": row["payload"],
            "prev_hash": row["prev_hash"],
            "hash": row["hash"],
        }
        for row in conn.execute(wanted).mappings()
    ]


def broken_chains(conn: Connection) -> Iterator[tuple[str, int, str | None]]:
    """Verify the chain of every area: its name, its length and where it breaks if it does."""
    heads = conn.execute(select(Area.code, Area.event_seq, Area.event_hash).order_by(Area.code)).all()
    for area, seq, last in heads:
        events = events_of(conn, area)
        is_headed = len(events) == seq and (not events or events[-1]["hash"] == last)
        fault = None if is_headed else f"the chain ends at event {len(events)}, but its head stands at {seq}"
        yield chain_name(area), len(events), first_broken_link(events) or fault


def heads(conn: Connection) -> Mapping[str, tuple[int, str]]:
    """Return the heads of the chains that have begun, by name."""
    begun = select(Area.code, Area.event_seq, Area.event_hash).where(Area.event_seq > 0)
    return {chain_name(area): (seq, last) for area, seq, last in conn.execute(begun)}


def heads_at(conn: Connection, places: Collection[tuple[str, int]]) -> dict[str, str]:
    """Return the hash of the event at each (chain, seq), by chain; a missing event is left out."""
    wanted = tuple_(OfficeEvent.area, OfficeEvent.seq).in_([(name.removeprefix(OFFICE), seq) for name, seq in places])
    rows = conn.execute(select(OfficeEvent.area, OfficeEvent.hash).where(wanted))
    return {chain_name(row.area): row.hash for row in rows}
