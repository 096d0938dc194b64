"""Accounts of people whom an identity service names: linked by a verified claim, made for applicants alone.

What the service says of person and company is held as what somebody says who registers: the office has not seen it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, insert, select, update

from forms.checks.identity import canonical_number
from forms.checks.lines import one_line
from permits.errors import Forbidden, Invalid
from permits.models import FederatedIdentity, RoleGrant, User
from permits.policies import OVERSIGHT, STAFF
from permits.queries.office.people import NO_PASSWORD
from permits.services.house.federation.provider import Claims
from permits.services.house.registration import APPLICANT, UNCONFIRMED, claimed_company
from permits.services.notifying.mailing import Addressee, write_to_account
from workflows import N_

EMAIL = "email"
# claims that come with a word whether the service has checked them; it vouches for any other by its signature
VERIFIED_BY: Mapping[str, str] = {EMAIL: "email_verified", "phone_number": "phone_number_verified"}
LONGEST = 100
NO_ACCOUNT = N_("There is no account for you here yet: the administrators of the office add people")
DISABLED = N_("This account is disabled: ask the administrators of the office")
TAKEN = N_("This account belongs to another identity of the service: the administrators of the office can reset it")
NAMELESS = N_("The identity service did not say who you are: register here instead")
OF_OFFICE = exists().where(RoleGrant.user_id == User.id, RoleGrant.role.in_(STAFF | OVERSIGHT)).correlate(User)


@dataclass(frozen=True, slots=True)
class Terms:
    """Which claims an installation reads: that of staff, and those of an applicant's name, code and company."""

    staff: str
    name: str
    uscc: str
    company: str

    def wants_more(self, claims: Claims) -> bool:
        """Return whether a claim is missing that is read."""
        return not all(name in claims for name in (self.staff, self.name, self.uscc, self.company, EMAIL) if name)


@dataclass(frozen=True, slots=True)
class Arriving:
    """Somebody whom an identity service names, the area whose page they came to, and the language they read."""

    issuer: str
    claims: Claims
    area: str
    language: str

    @property
    def subject(self) -> str:
        """What the service calls them, for good."""
        return str(self.claims["sub"])

    def said(self, name: str) -> str:
        """Return a claim as one line; empty where it is missing, or needs to be verified and is not."""
        value = self.claims.get(name) if name else None
        if name in VERIFIED_BY and self.claims.get(VERIFIED_BY[name]) is not True:
            return ""
        return one_line(value)[:LONGEST] if isinstance(value, str) else ""


def enter(conn: Connection, who: Arriving, terms: Terms, *, wall: datetime) -> int:
    """Return the account of somebody whom an identity service names; an unknown applicant gets one.

    Raises:
        Forbidden: there is no account for this member of staff, it is disabled or belongs to another identity.
    """
    linked = (FederatedIdentity.issuer == who.issuer) & (FederatedIdentity.subject == who.subject)
    wanted = select(User.id, User.is_active).join(FederatedIdentity, FederatedIdentity.user_id == User.id)
    known = conn.execute(wanted.where(linked)).first()
    if known is None:
        return _link(conn, who, _account(conn, who, terms), wall=wall)
    if not known.is_active:
        raise Forbidden(DISABLED)
    return int(known.id)


def forget(conn: Connection, user_id: int) -> None:
    """Forget the identities that are linked to an account; the next sign-in by a service links one anew."""
    conn.execute(delete(FederatedIdentity).where(FederatedIdentity.user_id == user_id))


def _account(conn: Connection, who: Arriving, terms: Terms) -> int:
    """Return the account that a verified claim names, or a new one of an applicant."""
    if terms.staff and who.claims.get(terms.staff):
        return _of_staff(conn, who.said(terms.staff), terms.staff)
    email = who.said(EMAIL).lower()
    found = _those(conn, User.username == email) if email else []
    if not found:
        return _new_applicant(conn, who, terms)
    if found[0].password_hash == UNCONFIRMED:
        return _confirmed(conn, found[0].id, who, terms)
    if found[0].is_of_office:
        # an account of staff opens by the claim of staff alone
        raise Forbidden(NO_ACCOUNT)
    return _open(found)


def _of_staff(conn: Connection, value: str, claim: str) -> int:
    named = User.email == value.lower() if claim == EMAIL else User.username == value
    return _open(_those(conn, named & OF_OFFICE) if value else [])


def _those(conn: Connection, named: ColumnElement[bool]) -> Sequence[Row[int, bool, str, bool]]:
    columns = (User.id, User.is_active, User.password_hash, OF_OFFICE.label("is_of_office"))
    return conn.execute(select(*columns).where(named).limit(2)).all()


def _open(found: Sequence[Row[int, bool, str, bool]]) -> int:
    if len(found) != 1:
        raise Forbidden(NO_ACCOUNT)
    if not found[0].is_active:
        raise Forbidden(DISABLED)
    return int(found[0].id)


def _link(conn: Connection, who: Arriving, user_id: int, *, wall: datetime) -> int:
    """Link an identity to an account, which is told; an account has one identity of a service."""
    others = (FederatedIdentity.user_id == user_id) & (FederatedIdentity.issuer == who.issuer)
    if conn.execute(select(FederatedIdentity.subject).where(others)).first() is not None:
        raise Forbidden(TAKEN)
    row = {"issuer": who.issuer, "subject": who.subject, "user_id": user_id, "linked_at": wall}
    conn.execute(insert(FederatedIdentity).values(**row))
    area, email = conn.execute(select(User.area, User.email).where(User.id == user_id)).one()
    write_to_account(conn, Addressee(area, user_id, email), "account.linked", wall=wall)
    return user_id


def _new_applicant(conn: Connection, who: Arriving, terms: Terms) -> int:
    # an address that the service has not verified would let a stranger choose a password by letter
    email = who.said(EMAIL).lower()
    key = hashlib.sha256(f"{who.issuer} {who.subject}".encode()).hexdigest()
    about = {"username": email or f"id-{key[:20]}", "email": email, "phone": "", "language": who.language}
    made = insert(User).values(area=who.area, password_hash=NO_PASSWORD, **about, **_said_of(conn, who, terms))
    user_id = conn.execute(made.values(identity_seen=False).returning(User.id)).scalar_one()
    conn.execute(insert(RoleGrant).values(user_id=user_id, role=APPLICANT, department="", area=who.area))
    return int(user_id)


def _confirmed(conn: Connection, user_id: int, who: Arriving, terms: Terms) -> int:
    """Take over an account whose address nobody has confirmed: the service has, whoever asked for it."""
    said = {"is_active": True, "password_hash": NO_PASSWORD, **_said_of(conn, who, terms)}
    conn.execute(update(User).where(User.id == user_id).values(**said))
    return user_id


def _said_of(conn: Connection, who: Arriving, terms: Terms) -> dict[str, str]:
    """Return the columns of what the service says of person and company; a claim that cannot stand is left out.

    Raises:
        Forbidden: it does not name them.
    """
    name = who.said(terms.name)
    if not name:
        raise Forbidden(NAMELESS)
    said = {"name_zh": name, "name_en": name}
    try:
        told = claimed_company(conn, canonical_number(who.said(terms.uscc)), who.said(terms.company))
    except Invalid:
        # a wrong code, a company without a name, or one whose owner invites: the person may file for themselves
        return said
    return said | ({"claimed_uscc": told["uscc"], "claimed_company": told["company"]} if told else {})
