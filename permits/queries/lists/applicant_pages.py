"""What an applicant's pages and the public's show: cases, papers, notices, licences, messages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from permits.actor import Actor
from permits.models import (
    ApiToken,
    Application,
    Company,
    Deficiency,
    Event,
    Licence,
    Mail,
    Material,
    Notice,
    Notification,
    Permit,
    Road,
    User,
)
from permits.policies import COUNTER, INTERNAL_NOTICES, serves_counter

Rows = Sequence[Any]
ENDED = frozenset({"closed", "not_required", "not_accepted", "withdrawn", "lapsed"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of an applicant's cases are wanted: `scope` is open, ended or all; `after` the last id seen."""

    scope: str = "all"
    after: int | None = None
    limit: int = 20


def _mine(actor: Actor) -> ColumnElement[bool]:
    owned = Application.owner_id == actor.id
    if actor.company_id is not None:
        owned = or_(owned, Application.company_id == actor.company_id)
    if serves_counter(actor):
        owned = or_(owned, Application.channel == COUNTER)
    return and_(Application.area == actor.area, owned)


def mine(conn: Connection, actor: Actor, wanted: Wanted) -> Rows:
    """List the actor's own and their company's applications, newest first, one row more than wanted."""
    rows = select(
        Application.id,
        Application.number,
        Application.title,
        Application.state,
        Application.outcome,
        Application.created_at,
        Application.submitted_at,
        Application.accepted_at,
        Application.due_on,
        Application.yellow_on,
        Application.committed_due_on,
        Application.statutory_due_on,
        Application.decided_on,
    ).where(_mine(actor))
    if wanted.scope == "open":
        rows = rows.where(Application.state.not_in(ENDED))
    if wanted.scope == "ended":
        rows = rows.where(Application.state.in_(ENDED))
    if wanted.after is not None:
        rows = rows.where(Application.id < wanted.after)
    return conn.execute(rows.order_by(Application.id.desc()).limit(wanted.limit + 1)).all()


def permits_of(conn: Connection, application_ids: Collection[int]) -> dict[int, list[Any]]:
    """Give the permits of several applications, by application."""
    found: dict[int, list[Any]] = {one: [] for one in application_ids}
    columns = (
        Permit.application_id,
        Permit.key,
        Permit.state,
        Permit.department,
        Permit.required_because,
        Permit.law,
        Permit.committed_due_on,
        Permit.statutory_due_on,
        Permit.decided_at,
        Permit.decision,
        Permit.document_number,
        Permit.reasons,
        Permit.conditions,
        Permit.narrower,
        Permit.remedies,
        Permit.licence_number,
        Permit.is_moot,
        Permit.moot_answer,
        Permit.form_version,
    )
    for row in conn.execute(select(*columns).where(Permit.application_id.in_(application_ids)).order_by(Permit.id)):
        found[row.application_id].append(row)
    return found


def papers(conn: Connection, application_id: int) -> dict[str, Any]:
    """Give the newest version of each paper handed in, by code."""
    columns = (
        Material.id,
        Material.code,
        Material.version,
        Material.file_name,
        Material.size_bytes,
        Material.uploaded_at,
        Material.sha256,
    )
    rows = conn.execute(
        select(*columns).where(Material.application_id == application_id).order_by(Material.code, Material.version)
    )
    return {row.code: row for row in rows}


def paper(conn: Connection, application_id: int, material_id: int) -> Any:
    """Give where one paper of an application is kept, or nothing."""
    columns = (Material.storage_key, Material.file_name, Material.media_type)
    return conn.execute(
        select(*columns).where(Material.application_id == application_id, Material.id == material_id)
    ).first()


def deficiencies(conn: Connection, application_id: int) -> Rows:
    """List the items of the one deficiency notice."""
    columns = (
        Deficiency.id,
        Deficiency.department,
        Deficiency.material,
        Deficiency.field,
        Deficiency.code,
        Deficiency.reason,
        Deficiency.remedy,
        Deficiency.state,
        Deficiency.flagged_material_version,
        Deficiency.rounds,
    )
    return conn.execute(
        select(*columns).where(Deficiency.application_id == application_id).order_by(Deficiency.id)
    ).all()


def notices(conn: Connection, application_id: int) -> Rows:
    """List what went out, newest first."""
    columns = (Notice.id, Notice.kind, Notice.permit, Notice.number, Notice.issued_at, Notice.served_at)
    outward = (Notice.application_id == application_id) & Notice.kind.not_in(INTERNAL_NOTICES)
    return conn.execute(select(*columns, Notice.storage_key).where(outward).order_by(Notice.id.desc())).all()


