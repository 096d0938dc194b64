"""The hash chain of a case: each event is linked to the previous one when the action is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from permits.casefile.context import ActContext
from permits.casefile.rows import ApplicationRow
from permits.casefile.writing.changes import ChangeSet
from permits.casefile.writing.seals import add_to, refuse_unrecorded
from permits.errors import SetupFault
from permits.models import Event
from permits.models.base import JsonObject
from permits.models.internal import Internal, holds_internal
from permits.verifier import event_hash, moment, sealed
from workflows import EventType


@dataclass(frozen=True, slots=True)
class EventContent:
    """What an event tells: the payload that is hashed, and the texts that stay in the office beside it."""

    payload: JsonObject
    internal: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class _Pending:
    """An event that is recorded and not yet hashed."""

    context: ActContext
    seq: int
    event: str
    content: EventContent
    on_behalf: str | None


class Chain:
    """The events of one case; the application's row holds the head of the chain.

    Events are hashed in `close`, so that the last one of an action also covers what was written after it was recorded.
    """

    def __init__(self, app: ApplicationRow, changes: ChangeSet) -> None:
        """Continue the chain of an application."""
        self._app = app
        self._changes = changes
        self._pending: list[_Pending] = []
        self._receipts: list[JsonObject] = []

    def link(self, context: ActContext, event: str, content: EventContent, *, on_behalf: str | None) -> int:
        """Append an event with the seals of what has changed so far; returns its sequence number."""
        if seals := self._changes.seals.take():
            add_to(content.payload, seals)
        seq = self._app.event_seq + 1
        self._pending.append(_Pending(context, seq, event, content, on_behalf))
        self._changes.change(self._app, event_seq=seq)
        return seq

    def receipt(self) -> JsonObject:
        """Return the place of the last event in the chain, for a notice; its hash is filled in by `close`."""
        receipt: JsonObject = {"seq": self._app.event_seq, "hash": self._app.event_hash}
        if self._pending:
            self._receipts.append(receipt)
        return receipt

    def close(self) -> None:
        """Hash the recorded events in order and add them to what is written.

        Raises:
            SetupFault: the action changed what the chain covers and recorded no event.
        """
        if seals := self._changes.seals.take():
            if not self._pending:
                refuse_unrecorded(seals)
            add_to(self._pending[-1].content.payload, seals)
        hashes = {one.seq: self._hashed(one) for one in self._pending}
        for receipt in self._receipts:
            receipt["hash"] = hashes[receipt["seq"]]
        self._pending, self._receipts = [], []

    def _hashed(self, one: _Pending) -> str:
        app, actor, at = self._app, one.context.actor, one.context.at
        body = {
            "seq": one.seq,
            "type": one.event,
            "actor": actor.username,
            "actor_kind": actor.kind,
            "on_behalf_of": one.on_behalf,
            "payload": one.content.payload,
        }
        previous = app.event_hash
        linked = event_hash(previous, {**body, "application": app.id, "at": moment(at)})
        self._changes.add(
            Event,
            seq=one.seq,
            area=app.area,
            type=one.event,
            actor=actor.username,
            actor_kind=actor.kind,
            on_behalf_of=one.on_behalf,
            at=at,
            payload=one.content.payload,
            internal=one.content.internal,
            prev_hash=previous,
            hash=linked,
        )
        self._changes.change(app, event_hash=linked)
        return linked


def content_of(
    context: ActContext, event: EventType, own: Mapping[str, object], *, moves: Mapping[str, str], salt: str
) -> EventContent:
    """Part what an event tells: the catalogue's internal keys and the actor's note stay outside, digests inside.

    Raises:
        SetupFault: an internal text stands under a key that the catalogue does not call internal.
    """
    payload = dict(own)
    if context.note:
        payload["note"] = Internal(context.note)
    kept = {key: payload.pop(key) for key in [*payload] if key in event.internal_keys}
    if strays := [key for key, value in payload.items() if holds_internal(value)]:
        raise SetupFault(f"{event.type} tells internal texts: {', '.join(strays)}")
    kept = {key: value for key, value in kept.items() if value}
    if kept:
        payload["internal"] = {key: sealed(salt, value) for key, value in kept.items()}
    if moves:
        payload["moves"] = dict(moves)
    return EventContent(payload, kept or None)
