"""Notices: what went out, with number, date, service and paper."""

from typing import Any

from sqlalchemy import Connection, select

from permits.models import Notice
from permits.policies import INTERNAL_NOTICES

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
