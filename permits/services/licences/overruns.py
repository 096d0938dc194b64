"""Use beyond the licence: compare an inspection's measures with the licensed area and term."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from permits.casefile import CaseFile, LicenceRow
from permits.errors import Invalid
from permits.services.case.scope import SCOPE_OF
from permits.services.oversight.flags import flag
from workflows import N_

AREA = "area_m2"


@dataclass(frozen=True, slots=True)
class Seen:
    """The measures: the area of each part of the scope by name, and the last day of use."""

    areas: Mapping[str, object] = field(default_factory=dict)
    used_until: date | None = None


def beyond(case: CaseFile, row: LicenceRow, seen: Seen) -> dict[str, object]:
    """Return the use beyond a licence, as recorded; empty if there is none.

    A requested variation counts only once granted, because it needs approval in advance.

    Raises:
        Invalid: a part is not of this licence, an area is not a number, or the day lies in the future.
    Law: Urban Road Administration Regulations art. 36.
    """
    if seen.used_until is not None and seen.used_until > case.context.today:
        raise Invalid.at("used_until", N_("This day has not come yet"))
    found: dict[str, object] = {}
    if areas := dict(_larger(row, seen.areas)):
        found["areas"] = areas
    if seen.used_until and row.valid_to and seen.used_until > row.valid_to:
        days = (seen.used_until - row.valid_to).days
        found |= {"days": days, "valid_to": row.valid_to.isoformat(), "used_until": seen.used_until.isoformat()}
    return found


def measured_parts(row: LicenceRow) -> list[str]:
    """List the parts of a licence's scope that have an area."""
    asked = row.scope.get("asked", {})
    return [name for name in SCOPE_OF[row.permit] if AREA in (asked.get(name) or {})]


def flag_overrun(case: CaseFile, row: LicenceRow, found: Mapping[str, object]) -> None:
    """Flag use beyond a licence where the bundle knows the breach; call it last in an action, the caller saves.

    Law: Urban Road Administration Regulations art. 36, 42.
    """
    kind = case.bundle.permits[row.permit].validity.overrun_flag
    if found and kind:
        flag(case, kind, licence=row.number, **found)


def _larger(row: LicenceRow, areas: Mapping[str, object]) -> Iterator[tuple[str, dict[str, str]]]:
    for part, given in areas.items():
        if part not in measured_parts(row):
            raise Invalid.at(f"areas.{part}", N_("The licence covers no such part"))
        measured, licensed = _area(part, given), _licensed(row, part)
        if measured > licensed:
            yield part, {"licensed": _plain(licensed), "found": _plain(measured)}


def _licensed(row: LicenceRow, part: str) -> Decimal:
    """Return the licensed area: as requested, or as granted if less."""
    asked = Decimal(str(row.scope["asked"][part][AREA]))
    narrower = (row.scope.get("narrower") or {}).get(AREA)
    return asked if narrower is None else min(asked, Decimal(str(narrower)))


def _area(part: str, given: object) -> Decimal:
    try:
        area = Decimal(str(given))
    except InvalidOperation:
        area = Decimal(-1)
    if not (area.is_finite() and area >= 0):
        raise Invalid.at(f"areas.{part}", N_("Write the area in square metres"))
    return area


def _plain(area: Decimal) -> str:
    return f"{area.normalize():f}"
