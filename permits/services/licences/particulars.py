"""What a licence says: its number, place, scope, term, conditions and how it stands, the same wherever it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from permits.casefile import CaseFile, LicenceRow
from permits.models.base import JsonObject
from permits.queries.lists.licences import Termed, state_on
from permits.services.case.scope import ScopeLine, printed_conditions, scope_lines
from workflows import Bundle, Text


class Licensed(Termed, Protocol):
    """The columns of a licence that say what it is."""

    @property
    def number(self) -> str:
        """Its number."""

    @property
    def document_number(self) -> str:
        """The number of the decision that granted it."""

    @property
    def permit(self) -> str:
        """Its permit's key."""

    @property
    def scope(self) -> JsonObject:
        """What was asked, and what is granted where that is less."""

    @property
    def conditions(self) -> Sequence[JsonObject]:
        """Its conditions."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a licence says on a day, in words of both languages; `supervisor` inspects its use, whoever decided."""

    number: str
    document_number: str
    name: Text
    place: str
    scope: list[ScopeLine]
    conditions: list[dict[str, str]]
    valid_from: date
    valid_to: date | None
    standing: str
    supervisor: str


def site_of(case: CaseFile, row: LicenceRow) -> Mapping[str, object]:
    """Return the site of a licence: that of its case, or the one a variation has granted since."""
    site: Mapping[str, object] = row.scope.get("site") or case.form.site
    return site


def particulars(row: Licensed, bundle: Bundle | None, site: Mapping[str, object], on: date) -> Particulars:
    """Gather what a licence says: pages, lists, answers, the verification and the exports read it from here.

    Without its bundle version it still says its number, place, term, conditions and standing.
    """
    return Particulars(
        number=row.number,
        document_number=row.document_number,
        name=bundle.document_of(row.permit) if bundle else Text(row.permit, row.permit),
        place=bundle.form.place_of(row.scope.get("site") or site) if bundle else "",
        scope=scope_lines(bundle, row.permit, row.scope.get("asked", {}), row.scope.get("narrower")) if bundle else [],
        conditions=printed_conditions(row.conditions),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        standing=state_on(row, on),
        supervisor=bundle.permits[row.permit].supervisor if bundle else "",
    )
