"""Letters sent at once, as files, as the job would."""

from datetime import datetime

from sqlalchemy import Engine

from permits import clock
from permits.config import Settings
from permits.db import perform
from permits.services.notifying import handing_over, mailing


def send(engine: Engine, settings: Settings, dedupe: str, *, at: datetime | None = None) -> None:
    """Send one letter unless it was sent."""
    letter = perform(engine, lambda conn: mailing.compose(conn, dedupe, settings, wall=at or clock.wall()))
    if letter is not None:
        handing_over.as_file(letter.message, settings.mail_dir / f"{dedupe}.eml")
        perform(engine, lambda conn: mailing.mark_sent(conn, letter, at=at or clock.now()))
