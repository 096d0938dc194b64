"""The permits and materials of a case as the API shows them: decisions, dependencies, missing materials."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict

from permits.queries.reading import rows
from workflows import (
    Bundle,
    Dependency,
    Route,
    RoutedMaterial,
    group,
    in_effect,
    local_day,
    uncovered,
)


class Demand(TypedDict):
    """A condition that a sibling's outcome requires, or has required, for a permit."""

    key: str
    condition_kinds: list[str]
    message: str


class PermitShown(TypedDict):
    """A permit with its names, its law and the conditions its siblings require."""

    key: str
    suffix: str
    state: str
    version: int
    department: str
    committed_due_on: date | None
    statutory_due_on: date | None
    decided_at: datetime | None
    decision: str | None
    document_number: str | None
    licence_number: str | None
    reasons: rows.Document | None
    narrower: rows.Document | None
    remedies: rows.Document | None
    net_working_days: int | None
    is_moot: bool
    moot_answer: str | None
    form_version: int | None
    name: str
    required_because: str
    law: str
    conditions: list[rows.Document]
    level: str | None
    called_for: list[Demand]


class MaterialShown(TypedDict):
    """A material of the route and its newest file; `material_id` is None where none was handed in."""

    code: str
    name: str
    permits: list[str]
    shared: bool
    tolerated: bool
    state: str
    material_id: int | None
    version: int


def permits_of(
    application: rows.Application, permits: Sequence[rows.Permit], *, bundle: Bundle, lang: str
) -> list[PermitShown]:
    """Return the permits of an application in the bundle's order, each with its dependencies on siblings."""
    called_for = _called_for(application, permits, bundle)
    routed = Route.from_data(application.route).permits if application.route else ()
    levels = {one.key: one.level.get(lang) for one in routed if one.level}
    return [
        _permit(row, bundle, lang, level=levels.get(row.key), called_for=_demands(row, called_for, lang))
        for row in sorted(permits, key=lambda row: row.suffix)
    ]


def _called_for(
    application: rows.Application, permits: Sequence[rows.Permit], bundle: Bundle
) -> tuple[Dependency, ...]:
    """List the dependencies that refusals and facts of an accepted case bring into effect."""
    if application.accepted_at is None or not bundle.dependencies:
        return ()
    refused = {row.key for row in permits if row.state == "refused"}
    on = local_day(application.accepted_at)
    return in_effect(bundle, application.answers, on, application.project, refused=refused)


def _demands(row: rows.Permit, called_for: Sequence[Dependency], lang: str) -> list[Demand]:
    """List the conditions that siblings require, or have required, for a permit."""
    if row.state in group("permit", "fallen"):
        return []
    return [
        {"key": one.key, "condition_kinds": list(one.condition_kinds), "message": one.message.get(lang)}
        for one in uncovered(called_for, row.key, row.conditions or ())
    ]


def _permit(row: rows.Permit, bundle: Bundle, lang: str, *, level: str | None, called_for: list[Demand]) -> PermitShown:
    rule = bundle.permits.get(row.key)
    return {
        "key": row.key,
        "suffix": row.suffix,
        "state": row.state,
        "version": row.version,
        "department": row.department,
        "committed_due_on": row.committed_due_on,
        "statutory_due_on": row.statutory_due_on,
        "decided_at": row.decided_at,
        "decision": row.decision,
        "document_number": row.document_number,
        "licence_number": row.licence_number,
        "reasons": row.reasons,
        "narrower": row.narrower,
        "remedies": row.remedies,
        "net_working_days": row.net_working_days,
        "is_moot": row.is_moot,
        "moot_answer": row.moot_answer,
        "form_version": row.form_version,
        "name": rule.name.get(lang) if rule else row.key,
        "required_because": row.required_because.get(lang, ""),
        "law": row.law.get(lang, ""),
        "conditions": row.conditions or [],
        "level": level,
        "called_for": called_for,
    }


def by_code(materials: Sequence[rows.Material]) -> dict[str, list[rows.Material]]:
    """Group the files of materials by code, oldest first."""
    found: dict[str, list[rows.Material]] = {}
    for row in sorted(materials, key=lambda row: (row.code, row.version)):
        found.setdefault(row.code, []).append(row)
    return found


def materials_of(
    application: rows.Application, found: Route, files: Mapping[str, Sequence[rows.Material]], lang: str
) -> list[tuple[MaterialShown, Sequence[rows.Material]]]:
    """Return each material of a route with its files, oldest first."""
    return [
        (_material(one, files.get(one.code, ()), application, lang), files.get(one.code, ())) for one in found.materials
    ]


def _material(
    one: RoutedMaterial, files: Sequence[rows.Material], application: rows.Application, lang: str
) -> MaterialShown:
    version = files[-1] if files else None
    lacking = "promised" if one.code in (application.tolerated or ()) else "missing"
    lacking = "committed" if one.code in (application.commitments or ()) else lacking
    return {
        "code": one.code,
        "name": one.name.get(lang),
        "permits": list(one.permits),
        "shared": one.shared,
        "tolerated": one.tolerated,
        "state": "handed_in" if version else "shared" if one.shared else lacking,
        "material_id": version.id if version else None,
        "version": version.version if version else 0,
    }
