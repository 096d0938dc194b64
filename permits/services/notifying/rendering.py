"""Render an issued notice to its PDF, once; the same facts give the same bytes."""

import hashlib
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select, update

from permits.documents import render
from permits.errors import NotFound
from permits.files import Store
from permits.models import Notice


@dataclass(frozen=True, slots=True)
class NoticeKey:
    """The key of a notice: application, event, kind, permit."""

    area: str
    application_id: int
    event_seq: int
    kind: str
    permit: str


def render_notice(conn: Connection, wanted: NoticeKey, *, store: Store) -> None:
    """Render one notice and store its PDF; a rendered notice is left alone.

    Raises:
        NotFound: there is no such notice.
    """
    columns = (Notice.id, Notice.facts, Notice.language, Notice.storage_key)
    row = conn.execute(select(*columns).filter_by(**asdict(wanted))).first()
    if row is None:
        raise NotFound
    if row.storage_key is not None and store.has(row.storage_key):
        return
    pdf = render(wanted.kind, row.facts, language=row.language)
    key = f"{wanted.area}/notices/{wanted.application_id}/{row.id}.pdf"
    store.put(key, pdf)
    digest = hashlib.sha256(pdf).hexdigest()
    conn.execute(update(Notice).where(Notice.id == row.id).values(storage_key=key, sha256=digest))
