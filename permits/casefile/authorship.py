"""Who changed a thing of a case last: with name, office, act and moment."""

from typing import TypedDict

from sqlalchemy import select

from permits.casefile.context import ActContext
from permits.models import Company, Event, RoleGrant, User
from permits.verifier import moment

Both = dict[str, str]


class LastWriter(TypedDict):
    """The last event about a thing; `by` is the account, `name` and `office` are in both languages."""

    type: str
    by: str
    at: str
    name: Both
    office: Both


def last_writer(context: ActContext, application_id: int, thing: str) -> LastWriter:
    """Describe the last event of a case that tells of a thing, by its name in events; else the last event of all.

    A case has an event from its first row on.
    """
    events = select(Event.seq, Event.payload["moves"].label("moves")).where(Event.application_id == application_id)
    rows = context.conn.execute(events.order_by(Event.seq.desc())).all()
    seq = next((row.seq for row in rows if thing in (row.moves or {})), rows[0].seq)
    columns = (Event.type, Event.actor, Event.at, User.id, User.name_zh, User.name_en, Company.name, Company.name_en)
    named = select(*columns).outerjoin(User, User.username == Event.actor)
    named = named.outerjoin(Company, Company.id == User.company_id)
    found = context.conn.execute(named.where(Event.application_id == application_id, Event.seq == seq)).one()
    kind, actor, at, user_id, name_zh, name_en, company_zh, company_en = found
    return {
        "type": kind,
        "by": actor,
        "at": moment(at),
        "name": {"zh": name_zh or actor, "en": name_en or actor},
        "office": _office(context, user_id) or {"zh": company_zh or "", "en": company_en or ""},
    }


def _office(context: ActContext, user_id: int | None) -> Both | None:
    """Return the department a person works for."""
    grants = select(RoleGrant.area, RoleGrant.department)
    held = context.conn.execute(grants.where(RoleGrant.user_id == user_id, RoleGrant.department != "")).first()
    return dict(context.office.body(held.area, held.department).name) if held else None