LICENCE = (
    Licence.id,
    Licence.application_id,
    Licence.permit,
    Licence.number,
    Licence.document_number,
    Licence.state,
    Licence.reinstatement,
    Licence.holder,
    Licence.title,
    Licence.department,
    Licence.conditions,
    Licence.valid_from,
    Licence.valid_to,
    Licence.code,
)


def licences(conn: Connection, application_id: int) -> Rows:
    """List the licences that came out of an application."""
    return conn.execute(select(*LICENCE).where(Licence.application_id == application_id).order_by(Licence.id)).all()


def my_licences(conn: Connection, actor: Actor, limit: int = 100) -> Rows:
    """List the licences of the actor and their company, newest first."""
    return conn.execute(
        select(*LICENCE)
        .join(Application, Application.id == Licence.application_id)
        .where(_mine(actor))
        .order_by(Licence.id.desc())
        .limit(limit)
    ).all()


def licence(conn: Connection, area: str, number: str) -> Any:
    """Find a licence by its number, or nothing."""
    return conn.execute(select(*LICENCE).where(Licence.area == area, Licence.number == number)).first()


def works(conn: Connection, area: str, on: date, limit: int = 100) -> Rows:
    """List the licences under which work may go on today, the next to end first."""
    return conn.execute(
        select(*LICENCE, Application.applicant, Application.site)
        .join(Application, Application.id == Licence.application_id)
        .where(
            Licence.area == area,
            Licence.state == "in_force",
            Licence.valid_from <= on,
            or_(Licence.valid_to.is_(None), Licence.valid_to >= on),
        )
        .order_by(Licence.valid_to, Licence.id)
        .limit(limit)
    ).all()


def history(conn: Connection, application_id: int) -> Rows:
    """List what happened, newest first, with the names of those who did it."""
    columns = (Event.seq, Event.type, Event.actor, Event.actor_kind, Event.at, Event.payload, Event.on_behalf_of)
    return conn.execute(
        select(*columns, User.name_zh, User.name_en)
        .outerjoin(User, User.username == Event.actor)
        .where(Event.application_id == application_id)
        .order_by(Event.seq.desc())
    ).all()


def messages(conn: Connection, user_id: int, limit: int = 50) -> Rows:
    """List a person's messages, newest first."""
    columns = (Notification.id, Notification.application_id, Notification.template, Notification.params)
    return conn.execute(
        select(*columns, Notification.created_at, Notification.read_at)
        .where(Notification.user_id == user_id)
        .order_by(Notification.id.desc())
        .limit(limit)
    ).all()


def letters(conn: Connection, area: str, limit: int = 50) -> Rows:
    """List the letters sent from an area, newest first."""
    columns = (Mail.id, Mail.recipient, Mail.subject, Mail.body, Mail.sent_at, Mail.application_id)
    wanted = select(*columns).where(Mail.area == area, Mail.sent_at.is_not(None))
    return conn.execute(wanted.order_by(Mail.id.desc()).limit(limit)).all()


def person(conn: Connection, user_id: int) -> Any:
    """Give what the office knows about a person with an account."""
    columns = (User.username, User.name_zh, User.name_en, User.email, User.phone, User.language)
    return conn.execute(
        select(*columns, Company.name.label("company_zh"), Company.name_en.label("company_en"), Company.uscc)
        .outerjoin(Company, Company.id == User.company_id)
        .where(User.id == user_id)
    ).one()


def tokens(conn: Connection, user_id: int) -> Rows:
    """List a person's tokens, newest first; what they are cannot be shown again."""
    columns = (ApiToken.id, ApiToken.label, ApiToken.created_at, ApiToken.revoked_at)
    return conn.execute(
        select(*columns).where(ApiToken.user_id == user_id).order_by(ApiToken.id.desc()).limit(50)
    ).all()


def roads(conn: Connection, area: str) -> Rows:
    """List the roads the office knows."""
    return conn.execute(select(Road.name_zh, Road.name_en).where(Road.area == area).order_by(Road.id)).all()


def promise(conn: Connection, area: str, since: date) -> Rows:
    """Count, permit by permit, what was decided since a day and how much of it by the promised day."""
    is_kept = Permit.decided_on <= Permit.committed_due_on
    is_lawful = Permit.decided_on <= Permit.statutory_due_on
    return conn.execute(
        select(
            Permit.key,
            func.count().label("decided"),
            func.count().filter(is_kept).label("kept"),
            func.count().filter(is_lawful).label("lawful"),
            func.avg(Permit.net_working_days).label("days"),
        )
        .where(Permit.area == area, Permit.decided_on >= since)
        .group_by(Permit.key)
        .order_by(Permit.key)
    ).all()
