"""The reader of a case: the application in one statement, everything that belongs to it in a second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Date, bindparam, select

from permits import models
from permits.errors import NotFound
from permits.queries.reading import rows, rows_beside
from permits.queries.reading.gathered import Gathering, Kind, Rows, kind
from permits.queries.typed import columns_of, every, first
from workflows import event_catalogue

R = TypeVar("R")
LONGEST_ID = 18
# the first and the last subject of the register of bans that name an applicant
Subjects = tuple[str, str]
NOBODY: Subjects = ("", "")
# the events that rules and breaches need; `case.trail` lists the whole trail
TOLD = tuple(sorted(event_catalogue().types(lambda event: bool(event.bars_from) or event.breaks_limit)))
ID: ColumnElement[Any] = bindparam("id")
AREA: ColumnElement[Any] = bindparam("area")
TODAY: ColumnElement[date] = bindparam("today", type_=Date())
USER = models.User.__table__
ITEM, HEARING, LICENCE, CASE = (
    model.__table__ for model in (models.WorkItem, models.Hearing, models.Licence, models.Application)
)

COMPANY_OF_ACCOUNT = (
    select(models.Company.uscc).join(CASE, CASE.c.company_id == models.Company.id).where(CASE.c.id == ID)
)


def _of_case(row: type[R], model: type[models.Base]) -> Kind[R]:
    """Return the kind of rows that carry the id of their application."""
    return kind(row, model, where=model.__table__.c.application_id == ID)


def _held(row: type[R], model: type[models.Base], *, person: ColumnElement[bool], role: str) -> Kind[R]:
    """Return the kind of rows of a case joined with the names of a staff member."""
    table = model.__table__
    named: dict[str, ColumnElement[Any]] = {f"{role}_zh": USER.c.name_zh, f"{role}_en": USER.c.name_en}
    if role not in table.c:
        named[role] = USER.c.username
    return kind(row, model, where=table.c.application_id == ID, source=table.outerjoin(USER, person), named=named)


KINDS: Sequence[Kind[Any]] = (
    _of_case(rows.Permit, models.Permit),
    _held(rows.WorkItem, models.WorkItem, person=USER.c.id == ITEM.c.assignee_id, role="assignee"),
    _of_case(rows.Clock, models.LegalClock),
    _of_case(rows.ClockEntry, models.ClockEntry),
    kind(
        rows.Material,
        models.Material,
        where=(models.Material.application_id == ID) & models.Material.removed_at.is_(None),
    ),
    _of_case(rows.Deficiency, models.Deficiency),
    _of_case(rows.DeficiencyList, models.DeficiencyDraft),
    _of_case(rows.Notice, models.Notice),
    _of_case(rows.Amendment, models.Amendment),
    _of_case(rows.EmergencyReport, models.EmergencyReport),
    _of_case(rows.SupervisionOrder, models.SupervisionOrder),
    _of_case(rows.Explanation, models.Explanation),
    _of_case(rows.FineFlag, models.FineFlag),
    kind(
        rows.Ban,
        models.Ban,
        where=(models.Ban.area == AREA)
        & (
            models.Ban.subject.between(bindparam("first_subject"), bindparam("last_subject"))
            | models.Ban.subject.in_(COMPANY_OF_ACCOUNT)
        )
        & (models.Ban.from_on <= TODAY)
        & (models.Ban.to_on >= TODAY),
    ),
    kind(
        rows.PastEvent,
        models.Event,
        where=(models.Event.application_id == ID) & models.Event.type.in_(TOLD),
        place=models.Event.__table__.c.seq,
    ),
    _of_case(rows_beside.Stop, models.SpecialProcedure),
    _held(rows_beside.Hearing, models.Hearing, person=USER.c.username == HEARING.c.chair, role="chair"),
    _of_case(rows_beside.PublicNotice, models.PublicNotice),
    _of_case(rows_beside.Statement, models.Statement),
    _of_case(rows_beside.Survey, models.Survey),
    _of_case(rows_beside.Photo, models.Photo),
    _of_case(rows_beside.FeeNotice, models.FeeNotice),
    _of_case(rows_beside.Payment, models.Payment),
    kind(
        rows_beside.Licence,
        models.Licence,
        where=LICENCE.c.application_id == ID,
        source=LICENCE.join(CASE, CASE.c.id == LICENCE.c.application_id),
        named={"application_number": CASE.c.number, "served_at": CASE.c.delivered_at},
    ),
    _of_case(rows_beside.LicenceChange, models.LicenceChange),
    _of_case(rows_beside.Inspection, models.Inspection),
    kind(
        rows_beside.PendingChange,
        models.Application,
        where=(CASE.c.area == AREA)
        & CASE.c.about_licence.in_(select(LICENCE.c.number).where(LICENCE.c.application_id == ID)),
    ),
    kind(
        rows_beside.AboutLicence,
        models.Licence,
        where=(LICENCE.c.area == AREA) & (LICENCE.c.number == bindparam("about")),
        source=LICENCE.join(CASE, CASE.c.id == LICENCE.c.application_id),
        named={
            "bundle": CASE.c.bundle,
            "bundle_version": CASE.c.bundle_version,
            "applicant": CASE.c.applicant,
            "site": CASE.c.site,
            "answers": CASE.c.answers,
        },
    ),
)
BY_ROW: Mapping[type[object], Kind[Any]] = {one.row: one for one in KINDS}
WHOLE = Gathering(KINDS)


@dataclass(frozen=True, slots=True)
class Case:
    """A case as read: its application and the rows of every kind that belong to it, each kind in order."""

    application: rows.Application
    children: Mapping[type[object], Sequence[object]]

    def of(self, row: type[R]) -> Sequence[R]:
        """Return the rows of one kind."""
        return cast("Sequence[R]", self.children[row])


def bound_to(
    application_id: int, *, area: str, about: str | None, subjects: Subjects, today: date
) -> dict[str, object]:
    """Return the bind parameters of a case's rows; `subjects` name the applicant in the register of bans."""
    first_subject, last_subject = subjects
    return {
        "id": application_id,
        "area": area,
        "about": about,
        "first_subject": first_subject,
        "last_subject": last_subject,
        "today": today,
    }


