"""The chain of acts on the office of an area: each linked to the one before, as the events of a case are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from permits.casefile import ActContext
from permits.errors import VERSION_CONFLICT, Conflict, NotFound
from permits.models import Area, OfficeEvent
from permits.models.base import JsonObject
from permits.queries.office.acts import chain_name
from permits.verifier import event_hash, moment
from workflows import N_


@dataclass(frozen=True, slots=True)
class Act:
    """What an event of the office tells: its type, and what changed from what to what."""

    type: str
    payload: JsonObject


def record(context: ActContext, acts: Sequence[Act]) -> None:
    """Append acts to the chain of the actor's area; locks the area, the caller commits.

    Raises:
        NotFound: there is no such area.
    """
    area, actor = context.actor.area, context.actor
    head = select(Area.event_seq, Area.event_hash).where(Area.code == area).with_for_update()
    known = context.conn.execute(head).first()
    if known is None:
        raise NotFound
    seq, last, rows = known.event_seq, known.event_hash, []
    for act in acts:
        seq += 1
        body = {"seq": seq, "type": act.type, "actor": actor.username, "actor_kind": actor.kind, "payload": act.payload}
        told = {**body, "application": chain_name(area), "on_behalf_of": None, "at": moment(context.at)}
        linked = event_hash(last, told)
        rows.append({**body, "area": area, "at": context.at, "prev_hash": last, "hash": linked})
        last = linked
    if rows:
        context.conn.execute(insert(OfficeEvent), rows)
        context.conn.execute(update(Area).where(Area.code == area).values(event_seq=seq, event_hash=last))


def head_of(context: ActContext) -> int:
    """Return the number of the latest act on the office of the actor's area."""
    return int(context.conn.execute(select(Area.event_seq).where(Area.code == context.actor.area)).scalar_one())


def expect_head(context: ActContext, seen: int | None) -> None:
    """Compare the latest act on the office with the one the caller saw; None compares nothing.

    Raises:
        Conflict: the office was changed meanwhile.
    """
    now = head_of(context)
    if seen is not None and seen != now:
        message = N_("The office was changed in the meantime: look once more")
        raise Conflict(VERSION_CONFLICT, message, details={"version": now})
