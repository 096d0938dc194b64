"""Lists of applications that a caller may see."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, false, or_, select

from forms.checks.lines import typed_number
from permits.actor import Actor
from permits.errors import NotFound
from permits.models import Application, WorkItem
from permits.policies import COUNTER, SEES_ALL, may_see, serves_counter
from permits.queries.lists.searching import matching
from permits.queries.reading import rows
from permits.queries.reading.reader import find_named, given_id
from permits.queries.typed import columns_of, every
from workflows import light

DEPARTMENTS = select(WorkItem.department).where(WorkItem.application_id == bindparam("id")).distinct()


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A filter of a list; `after` is the last id of the previous page."""

    limit: int
    after: int | None = None
    states: Collection[str] = ()
    number: str = ""
    search: str = ""
    light: str | None = None
    bundle: str = ""
    today: date = field(default=date.min)


@dataclass(frozen=True, slots=True)
class Listed:
    """An application in a list."""

    id: int
    number: str | None
    bundle: str
    state: str
    outcome: str | None
    status_code: int | None
    version: int
    title: str
    is_emergency: bool
    applicant: rows.Document
    submitted_at: datetime | None
    received_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    decided_on: date | None
    delivered_at: datetime | None
    due_on: date | None
    yellow_on: date | None
    committed_due_on: date | None
    statutory_due_on: date | None


class Lit(Protocol):
    """The columns that give the light of an application."""

    @property
    def due_on(self) -> date | None:
        """The last day of the running limit."""

    @property
    def yellow_on(self) -> date | None:
        """The day its light turns yellow."""

    @property
    def decided_on(self) -> date | None:
        """The day of the last decision."""

    @property
    def committed_due_on(self) -> date | None:
        """The last day of the committed limit."""


def find_id(conn: Connection, area: str, id_or_number: str) -> int:
    """Return the id of an application named by id or number; does not check that an id exists.

    Raises:
        NotFound: no application of this area has the number.
    """
    given = given_id(id_or_number)
    return find_named(conn, area, id_or_number).id if given is None else given


def seen(conn: Connection, actor: Actor, id_or_number: str) -> rows.Application:
    """Return an application that the actor may see.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    row = find_named(conn, actor.area, id_or_number)
    # query the work items only where the actor's role alone does not permit the case
    if not may_see(actor, row, ()) and not may_see(actor, row, departments_of(conn, row.id)):
        raise NotFound
    return row


def departments_of(conn: Connection, application_id: int) -> frozenset[str]:
    """Name the departments with work on a case."""
    return frozenset(conn.execute(DEPARTMENTS, {"id": application_id}).scalars())


def light_of(row: Lit, today: date) -> str:
    """Return the light of an application: of the running limit, else of how it met the committed one."""
    if row.due_on is not None and row.yellow_on is not None:
        return light(row.yellow_on, row.due_on, today)
    is_late = row.decided_on is not None and row.committed_due_on is not None and row.decided_on > row.committed_due_on
    return "red" if is_late else "green"


def listing(conn: Connection, actor: Actor, wanted: ListFilter) -> list[Listed]:
    """List the applications an actor may see, newest first; one row beyond the limit shows that a next page exists."""
    found = select(*columns_of(Listed, Application)).where(
        Application.area == actor.area, visible_to(actor), *_filters(wanted)
    )
    if wanted.after is not None:
        found = found.where(Application.id < wanted.after)
    return every(conn, Listed, found.order_by(Application.id.desc()).limit(wanted.limit + 1))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL equivalent of `may_see`."""
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


def _filters(wanted: ListFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.states:
        found.append(Application.state.in_(tuple(wanted.states)))
    if wanted.number:
        found.append(Application.number == typed_number(wanted.number))
    if wanted.search:
        found.append(matching(wanted.search))
    if wanted.bundle:
        found.append(Application.bundle == wanted.bundle)
    if wanted.light == "red":
        found.append(Application.due_on < wanted.today)
    elif wanted.light == "yellow":
        found.append(and_(Application.due_on >= wanted.today, Application.yellow_on <= wanted.today))
    elif wanted.light == "green":
        found.append(Application.yellow_on > wanted.today)
    return found


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """A filter of the cases of an area; `before` is the last id of the previous page."""

    states: Collection[str] = ()
    search: str = ""
    before: int | None = None
    bundle: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the office's list."""

    id: int
    bundle: str
    number: str | None
    title: str
    state: str
    outcome: str | None
    submitted_at: datetime | None
    committed_due_on: date | None
    statutory_due_on: date | None
    due_on: date | None
    yellow_on: date | None
    decided_on: date | None
    net_working_days: int | None


def cases(conn: Connection, area: str, wanted: CaseFilter, *, limit: int) -> list[CaseRow]:
    """List the cases of an area, newest first; one row beyond `limit` shows that there are more."""
    found = select(*columns_of(CaseRow, Application)).where(Application.area == area, Application.number.is_not(None))
    if wanted.states:
        found = found.where(Application.state.in_(tuple(wanted.states)))
    if wanted.search:
        found = found.where(matching(wanted.search))
    if wanted.bundle:
        found = found.where(Application.bundle == wanted.bundle)
    if wanted.before:
        found = found.where(Application.id < wanted.before)
    return every(conn, CaseRow, found.order_by(Application.id.desc()).limit(limit + 1))
