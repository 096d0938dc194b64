"""Fine flags of a case, for staff and auditors only: a fine is the matter of another procedure."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from permits.actor import Actor
from permits.policies import OVERSIGHT, STAFF
from permits.queries.reading.rows import Document, FineFlag
from workflows import Bundle


class Flag(TypedDict):
    """A flagged breach in words; `most_fen` is the highest fine in fen."""

    kind: str
    name: str
    law: str
    most_fen: int
    detail: Document
    raised_at: datetime


def flags_of(rows: Sequence[FineFlag], actor: Actor, *, bundle: Bundle, lang: str) -> list[Flag] | None:
    """List the flagged breaches of a case, oldest first; None for a caller outside the office."""
    if (STAFF | OVERSIGHT).isdisjoint(actor.role_names()):
        return None
    return [_flag(row, bundle, lang) for row in rows]


def _flag(row: FineFlag, bundle: Bundle, lang: str) -> Flag:
    rule = bundle.fine_flags.get(row.kind)
    return {
        "kind": row.kind,
        "name": rule.name.get(lang) if rule else row.kind,
        "law": rule.law.get(lang) if rule else row.law,
        "most_fen": row.most_fen,
        "detail": row.detail,
        "raised_at": row.raised_at,
    }
