"""What is good only once: a second use is refused, also one at the same moment."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, delete

from permits.models import SpentChallenge
from permits.services.notifying.mailing import insert_once


def spend(conn: Connection, what: str, *, ends_at: datetime, wall: datetime) -> bool:
    """Use something up that nobody takes after `ends_at` anyway; False if it was used before."""
    conn.execute(delete(SpentChallenge).where(SpentChallenge.ends_at <= wall))
    key = hashlib.sha256(what.encode()).hexdigest()
    return insert_once(conn, SpentChallenge, {"id": key, "ends_at": ends_at}) == 1
