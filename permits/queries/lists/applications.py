"""Applications whole and in lists: what a caller may see of them, with people's numbers masked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, false, or_, select

from forms.part_fields import masked
from permits.actor import Actor
from permits.errors import NotFound
from permits.models import Application, Deficiency, DeficiencyDraft, Licence, Material, Permit, WorkItem
from permits.policies import COUNTER, SEES_ALL, is_applicant, may_see, serves_counter
from permits.queries.case.amendments import amendments_of
from permits.queries.case.breaches import breach_of
from permits.queries.case.items import items_of
from permits.queries.case.procedures import procedures_of
from permits.queries.case.supervision import breaches_of, explanation_of, orders_of
from workflows import (
    FIELD_PARTS,
    Bundle,
    Dependency,
    Route,
    in_effect,
    light,
    local_day,
    route,
    succession_of,
    uncovered,
)

LONGEST_ID = 18
FACTS = (
    "id",
    "number",
    "bundle",
    "bundle_version",
    "area",
    "state",
    "outcome",
    "status_code",
    "version",
    "title",
    "created_at",
    "submitted_at",
    "received_at",
    "notified_at",
    "accepted_at",
    "promise_by",
    "deemed_accepted",
    "is_emergency",
    "decided_at",
    "delivered_at",
    "closed_at",
    "due_on",
    "committed_due_on",
    "statutory_due_on",
    "joint_cap_on",
    "is_provisional",
    "net_working_days",
    "stars",
    "channel",
    "kind",
    "about_licence",
    "form_version",
)
PERMIT = (
    "key",
    "suffix",
    "state",
    "version",
    "department",
    "committed_due_on",
    "statutory_due_on",
    "decided_at",
    "decision",
    "document_number",
    "licence_number",
    "reasons",
    "narrower",
    "remedies",
    "net_working_days",
    "is_moot",
    "moot_answer",
    "form_version",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a list is wanted; `after` is the id of the last row seen."""

    limit: int
    after: int | None = None
    states: Collection[str] = ()
    number: str = ""
    light: str | None = None
    today: date = field(default=date.min)


def find_id(conn: Connection, area: str, id_or_number: str) -> int:
    """Find an application by its id or its number.

    Raises:
        NotFound: there is none in this area.
    """
    text = id_or_number.strip().upper()
    is_id = text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID
    condition = Application.id == int(text) if is_id else Application.number == text
    found = conn.execute(select(Application.id).where(Application.area == area, condition)).scalar()
    if found is None:
        raise NotFound
    return int(found)


def seen(conn: Connection, actor: Actor, id_or_number: str) -> Any:
    """Give the row of an application the actor may see.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    application_id = find_id(conn, actor.area, id_or_number)
    row = conn.execute(select(Application.__table__).where(Application.id == application_id)).one()
    departments = conn.execute(
        select(WorkItem.department).where(WorkItem.application_id == application_id).distinct()
    ).scalars()
    if not may_see(actor, row, set(departments)):
        raise NotFound
    return row


def whole(
    conn: Connection, actor: Actor, id_or_number: str, *, bundles: Mapping[str, Bundle], today: date, lang: str = "zh"
) -> dict[str, Any]:
    """Give everything about an application in one piece; days and moments as they are, texts in `lang`.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    row = seen(conn, actor, id_or_number)
    bundle = bundles[row.bundle]
    found = route_of(row, bundle, today)
    papers = papers_of(conn, row.id)
    return {
        **{name: getattr(row, name) for name in FACTS},
        "light": light_of(row, today),
        "breach": breach_of(row, today),
        **{name: masked(name, getattr(row, name)) for name in FIELD_PARTS},
        "answers": row.answers,
        "permits": permits_of(conn, row, bundle=bundle, lang=lang),
        "work_items": items_of(conn, row.id, today=today),
        "materials": [_material(one, papers, row, lang) for one in found.materials],
        "deficiencies": deficiencies_of(conn, row.id),
        "procedures": procedures_of(conn, row.id, own=_own_name(actor, row)),
        "lists": [] if is_applicant(actor, row) else lists_of(conn, row.id),
        "amendments": amendments_of(conn, row.id),
        "supervision": [] if is_applicant(actor, row) else orders_of(conn, row.id),
        "explanation": explanation_of(conn, row.id),
        "breaches": breaches_of(conn, row.id),
        "gates": [{"kind": gate.kind, "key": gate.key, "message": gate.message.get(lang)} for gate in found.gates],
        "warnings": [{"key": one.key, "message": one.message.get(lang)} for one in found.warnings],
    }


