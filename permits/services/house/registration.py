"""Contractors register: the address is confirmed by a link, a company is named by its credit code.

A registration proves an address alone: person and company are what somebody says until the office has seen them.
Whether somebody has an account is told to the address alone, never on the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, insert, select, update

from forms.checks.identity import canonical_number, check_uscc
from permits.actor import Actor
from permits.errors import Invalid, NotFound
from permits.models import Company, Mail, RoleGrant, User
from permits.models.base import JsonObject
from permits.policies import OWNER
from permits.queries.office.recorded import PAPER
from permits.services.notifying.mailing import Addressee, write_to_account
from workflows import N_

APPLICANT = "applicant"
# an account that waits for its address to be confirmed; no password has this hash
UNCONFIRMED = "?"
# whoever asks again so soon gets no second letter
PAUSE = timedelta(minutes=5)
MOST_ACCOUNTS = 3
RESET, JOINING = "account.reset", "account.joining_too"
OF_APPLICANT = (RoleGrant.user_id == User.id) & (RoleGrant.role == APPLICANT) & (RoleGrant.area == User.area)


@dataclass(frozen=True, slots=True)
class Registration:
    """What somebody says of themselves; without a credit code they apply as a person.

    `phone_digest` is what the telephone number is found by.
    """

    email: str
    name: str
    phone: str
    uscc: str = ""
    company: str = ""
    phone_digest: str | None = None


def register(conn: Connection, area: str, said: Registration, *, language: str, wall: datetime) -> None:
    """Register somebody, who confirms it by the link of a letter; an address with an account gets a letter saying so.

    Raises:
        Invalid: the credit code is wrong, or its company is registered: its owner invites others.
    """
    told = claimed_company(conn, said.uscc, said.company)
    _write(conn, _account(conn, area, said, language), Letter("account.registered", told), wall=wall)


@dataclass(frozen=True, slots=True)
class Letter:
    """A kind of letter, and what its link knows."""

    kind: str
    told: Mapping[str, str] = field(default_factory=dict)


def _account(conn: Connection, area: str, said: Registration, language: str) -> Row[int, str, str, str]:
    """Return the account of an address; a new one waits for its confirmation."""
    email = said.email.lower()
    columns = (User.id, User.area, User.email, User.password_hash)
    known = conn.execute(select(*columns).where(User.username == email)).first()
    if known is not None:
        return known
    about = {"name_zh": said.name, "name_en": said.name, "email": email, "phone": said.phone, "language": language}
    made = insert(User).values(area=area, username=email, password_hash=UNCONFIRMED, is_active=False, **about)
    made = made.values(phone_digest=said.phone_digest)
    row = conn.execute(made.values(identity_seen=False).returning(*columns)).one()
    conn.execute(insert(RoleGrant).values(user_id=row.id, role=APPLICANT, department="", area=area))
    return row


def _write(conn: Connection, to: Row[int, str, str, str], letter: Letter, *, wall: datetime) -> None:
    """Write to an account; one that is confirmed is told that it is known, whatever was asked for."""
    sent = letter if to.password_hash == UNCONFIRMED or letter.kind in {RESET, JOINING} else Letter("account.known")
    recent = select(Mail.id).where(Mail.user_id == to.id, Mail.subject == sent.kind, Mail.created_at > wall - PAUSE)
    if conn.execute(recent.limit(1)).first() is None:
        write_to_account(conn, Addressee(to.area, to.id, to.email), sent.kind, wall=wall, params=sent.told)


def claimed_company(conn: Connection, uscc: str, name: str) -> dict[str, str]:
    """Return the company that somebody claims, by its code and its name; empty for a person.

    Raises:
        Invalid: the code is wrong, the company has no name, or is registered: its owner invites others.
    """
    code = canonical_number(uscc)
    if not code:
        return {}
    if faults := check_uscc(code):
        raise Invalid.at("uscc", faults[0].message)
    if not name.strip():
        raise Invalid.at("company", N_("Name the company"))
    # one that only the counter has filed for has nobody who could invite
    members = (User.company_id == Company.id) & ~User.username.startswith(PAPER)
    known = select(Company.id).where(Company.uscc == code, exists().where(members))
    if conn.execute(known).first() is not None:
        message = N_(
            "This company is known here: its owner invites you, or the counter adds you with its business licence"
        )
        raise Invalid.at("uscc", message)
    return {"uscc": code, "company": name.strip()}


def complete(conn: Connection, user_id: int, told: JsonObject) -> None:
    """Complete a registration whose address is confirmed: the account is enabled, and claims the company it named."""
    waiting = (User.id == user_id) & (User.password_hash == UNCONFIRMED)
    if conn.execute(update(User).where(waiting).values(is_active=True)).rowcount == 0:
        return
    if "member_of" in told:
        join(conn, user_id, int(told["member_of"]))
    elif "uscc" in told:
        claimed = {"claimed_uscc": told["uscc"], "claimed_company": told["company"]}
        conn.execute(update(User).where(User.id == user_id).values(**claimed))


def join(conn: Connection, user_id: int, company_id: int) -> bool:
    """Make an account a member of a company; False if it is no applicant, or of a company by now."""
    free = (User.id == user_id) & _is_free()
    joined = {"company_id": company_id, "claimed_uscc": "", "claimed_company": ""}
    return conn.execute(update(User).where(free).values(**joined)).rowcount > 0


def _is_free() -> ColumnElement[bool]:
    return User.is_active & User.company_id.is_(None) & exists().where(OF_APPLICANT)


def ask_for_password(conn: Connection, email: str, *, wall: datetime) -> None:
    """Send the active accounts of an address a link to choose a new password; nothing where there is none."""
    columns = (User.id, User.area, User.email, User.password_hash)
    mine = select(*columns).where(User.email == email.lower(), User.is_active).order_by(User.id).limit(MOST_ACCOUNTS)
    for row in conn.execute(mine).all():
        _write(conn, row, Letter(RESET), wall=wall)


def invite(conn: Connection, owner: Actor, said: Registration, *, wall: datetime) -> None:
    """Let a colleague act for the owner's company once they agree by the link of a letter.

    Whoever is new chooses a password by it. An account that cannot join is told that it is known; the owner is not.

    Raises:
        NotFound: the actor belongs to no company.
    """
    if owner.company_id is None:
        raise NotFound
    name = conn.execute(select(Company.name).where(Company.id == owner.company_id)).scalar_one()
    told = {"inviter": owner.name, "company": name}
    account = _account(conn, owner.area, said, owner.language)
    letter = Letter("account.joining", {**told, "member_of": str(owner.company_id)})
    if account.password_hash != UNCONFIRMED and _may_join(conn, account.id):
        letter = Letter(JOINING, {**told, "joins": str(owner.company_id)})
    _write(conn, account, letter, wall=wall)


def _may_join(conn: Connection, user_id: int) -> bool:
    wanted = select(User.id).where(User.id == user_id, _is_free())
    return conn.execute(wanted).first() is not None


def dismiss(conn: Connection, owner: Actor, member_id: int) -> None:
    """Take a member out of the owner's company; what they filed stays with the company.

    Raises:
        NotFound: the actor belongs to no company, it has no such member, or it is the owner.
    """
    if owner.company_id is None:
        raise NotFound
    member = (User.id == member_id) & (User.company_id == owner.company_id) & (User.id != owner.person)
    if conn.execute(update(User).where(member).values(company_id=None)).rowcount == 0:
        raise NotFound
    conn.execute(delete(RoleGrant).where(RoleGrant.user_id == member_id, RoleGrant.role == OWNER))
