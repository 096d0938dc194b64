"""Fine flags of a case, for staff and auditors only: another procedure may fine, nothing is decided here."""

from typing import Any

from sqlalchemy import Connection, select

from permits.actor import Actor
from permits.models import FineFlag
from permits.policies import OVERSIGHT, STAFF
from workflows import Bundle


def flags_of(
    conn: Connection, actor: Actor, application_id: int, *, bundle: Bundle, lang: str
) -> list[dict[str, Any]] | None:
    """List the breaches flagged on a case, oldest first; None for anybody who is not of the office."""
    if (STAFF | OVERSIGHT).isdisjoint(actor.role_names()):
        return None
    columns = (FineFlag.kind, FineFlag.law, FineFlag.most_fen, FineFlag.detail, FineFlag.raised_at)
    rows = conn.execute(select(*columns).where(FineFlag.application_id == application_id).order_by(FineFlag.id))
    return [_flag(row, bundle, lang) for row in rows]


def _flag(row: Any, bundle: Bundle, lang: str) -> dict[str, Any]:
    rule = bundle.fine_flags.get(row.kind)
    return {
        "kind": row.kind,
        "name": rule.name.get(lang) if rule else row.kind,
        "law": rule.law.get(lang) if rule else row.law,
        "most_fen": row.most_fen,
        "detail": row.detail,
        "raised_at": row.raised_at,
    }
