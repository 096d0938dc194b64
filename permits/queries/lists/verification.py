"""Licences as anybody may verify them: by the number of the licence or of a document about it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from forms.checks.lines import typed_number
from permits.documents.codes import is_verification_code
from permits.documents.numbering import typed_document_number
from permits.keys import Keys
from permits.models import Application, Area, Licence, LicenceChange, Permit
from permits.queries.reading.rows import Document
from permits.queries.typed import columns_of, every
from workflows import group


@dataclass(frozen=True, slots=True)
class Verified:
    """A licence with what its verification shows of the case."""

    id: int
    area: str
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


def verified(conn: Connection, typed: str, code: str, *, keys: Keys) -> Verified | None:
    """Find a genuine licence, of whatever area; None where there is none, or the code is another one's.

    `typed` is its number, or that of a decision to grant, renew or vary it, which two areas may both have given.
    """
    found = select(*columns_of(Verified, Licence, OF_CASE)).join(Application, Application.id == Licence.application_id)
    document = typed_document_number(typed)
    if document is None:
        found = found.where(Licence.number == typed_number(typed))
    else:
        wherever = Permit.area.in_(select(Area.code))
        granted = select(Permit.licence_number).where(wherever, Permit.document_number == document)
        found = found.where(Licence.number.in_(granted))
    rows = every(conn, Verified, found)
    return next((one for one in rows if is_verification_code(code, one.number, keys=keys)), None)


def ending_of(conn: Connection, row: Verified) -> Ended | None:
    """Return how a licence ended by what its changes say; None for one whose term alone has ended."""
    ends = LicenceChange.kind.in_(TAKEN_BACK)
    wanted = select(*columns_of(Ended, LicenceChange)).where(LicenceChange.licence_id == row.id, ends)
    return next(iter(every(conn, Ended, wanted.order_by(LicenceChange.id).limit(1))), None)
