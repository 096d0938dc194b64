"""The people of an area and its register for administrators; the members of a company and their sign-ins."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from permits.keys import phone_digest
from permits.models import ApiToken, Company, OfficeEvent, Road, RoleGrant, RoleRequest, SignIn, User
from permits.models.base import JsonObject
from permits.queries.lists.searching import spellings
from permits.queries.office.recorded import PAPER
from permits.queries.typed import Part, Window, columns_of, every, first, part

MOST_SIGN_INS = 10


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the area; `company` is the name of the company it belongs to."""

    id: int
    username: str
    name_zh: str
    name_en: str
    email: str
    is_active: bool
    company: str | None


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people are listed: those whose name, address or company contains a text, those of the office alone."""

    search: str = ""
    in_office: bool = True


def people(conn: Connection, area: str, wanted: PeopleFilter, window: Window) -> Part[Account]:
    """List the accounts of an area in the order they came; accounts of counter filings are nobody's."""
    columns = columns_of(Account, User, {"company": Company.name})
    found = select(*columns).outerjoin(Company, Company.id == User.company_id)
    found = found.where(User.area == area, ~User.username.startswith(PAPER))
    if wanted.in_office:
        applicants = select(RoleGrant.user_id).where(RoleGrant.area == area, RoleGrant.role == "applicant")
        found = found.where(User.id.not_in(applicants))
    if wanted.search:
        texts = (User.username, User.name_zh, User.name_en, User.email, Company.name)
        contain = (text.icontains(one, autoescape=True) for text in texts for one in spellings(wanted.search))
        found = found.where(or_(*contain))
    return part(conn, Account, found, window, User.id)


def roles_of(conn: Connection, user_ids: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    """Return the roles of people, each with its department, by account."""
    held: dict[int, list[tuple[str, str]]] = defaultdict(list)
    columns = (RoleGrant.user_id, RoleGrant.role, RoleGrant.department)
    for user_id, role, department in conn.execute(select(*columns).where(RoleGrant.user_id.in_(user_ids))):
        held[user_id].append((role, department))
    return {user_id: sorted(roles) for user_id, roles in held.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """A role of oversight that waits for a second administrator."""

    id: int
    username: str
    name_zh: str
    name_en: str
    role: str
    asked_by: str
    asked_at: datetime


def role_requests(conn: Connection, area: str) -> list[Asked]:
    """List the roles of an area that wait for a second administrator, the oldest first."""
    named = {"username": User.username, "name_zh": User.name_zh, "name_en": User.name_en}
    wanted = select(*columns_of(Asked, RoleRequest, named)).join(User, User.id == RoleRequest.user_id)
    wanted = wanted.where(RoleRequest.area == area, RoleRequest.decided_at.is_(None))
    return every(conn, Asked, wanted.order_by(RoleRequest.id))


@dataclass(frozen=True, slots=True)
class LiveToken:
    """A token that is neither revoked nor at its end, and whose it is."""

    id: int
    username: str
    name_zh: str
    name_en: str
    label: str
    scopes: Sequence[str]
    created_at: datetime
    ends_at: datetime
    used_at: datetime | None


def live_tokens(conn: Connection, area: str, window: Window, *, wall: datetime) -> Part[LiveToken]:
    """List the live tokens of an area's people, the first to end first."""
    named = {"username": User.username, "name_zh": User.name_zh, "name_en": User.name_en}
    wanted = select(*columns_of(LiveToken, ApiToken, named)).join(User, User.id == ApiToken.user_id)
    wanted = wanted.where(User.area == area, ApiToken.revoked_at.is_(None), ApiToken.ends_at > wall)
    return part(conn, LiveToken, wanted, window, ApiToken.ends_at, ApiToken.id)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the register of an area."""

    id: int
    name_zh: str
    name_en: str
    road_class: str
    opened_on: date | None
    overhauled_on: date | None


def places(conn: Connection, area: str, window: Window) -> Part[Place]:
    """List the places of an area's register."""
    return part(conn, Place, select(*columns_of(Place, Road)).where(Road.area == area), window, Road.id)


def place(conn: Connection, area: str, place_id: int) -> Place | None:
    """Find one place of an area's register."""
    wanted = select(*columns_of(Place, Road)).where(Road.area == area, Road.id == place_id)
    return first(conn, Place, wanted)


@dataclass(frozen=True, slots=True)
class OfficeAct:
    """One act on the office: who changed what."""

    seq: int
    type: str
    actor: str
    actor_kind: str
    at: datetime
    payload: JsonObject


def office_acts(conn: Connection, area: str, window: Window) -> Part[OfficeAct]:
    """List the acts on the office of an area, newest first."""
    wanted = select(*columns_of(OfficeAct, OfficeEvent)).where(OfficeEvent.area == area)
    return part(conn, OfficeAct, wanted, window, OfficeEvent.seq, newest_first=True)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who acts for a company."""

    id: int
    name_zh: str
    email: str
    is_active: bool


def members(conn: Connection, company_id: int | None) -> list[Member]:
    """List the people of a company; nobody where there is none, or everybody without one would be listed."""
    if company_id is None:
        return []
    of_company = (User.company_id == company_id) & ~User.username.startswith(PAPER)
    return every(conn, Member, select(*columns_of(Member, User)).where(of_company).order_by(User.id))


def email_of(conn: Connection, user_id: int) -> str:
    """Return the address of a person."""
    return str(conn.execute(select(User.email).where(User.id == user_id)).scalar_one())


@dataclass(frozen=True, slots=True)
class OwnSignIn:
    """One attempt to sign in to an account."""

    at: datetime
    outcome: str
    address: str
    means: str


def sign_ins_of(conn: Connection, username: str) -> list[OwnSignIn]:
    """List the latest attempts to sign in to an account, newest first."""
    wanted = select(*columns_of(OwnSignIn, SignIn)).where(SignIn.username == username)
    return every(conn, OwnSignIn, wanted.order_by(SignIn.at.desc(), SignIn.id.desc()).limit(MOST_SIGN_INS))


@dataclass(frozen=True, slots=True)
class Unseen:
    """One account and what it says of itself; without `claimed_uscc` it says who the person is."""

    id: int
    username: str
    name_zh: str
    email: str
    phone: str
    claimed_uscc: str
    claimed_company: str


def _waiting() -> ColumnElement[bool]:
    is_stranger = ~User.identity_seen & User.company_id.is_(None)
    return User.is_active & or_(User.claimed_uscc != "", is_stranger)


def _of(area: str) -> Select[tuple[object, ...]]:
    return select(*columns_of(Unseen, User)).where(User.area == area, _waiting())


def unseen(conn: Connection, area: str, search: str, window: Window, *, secret: str) -> Part[Unseen]:
    """List the accounts of an area that wait to be seen, the longest waiting first; a telephone is searched whole."""
    found = _of(area)
    if search:
        texts = (User.name_zh, User.email, User.claimed_uscc, User.claimed_company)
        said = (text.icontains(one, autoescape=True) for text in texts for one in spellings(search))
        found = found.where(or_(User.phone_digest == phone_digest(secret, search), *said))
    return part(conn, Unseen, found, window, User.id)


def unseen_account(conn: Connection, area: str, user_id: int, *, lock: bool = False) -> Unseen | None:
    """Return an account of the area if it waits to be seen."""
    wanted = _of(area).where(User.id == user_id)
    return first(conn, Unseen, wanted.with_for_update() if lock else wanted)
