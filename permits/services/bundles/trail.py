"""The chain of acts on bundles: each act is linked by its hash to the one before, whoever did it and by what way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from permits.models import BundleEvent
from permits.queries.office.acts import BUNDLES, events_of_bundles
from permits.verifier import GENESIS, event_hash, first_broken_link, moment


@dataclass(frozen=True, slots=True)
class Acts:
    """Records the acts of one actor at one moment; the caller holds the edition, so that acts do not overlap."""

    conn: Connection
    by: str
    at: datetime

    def record(self, event: str, key: str, version: str, payload: Mapping[str, object]) -> None:
        """Append an act to the chain."""
        wanted = select(BundleEvent.seq, BundleEvent.hash).order_by(BundleEvent.seq.desc()).limit(1)
        last = self.conn.execute(wanted).first()
        seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
        told = {"key": key, "version": version, **payload}
        linked = event_hash(previous, _hashed(seq, event, self.by, at=self.at, payload=told))
        values = {"seq": seq, "type": event, "key": key, "version": version, "actor": self.by, "at": self.at}
        self.conn.execute(insert(BundleEvent).values(**values, payload=told, prev_hash=previous, hash=linked))


def broken_link(conn: Connection) -> str | None:
    """Return the first broken link of the chain of acts on bundles, or None when it holds."""
    return first_broken_link(events_of_bundles(conn))


def _hashed(seq: int, event: str, by: str, *, at: datetime, payload: Mapping[str, object]) -> dict[str, object]:
    who = {"actor": by, "actor_kind": "human", "on_behalf_of": None}
    return {"application": BUNDLES, "seq": seq, "type": event, **who, "at": moment(at), "payload": dict(payload)}
