"""Decisions to grant as published: without scope, identity numbers of people and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import ColumnElement, Connection, select, tuple_

from forms.checks.masks import mask_name
from permits.models import Application, Licence, Permit
from permits.queries.lists.licences import state_on
from permits.queries.reading.rows import Document, Texts
from permits.queries.typed import every

COLUMNS = (
    Permit.id,
    Permit.decided_on,
    Permit.key,
    Permit.department,
    Permit.document_number,
    Permit.law,
    Application.bundle,
    Application.bundle_version,
    Application.applicant,
    Application.site,
    Licence.number,
    Licence.state,
    Application.delivered_at,
    Licence.valid_from,
    Licence.valid_to,
)


class Holder(TypedDict):
    """A holder as published; a person has no credit code."""

    holder: str
    credit_code: str


@dataclass(frozen=True, slots=True)
class _Granted:
    """A decision to grant with its case and its licence."""

    id: int
    decided_on: date
    permit: str
    department: str
    document_number: str
    law: Texts
    bundle: str
    bundle_version: str
    applicant: Document
    site: Document
    licence_number: str
    state: str
    served_at: datetime | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision to grant as published."""

    id: int
    decided_on: date
    permit: str
    department: str
    document_number: str
    law: Texts
    bundle: str
    bundle_version: str
    licence_number: str
    state: str
    valid_from: date
    valid_to: date | None
    holder: str
    credit_code: str
    site: Document


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """A filter of decisions, both days included; `after` is (decided_on, id) of the previous page's last row."""

    permit: str | None = None
    first: date | None = None
    last: date | None = None
    limit: int | None = None
    after: tuple[date, int] | None = None
    bundle: str | None = None


def granted(conn: Connection, area: str, wanted: DecisionFilter, *, today: date) -> list[Decision]:
    """List the decisions to grant, newest first; one row beyond the limit shows that a next page exists.

    State and term are those of the licence today: the new term of a renewed one, the end of a revoked one.

    Law: Administrative Licensing Law art. 5, 40.
    """
    rows = (
        select(*COLUMNS)
        .join(Application, Application.id == Permit.application_id)
        .join(Licence, Licence.number == Permit.licence_number)
        .where(Permit.area == area, Permit.state == "granted", *_filters(wanted))
        .order_by(Permit.decided_on.desc(), Permit.id.desc())
    )
    if wanted.limit is not None:
        rows = rows.limit(wanted.limit + 1)
    return [_published(row, today) for row in every(conn, _Granted, rows)]


def _filters(wanted: DecisionFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.permit is not None:
        found.append(Permit.key == wanted.permit)
    if wanted.bundle is not None:
        found.append(Application.bundle == wanted.bundle)
    if wanted.first is not None:
        found.append(Permit.decided_on >= wanted.first)
    if wanted.last is not None:
        found.append(Permit.decided_on <= wanted.last)
    if wanted.after is not None:
        found.append(tuple_(Permit.decided_on, Permit.id) < tuple_(*wanted.after))
    return found


def _published(row: _Granted, today: date) -> Decision:
    return Decision(
        id=row.id,
        decided_on=row.decided_on,
        permit=row.permit,
        department=row.department,
        document_number=row.document_number,
        law=row.law,
        bundle=row.bundle,
        bundle_version=row.bundle_version,
        licence_number=row.licence_number,
        state=state_on(row, today),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        site=row.site,
        **holder_of(row.applicant),
    )


def holder_of(applicant: Mapping[str, object]) -> Holder:
    """Return a holder as published: an organisation with its credit code, anybody else by the family name alone."""
    name = str(applicant.get("name", ""))
    if applicant.get("kind") != "company":
        return {"holder": mask_name(name), "credit_code": ""}
    return {"holder": name, "credit_code": str(applicant.get("uscc", ""))}
