"""Notices of a case, with number, date, service and document."""

from sqlalchemy import Connection, bindparam, select

from permits.documents.kinds import INTERNAL_NOTICES
from permits.models import Notice as Model
from permits.queries.reading.rows import Notice
from permits.queries.typed import columns_of, every

ALL = select(*columns_of(Notice, Model)).where(Model.application_id == bindparam("id")).order_by(Model.id)


def notices_of(conn: Connection, application_id: int, *, internal: bool) -> list[Notice]:
    """List the notices, oldest first; internal ones only where `internal` is true."""
    found = every(conn, Notice, ALL, {"id": application_id})
    return [row for row in found if internal or row.kind not in INTERNAL_NOTICES]
