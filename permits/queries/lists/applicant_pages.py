"""Queries of an applicant's pages: cases, materials, notices, licences, registers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select

from forms.checks.lines import typed_number
from permits.actor import Actor
from permits.documents.numbering import typed_document_number
from permits.models import Application, Area, Licence, Material, Notice, Permit, Road
from permits.policies import COUNTER, serves_counter
from permits.queries.case.permits import by_code
from permits.queries.lists.searching import matching
from permits.queries.reading import rows
from permits.queries.typed import Part, Window, columns_of, every, first, part
from workflows import group

ENDED = group("application", "ended")
PROJECT = Application.project["name"].as_string()
# the licence as a paper; the last one issued holds
PAPER = (
    select(func.max(Notice.id))
    .where(Notice.application_id == Licence.application_id, Notice.permit == Licence.permit, Notice.kind == "licence")
    .correlate(Licence)
    .scalar_subquery()
)
REGISTERS = {"roads": select(Road.name_zh, Road.name_en).where(Road.area == bindparam("area")).order_by(Road.id)}
MATERIALS = select(*columns_of(rows.Material, Material)).where(
    Material.application_id == bindparam("id"), Material.removed_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class OwnFilter:
    """A filter of an applicant's cases: `scope` is open, ended or all; `after` the last id of the previous page."""

    scope: str = "all"
    search: str = ""
    after: int | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case in an applicant's list."""

    id: int
    bundle: str
    bundle_version: str
    number: str | None
    title: str
    state: str
    kind: str
    outcome: str | None
    created_at: datetime
    submitted_at: datetime | None
    accepted_at: datetime | None
    due_on: date | None
    yellow_on: date | None
    committed_due_on: date | None
    statutory_due_on: date | None
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class OwnPermit:
    """A permit in an applicant's list."""

    application_id: int
    key: str
    state: str
    department: str


@dataclass(frozen=True, slots=True)
class OwnFile:
    """The storage key and metadata of a material's file."""

    storage_key: str
    file_name: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class OwnLicence:
    """A licence in its holder's list."""

    id: int
    application_id: int
    permit: str
    number: str
    document_number: str
    state: str
    served_at: datetime | None
    scope: rows.Document
    conditions: list[rows.Document]
    valid_from: date
    valid_to: date | None
    bundle: str
    bundle_version: str
    site: rows.Document
    project: str | None
    paper: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a register of the area, by its names."""

    name_zh: str
    name_en: str


def _mine(actor: Actor) -> ColumnElement[bool]:
    return and_(Application.area == actor.area, _owned(actor))


def _owned(actor: Actor) -> ColumnElement[bool]:
    owned = Application.owner_id == actor.id
    if actor.company_id is not None:
        owned = or_(owned, Application.company_id == actor.company_id)
    if serves_counter(actor):
        owned = or_(owned, Application.channel == COUNTER)
    return owned


def elsewhere(conn: Connection, actor: Actor) -> dict[str, int]:
    """Count the applications of an applicant and their company in the areas beside the actor's, by area."""
    others = Application.area.in_(select(Area.code).where(Area.code != actor.area))
    wanted = select(Application.area, func.count()).where(others, _owned(actor)).group_by(Application.area)
    return dict(conn.execute(wanted.order_by(Application.area)).all())


def mine(conn: Connection, actor: Actor, wanted: OwnFilter) -> list[OwnCase]:
    """List the applications of the actor and their company, newest first, one row beyond the limit."""
    found = select(*columns_of(OwnCase, Application)).where(_mine(actor))
    if wanted.scope == "open":
        found = found.where(Application.state.not_in(ENDED))
    if wanted.scope == "ended":
        found = found.where(Application.state.in_(ENDED))
    if wanted.search:
        found = found.where(matching(wanted.search))
    if wanted.after is not None:
        found = found.where(Application.id < wanted.after)
    return every(conn, OwnCase, found.order_by(Application.id.desc()).limit(wanted.limit + 1))


def permits_of(conn: Connection, application_ids: Collection[int]) -> dict[int, list[OwnPermit]]:
    """Return the permits of several applications, by application id."""
    found: dict[int, list[OwnPermit]] = {one: [] for one in application_ids}
    wanted = select(*columns_of(OwnPermit, Permit)).where(Permit.application_id.in_(application_ids))
    for row in every(conn, OwnPermit, wanted.order_by(Permit.id)):
        found[row.application_id].append(row)
    return found


def materials_of(conn: Connection, application_id: int) -> dict[str, list[rows.Material]]:
    """Return the files of each material by code, oldest first."""
    return by_code(every(conn, rows.Material, MATERIALS, {"id": application_id}))


def material(conn: Connection, application_id: int, material_id: int) -> OwnFile | None:
    """Return the stored file of one material of an application, or None."""
    wanted = select(*columns_of(OwnFile, Material))
    return first(conn, OwnFile, wanted.where(Material.application_id == application_id, Material.id == material_id))


def my_licences(conn: Connection, actor: Actor, window: Window, search: str = "") -> Part[OwnLicence]:
    """List the licences of the actor and their company, newest first; `search` is part of a number or of its case."""
    of_case = {
        "served_at": Application.delivered_at,
        "bundle": Application.bundle,
        "bundle_version": Application.bundle_version,
        "site": Application.site,
        "project": PROJECT,
        "paper": PAPER,
    }
    wanted = (
        select(*columns_of(OwnLicence, Licence, of_case))
        .join(Application, Application.id == Licence.application_id)
        .where(_mine(actor))
    )
    if search:
        typed = (typed_document_number(search) or search, typed_number(search))
        numbers = [Licence.number.contains(typed[1], autoescape=True)]
        numbers += [Licence.document_number.contains(one, autoescape=True) for one in typed]
        wanted = wanted.where(or_(matching(search), *numbers))
    return part(conn, OwnLicence, wanted, window, Licence.id, newest_first=True)


def registers(conn: Connection, area: str, names: Collection[str]) -> dict[str, list[Entry]]:
    """List the entries of registers of an area, by the register's name."""
    return {name: every(conn, Entry, REGISTERS[name], {"area": area}) for name in sorted(names)}
