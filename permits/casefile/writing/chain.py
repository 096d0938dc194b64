"""The hash chain of a case: each event is linked to the previous one."""

from collections.abc import Mapping

from permits.casefile.context import ActContext
from permits.casefile.rows import ApplicationRow
from permits.casefile.writing.changes import ChangeSet
from permits.models import Event
from permits.models.base import JsonObject
from permits.verifier import event_hash, moment


class Chain:
    """The events of one case; the application's row holds the head of the chain."""

    def __init__(self, app: ApplicationRow, changes: ChangeSet) -> None:
        """Continue the chain of an application."""
        self._app = app
        self._changes = changes

    def link(self, context: ActContext, event: str, payload: JsonObject, *, on_behalf: str | None) -> int:
        """Append an event; returns its sequence number."""
        app, actor = self._app, context.actor
        seq, previous = app.event_seq + 1, app.event_hash
        linked = event_hash(
            previous,
            {
                "application": app.id,
                "seq": seq,
                "type": event,
                "actor": actor.username,
                "actor_kind": actor.kind,
                "on_behalf_of": on_behalf,
                "at": moment(context.at),
                "payload": payload,
            },
        )
        self._changes.add(
            Event,
            seq=seq,
            area=app.area,
            type=event,
            actor=actor.username,
            actor_kind=actor.kind,
            on_behalf_of=on_behalf,
            at=context.at,
            payload=payload,
            prev_hash=previous,
            hash=linked,
        )
        self._changes.change(app, event_seq=seq, event_hash=linked)
        return seq


def payload_of(context: ActContext, own: Mapping[str, object], moves: Mapping[str, str]) -> JsonObject:
    """Build the payload of an event: the action's own keys, the actor's note, and the transitions."""
    payload = dict(own)
    if context.note:
        payload["note"] = context.note
    if moves:
        payload["moves"] = dict(moves)
    return payload
