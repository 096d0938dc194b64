"""Rendering an issued notice into its paper, once; the same facts give the same bytes."""

import hashlib
from typing import Any

from sqlalchemy import Connection, select, update

from permits.documents import render
from permits.errors import NotFound
from permits.files import Store
from permits.models import Notice, OutboxRow


def render_notice(
    conn: Connection, *, area: str, application_id: int, event_seq: int, kind: str, permit: str, store: Store
) -> None:
    """Render one notice and keep its PDF; a notice that has its paper is left alone.

    Raises:
        NotFound: there is no such notice.
    """
    wanted = (
        (Notice.area == area)
        & (Notice.application_id == application_id)
        & (Notice.event_seq == event_seq)
        & (Notice.kind == kind)
        & (Notice.permit == permit)
    )
    columns = (Notice.id, Notice.facts, Notice.language, Notice.storage_key)
    row = conn.execute(select(*columns).where(wanted)).first()
    if row is None:
        raise NotFound
    if row.storage_key is not None and store.has(row.storage_key):
        return
    pdf = render(kind, row.facts, language=row.language)
    key = f"{area}/notices/{application_id}/{row.id}.pdf"
    store.put(key, pdf)
    digest = hashlib.sha256(pdf).hexdigest()
    conn.execute(update(Notice).where(Notice.id == row.id).values(storage_key=key, sha256=digest))


def ask_again(conn: Connection, notice: Any) -> None:
    """Ask once more for the paper of a notice that has none yet; a job already waiting is left alone."""
    dedupe = f"render-{notice.application_id}-{notice.event_seq}-{notice.kind}-{notice.permit}"
    again = update(OutboxRow).where(OutboxRow.dedupe == dedupe, OutboxRow.state.in_(("done", "failed")))
    conn.execute(again.values(state="new", attempts=0, leased_until=None, done_at=None))
