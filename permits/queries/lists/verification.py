"""Licences as anybody may verify them: by the number of the licence or of a document about it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from forms.checks.lines import typed_number
from permits.documents.numbering import typed_document_number
from permits.models import Application, Licence, LicenceChange, Permit
from permits.queries.reading.rows import Document
from permits.queries.typed import columns_of, every, first
from workflows import group


@dataclass(frozen=True, slots=True)
class Verified:
    """A licence with what its verification shows of the case."""

    id: int
    number: str
    document_number: str
    permit: str
    title: str
    department: str
    state: str
    served_at: datetime | None
    valid_from: date
    valid_to: date | None
    ended_on: date | None
    scope: Document
    conditions: list[Document]
    bundle: str
    bundle_version: str
    applicant: Document
    site: Document


@dataclass(frozen=True, slots=True)
class Ended:
    """How a licence ended: kind of change, day, ground and law; the reason in free text is the holder's."""

    kind: str
    on: date
    ground: str
    law: str


TAKEN_BACK = group("licence", "taken_back")
OF_CASE = {
    "served_at": Application.delivered_at,
    "bundle": Application.bundle,
    "bundle_version": Application.bundle_version,
    "applicant": Application.applicant,
    "site": Application.site,
}


def find(conn: Connection, area: str, typed: str) -> Verified | None:
    """Find a licence by its number, or by that of a decision to grant, renew or vary it; None where there is none."""
    found = select(*columns_of(Verified, Licence, OF_CASE)).join(Application, Application.id == Licence.application_id)
    document = typed_document_number(typed)
    if document is None:
        return first(conn, Verified, found.where(Licence.area == area, Licence.number == typed_number(typed)))
    granted = select(Permit.licence_number).where(Permit.area == area, Permit.document_number == document)
    return first(conn, Verified, found.where(Licence.area == area, Licence.number.in_(granted)))


def ending_of(conn: Connection, row: Verified) -> Ended | None:
    """Return how a licence ended by what its changes say; None for one whose term alone has ended."""
    ends = LicenceChange.kind.in_(TAKEN_BACK)
    wanted = select(*columns_of(Ended, LicenceChange)).where(LicenceChange.licence_id == row.id, ends)
    return next(iter(every(conn, Ended, wanted.order_by(LicenceChange.id).limit(1))), None)