def _own_name(actor: Actor, row: Any) -> str | None:
    """Give the applicant's name where the applicant looks."""
    return str(row.applicant.get("name", "")) if is_applicant(actor, row) else None


def route_of(row: Any, bundle: Bundle, today: date) -> Route:
    """Give the route pinned at acceptance; before, the route as of today."""
    if row.required is not None and row.route is not None:
        return Route.from_data(row.route)
    about = succession_of(bundle, row.kind, row.about_licence)
    return route(bundle, row.answers, today, row.project, succession=about)


def light_of(row: Any, today: date) -> str:
    """Give the light of an application: of what runs now, else how it kept its promise."""
    if row.due_on is not None and row.yellow_on is not None:
        return light(row.yellow_on, row.due_on, today)
    is_late = row.decided_on is not None and row.committed_due_on is not None and row.decided_on > row.committed_due_on
    return "red" if is_late else "green"


def permits_of(conn: Connection, application: Any, *, bundle: Bundle, lang: str) -> list[dict[str, Any]]:
    """Give the permits of an application (its row) in the bundle's order, with what siblings mean for each."""
    found = select(Permit.__table__).where(Permit.application_id == application.id).order_by(Permit.suffix)
    rows = conn.execute(found).all()
    called_for = _called_for(application, rows, bundle)
    routed = Route.from_data(application.route).permits if application.route else ()
    levels = {one.key: one.level.get(lang) for one in routed if one.level}
    return [
        {**_permit(row, bundle, lang), "level": levels.get(row.key), "called_for": _demands(row, called_for, lang)}
        for row in rows
    ]


def _called_for(application: Any, rows: Sequence[Any], bundle: Bundle) -> tuple[Dependency, ...]:
    """List what refusals and facts of an accepted case mean for its permits."""
    if application.accepted_at is None or not bundle.dependencies:
        return ()
    refused = {row.key for row in rows if row.state == "refused"}
    on = local_day(application.accepted_at)
    return in_effect(bundle, application.answers, on, application.project, refused=refused)


def _demands(row: Any, called_for: Sequence[Dependency], lang: str) -> list[dict[str, Any]]:
    """List the conditions without which a permit may not be granted, or has been."""
    if row.state in {"refused", "withdrawn"}:
        return []
    return [
        {"key": one.key, "condition_kinds": list(one.condition_kinds), "message": one.message.get(lang)}
        for one in uncovered(called_for, row.key, row.conditions or ())
    ]


def _permit(row: Any, bundle: Bundle, lang: str) -> dict[str, Any]:
    rule = bundle.permits.get(row.key)
    return {
        **{name: getattr(row, name) for name in PERMIT},
        "name": rule.name.get(lang) if rule else row.key,
        "required_because": row.required_because.get(lang, ""),
        "law": row.law.get(lang, ""),
        "conditions": row.conditions or [],
    }


def papers_of(conn: Connection, application_id: int) -> dict[str, dict[str, Any]]:
    """Give the newest version of each paper handed in, by code."""
    columns = (
        Material.id,
        Material.code,
        Material.version,
        Material.file_name,
        Material.media_type,
        Material.size_bytes,
        Material.sha256,
        Material.uploaded_at,
    )
    rows = conn.execute(
        select(*columns).where(Material.application_id == application_id).order_by(Material.code, Material.version)
    )
    return {
        row.code: {
            "material_id": row.id,
            "version": row.version,
            "file_name": row.file_name,
            "media_type": row.media_type,
            "size_bytes": row.size_bytes,
            "sha256": row.sha256,
            "uploaded_at": row.uploaded_at,
        }
        for row in rows
    }


