"""Queries of a person's own pages: messages, letters, account, tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from permits.models import ApiToken, Application, Company, Mail, Notification, User
from permits.queries.lists.searching import matching
from permits.queries.reading.rows import Document
from permits.queries.typed import Part, Window, columns_of, every, part

# permits are called as the version of their case calls them
OF_CASE = {
    "bundle": func.coalesce(Application.bundle, ""),
    "bundle_version": func.coalesce(Application.bundle_version, ""),
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a person; one about no case has no application."""

    id: int
    area: str
    application_id: int | None
    bundle: str
    bundle_version: str
    template: str
    params: Document
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter that was sent."""

    id: int
    recipient: str
    subject: str
    body: str
    sent_at: datetime
    application_id: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """The account data of a person."""

    username: str
    name_zh: str
    name_en: str
    email: str
    phone: str
    language: str
    company_zh: str | None
    company_en: str | None
    uscc: str | None
    identity_seen: bool
    claimed_uscc: str
    claimed_company: str

    @property
    def is_unseen(self) -> bool:
        """Whether the office has not yet seen who they are, or the licence of the company they claim."""
        return bool(self.claimed_uscc) or not (self.identity_seen or self.uscc)


@dataclass(frozen=True, slots=True)
class Token:
    """One token without its secret."""

    id: int
    label: str
    scopes: Sequence[str]
    created_at: datetime
    ends_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """A filter of a person's messages."""

    search: str = ""
    unread: bool = False


def messages(conn: Connection, user_id: int, wanted: MessageFilter, window: Window) -> Part[Message]:
    """List a person's messages, newest first."""
    found = select(*columns_of(Message, Notification, OF_CASE)).where(Notification.user_id == user_id)
    found = found.outerjoin(Application, Application.id == Notification.application_id)
    if wanted.search:
        found = found.where(matching(wanted.search))
    if wanted.unread:
        found = found.where(Notification.read_at.is_(None))
    return part(conn, Message, found, window, Notification.id, newest_first=True)


def letters(conn: Connection, area: str, window: Window) -> Part[Letter]:
    """List the letters sent from an area, newest first."""
    wanted = select(*columns_of(Letter, Mail)).where(Mail.area == area, Mail.sent_at.is_not(None))
    return part(conn, Letter, wanted, window, Mail.id, newest_first=True)


def person(conn: Connection, user_id: int) -> Person:
    """Return the account data of a person."""
    company = {"company_zh": Company.name, "company_en": Company.name_en, "uscc": Company.uscc}
    wanted = select(*columns_of(Person, User, company)).outerjoin(Company, Company.id == User.company_id)
    (found,) = every(conn, Person, wanted.where(User.id == user_id))
    return found


def tokens(conn: Connection, user_id: int, window: Window) -> Part[Token]:
    """List a person's tokens, newest first, without their secrets."""
    wanted = select(*columns_of(Token, ApiToken)).where(ApiToken.user_id == user_id)
    return part(conn, Token, wanted, window, ApiToken.id, newest_first=True)
