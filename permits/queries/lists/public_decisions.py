"""Decisions to grant, as everybody may read them: no scope, no numbers of people; refusals are nobody else's matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, tuple_

from forms.identity import mask_name
from permits.models import Application, Licence, Permit
from permits.queries.lists.licences import state_on

COLUMNS = (
    Permit.id,
    Permit.decided_on,
    Permit.key.label("permit"),
    Permit.department,
    Permit.document_number,
    Permit.law,
    Application.bundle,
    Application.applicant,
    Application.site,
    Licence.number.label("licence_number"),
    Licence.state,
    Licence.valid_from,
    Licence.valid_to,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions are wanted, both days included; `after` is (decided_on, id) of the last one seen."""

    permit: str | None = None
    first: date | None = None
    last: date | None = None
    limit: int | None = None
    after: tuple[date, int] | None = None


def granted(conn: Connection, area: str, wanted: Wanted, *, today: date) -> list[dict[str, Any]]:
    """List the decisions to grant, newest first; one more than the limit tells of a next page.

    State and term are those of the licence as it stands today: of a renewed one the new term, of a revoked one its end.

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
    return [_published(row, today) for row in conn.execute(rows)]


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.permit is not None:
        found.append(Permit.key == wanted.permit)
    if wanted.first is not None:
        found.append(Permit.decided_on >= wanted.first)
    if wanted.last is not None:
        found.append(Permit.decided_on <= wanted.last)
    if wanted.after is not None:
        found.append(tuple_(Permit.decided_on, Permit.id) < tuple_(*wanted.after))
    return found


def _published(row: Any, today: date) -> dict[str, Any]:
    shown = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row by column
    applicant, site = shown.pop("applicant"), shown.pop("site")
    return {
        **shown,
        **holder_of(applicant),
        "site": " ".join(filter(None, (site.get("road", ""), site.get("address", "")))),
        "state": state_on(row.state, row.valid_to, today),
    }


def holder_of(applicant: Mapping[str, Any]) -> dict[str, str]:
    """Name a holder to the public: an organisation with its credit code, anybody else by the family name alone."""
    name = str(applicant.get("name", ""))
    if applicant.get("kind") != "company":
        return {"holder": mask_name(name), "credit_code": ""}
    return {"holder": name, "credit_code": str(applicant.get("uscc", ""))}
