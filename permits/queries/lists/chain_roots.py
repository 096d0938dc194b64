"""The roots over the heads of all event chains, as published."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from permits.models import ChainRoot
from permits.queries.typed import Part, Window, columns_of, part


@dataclass(frozen=True, slots=True)
class Published:
    """One root: its number, moment, how many chains it covers, and its signature under the key `kid`."""

    number: int
    at: datetime
    heads: int
    root: str
    line: str
    kid: str
    signature: str


def latest(conn: Connection, window: Window) -> Part[Published]:
    """List the latest roots, newest first."""
    return part(conn, Published, select(*columns_of(Published, ChainRoot)), window, ChainRoot.number, newest_first=True)
