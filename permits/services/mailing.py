"""Sending letters: by SMTP when one is configured, otherwise as files; a letter goes once."""

import smtplib
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection, select, update

from permits.config import Settings
from permits.i18n import translate
from permits.models import Application, Mail, User
from permits.services.notifications import SUBJECTS
from workflows import N_

SMTP_TIMEOUT_SECONDS = 20
BODY = N_("Dear %(name)s,\n\n%(subject)s.\n\nMatter: %(title)s\nFollow it here: %(url)s\n\nOne-stop permit office")


def send_mail(conn: Connection, *, dedupe: str, settings: Settings, at: datetime) -> None:
    """Send one letter unless it has gone; the message id is derived from the row, so a repeat can be recognised."""
    columns = (Mail.id, Mail.subject, Mail.recipient, Mail.created_at, Mail.sent_at, Mail.application_id)
    people = (User.name_zh, User.name_en, User.language, Application.number, Application.title)
    row = conn.execute(
        select(*columns, *people)
        .join(User, User.id == Mail.user_id)
        .join(Application, Application.id == Mail.application_id)
        .where(Mail.dedupe == dedupe)
    ).one()
    if row.sent_at is not None:
        return
    letter = _letter(row, dedupe, settings)
    if settings.smtp_url:
        _by_smtp(letter, settings.smtp_url)
    else:
        _as_file(letter, settings.mail_dir / f"{dedupe}.eml")
    sent = {"subject": letter["Subject"], "body": letter.get_content(), "sent_at": at}
    conn.execute(update(Mail).where(Mail.id == row.id).values(**sent))


def _letter(row: Any, dedupe: str, settings: Settings) -> EmailMessage:
    language = row.language
    subject = translate(SUBJECTS[row.subject], language) % {"number": row.number}
    name = row.name_en if language == "en" else row.name_zh
    url = f"{settings.public_url}/applications/{row.application_id}"
    letter = EmailMessage()
    letter["From"] = f"no-reply@{urlsplit(settings.public_url).hostname or 'localhost'}"
    letter["To"] = row.recipient
    letter["Subject"] = subject
    letter["Date"] = format_datetime(row.created_at)
    letter["Message-ID"] = f"<{dedupe}@{urlsplit(settings.public_url).hostname or 'localhost'}>"
    about = {"name": name, "subject": subject, "title": row.title, "url": url}
    letter.set_content(translate(BODY, language) % about)
    return letter


def _by_smtp(letter: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 0, timeout=SMTP_TIMEOUT_SECONDS) as server:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(letter)


def _as_file(letter: EmailMessage, path: Path) -> None:
    """Write beside the place, then rename: the letter is there whole or not at all, and once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_bytes(letter.as_bytes())
    beside.replace(path)
