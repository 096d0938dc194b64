"""Confirm or reject who somebody registered as: the office has seen a card or a licence, or has not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update

from permits.casefile import ActContext
from permits.errors import NotFound
from permits.models import Application, Company, RoleGrant, User
from permits.policies import OWNER
from permits.queries.lists.staff import Unseen, unseen_account
from permits.services.administration.chain import Act, record
from permits.services.notifying.mailing import Addressee, insert_once, write_to_account


def confirm(context: ActContext, user_id: int, *, wall: datetime) -> None:
    """Confirm an account whose holder came with the identity card, or with the business licence of the company.

    The company becomes theirs with what was filed for it; claims of other accounts to its code end. The caller commits.

    Raises:
        NotFound: the area has no such account that waits.
    """
    account = _find(context, user_id)
    if account.claimed_uscc:
        _give(context, account)
        _end(context, _claims(context, account), wall=wall)
    else:
        context.conn.execute(update(User).where(User.id == user_id).values(identity_seen=True))
    record(context, [Act("identity.confirmed", {"key": account.username, "company": account.claimed_uscc})])
    kind = "account.confirmed" if account.claimed_uscc else "account.identified"
    _tell(context, account, kind, wall=wall)


def reject(context: ActContext, user_id: int, *, wall: datetime) -> None:
    """End a claim to a company; the account stays, for the person alone, with what it filed. The caller commits.

    Raises:
        NotFound: the area has no such account that claims a company.
    """
    account = _find(context, user_id)
    if not account.claimed_uscc:
        raise NotFound
    _end(context, User.id == user_id, wall=wall)


def _find(context: ActContext, user_id: int) -> Unseen:
    found = unseen_account(context.conn, context.actor.area, user_id, lock=True)
    if found is None:
        raise NotFound
    return found


def _give(context: ActContext, account: Unseen) -> None:
    """Make an account an owner of the company it claims, in all areas, which sees what the account filed for it."""
    conn, area, code, name = context.conn, context.actor.area, account.claimed_uscc, account.claimed_company
    insert_once(conn, Company, {"area": area, "uscc": code, "name": name, "name_en": name})
    company = conn.execute(select(Company.id).where(Company.uscc == code)).scalar_one()
    given = {"company_id": company, "claimed_uscc": "", "claimed_company": ""}
    conn.execute(update(User).where(User.id == account.id).values(**given))
    held = select(RoleGrant.role).where(RoleGrant.user_id == account.id, RoleGrant.role == OWNER)
    if conn.execute(held).first() is None:
        conn.execute(insert(RoleGrant).values(user_id=account.id, role=OWNER, department="", area=area))
    filed = (Application.owner_id == account.id) & Application.company_id.is_(None)
    filed &= Application.applicant["uscc"].as_string() == code
    conn.execute(update(Application).where(filed).values(company_id=company))


def _claims(context: ActContext, account: Unseen) -> ColumnElement[bool]:
    code = User.claimed_uscc == account.claimed_uscc
    return (User.area == context.actor.area) & code & (User.id != account.id)


def _end(context: ActContext, claims: ColumnElement[bool], *, wall: datetime) -> None:
    """End claims to a company, on record, and tell who made them."""
    columns = (User.id, User.username, User.email, User.claimed_uscc, User.claimed_company)
    ended = [Claim(*row) for row in context.conn.execute(select(*columns).where(claims).order_by(User.id))]
    if not ended:
        return
    context.conn.execute(update(User).where(claims).values(claimed_uscc="", claimed_company=""))
    record(context, [Act("identity.rejected", {"key": one.username, "company": one.claimed_uscc}) for one in ended])
    for one in ended:
        _tell(context, one, "account.rejected", wall=wall)


@dataclass(frozen=True, slots=True)
class Claim:
    """An account that says it acts for a company."""

    id: int
    username: str
    email: str
    claimed_uscc: str
    claimed_company: str


def _tell(context: ActContext, account: Claim | Unseen, kind: str, *, wall: datetime) -> None:
    to = Addressee(context.actor.area, account.id, account.email)
    write_to_account(context.conn, to, kind, wall=wall, params={"company": account.claimed_company})
