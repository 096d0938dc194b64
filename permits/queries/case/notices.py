"""Notices: what went out, with number, date, service and paper."""

from sqlalchemy import Connection, bindparam, select

from permits.errors import NotFound
from permits.models import Notice as Model
from permits.policies import INTERNAL_NOTICES
from permits.queries.case.rows import Notice
from permits.queries.typed import columns_of, every, first

ALL = select(*columns_of(Notice, Model)).where(Model.application_id == bindparam("id")).order_by(Model.id)
ONE = select(*columns_of(Notice, Model)).where(Model.area == bindparam("area"), Model.id == bindparam("id"))


def notices_of(conn: Connection, application_id: int, *, internal: bool) -> list[Notice]:
    """List what went out, oldest first; the papers of the office to itself only where `internal` says so."""
    found = every(conn, Notice, ALL, {"id": application_id})
    return [row for row in found if internal or row.kind not in INTERNAL_NOTICES]


def notice(conn: Connection, area: str, notice_id: int) -> Notice:
    """Find one notice of an area.

    Raises:
        NotFound: there is none.
    """
    found = first(conn, Notice, ONE, {"area": area, "id": notice_id})
    if found is None:
        raise NotFound
    return found
