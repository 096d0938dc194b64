"""Use beyond the licence: compare an inspection's measures with the licensed scope and term."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from permits.casefile import CaseFile, LicenceRow
from permits.errors import Invalid
from permits.services.case.worded import value_at
from permits.services.oversight.flags import flag
from workflows import N_, MeasureRule


@dataclass(frozen=True, slots=True)
class Seen:
    """The figures measured, by the key of the measure, and the last day of use."""

    areas: Mapping[str, object] = field(default_factory=dict)
    used_until: date | None = None


def beyond(case: CaseFile, row: LicenceRow, seen: Seen) -> dict[str, object]:
    """Return the use beyond a licence, as recorded; empty if there is none.

    A requested variation counts only once granted, because it needs approval in advance.

    Raises:
        Invalid: a measure is not of this licence, a figure is not a number, or the day lies in the future.
    """
    if seen.used_until is not None and seen.used_until > case.context.today:
        raise Invalid.at("used_until", N_("This day has not come yet"))
    found: dict[str, object] = {}
    if areas := dict(_larger(case, row, seen.areas)):
        found["areas"] = areas
    if seen.used_until and row.valid_to and seen.used_until > row.valid_to:
        days = (seen.used_until - row.valid_to).days
        found |= {"days": days, "valid_to": row.valid_to.isoformat(), "used_until": seen.used_until.isoformat()}
    return found


def measures_of(case: CaseFile, row: LicenceRow) -> dict[str, MeasureRule]:
    """Return what can be measured of a licence: the measures of its permit whose figure was asked for."""
    asked = row.scope.get("asked", {})
    rules = case.bundle.permits[row.permit].measures
    return {one.key: one for one in rules if value_at(asked, one.asked) is not None}


def flag_overrun(case: CaseFile, row: LicenceRow, found: Mapping[str, object]) -> None:
    """Flag use beyond a licence where the bundle knows the breach; call it last in an action, the caller saves."""
    rule = case.bundle.permits[row.permit].overrun
    if found and rule and rule.flag:
        flag(case, rule.flag, licence=row.number, **found)


def _larger(case: CaseFile, row: LicenceRow, areas: Mapping[str, object]) -> Iterator[tuple[str, dict[str, str]]]:
    rules = measures_of(case, row)
    for part, given in areas.items():
        if part not in rules:
            raise Invalid.at(f"areas.{part}", N_("The licence covers no such part"))
        measured, licensed = _figure(part, given), _licensed(case, row, rules[part])
        if measured > licensed:
            yield part, {"licensed": _plain(licensed), "found": _plain(measured)}


def _licensed(case: CaseFile, row: LicenceRow, rule: MeasureRule) -> Decimal:
    """Return the licensed figure: as requested, or as granted if less."""
    asked = Decimal(str(value_at(row.scope["asked"], rule.asked)))
    narrower = row.scope.get("narrower") or {}
    cuts = [one.key for one in case.bundle.permits[row.permit].narrows if rule.asked in one.asked]
    return min([asked, *(Decimal(str(narrower[key])) for key in cuts if key in narrower)])


def _figure(part: str, given: object) -> Decimal:
    try:
        area = Decimal(str(given))
    except InvalidOperation:
        area = Decimal(-1)
    if not (area.is_finite() and area >= 0):
        raise Invalid.at(f"areas.{part}", N_("Write what was measured as a number"))
    return area


def _plain(area: Decimal) -> str:
    return f"{area.normalize():f}"
