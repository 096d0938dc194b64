"""Bring personal data at rest under the first data key: what stands in plain, and what a former key encrypted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from sqlalchemy import Column, Connection, Engine, RowMapping, String, Table, bindparam, select, type_coerce, update
from sqlalchemy.types import TypeEngine

from permits.db import perform, reading
from permits.keys import Keys, held_by, phone_digest
from permits.models import Base, Setting
from permits.models.base import Json
from permits.models.personal import MARK, Personal, PersonalText, is_encrypted, personal_texts
from permits.queries.office.installation import DIGEST_KEY, setting

BATCH, END = 500, -1
PHONE, PHONE_DIGEST = "phone", "phone_digest"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many personal values of a table stand in plain, under a former key, under the first one."""

    table: str
    columns: tuple[str, ...]
    plain: int
    former: int
    current: int


@cache
def personal_columns() -> Mapping[str, tuple[str, ...]]:
    """List every column that holds personal data encrypted, by table."""
    tables = Base.metadata.sorted_tables
    found = {one.name: tuple(c.name for c in one.c if isinstance(c.type, Personal)) for one in tables}
    return {name: columns for name, columns in sorted(found.items()) if columns}


def standing(engine: Engine) -> list[Standing]:
    """Count what is encrypted, in batches; writes nothing."""
    found = []
    for name, columns in personal_columns().items():
        table, counts, after = Base.metadata.tables[name], Counter[str](), 0
        while after != END:
            with reading(engine) as conn:
                rows = _stored(conn, table, after)
            for row in rows:
                counts.update(_state(held_by(engine.dialect), text) for text in _texts(table, row))
            after = int(rows[-1]["id"]) if len(rows) == BATCH else END
        found.append(Standing(name, columns, counts["plain"], counts["former"], counts["current"]))
    return found


def encrypt(engine: Engine, *, secret: str) -> Iterator[tuple[str, int]]:
    """Encrypt what is not encrypted under the first key; yields each batch: table, rows changed. Commits each batch.

    What is done already is passed over: an interrupted run is begun again. `secret` makes the digests of numbers.

    Raises:
        Unreadable: a value was encrypted under a key that is in the ring no more.
    """
    perform(engine, _rotate_digest_key)
    yield from _walk(engine, secret, to_plain=False)


def decrypt(engine: Engine, *, secret: str) -> Iterator[tuple[str, int]]:
    """Write personal data in plain, for a version before encryption; yields and commits as `encrypt`."""
    yield from _walk(engine, secret, to_plain=True)


def _walk(engine: Engine, secret: str, *, to_plain: bool) -> Iterator[tuple[str, int]]:
    for name in personal_columns():
        batch, after = partial(_bring, Base.metadata.tables[name], secret=secret, to_plain=to_plain), 0
        while after != END:
            after, changed = perform(engine, partial(batch, after=after))
            yield name, changed


def _bring(table: Table, conn: Connection, *, after: int, secret: str, to_plain: bool) -> tuple[int, int]:
    """Encrypt or decrypt one batch; returns its last id, `END` after the last one, and how many rows changed."""
    rows, keys = _stored(conn, table, after, lock=True), held_by(conn.dialect)
    if to_plain:
        stale = [row["id"] for row in rows if any(map(is_encrypted, _texts(table, row)))]
    else:
        stale = [row["id"] for row in rows if _is_stale(keys, table, row)]
    if stale:
        columns = _columns(table)
        key = _key(table)
        read = select(key.label("id"), *columns).where(key.in_(stale))
        values = [_written(table, row, secret) for row in conn.execute(read).mappings()]
        kinds = {f"new_{one.name}": _as_stored(one) if to_plain else one.type for one in columns}
        changed = {
            name.removeprefix("new_"): bindparam(name, type_=kinds.get(name)) for name in values[0] if name != "of"
        }
        conn.execute(update(table).where(key == bindparam("of")).values(changed), values)
    return (int(rows[-1]["id"]) if len(rows) == BATCH else END), len(stale)


def _written(table: Table, row: RowMapping, secret: str) -> dict[str, object]:
    """Return the values of a row to write: as they were read, for the type of a parameter encrypts them or does not."""
    values = {f"new_{name}": value for name, value in row.items() if name != "id"}
    if PHONE_DIGEST in table.c:
        values[f"new_{PHONE_DIGEST}"] = phone_digest(secret, str(row[PHONE] or ""))
    return {"of": row["id"], **values}


def _stored(conn: Connection, table: Table, after: int, *, lock: bool = False) -> Sequence[RowMapping]:
    """Read a batch as the database holds it."""
    plain = [type_coerce(column, _as_stored(column)).label(column.name) for column in _columns(table)]
    digests = [table.c[PHONE_DIGEST]] if PHONE_DIGEST in table.c else []
    key = _key(table)
    wanted = select(key.label("id"), *plain, *digests).where(key > after).order_by(key).limit(BATCH)
    return conn.execute(wanted.with_for_update() if lock else wanted).mappings().all()


def _key(table: Table) -> Column[Any]:
    """Return the one number that tells the rows of a table apart: its own, or that of the account it is about."""
    (key,) = table.primary_key
    return key


def _columns(table: Table) -> list[Column[Any]]:
    return [table.c[name] for name in personal_columns()[table.name]]


def _as_stored(column: Column[Any]) -> TypeEngine[Any]:
    return String() if isinstance(column.type, PersonalText) else Json()


def _texts(table: Table, row: RowMapping) -> Iterator[str]:
    for column in _columns(table):
        yield from personal_texts(column.type, row[column.name])


def _state(keys: Keys, text: str) -> str:
    if not is_encrypted(text):
        return "plain"
    return "current" if keys.is_current(text.removeprefix(MARK)) else "former"


def _is_stale(keys: Keys, table: Table, row: RowMapping) -> bool:
    lacks_digest = PHONE_DIGEST in table.c and row[PHONE_DIGEST] is None and bool(row[PHONE])
    return lacks_digest or any(_state(keys, text) != "current" for text in _texts(table, row))


def _rotate_digest_key(conn: Connection) -> None:
    stored = setting(conn, DIGEST_KEY)
    if stored is not None and not held_by(conn.dialect).is_current(stored):
        rotated = held_by(conn.dialect).rotate(stored)
        conn.execute(update(Setting).where(Setting.key == DIGEST_KEY).values(value=rotated))
