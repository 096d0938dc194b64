"""Licences: one by its number, for those who may see its case and for those who only hold a copy."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from permits.errors import NotFound
from permits.models import Application, Inspection, Licence, LicenceChange

SHOWN = (
    Licence.id,
    Licence.application_id,
    Application.number.label("application_number"),
    Licence.permit,
    Licence.number,
    Licence.document_number,
    Licence.state,
    Licence.reinstatement,
    Licence.version,
    Licence.holder,
    Licence.title,
    Licence.department,
    Licence.scope,
    Licence.conditions,
    Licence.valid_from,
    Licence.valid_to,
    Licence.issued_at,
    Licence.code,
    Licence.renewals,
    Licence.warranty_to,
    Licence.ended_on,
)
PUBLIC = ("number", "document_number", "state", "holder", "title", "department", "valid_from", "valid_to")


def licence(conn: Connection, area: str, number: str) -> dict[str, Any]:
    """Find a licence by its number.

    Raises:
        NotFound: there is none in this area.
    """
    found = find(conn, area, number)
    if found is None:
        raise NotFound
    return found


def find(conn: Connection, area: str, number: str) -> dict[str, Any] | None:
    """Find a licence by its number, or nothing."""
    row = conn.execute(
        select(*SHOWN)
        .join(Application, Application.id == Licence.application_id)
        .where(Licence.area == area, Licence.number == number.strip().upper())
    ).first()
    return dict(row._mapping) if row else None  # noqa: SLF001 - SQLAlchemy's public name for a row by column


def is_in_force(found: dict[str, Any], today: date) -> bool:
    """Say whether a licence still holds on a day."""
    return state_on(found["state"], found["valid_to"], today) == "in_force"


def state_on(state: str, valid_to: date | None, today: date) -> str:
    """Give the state of a licence on a day; one whose term is over has expired, booked already or not."""
    return "expired" if state == "in_force" and valid_to is not None and valid_to < today else state


def changes_of(conn: Connection, licence_id: int) -> list[dict[str, Any]]:
    """List what has happened to a licence since it was issued, oldest first."""
    columns = (
        LicenceChange.kind,
        LicenceChange.on,
        LicenceChange.number,
        LicenceChange.ground,
        LicenceChange.law,
        LicenceChange.reason,
        LicenceChange.before,
        LicenceChange.after,
    )
    rows = conn.execute(select(*columns).where(LicenceChange.licence_id == licence_id).order_by(LicenceChange.id))
    return [{**row._mapping, "answer_by_on": _day(row.after.get("answer_by_on"))} for row in rows]  # noqa: SLF001 - see above


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def inspections_of(conn: Connection, licence_id: int) -> list[dict[str, Any]]:
    """List the inspections of a licence's works, oldest first: acceptance, site checks, counts of the trees.

    Law: Administrative Licensing Law art. 61.
    """
    columns = (
        Inspection.kind,
        Inspection.round,
        Inspection.state,
        Inspection.requested_on,
        Inspection.inspect_by_on,
        Inspection.held_on,
        Inspection.officers,
        Inspection.findings,
        Inspection.rectify_by_on,
        Inspection.found,
    )
    rows = conn.execute(select(*columns).where(Inspection.licence_id == licence_id).order_by(Inspection.id))
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - see above
