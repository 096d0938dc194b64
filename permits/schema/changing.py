"""Change the schema step by step; say first what a way back would lose."""

from dataclasses import dataclass

from alembic import command
from sqlalchemy import Connection, Engine, delete, insert, inspect, text

from permits.db import perform, reading
from permits.errors import SetupFault
from permits.models import Setting
from permits.schema.revisions import Revision, after, chain, is_known, migration_config, newest, serves_from
from permits.schema.standing import SERVES, columns, look

# a step that waits for a lock keeps everybody behind it waiting: it gives up soon and tries again, before
# PostgreSQL looks for a deadlock (after a second) and may end a reading instead
LOCK_TIMEOUT = "800ms"
MOST_TRIES = 60


@dataclass(frozen=True, slots=True)
class Change:
    """What was done: the revision before, None for an empty database, and the steps since."""

    before: str | None
    steps: tuple[Revision, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a way back drops: a table, or a column of one, and how many rows hold something there."""

    table: str
    column: str | None
    rows: int


def migrate(engine: Engine, revision: str | None = None) -> Change:
    """Upgrade the tables to `revision`, by default the newest; commits each step.

    A step holds locks on few tables and for a short time, so that processes that serve wait and do not fail. An
    empty database, which nobody serves, is made in one transaction.

    Raises:
        Conflict: others held a table all the time; the steps before stand.
    """
    target = revision or newest()
    with reading(engine) as conn:
        before = look(conn).revision
    names = [one.name for one in after(before)]
    steps = after(before)[: names.index(target) + 1 if target in names else 0]
    if before is None:
        perform(_for_change(engine), lambda conn: _upgrade(conn, target))
    for step in steps if before else ():
        _perform_step(engine, step.name)
    return Change(before, steps)


def _perform_step(engine: Engine, revision: str) -> None:
    def step(conn: Connection) -> None:
        if conn.dialect.name == "postgresql":
            conn.execute(text(f"set local lock_timeout = '{LOCK_TIMEOUT}'"))
        _upgrade(conn, revision)

    perform(_for_change(engine), step, attempts=MOST_TRIES)


def _for_change(engine: Engine) -> Engine:
    return engine.execution_options(schema_change=True)


def _upgrade(conn: Connection, revision: str) -> None:
    command.upgrade(migration_config(conn), revision)
    _check_references(conn)
    _state(conn, revision)


def _check_references(conn: Connection) -> None:
    """Refuse on SQLite, whose tables are made anew without them, a reference that leads nowhere."""
    if conn.dialect.name == "sqlite" and (lost := conn.exec_driver_sql("pragma foreign_key_check").first()):
        raise SetupFault(f"rows of the table {lost[0]} would refer to nothing in {lost[2]}: nothing was changed")


def _state(conn: Connection, revision: str) -> None:
    """Leave word for versions that do not know this revision."""
    conn.execute(delete(Setting).where(Setting.key == SERVES))
    conn.execute(insert(Setting).values(key=SERVES, value=f"{revision} {serves_from(revision)}"))


def unmigrate(engine: Engine, revision: str = "base") -> None:
    """Downgrade the tables to `revision`; commits."""
    with _for_change(engine).begin() as conn:
        _down(conn, revision)


def _down(conn: Connection, revision: str) -> None:
    command.downgrade(migration_config(conn), revision)
    _check_references(conn)
    if revision != "base":
        _state(conn, revision)


def steps_down(current: str, wanted: str) -> tuple[str, tuple[Revision, ...]]:
    """Return the revision to go back to and the steps to undo, newest first; `wanted` is a revision or -N steps.

    Raises:
        SetupFault: there is no such revision below the current one.
    """
    names = [one.name for one in chain()]
    place = names.index(current)
    if wanted.startswith("-") and wanted[1:].isdigit():
        target = place - int(wanted[1:])
    else:
        target = names.index(wanted) if is_known(wanted) else -1
    if not 0 <= target < place:
        raise SetupFault(f"{wanted} is no revision before {current}; there are {', '.join(names[:place])}")
    return names[target], tuple(reversed(chain()[target + 1 : place + 1]))


def _lost_with(engine: Engine, revision: str) -> list[tuple[str, str | None]]:
    """Rehearse the way back and roll it back; returns the tables and columns it drops.

    Raises:
        SetupFault: a step has no way back; the message is that of the migration.
    """
    with _for_change(engine).connect() as conn:
        before = columns(conn)
        try:
            _down(conn, revision)
        except NotImplementedError as refusal:
            raise SetupFault(str(refusal)) from refusal
        after_it = columns(conn)
        conn.rollback()
    left = {table for table, _ in after_it}
    gone = {table for table, _ in before} - left
    fields = sorted((table, column) for table, column in before - after_it if table in left)
    return [*((table, None) for table in sorted(gone)), *fields]


def losses(engine: Engine, revision: str) -> list[Loss]:
    """Count what the way back to `revision` would lose; rows that hold a column's default lose nothing."""
    dropped = _lost_with(engine, revision)
    with reading(engine) as conn:
        counted = [Loss(table, column, _rows(conn, table, column)) for table, column in dropped]
    return [one for one in counted if one.rows]


def _rows(conn: Connection, table: str, column: str | None) -> int:
    quote = conn.dialect.identifier_preparer.quote
    where = ""
    if column is not None:
        default = next(one["default"] for one in inspect(conn).get_columns(table) if one["name"] == column)
        differs = "is not" if conn.dialect.name == "sqlite" else "is distinct from"
        where = f" where {quote(column)} {differs} ({default or 'null'})"
    # names and defaults come from the catalogue of the database
    return int(conn.exec_driver_sql(f"select count(*) from {quote(table)}{where}").scalar_one())  # noqa: S608
