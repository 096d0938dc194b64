"""Notify people of events: one message per person and event, in the app and by mail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from permits.models import Application, Event, Mail, Notification
from permits.models.base import JsonObject
from permits.services.notifying.audience import About, recipients
from permits.services.notifying.mailing import insert_once, post
from permits.services.notifying.quiet_hours import QuietHours
from workflows import event_catalogue

# decisions of one case within this time are one message
BURST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Post:
    """When letters go: the office's moment, the real moment, and the office's quiet hours."""

    at: datetime
    wall: datetime
    quiet: QuietHours


def tell(conn: Connection, *, area: str, application_id: int, event_seq: int, by: Post) -> int:
    """Notify everybody concerned of one event, each once however often it runs. Returns how many were notified."""
    event = conn.execute(
        select(
            Event.type,
            Event.payload,
            Event.at,
            Event.actor,
            Application.number,
            Application.title,
            Application.bundle,
            Application.is_emergency,
        )
        .join(Application, Application.id == Event.application_id)
        .where(Event.application_id == application_id, Event.seq == event_seq, Event.area == area)
    ).one()
    row = event_catalogue().find(event.type)
    if not row.notifies(event.payload):
        return 0
    key = {"area": area, "application_id": application_id, "created_at": event.at}
    filled = {name: event.payload[name] for name in row.fills if name in event.payload}
    params = {**_params(event, event_seq), **filled}
    message = {**key, "event_seq": event_seq, "template": event.type, "params": params}
    is_urgent = row.urgency == "urgent" or event.is_emergency
    waits = None if is_urgent else by.quiet.end_around(by.at)
    letter = {**key, "subject": event.type, "body": "", "params": filled, "not_before": waits}
    count = 0
    for person, by_mail in recipients(conn, About(area, application_id, event.payload), row):
        if person.username == event.actor:
            continue
        count += _notify(conn, {**message, "user_id": person.id})
        if by_mail and person.email:
            _write(conn, person, {**letter, "dedupe": f"mail-{application_id}-{event_seq}-{person.id}"}, wall=by.wall)
    return count


def _params(event: Any, event_seq: int) -> JsonObject:
    """Name the case and the permit an event is about; messages that are merged add theirs."""
    permit = str(event.payload.get("permit", "") or "")
    return {
        "number": event.number or event.title,
        "title": event.title,
        "bundle": event.bundle,
        "permits": [permit] if permit else [],
        "events": [event_seq],
    }


def _notify(conn: Connection, message: JsonObject) -> int:
    """Store a notification, or add its permit to an unread one of the same kind and burst; returns how many are new."""
    columns = (Notification.id, Notification.params)
    unread = select(*columns).where(
        Notification.user_id == message["user_id"],
        Notification.application_id == message["application_id"],
        Notification.template == message["template"],
        Notification.read_at.is_(None),
        Notification.created_at >= message["created_at"] - BURST,
    )
    row = conn.execute(unread.order_by(Notification.id).limit(1).with_for_update()).first()
    if row is None or not message["params"]["permits"] or not row.params.get("permits"):
        return insert_once(conn, Notification, message)
    known = row.params
    if message["event_seq"] in known["events"]:
        return 0
    merged = {name: [*known[name], *message["params"][name]] for name in ("permits", "events")}
    merged["permits"] = list(dict.fromkeys(merged["permits"]))
    conn.execute(update(Notification).where(Notification.id == row.id).values(params={**known, **merged}))
    return 0


def _write(conn: Connection, person: Any, letter: JsonObject, *, wall: datetime) -> None:
    """Store a letter and request its job; its text is rendered on sending, in the person's language."""
    is_new = insert_once(conn, Mail, {**letter, "user_id": person.id, "recipient": person.email})
    if is_new and letter["not_before"] is None:
        post(conn, area=letter["area"], dedupe=letter["dedupe"], wall=wall)


def mark_read(conn: Connection, user_id: int, shown: Collection[int], *, at: datetime) -> int:
    """Mark the messages a person was shown as read; returns how many were new."""
    mine = (Notification.user_id == user_id) & Notification.id.in_(shown)
    unread = update(Notification).where(mine, Notification.read_at.is_(None))
    return conn.execute(unread.values(read_at=at)).rowcount
