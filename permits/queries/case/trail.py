"""The trail of an application: its chain of events as hashed, and its history for pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypedDict, TypeVar

from sqlalchemy import Connection, bindparam, select, tuple_

from permits.models import Event, User
from permits.queries.reading.rows import Document
from permits.queries.typed import columns_of, every
from permits.verifier import moment
from workflows import event_catalogue

T = TypeVar("T")
AT_ONCE = 400


class Hashed(TypedDict):
    """An event exactly as it was hashed."""

    application: int
    seq: int
    type: str
    actor: str
    actor_kind: str
    on_behalf_of: str | None
    at: str
    payload: Document
    prev_hash: str
    hash: str


class Kept(Hashed):
    """An event as hashed, and the texts beside it that stay in the office."""

    internal_texts: Document | None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with the names of its actor."""

    type: str
    actor: str
    actor_kind: str
    at: datetime
    payload: Document
    on_behalf_of: str | None
    name_zh: str | None
    name_en: str | None


HISTORY = (
    select(*columns_of(Happening, Event, {"name_zh": User.name_zh, "name_en": User.name_en}))
    .outerjoin(User, User.username == Event.actor)
    .where(Event.application_id == bindparam("id"))
    .order_by(Event.seq.desc())
)


def history(conn: Connection, application_id: int) -> Sequence[Happening]:
    """List the events, newest first, with the names of their actors."""
    return every(conn, Happening, HISTORY, {"id": application_id})


def events_of(conn: Connection, application_id: int, *, limit: int | None = None, after: int = 0) -> list[Kept]:
    """List events oldest first, each exactly as hashed; one row beyond `limit` shows that a next page exists."""
    columns = (
        Event.application_id,
        Event.seq,
        Event.type,
        Event.actor,
        Event.actor_kind,
        Event.on_behalf_of,
        Event.at,
        Event.payload,
        Event.internal,
        Event.prev_hash,
        Event.hash,
    )
    rows = conn.execute(
        select(*columns)
        .where(Event.application_id == application_id, Event.seq > after)
        .order_by(Event.seq)
        .limit(None if limit is None else limit + 1)
    )
    return [
        {
            "application": row.application_id,
            "seq": row.seq,
            "type": row.type,
            "actor": row.actor,
            "actor_kind": row.actor_kind,
            "on_behalf_of": row.on_behalf_of,
            # the hash covers this spelling of the moment
            "at": moment(row.at),
            "payload": row.payload,
            "internal_texts": row.internal,
            "prev_hash": row.prev_hash,
            "hash": row.hash,
        }
        for row in rows
    ]


def heads_at(conn: Connection, heads: Mapping[str, tuple[int, str]]) -> dict[str, str]:
    """Return the hash of the event at each given place, by application; a missing event is left out."""
    found: dict[str, str] = {}
    for chosen in batched(heads.items(), AT_ONCE):
        wanted = tuple_(Event.application_id, Event.seq).in_([(int(name), seq) for name, (seq, _) in chosen])
        rows = conn.execute(select(Event.application_id, Event.hash).where(wanted))
        found |= {str(row.application_id): row.hash for row in rows}
    return found


def batched(values: Iterable[T], count: int) -> Iterator[list[T]]:
    """Cut values into lists of at most `count`."""
    left = iter(values)
    while chosen := list(islice(left, count)):
        yield chosen


class Named(Kept):
    """An event with its name in a language and whether it is internal to the office.

    `redacted` names what was taken out of the payload: such an event is linked, but its hash cannot be recomputed.
    """

    name: str
    internal: bool
    redacted: list[str]


def named(events: Sequence[Kept], lang: str, *, in_office: bool) -> list[Named]:
    """Add to each event its name; outside the office no internal text is shown, also of events that chained it."""
    return [_named(one, lang, in_office=in_office) for one in events]


def _named(event: Kept, lang: str, *, in_office: bool) -> Named:
    row = event_catalogue().find(event["type"])
    redacted = [] if in_office else sorted(row.internal_keys & event["payload"].keys())
    return {
        **event,
        "payload": {key: value for key, value in event["payload"].items() if key not in redacted},
        "internal_texts": event["internal_texts"] if in_office else None,
        "name": row.name.get(lang),
        "internal": row.internal,
        "redacted": redacted,
    }
