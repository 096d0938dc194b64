"""Retention: delete records that stand on no case and no chain once their period is over, in batches.

What belongs to a case (parties, files, events) is kept with the case.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, Table, delete, func, select

from permits.casefile.rows import table_of
from permits.db import perform, reading
from permits.errors import SetupFault
from permits.models import Advice, Application, KeptInput, Mail, Notification, OneTimeLink, SignIn, UserSession

FILE = Path(__file__).with_suffix(".toml")
BATCH = 500


@dataclass(frozen=True, slots=True)
class Period:
    """How long one kind of record is kept, and by which law; `least` is what the law asks for."""

    kind: str
    name: Mapping[str, str]
    days: int
    least: int
    law: str


@dataclass(frozen=True, slots=True)
class Span:
    """From which moment a kind of record is kept, and on which clock; one of a case waits until that is closed."""

    table: Table
    since: str
    is_real: bool = True

    def over(self, before: datetime) -> ColumnElement[bool]:
        """Return the condition that a record's period is over and nothing holds it."""
        found = self.table.c[self.since] < before
        if "application_id" not in self.table.c:
            return found
        closed = select(Application.id).where(Application.closed_at.is_not(None))
        return found & (self.table.c.application_id.is_(None) | self.table.c.application_id.in_(closed))


SPANS: Mapping[str, Span] = {
    "sign_in": Span(table_of(SignIn), "at"),
    "mail": Span(table_of(Mail), "sent_at"),
    "notification": Span(table_of(Notification), "read_at", is_real=False),
    "advice": Span(table_of(Advice), "given_at", is_real=False),
    "one_time_link": Span(table_of(OneTimeLink), "ends_at"),
    "kept_input": Span(table_of(KeptInput), "expires_at"),
    "user_session": Span(table_of(UserSession), "ends_at"),
}


@cache
def periods(file: Path = FILE) -> Mapping[str, Period]:
    """Read the table of periods.

    Raises:
        SetupFault: it is malformed, names a kind nobody keeps or leaves one out, or is shorter than its law.
    """
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8"))
        found = {kind: Period(kind=kind, **row) for kind, row in rows.items()}
    except (tomllib.TOMLDecodeError, TypeError) as fault:
        raise SetupFault(f"{file.name}: {fault}") from fault
    if odd := found.keys() ^ SPANS.keys():
        raise SetupFault(f"{file.name}: {', '.join(sorted(odd))} must stand in the table and be kept")
    if short := [one.kind for one in found.values() if one.days < max(one.least, 0) or not one.law]:
        raise SetupFault(f"{file.name}: {', '.join(short)} is shorter than its law asks for, or names none")
    return found


def due(engine: Engine, *, at: datetime, wall: datetime) -> dict[str, int]:
    """Count the records whose period is over, by kind; `at` is the office's moment, `wall` the real one."""
    with reading(engine) as conn:
        return {
            kind: int(conn.execute(select(func.count()).select_from(SPANS[kind].table).where(over)).scalar_one())
            for kind, over in _over(at, wall)
        }


def run(engine: Engine, *, at: datetime, wall: datetime) -> Iterator[tuple[str, int]]:
    """Delete what is due; yields each batch: kind, rows. Commits each batch; an interrupted run is begun again."""
    for kind, over in _over(at, wall):
        while deleted := perform(engine, partial(_delete, SPANS[kind].table, over)):
            yield kind, deleted


def _over(at: datetime, wall: datetime) -> Iterator[tuple[str, ColumnElement[bool]]]:
    for kind, period in periods().items():
        span = SPANS[kind]
        yield kind, span.over((wall if span.is_real else at) - timedelta(days=period.days))


def _delete(table: Table, over: ColumnElement[bool], conn: Connection) -> int:
    (key,) = table.primary_key.columns
    some = select(key).where(over).limit(BATCH)
    return conn.execute(delete(table).where(key.in_(some))).rowcount
