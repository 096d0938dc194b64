"""Gap-free numbers: of cases a day, of documents a year."""

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from permits.casefile import Desk
from permits.documents.numbering import case_number, document_number
from permits.models import Counter


def next_in(conn: Connection, area: str, series: str) -> int:
    """Draw the next number of a series; the series is held until the caller commits, so no number is ever lost."""
    insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    drawn = (
        insert(Counter)
        .values(area=area, series=series, last=1)
        .on_conflict_do_update(index_elements=[Counter.area, Counter.series], set_={"last": Counter.last + 1})
        .returning(Counter.last)
    )
    return int(conn.execute(drawn).scalar_one())


def draw_case_number(desk: Desk) -> str:
    """Draw the next case number of the day."""
    area, on = desk.actor.area, desk.today
    return case_number(area, on, next_in(desk.conn, area, f"case-{on:%Y%m%d}"))


def draw_document_number(desk: Desk, prefix: str) -> str:
    """Draw the next document number of a body, counted by calendar year."""
    year = desk.today.year
    return document_number(prefix, year, next_in(desk.conn, desk.actor.area, f"document-{prefix}-{year}"))
