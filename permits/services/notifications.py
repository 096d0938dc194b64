"""Telling people what happened: one message to one person about one event, in the app and by mail."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from permits.models import Application, Event, Mail, Notification, OutboxRow, RoleGrant, User, WorkItem
from workflows import N_

# Who is told of what: the applicant's side, the counter, the departments with open work, the lead.
AUDIENCE: dict[str, frozenset[str]] = {
    "application.submitted": frozenset({"applicant", "window"}),
    "application.accepted": frozenset({"applicant", "departments"}),
    "application.deemed_accepted": frozenset({"applicant", "departments", "window", "lead"}),
    "application.deficiencies_notified": frozenset({"applicant"}),
    "application.deficiencies_reflagged": frozenset({"applicant"}),
    "application.supplemented": frozenset({"window"}),
    "application.not_accepted": frozenset({"applicant"}),
    "application.not_required": frozenset({"applicant"}),
    "application.lapsed": frozenset({"applicant", "window"}),
    "application.withdrawn": frozenset({"applicant", "departments", "window"}),
    "application.decided": frozenset({"applicant", "window", "lead"}),
    "application.delivered": frozenset({"applicant"}),
    "application.urged": frozenset({"departments", "window", "lead"}),
    "application.check_overdue": frozenset({"window", "lead"}),
    "permit.granted": frozenset({"applicant"}),
    "permit.refused": frozenset({"applicant"}),
    "permit.withdrawn": frozenset({"applicant", "departments"}),
    "work_item.approved": frozenset({"departments"}),
    "work_item.refused": frozenset({"departments", "lead"}),
    "clock.yellow": frozenset({"holder"}),
    "clock.red": frozenset({"holder", "lead"}),
    "fine.flagged": frozenset({"window", "lead"}),
}
SUBJECTS: dict[str, str] = {
    "application.submitted": N_("%(number)s has been received"),
    "application.accepted": N_("%(number)s has been accepted"),
    "application.deemed_accepted": N_("%(number)s counts as accepted: the counter did not answer in time"),
    "application.deficiencies_notified": N_("%(number)s: papers are missing or wrong, everything is on one list"),
    "application.deficiencies_reflagged": N_("%(number)s: some papers still do not fit"),
    "application.supplemented": N_("%(number)s: the missing papers have come in"),
    "application.not_accepted": N_("%(number)s is another authority's matter"),
    "application.not_required": N_("%(number)s needs no licence"),
    "application.lapsed": N_("%(number)s has lapsed: the papers did not come in time"),
    "application.withdrawn": N_("%(number)s has been withdrawn"),
    "application.decided": N_("%(number)s is decided"),
    "application.delivered": N_("%(number)s has been delivered"),
    "application.urged": N_("%(number)s: the applicant asks to hurry"),
    "application.check_overdue": N_("%(number)s: the five days of the check have passed"),
    "permit.granted": N_("%(number)s: a permit has been granted"),
    "permit.refused": N_("%(number)s: a permit has been refused"),
    "permit.withdrawn": N_("%(number)s: some permits have been withdrawn"),
    "work_item.approved": N_("%(number)s: a department has agreed"),
    "work_item.refused": N_("%(number)s: a department has refused"),
    "clock.yellow": N_("%(number)s: a limit is near"),
    "clock.red": N_("%(number)s: a limit has passed"),
    "fine.flagged": N_("%(number)s: a breach is flagged; another procedure may fine it"),
}
BY_MAIL = frozenset({"applicant"})


def tell(conn: Connection, *, area: str, application_id: int, event_seq: int, wall: datetime) -> int:
    """Tell everybody concerned about one event; running twice tells nobody twice. Returns how many were told."""
    about = conn.execute(
        select(Event.type, Event.payload, Event.at, Event.actor, Application.number, Application.title)
        .join(Application, Application.id == Event.application_id)
        .where(Event.application_id == application_id, Event.seq == event_seq, Event.area == area)
    ).one()
    groups = AUDIENCE.get(about.type, frozenset())
    params = {"number": about.number, "title": about.title}
    told = 0
    for person, group in _people(conn, area, application_id, groups=groups, payload=about.payload).items():
        if person.username == about.actor:
            continue
        key = {"area": area, "application_id": application_id, "event_seq": event_seq}
        told += _notify(conn, person, {**key, "template": about.type, "params": params, "created_at": about.at})
        if group in BY_MAIL and person.email:
            _write_mail(conn, person, {**key, "type": about.type, "params": params, "at": about.at}, wall=wall)
    return told


def _people(
    conn: Connection, area: str, application_id: int, *, groups: Iterable[str], payload: Mapping[str, Any]
) -> dict[Any, str]:
    found: dict[Any, str] = {}
    for group in sorted(groups):
        for row in conn.execute(_group(area, application_id, group, payload)):
            found.setdefault(row, group)
    return found


def _group(area: str, application_id: int, group: str, payload: Mapping[str, Any]) -> Any:
    """Select the people of a group; an applicant's company counts as one side."""
    people = select(User.id, User.username, User.email, User.language, User.name_zh, User.name_en)
    people = people.where(User.area == area, User.is_active).distinct()
    if group == "applicant":
        owner = select(Application.owner_id).where(Application.id == application_id).scalar_subquery()
        return people.where(User.id == owner)
    return people.join(RoleGrant, RoleGrant.user_id == User.id).where(_role(area, application_id, group, payload))


