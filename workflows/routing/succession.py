"""Renewals and variations: the route of their application, and the last day to request a renewal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from workflows.definition.bundle import Bundle, Material
from workflows.errors import CalendarExhausted
from workflows.routing.route import Route, RoutedItem, baseline
from workflows.time.calendar import Calendar

WEEKDAYS = 5
OF_RENEWAL = frozenset({"decision", "government"})
ANY = "any"


@dataclass(frozen=True, slots=True)
class Succession:
    """The licence an application follows, by its permit; requested in time and unchanged, it is a renewal.

    `changed` names the answers that a variation changes; None where every material of the permit is needed.
    """

    permit: str
    is_renewal: bool
    changed: frozenset[str] | None = None


def changed_answers(before: Mapping[str, object], after: Mapping[str, object]) -> frozenset[str]:
    """Return the paths of the answers that differ, those inside a group by their field."""
    found: set[str] = set()
    for key in {*before, *after}:
        old, new = before.get(key), after.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            found |= {f"{key}.{field}" for field in changed_answers(old, new)}
        elif old != new:
            found.add(key)
    return frozenset(found)


def succession_of(
    bundle: Bundle, kind: str, licence_number: str | None, changed: frozenset[str] | None = None
) -> Succession | None:
    """Return the succession of an application of this kind; None for a first application."""
    if licence_number is None:
        return None
    suffix = licence_number.rpartition("-")[2]
    permit = next(rule.key for rule in bundle.permits.values() if rule.suffix == suffix)
    return Succession(permit, kind == "renewal", changed if kind == "variation" else None)


def narrowed(bundle: Bundle, found: Route, succession: Succession) -> Route:
    """Narrow a route to the licence's permit; a renewal goes only to its deciders, and to the department in charge.

    A renewal and a variation need only the materials that the bundle asks again for them.

    Law: Administrative Licensing Law art. 31, 49, 50.
    """
    permit, is_renewal = succession.permit, succession.is_renewal
    items = tuple(item for item in found.work_items if item.permit == permit)
    if is_renewal:
        items = _without_consultation(items, bundle)
    materials = tuple(
        replace(material, permits=(permit,))
        for material in found.materials
        if permit in material.permits and _is_asked_again(bundle.materials[material.code], succession)
    )
    permits = tuple(replace(one, required=one.required and one.key == permit) for one in found.all_permits)
    return replace(found, all_permits=permits, work_items=items, materials=materials, baseline=baseline(materials))


def _is_asked_again(material: Material, succession: Succession) -> bool:
    if succession.is_renewal:
        return material.renewal
    return succession.changed is None or any(_touches(path, succession.changed) for path in material.variation)


def _touches(path: str, changed: Collection[str]) -> bool:
    return path == ANY or any(f"{one}.".startswith(f"{path}.") or f"{path}.".startswith(f"{one}.") for one in changed)


def _without_consultation(items: tuple[RoutedItem, ...], bundle: Bundle) -> tuple[RoutedItem, ...]:
    internal = {item.id for rule in bundle.permits.values() for item in rule.items if item.is_internal}
    kept = [item for item in items if item.kind in OF_RENEWAL or item.id in internal]
    ids = {item.id for item in kept}
    return tuple(replace(item, after=tuple(name for name in item.after if name in ids)) for item in kept)


def renewal_last_on(valid_to: date, lead_days: int, unit: str, calendar: Calendar) -> date:
    """Return the last day to request a renewal in time: a number of days, in either unit, before the term ends.

    A term may end years after the last year announced; there weekdays stand for working days.
    Law: Administrative Licensing Law art. 50(1).
    """
    if unit == "calendar":
        return valid_to - timedelta(days=lead_days)
    try:
        return calendar.first_with_left(valid_to, lead_days)
    except CalendarExhausted:
        return valid_to - timedelta(days=ceil(lead_days * 7 / WEEKDAYS))
