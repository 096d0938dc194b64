"""Letters: requested outside the quiet hours, composed when they are sent, handed over between two transactions."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from permits.config import Settings
from permits.documents.codes import case_url
from permits.i18n import translate
from permits.models import Application, Mail, Notification, OutboxRow, User
from permits.services.notifying.account_letters import LETTERS, issue_link
from workflows import N_, event_catalogue

MAIL_JOB = "mail.send"
MOST_AT_ONCE = 500
ACCOUNT_BODY = N_("Dear %(name)s,\n\n%(said)s\n\n%(link)sOne-stop permit office")
NAMELESS_BODY = N_("%(said)s\n\n%(link)sOne-stop permit office")
BODY = N_("Dear %(name)s,\n\n%(subject)s.\n\nMatter: %(title)s\nFollow it here: %(url)s\n\nOne-stop permit office")


def insert_once(conn: Connection, model: Any, values: Mapping[str, object]) -> int:
    """Insert a row unless it exists; returns the number of rows inserted, 0 or 1."""
    made = (postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert)(model)
    # read by RETURNING: PostgreSQL does not report the row count of an insert
    return len(conn.execute(made.values(**values).on_conflict_do_nothing().returning(model.id)).all())


def post(conn: Connection, *, area: str, dedupe: str, wall: datetime) -> None:
    """Request the job that sends a letter; two requests are one job."""
    row = {"area": area, "job": MAIL_JOB, "args": {"dedupe": dedupe}, "dedupe": dedupe, "state": "new"}
    insert_once(conn, OutboxRow, {**row, "created_at": wall, "available_at": wall, "attempts": 0})


def held_letters(conn: Connection, *, at: datetime) -> list[Row[str, str]]:
    """List (area, dedupe) of the unsent letters whose quiet hours have ended by `at`."""
    is_posted = exists().where(OutboxRow.dedupe == Mail.dedupe)
    held = select(Mail.area, Mail.dedupe).where(Mail.sent_at.is_(None), Mail.not_before <= at, ~is_posted)
    return list(conn.execute(held.order_by(Mail.not_before, Mail.id).limit(MOST_AT_ONCE)))


def post_held(conn: Connection, *, at: datetime, wall: datetime) -> int:
    """Request the jobs of letters whose quiet hours have ended; the caller commits."""
    letters = held_letters(conn, at=at)
    for letter in letters:
        post(conn, area=letter.area, dedupe=letter.dedupe, wall=wall)
    return len(letters)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter is for: the account and the address."""

    area: str
    user_id: int
    email: str


def write_to_account(
    conn: Connection, to: Addressee, kind: str, *, wall: datetime, params: Mapping[str, str] | None = None
) -> None:
    """Write a letter of a kind of `LETTERS` and request the job that sends it; nothing without an address."""
    if not to.email:
        return
    dedupe, told = f"account-{secrets.token_hex(16)}", dict(params or {})
    letter = {"subject": kind, "body": "", "params": told, "created_at": wall, "recipient": to.email}
    conn.execute(insert(Mail).values(area=to.area, user_id=to.user_id, dedupe=dedupe, **letter))
    post(conn, area=to.area, dedupe=dedupe, wall=wall)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Whom a letter is for who has no account: the address, and the language they read."""

    area: str
    email: str
    language: str


def write_to_stranger(conn: Connection, to: Stranger, kind: str, *, wall: datetime, params: Mapping[str, str]) -> None:
    """Write a letter of a kind of `LETTERS` to an address without an account; `params` names the person, or nobody."""
    dedupe, told = f"stranger-{secrets.token_hex(16)}", {"name": "", **params, "language": to.language}
    letter = {"subject": kind, "body": "", "params": told, "created_at": wall, "recipient": to.email}
    conn.execute(insert(Mail).values(area=to.area, user_id=None, dedupe=dedupe, **letter))
    post(conn, area=to.area, dedupe=dedupe, wall=wall)


def tell_account(conn: Connection, to: Addressee, kind: str, *, wall: datetime, params: Mapping[str, str]) -> None:
    """Tell a person something that is of no case, by message and by letter; `kind` is one of `LETTERS`."""
    about = {"application_id": None, "event_seq": 0, "template": kind, "params": dict(params), "created_at": wall}
    conn.execute(insert(Notification).values(area=to.area, user_id=to.user_id, **about))
    write_to_account(conn, to, kind, wall=wall, params=params)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is handed over; `stored`: what is kept of its text, `is_on_its_way`: a try never ended."""

    mail_id: int
    message: EmailMessage
    stored: str
    is_on_its_way: bool


