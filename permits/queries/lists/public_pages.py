"""Queries of public pages: current works."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Date, func, literal, select

from permits.models import Application, Licence
from permits.queries.lists.licences import in_force_on
from permits.queries.reading.rows import Document
from permits.queries.typed import Part, Window, columns_of, part

NO_END: ColumnElement[date] = literal(date.max, Date)


@dataclass(frozen=True, slots=True)
class Works:
    """A licence with current works."""

    permit: str
    department: str
    valid_from: date
    valid_to: date | None
    bundle: str
    bundle_version: str
    applicant: Document
    site: Document


def works(conn: Connection, area: str, on: date, window: Window) -> Part[Works]:
    """List the licences under which work is allowed on a day, the next to end first."""
    of_case = {
        "bundle": Application.bundle,
        "bundle_version": Application.bundle_version,
        "applicant": Application.applicant,
        "site": Application.site,
    }
    wanted = (
        select(*columns_of(Works, Licence, of_case))
        .join(Application, Application.id == Licence.application_id)
        .where(Licence.area == area, in_force_on(on))
    )
    ends_on = func.coalesce(Licence.valid_to, NO_END, type_=Date)
    return part(conn, Works, wanted, window, ends_on, Licence.id)
