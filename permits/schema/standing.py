"""How the real schema stands to the one this version expects: by revision, then by tables and columns."""

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, Engine, select, text

from permits.config import VERSION
from permits.db import reading
from permits.errors import SetupFault
from permits.models import Base, Setting
from permits.schema.revisions import is_known, newest

# which revision the database has, and the oldest whose code serves with it: a version that does not know it reads this
SERVES = "schema_serves"
UNPREPARED = "The database is not prepared: run `flask prepare` first"
MOST_NAMED = 5
COLUMNS = {
    "sqlite": "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table'",
    "postgresql": (
        "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid"
        " where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')"
        " and a.attnum > 0 and not a.attisdropped"
    ),
}


class Standing(Enum):
    """The revision of the database, seen from this version."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


@dataclass(frozen=True, slots=True)
class Schema:
    """The schema as it was found; `serves` is whether a newer one says that this version may go on."""

    revision: str | None
    standing: Standing
    serves: bool = True
    missing: tuple[str, ...] = ()

    @property
    def fault(self) -> str | None:
        """Say in one sentence why this version cannot serve with it, and what to do; None when it can."""
        if self.standing is Standing.EMPTY:
            return UNPREPARED
        if self.standing is Standing.OLDER:
            return (
                f"The database is older than this version: it is at revision {self.revision}, Daokou {VERSION} needs"
                f" {newest()}: run `flask prepare`"
            )
        if self.standing is Standing.NEWER and not self.serves:
            return (
                f"The database is newer than this version: it is at revision {self.revision}, with which Daokou"
                f" {VERSION} (revision {newest()}) cannot serve: start the version that prepared it, or let that one"
                f" run `flask downgrade {newest()}`"
            )
        return self._damage()

    def _damage(self) -> str | None:
        if not self.missing:
            return None
        named = ", ".join(self.missing[:MOST_NAMED]) + (" …" if len(self.missing) > MOST_NAMED else "")
        return (
            f"The database says revision {self.revision}, but its tables are other ones: {named} missing;"
            " restore the backup from before they were changed by hand, or by another build of this version"
        )


def look(conn: Connection) -> Schema:
    """Compare the schema of a database with the one this version expects; at most three statements."""
    there = columns(conn)
    if ("alembic_version", "version_num") not in there:
        return Schema(None, Standing.EMPTY)
    revision = conn.execute(text("select version_num from alembic_version")).scalar()
    if revision is None:
        return Schema(None, Standing.EMPTY)
    if revision == newest():
        return Schema(revision, Standing.CURRENT, missing=_missing(there))
    if is_known(revision):
        return Schema(revision, Standing.OLDER)
    return Schema(revision, Standing.NEWER, serves=_serves(conn, revision), missing=_missing(there))


def check(conn: Connection) -> None:
    """Refuse a database with whose schema this version cannot serve.

    Raises:
        SetupFault: says why, and what to do.
    """
    if fault := look(conn).fault:
        raise SetupFault(fault)


def fault_of(engine: Engine) -> str:
    """Say why this version cannot serve with a database; one whose preparing broke off is not prepared."""
    with reading(engine) as conn:
        return look(conn).fault or UNPREPARED


def columns(conn: Connection) -> set[tuple[str, str]]:
    """Return every column of every table, with its table."""
    return {(table, column) for table, column in conn.execute(text(COLUMNS[conn.dialect.name]))}


def _missing(there: set[tuple[str, str]]) -> tuple[str, ...]:
    wanted = {(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.columns}
    return tuple(sorted(f"{table}.{column}" for table, column in wanted - there))


def _serves(conn: Connection, revision: str) -> bool:
    said = conn.execute(select(Setting.value).where(Setting.key == SERVES)).scalar() or ""
    of, _, since = said.partition(" ")
    return of == revision and is_known(since)