def compose(conn: Connection, dedupe: str, settings: Settings, *, wall: datetime) -> Letter | None:
    """Compose a letter; None if it was sent. Its message id derives from the row, so a repeat can be recognised.

    A link in it is issued now, and voids one issued for an earlier try; of a letter on its way the link stays. Commits
    nothing.
    """
    columns = (Mail.id, Mail.user_id, Mail.subject, Mail.params, Mail.recipient, Mail.created_at, Mail.sent_at)
    people = (User.name_zh, User.name_en, User.language, Mail.application_id)
    case = (Application.area, Application.number, Application.title)
    row = conn.execute(
        select(*columns, *people, *case, Mail.handing_since)
        .outerjoin(User, User.id == Mail.user_id)
        .outerjoin(Application, Application.id == Mail.application_id)
        .where(Mail.dedupe == dedupe)
    ).one()
    if row.sent_at is not None:
        return None
    if row.handing_since is not None:
        return Letter(row.id, EmailMessage(), "", is_on_its_way=True)
    is_of_case = row.application_id is not None
    words = _of_case(row, settings) if is_of_case else _of_account(conn, row, settings, wall)
    # the link of a letter opens an account: only a sandbox, which sends nothing, shows it again
    stored = words.text if is_of_case or settings.sandbox else ""
    return Letter(row.id, _message(row, dedupe, settings, words), stored, is_on_its_way=False)


def begin_handing(conn: Connection, letter: Letter, *, wall: datetime) -> bool:
    """Record that a letter is being handed over; False if it is, or was sent."""
    still = (Mail.id == letter.mail_id) & Mail.sent_at.is_(None) & Mail.handing_since.is_(None)
    return conn.execute(update(Mail).where(still).values(handing_since=wall)).rowcount > 0


def take_back(conn: Connection, dedupe: str) -> None:
    """Record that the mail server has refused a letter: it is not handed over."""
    conn.execute(update(Mail).where(Mail.dedupe == dedupe).values(handing_since=None))


def mark_sent(conn: Connection, letter: Letter, *, at: datetime) -> None:
    """Record that a letter is handed over, with its words."""
    sent = {"subject": letter.message["Subject"], "body": letter.stored, "sent_at": at}
    conn.execute(update(Mail).where(Mail.id == letter.mail_id).values(**sent))


class _Words(NamedTuple):
    subject: str
    text: str


def _of_case(row: Any, settings: Settings) -> _Words:
    subject = event_catalogue().find(row.subject).say(row.number or row.title, row.language, row.params or {})
    url = case_url(settings.public_url, row.area, row.application_id)
    about = {"name": _name(row), "subject": subject, "title": row.title, "url": url}
    return _Words(subject, translate(BODY, row.language) % about)


def _of_account(conn: Connection, row: Any, settings: Settings, wall: datetime) -> _Words:
    kind, language = LETTERS[row.subject], row.language or row.params["language"]
    said = translate(kind.body, language, row.params or None)
    token = issue_link(conn, row.user_id, wall=wall, told=row.params, lasts=kind.lasts) if kind.has_link else ""
    link = f"{settings.public_url}/{kind.path}/{token}\n\n" if token else ""
    greeting = ACCOUNT_BODY if _name(row) else NAMELESS_BODY
    text = translate(greeting, language, {"name": _name(row), "said": said, "link": link})
    return _Words(translate(kind.subject, language), text)


def _name(row: Any) -> str:
    if row.user_id is None:
        return str(row.params["name"])
    return str(row.name_en if row.language == "en" else row.name_zh)


def _message(row: Any, dedupe: str, settings: Settings, words: _Words) -> EmailMessage:
    host = urlsplit(settings.public_url).hostname or "localhost"
    letter = EmailMessage()
    letter["From"] = f"no-reply@{host}"
    letter["To"] = row.recipient
    letter["Subject"] = words.subject
    letter["Date"] = format_datetime(row.created_at)
    letter["Message-ID"] = f"<{dedupe}@{host}>"
    letter.set_content(words.text)
    return letter