def _material(one: Any, papers: Mapping[str, Any], row: Any, lang: str) -> dict[str, Any]:
    paper = papers.get(one.code)
    lacking = "promised" if one.code in (row.tolerated or ()) else "missing"
    lacking = "committed" if one.code in (row.commitments or ()) else lacking
    return {
        "code": one.code,
        "name": one.name.get(lang),
        "permits": list(one.permits),
        "shared": one.shared,
        "tolerated": one.tolerated,
        "state": "handed_in" if paper else "shared" if one.shared else lacking,
        **(paper or {"material_id": None, "version": 0}),
    }


def deficiencies_of(conn: Connection, application_id: int) -> list[dict[str, Any]]:
    """List the items of the one deficiency notice."""
    columns = (
        Deficiency.id,
        Deficiency.department,
        Deficiency.material,
        Deficiency.field,
        Deficiency.code,
        Deficiency.reason,
        Deficiency.remedy,
        Deficiency.state,
        Deficiency.rounds,
        Deficiency.flagged_at,
    )
    rows = conn.execute(select(*columns).where(Deficiency.application_id == application_id).order_by(Deficiency.id))
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for a row by column


def lists_of(conn: Connection, application_id: int) -> list[dict[str, Any]]:
    """List what departments were asked and filed for the one notice; not for the applicant until it is sent."""
    columns = (DeficiencyDraft.department, DeficiencyDraft.state, DeficiencyDraft.items, DeficiencyDraft.filed_at)
    wanted = select(*columns).where(DeficiencyDraft.application_id == application_id).order_by(DeficiencyDraft.id)
    return [dict(row._mapping) for row in conn.execute(wanted)]  # noqa: SLF001 - SQLAlchemy's public name


LISTED = (
    Application.id,
    Application.number,
    Application.bundle,
    Application.state,
    Application.outcome,
    Application.status_code,
    Application.version,
    Application.title,
    Application.is_emergency,
    Application.applicant,
    Application.submitted_at,
    Application.received_at,
    Application.accepted_at,
    Application.decided_at,
    Application.decided_on,
    Application.delivered_at,
    Application.due_on,
    Application.yellow_on,
    Application.committed_due_on,
    Application.statutory_due_on,
)
HIDDEN = ("applicant", "yellow_on", "decided_on")


def listing(conn: Connection, actor: Actor, wanted: Wanted) -> list[dict[str, Any]]:
    """List the applications an actor may see, newest first; one row more than the limit tells of a next page."""
    rows = select(*LISTED).where(Application.area == actor.area, visible_to(actor), *_filters(wanted))
    if wanted.after is not None:
        rows = rows.where(Application.id < wanted.after)
    return [
        _listed(row, wanted.today) for row in conn.execute(rows.order_by(Application.id.desc()).limit(wanted.limit + 1))
    ]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Say in SQL what `may_see` says in Python."""
    ways: list[ColumnElement[bool]] = [false()]
    if actor.holds("applicant"):
        ways.append(Application.owner_id == actor.id)
        if actor.company_id is not None:
            ways.append(Application.company_id == actor.company_id)
    if serves_counter(actor):
        ways.append(Application.channel == COUNTER)
    if not SEES_ALL.isdisjoint(actor.role_names()):
        ways.append(Application.state != "draft")
    elif departments := actor.departments():
        has_work = exists().where(WorkItem.application_id == Application.id, WorkItem.department.in_(departments))
        ways.append(and_(Application.state != "draft", has_work))
    return or_(*ways)


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.states:
        found.append(Application.state.in_(tuple(wanted.states)))
    if wanted.number:
        found.append(Application.number == wanted.number.strip().upper())
    if wanted.light == "red":
        found.append(Application.due_on < wanted.today)
    elif wanted.light == "yellow":
        found.append(and_(Application.due_on >= wanted.today, Application.yellow_on <= wanted.today))
    elif wanted.light == "green":
        found.append(Application.yellow_on > wanted.today)
    return found


def _listed(row: Any, today: date) -> dict[str, Any]:
    shown = {name: value for name, value in row._mapping.items() if name not in HIDDEN}  # noqa: SLF001 - see above
    return {
        **shown,
        "applicant_name": row.applicant.get("name", ""),
        "light": light_of(row, today),
        "breach": breach_of(row, today),
    }


def licences_of(conn: Connection, application_id: int) -> list[str]:
    """Name the licences that came out of an application."""
    return list(conn.execute(select(Licence.number).where(Licence.application_id == application_id)).scalars())