def _role(area: str, application_id: int, group: str, payload: Mapping[str, Any]) -> ColumnElement[bool]:
    if group in {"window", "lead"}:
        return RoleGrant.role == group
    if group == "holder":
        return _holder(str(payload.get("scope", "")))
    open_work = select(WorkItem.department).where(
        WorkItem.area == area, WorkItem.application_id == application_id, WorkItem.state.in_(("open", "claimed"))
    )
    return RoleGrant.role.in_(("clerk", "government")) & RoleGrant.department.in_(open_work)


def _holder(scope: str) -> ColumnElement[bool]:
    """Say whose clock it is: item:permit:department:kind, the counter's own, or the whole case's."""
    parts = scope.split(":")
    if parts[0] == "item" and len(parts) == 4:
        return (RoleGrant.department == parts[2]) & RoleGrant.role.in_(("clerk", "head", "government"))
    if parts[0] == "item":
        return RoleGrant.role == "window"
    return or_(RoleGrant.role == "lead", RoleGrant.role == "window")


def _insert(conn: Connection, model: Any, values: Mapping[str, Any]) -> int:
    made = (postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert)(model)
    # asked by RETURNING: the row count of an insert is not known on PostgreSQL
    return len(conn.execute(made.values(**values).on_conflict_do_nothing().returning(model.id)).all())


def _notify(conn: Connection, person: Any, values: Mapping[str, Any]) -> int:
    return _insert(conn, Notification, {"user_id": person.id, **values})


def _write_mail(conn: Connection, person: Any, about: Mapping[str, Any], *, wall: datetime) -> None:
    """Write a letter to be sent by a job of its own; its text is made when it is sent, in the person's language."""
    dedupe = f"mail-{about['application_id']}-{about['event_seq']}-{person.id}"
    letter = {
        "area": about["area"],
        "user_id": person.id,
        "application_id": about["application_id"],
        "dedupe": dedupe,
        "recipient": person.email,
        "subject": about["type"],
        "body": "",
        "created_at": about["at"],
    }
    if _insert(conn, Mail, letter):
        row = {"area": about["area"], "job": "mail.send", "args": {"dedupe": dedupe}, "dedupe": dedupe}
        _insert(conn, OutboxRow, {**row, "state": "new", "created_at": wall, "available_at": wall, "attempts": 0})


def mark_read(conn: Connection, user_id: int, *, at: datetime) -> int:
    """Mark all messages of a person as read."""
    unread = update(Notification).where(Notification.user_id == user_id, Notification.read_at.is_(None))
    return conn.execute(unread.values(read_at=at)).rowcount
