"""Queries of public pages: current works."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from permits.models import Application, Licence
from permits.queries.lists.licences import in_force_on
from permits.queries.reading.rows import Document
from permits.queries.typed import columns_of, every


@dataclass(frozen=True, slots=True)
class Works:
    """A licence with current works."""

    permit: str
    department: str
    valid_from: date
    valid_to: date | None
    applicant: Document
    site: Document


def works(conn: Connection, area: str, on: date, limit: int = 100) -> list[Works]:
    """List the licences under which work is allowed on a day, the next to end first."""
    of_case = {"applicant": Application.applicant, "site": Application.site}
    wanted = (
        select(*columns_of(Works, Licence, of_case))
        .join(Application, Application.id == Licence.application_id)
        .where(Licence.area == area, in_force_on(on))
    )
    return every(conn, Works, wanted.order_by(Licence.valid_to, Licence.id).limit(limit))
