"""Write the changes of an office record: rows of areas, departments, roads, companies, people, terms of bundles."""

from collections.abc import Callable, Mapping, Set

from sqlalchemy import delete, insert, select, update

from permits.casefile import ActContext
from permits.keys import phone_digest
from permits.models import Area, Base, Company, Department, Road, RoleGrant, User
from permits.queries.office.people import NO_PASSWORD
from permits.queries.office.records import (
    AreaRecord,
    CompanyRecord,
    DepartmentRecord,
    PersonRecord,
    Record,
    RoadRecord,
    TermRecord,
)
from permits.services.administration.differences import Change
from permits.services.bundles.importing import Entry, end_term, line_up, put_in_force
from permits.services.house import accounts
from permits.services.notifying.mailing import insert_once

# no password has this hash: nobody signs in to the account before its link was used
HELD = frozenset({AreaRecord, DepartmentRecord})


def write(context: ActContext, changes: list[Change]) -> None:
    """Write changes of the actor's area; processes read again what they hold of it."""
    for change in changes:
        WRITERS[type(change.record)](context, change)
    if any(type(change.record) in HELD for change in changes):
        line_up(context.conn)


def _area(context: ActContext, change: Change) -> None:
    columns = change.record.columns(frozenset(change.fields))
    if change.is_new:
        context.conn.execute(insert(Area).values(**columns))
    else:
        context.conn.execute(update(Area).where(Area.code == context.actor.area).values(**columns))


def _department(context: ActContext, change: Change) -> None:
    # the field `department` is the key
    _row(context, change, Department, fields=change.fields.keys() - {"department"}, key=change.record.key)


def _road(context: ActContext, change: Change) -> None:
    _row(context, change, Road, fields=change.fields.keys(), name_zh=change.record.key)


def _company(context: ActContext, change: Change) -> None:
    if change.is_new:  # another area may have put it on record
        columns = change.record.columns(frozenset(change.fields))
        insert_once(context.conn, Company, {"area": context.actor.area, **columns})
    else:
        _row(context, change, Company, fields=change.fields.keys(), uscc=change.record.key)


def _row(context: ActContext, change: Change, table: type[Base], *, fields: Set[str], **key: str) -> None:
    """Add or change the row of the area that one column names."""
    columns = change.record.columns(frozenset(fields))
    if change.is_new:
        context.conn.execute(insert(table).values({"area": context.actor.area, **key, **columns}))
    else:
        context.conn.execute(update(table).filter_by(area=context.actor.area, **key).values(columns))


def _person(context: ActContext, change: Change) -> None:
    conn, area, fields = context.conn, context.actor.area, change.fields
    columns: dict[str, object] = {**change.record.columns(frozenset(fields))}
    if "company" in fields:
        uscc = fields["company"][1]
        company = select(Company.id).where(Company.uscc == uscc)
        columns["company_id"] = conn.execute(company).scalar() if uscc else None
        columns |= {"claimed_uscc": "", "claimed_company": ""}  # the office says it now
    if "phone" in fields:
        columns["phone_digest"] = phone_digest(context.office.secret, str(fields["phone"][1]))
    if change.is_new:
        made = insert(User).values(area=area, password_hash=NO_PASSWORD, language="zh", **columns)
        user_id = conn.execute(made.returning(User.id)).scalar_one()
    else:
        own = (User.area == area) & (User.username == change.record.key)
        user_id = conn.execute(select(User.id).where(own)).scalar_one()
        if columns:
            conn.execute(update(User).where(User.id == user_id).values(**columns))
    if "roles" in fields:
        _roles(context, user_id, change)
    if not change.is_new and fields.get("is_active") == (True, False):
        accounts.disable(conn, user_id, at=context.at)


def _roles(context: ActContext, user_id: int, change: Change) -> None:
    before, after = (_grants(one) for one in change.fields["roles"])
    for role, department in before - after:
        one = (RoleGrant.user_id == user_id) & (RoleGrant.role == role) & (RoleGrant.department == department)
        context.conn.execute(delete(RoleGrant).where(one))
    added = [
        {"user_id": user_id, "role": role, "department": department, "area": context.actor.area}
        for role, department in sorted(after - before)
    ]
    if added:
        context.conn.execute(insert(RoleGrant), added)


def _grants(roles: object) -> set[tuple[str, str]]:
    split = (str(one).partition(":") for one in roles) if isinstance(roles, tuple) else ()
    return {(role, department) for role, _, department in split}


def _term(context: ActContext, change: Change) -> None:
    record = change.record
    assert isinstance(record, TermRecord)  # noqa: S101 - by the table of writers
    by = context.actor.username
    entry = Entry(area=context.actor.area, from_on=record.from_on, by=by, at=context.at)
    if change.is_new:
        put_in_force(context.conn, record.bundle, record.version, entry)
    end_term(context.conn, record.bundle, record.version, entry, retired_on=record.retired_on)


WRITERS: Mapping[type[Record], Callable[[ActContext, Change], None]] = {
    AreaRecord: _area,
    DepartmentRecord: _department,
    RoadRecord: _road,
    CompanyRecord: _company,
    PersonRecord: _person,
    TermRecord: _term,
}
