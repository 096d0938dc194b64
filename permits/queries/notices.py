"""Notices: what went out, with number, date, service and paper."""

from typing import Any

from sqlalchemy import Connection, select

from permits.actor import Actor
from permits.errors import NotFound
from permits.models import Notice
from permits.policies import INTERNAL_NOTICES, is_applicant
from permits.queries import applications

COLUMNS = (
    Notice.id,
    Notice.application_id,
    Notice.kind,
    Notice.permit,
    Notice.number,
    Notice.language,
    Notice.event_seq,
    Notice.issued_at,
    Notice.served_at,
    Notice.storage_key,
    Notice.sha256,
)


def notices_of(conn: Connection, application_id: int, *, internal: bool) -> list[dict[str, Any]]:
    """List what went out, oldest first; the papers of the office to itself only where `internal` says so."""
    rows = conn.execute(select(*COLUMNS).where(Notice.application_id == application_id).order_by(Notice.id))
    return [_shown(row) for row in rows if internal or row.kind not in INTERNAL_NOTICES]


def readable(conn: Connection, actor: Actor, notice_id: int) -> Any:
    """Find a notice the actor may read: one of a case the actor may see; internal ones are not the applicant's.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    row = conn.execute(select(*COLUMNS).where(Notice.area == actor.area, Notice.id == notice_id)).first()
    if row is None:
        raise NotFound
    application = applications.seen(conn, actor, str(row.application_id))
    if row.kind in INTERNAL_NOTICES and is_applicant(actor, application):
        raise NotFound
    return row


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "permit": row.permit or None,
        "number": row.number,
        "language": row.language,
        "event_seq": row.event_seq,
        "issued_at": row.issued_at,
        "served_at": row.served_at,
        "rendered": row.storage_key is not None,
        "sha256": row.sha256,
        "pdf": f"/api/v1/notices/{row.id}.pdf",
    }
