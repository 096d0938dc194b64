"""Read the office as the records of its file: what stands in the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, select

from permits.models import Area, BundleTerm, Company, Department, Road, RoleGrant, User
from permits.queries.office.records import (
    Address,
    AreaRecord,
    CompanyRecord,
    DepartmentRecord,
    PersonRecord,
    RoadRecord,
    TermRecord,
    Words,
)
from permits.queries.typed import columns_of, every

# accounts that own what the counter filed for somebody without one
PAPER = "paper-"


@dataclass(frozen=True, slots=True)
class _Person:
    id: int
    username: str
    name_zh: str
    name_en: str
    email: str
    phone: str
    company: str | None
    enforcement_number: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class _Term:
    bundle: str
    version: str
    from_on: date
    retired_on: date | None


def area_codes(conn: Connection) -> list[str]:
    """List the codes of the areas of this installation."""
    return list(conn.execute(select(Area.code).order_by(Area.code)).scalars())


def area_of(conn: Connection, code: str, *, about: AreaRecord | None = None) -> AreaRecord | None:
    """Read an area with everything in it, None where there is none.

    With `about`, only the lists that it or a check of it needs; of companies only those it names, whichever area put
    them on record; of people only those it names, and the administrators.
    """
    row = conn.execute(select(Area).where(Area.code == code)).mappings().first()
    if row is None:
        return None
    return AreaRecord.model_construct(
        code=code,
        name=Words.model_construct(zh=row["name_zh"], en=row["name_en"]),
        hosts=tuple(row["hosts"]),
        cut_off_hour=row["cut_off_hour"],
        four_eyes=row["four_eyes"],
        departments=tuple(departments_of(conn, code)) if _needs(about, "departments", "people") else (),
        roads=tuple(_roads(conn, code)) if _needs(about, "roads") else (),
        companies=tuple(_companies(conn, code, about)) if _needs(about, "companies", "people") else (),
        people=tuple(people_of(conn, _people(code, about))) if _needs(about, "people") else (),
        bundles=tuple(_terms(conn, code)) if _needs(about, "bundles") else (),
    )


def _needs(about: AreaRecord | None, *lists: str) -> bool:
    return about is None or any(about.rows()[name] for name in lists)


def departments_of(conn: Connection, code: str) -> Iterable[DepartmentRecord]:
    """List the departments of an area by key."""
    for row in conn.execute(select(Department).where(Department.area == code).order_by(Department.key)).mappings():
        yield DepartmentRecord.model_construct(
            department=row["key"],
            name=Words.model_construct(zh=row["name_zh"], en=row["name_en"]),
            short=Words.model_construct(zh=row["short_zh"], en=row["short_en"]),
            uscc=row["uscc"],
            document_prefix=row["document_prefix"],
            address=Address.model_construct(zh=row["address_zh"], en=row["address_en"]),
            phone=row["phone"],
        )


def _roads(conn: Connection, code: str) -> Iterable[RoadRecord]:
    for row in conn.execute(select(Road).where(Road.area == code).order_by(Road.id)).mappings():
        yield RoadRecord.model_construct(
            name=Words.model_construct(zh=row["name_zh"], en=row["name_en"]),
            road_class=row["road_class"],
            opened_on=row["opened_on"],
            overhauled_on=row["overhauled_on"],
        )


def _companies(conn: Connection, code: str, about: AreaRecord | None) -> Iterable[CompanyRecord]:
    wanted = select(Company.uscc, Company.name, Company.name_en)
    if about is None:
        wanted = wanted.where(Company.area == code)
    else:
        named = {person.company for person in about.people} | {company.uscc for company in about.companies}
        if not (named := named - {""}):
            return
        wanted = wanted.where(Company.uscc.in_(named))
    for uscc, name, name_en in conn.execute(wanted.order_by(Company.uscc)):
        yield CompanyRecord.model_construct(uscc=uscc, name=name, name_en=name_en)


def _people(code: str, about: AreaRecord | None) -> ColumnElement[bool]:
    if about is None:
        return (User.area == code) & ~User.username.startswith(PAPER)
    admins = select(RoleGrant.user_id).where(RoleGrant.area == code, RoleGrant.role == "admin")
    named = User.username.in_([person.username for person in about.people])
    return (User.area == code) & (named | User.id.in_(admins))


def people_of(conn: Connection, which: ColumnElement[bool]) -> Sequence[PersonRecord]:
    """List the people that match, with their roles, in the order they came."""
    columns = columns_of(_Person, User, {"company": Company.uscc})
    wanted = select(*columns).outerjoin(Company, Company.id == User.company_id).where(which).order_by(User.id)
    if not (people := every(conn, _Person, wanted)):
        return []
    grants = select(RoleGrant.user_id, RoleGrant.role, RoleGrant.department).join(User, User.id == RoleGrant.user_id)
    roles: dict[int, list[str]] = defaultdict(list)
    for user_id, role, department in conn.execute(grants.where(which)):
        roles[user_id].append(written(role, department))
    return [_person(row, roles[row.id]) for row in people]


def written(role: str, department: str) -> str:
    """Write a role as files and commands do."""
    return f"{role}:{department}" if department else role


def _person(row: _Person, roles: Iterable[str]) -> PersonRecord:
    return PersonRecord.model_construct(
        username=row.username,
        name=Words.model_construct(zh=row.name_zh, en=row.name_en),
        email=row.email,
        phone=row.phone,
        roles=tuple(sorted(roles)),
        company=row.company or "",
        enforcement_number=row.enforcement_number,
        is_active=row.is_active,
    )


def _terms(conn: Connection, code: str) -> Iterable[TermRecord]:
    columns = columns_of(_Term, BundleTerm, {"bundle": BundleTerm.key})
    wanted = select(*columns).where(BundleTerm.area == code).order_by(BundleTerm.id)
    for row in every(conn, _Term, wanted):
        yield TermRecord.model_construct(
            bundle=row.bundle, version=row.version, from_on=row.from_on, retired_on=row.retired_on
        )