def read_case(conn: Connection, application: rows.Application, *, subjects: Subjects, today: date) -> Case:
    """Read everything that belongs to an application."""
    bound = bound_to(
        application.id, area=application.area, about=application.about_licence, subjects=subjects, today=today
    )
    return Case(application, WHOLE.read(conn, bound))


def read_rows(conn: Connection, row: type[R], bound: Mapping[str, object]) -> list[R]:
    """Read the rows of one kind alone; `bound` comes from `bound_to`."""
    one: Kind[R] = BY_ROW[row]
    return every(conn, row, one.rows, bound)


@cache
def _finding(by: str) -> Rows:
    wanted = {
        "id": CASE.c.id == ID,
        "number": CASE.c.number == ID,
        "work_item": CASE.c.id == select(ITEM.c.application_id).where(ITEM.c.id == ID).scalar_subquery(),
    }
    return select(*columns_of(rows.Application, models.Application)).where(CASE.c.area == AREA, wanted[by])


def find(conn: Connection, area: str, key: int | str, *, by: str = "id") -> rows.Application:
    """Find an application of an area by its id, its number or one of its work items.

    Raises:
        NotFound: there is none.
    """
    found = first(conn, rows.Application, _finding(by), {"area": area, "id": key})
    if found is None:
        raise NotFound
    return found


def find_named(conn: Connection, area: str, id_or_number: str) -> rows.Application:
    """Find an application by its id or its number, as addresses name it.

    Raises:
        NotFound: there is none in this area.
    """
    given = given_id(id_or_number)
    if given is None:
        return find(conn, area, id_or_number.strip().upper(), by="number")
    return find(conn, area, given)


def given_id(id_or_number: str) -> int | None:
    """Return the id if the text is one; None for a number."""
    text = id_or_number.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID else None
