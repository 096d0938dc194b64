"""The chains of acts on the office of each area, and on bundles: as hashed, and whether they hold."""

from collections.abc import Collection, Iterator, Mapping
from typing import TypedDict

from sqlalchemy import Connection, select, tuple_

from permits.models import Area, BundleEvent, OfficeEvent
from permits.models.base import JsonObject
from permits.verifier import first_broken_link, moment

OFFICE = "office:"
BUNDLES = "bundles"  # all areas have one


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


def is_of_acts(name: str) -> bool:
    """Return whether a chain is one of acts, not of a case."""
    return name == BUNDLES or name.startswith(OFFICE)


def events_of_bundles(conn: Connection) -> list[Linked]:
    """List the acts on bundles, oldest first, each exactly as hashed."""
    return [
        {
            "application": BUNDLES,
            "seq": row["seq"],
            "type": row["type"],
            "actor": row["actor"],
            "actor_kind": "human",
            "on_behalf_of": None,
            "at": moment(row["at"]),
            "payload": row["payload"],
            "prev_hash": row["prev_hash"],
            "hash": row["hash"],
        }
        for row in conn.execute(select(BundleEvent).order_by(BundleEvent.seq)).mappings()
    ]


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


def broken_chains(conn: Connection, area: str | None = None) -> Iterator[tuple[str, int, str | None]]:
    """Verify the chain of every area, then that of bundles: its name, its length and where it breaks if it does.

    With an area, its chain and the acts on bundles, which all areas share.
    """
    wanted = select(Area.code, Area.event_seq, Area.event_hash).order_by(Area.code)
    heads = conn.execute(wanted if area is None else wanted.where(Area.code == area)).all()
    for code, seq, last in heads:
        events = events_of(conn, code)
        is_headed = len(events) == seq and (not events or events[-1]["hash"] == last)
        fault = None if is_headed else f"the chain ends at event {len(events)}, but its head stands at {seq}"
        yield chain_name(code), len(events), first_broken_link(events) or fault
    if acts := events_of_bundles(conn):
        yield BUNDLES, len(acts), first_broken_link(acts)


def heads(conn: Connection) -> Mapping[str, tuple[int, str]]:
    """Return the heads of the chains that have begun, by name."""
    begun = select(Area.code, Area.event_seq, Area.event_hash).where(Area.event_seq > 0)
    found = {chain_name(area): (seq, last) for area, seq, last in conn.execute(begun)}
    of_bundles = select(BundleEvent.seq, BundleEvent.hash).order_by(BundleEvent.seq.desc()).limit(1)
    last_act = conn.execute(of_bundles).first()
    return found | ({BUNDLES: (last_act.seq, last_act.hash)} if last_act else {})


def heads_at(conn: Connection, places: Collection[tuple[str, int]]) -> dict[str, str]:
    """Return the hash of the event at each (chain, seq), by chain; a missing event is left out."""
    wanted = tuple_(OfficeEvent.area, OfficeEvent.seq).in_([(name.removeprefix(OFFICE), seq) for name, seq in places])
    rows = conn.execute(select(OfficeEvent.area, OfficeEvent.hash).where(wanted))
    found = {chain_name(row.area): row.hash for row in rows}
    of_bundles = select(BundleEvent.hash).where(BundleEvent.seq.in_([seq for name, seq in places if name == BUNDLES]))
    hashed = conn.execute(of_bundles).scalar()
    return found | ({BUNDLES: hashed} if hashed else {})
