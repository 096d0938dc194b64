"""Queries of public pages: current works, and how often promised days were met."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, func, or_, select

from permits.models import Application, Licence, Permit
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


@dataclass(frozen=True, slots=True)
class Kept:
    """Counts of decisions on a permit: all, within the committed limit, within the statutory limit."""

    key: str
    decided: int
    kept: int
    lawful: int
    days: Decimal | float | None


def works(conn: Connection, area: str, on: date, limit: int = 100) -> list[Works]:
    """List the licences under which work is allowed on a day, the next to end first."""
    of_case = {"applicant": Application.applicant, "site": Application.site}
    wanted = (
        select(*columns_of(Works, Licence, of_case))
        .join(Application, Application.id == Licence.application_id)
        .where(
            Licence.area == area,
            Licence.state == "in_force",
            Application.delivered_at.is_not(None),
            Licence.valid_from <= on,
            or_(Licence.valid_to.is_(None), Licence.valid_to >= on),
        )
    )
    return every(conn, Works, wanted.order_by(Licence.valid_to, Licence.id).limit(limit))


def promise(conn: Connection, area: str, since: date) -> list[Kept]:
    """Count for each permit the decisions since a day, and those within the committed and the statutory limit."""
    is_kept = Permit.decided_on <= Permit.committed_due_on
    is_lawful = Permit.decided_on <= Permit.statutory_due_on
    wanted = (
        select(
            Permit.key,
            func.count(),
            func.count().filter(is_kept),
            func.count().filter(is_lawful),
            func.avg(Permit.net_working_days),
        )
        .where(Permit.area == area, Permit.decided_on >= since)
        .group_by(Permit.key)
        .order_by(Permit.key)
    )
    return every(conn, Kept, wanted)
