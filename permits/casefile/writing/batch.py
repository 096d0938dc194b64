"""Rows to write, collected and sent together: one statement on PostgreSQL, a few on SQLite."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import TypeAlias

from sqlalchemy import Connection, Dialect, Table

from permits.models.personal import Personal

Values: TypeAlias = dict[str, object]
Processor: TypeAlias = Callable[[object], object] | None
Step: TypeAlias = tuple[str, tuple[object, ...]]
Frozen: TypeAlias = tuple[tuple[str, object], ...]


class Batch:
    """Rows one action inserts, updates and deletes.

    PostgreSQL gets them as data-modifying CTEs of one statement, so each row may be touched only once; updates of the
    same row are merged here.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._inserts: list[tuple[Table, Values]] = []
        self._updates: dict[tuple[Table, Frozen], Values] = {}
        self._deletes: list[tuple[Table, Frozen]] = []

    def insert(self, table: Table, values: Values) -> None:
        """Add a new row; its values may change until the batch is sent."""
        self._inserts.append((table, values))

    def update(self, table: Table, key: Mapping[str, object], changes: Values) -> None:
        """Update the rows matched by `key`; a list or tuple matches any of its values, None matches null.

        Unsent rows of this batch are matched as well.
        """
        for other, values in self._inserts:
            if other is table and matches(values, key):
                values.update(changes)
        self._updates.setdefault((table, _frozen(key)), {}).update(changes)

    def delete(self, table: Table, row_id: int) -> None:
        """Delete a row that is already written; its pending updates are dropped."""
        key = _frozen({"id": row_id})
        self._updates.pop((table, key), None)
        self._deletes.append((table, key))

    def take_back(self, values: Values) -> None:
        """Drop an unsent row."""
        self._inserts = [one for one in self._inserts if one[1] is not values]

    def run(self, conn: Connection) -> None:
        """Send all rows and forget them."""
        inserts: dict[tuple[Table, tuple[str, ...]], list[Values]] = {}
        for table, values in self._inserts:
            inserts.setdefault((table, tuple(values)), []).append(values)
        steps = [
            *(_delete(conn.dialect, table, key) for table, key in self._deletes),
            *(_update(conn.dialect, table, key, changes) for (table, key), changes in self._updates.items()),
            *(_insert(conn.dialect, table, columns, rows) for (table, columns), rows in inserts.items()),
        ]
        self.__init__()  # type: ignore[misc]  # emptied in place: the owner keeps its batch
        if conn.dialect.name == "postgresql":
            _run_as_one(conn, steps)
        else:
            for sql, parameters in steps:
                conn.exec_driver_sql(sql, parameters)


def _frozen(key: Mapping[str, object]) -> Frozen:
    return tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in key.items())


def matches(values: Mapping[str, object], key: Mapping[str, object]) -> bool:
    """Return whether a row matches a key."""
    return all(
        values.get(name) in wanted if isinstance(wanted, (list, tuple)) else values.get(name) == wanted
        for name, wanted in key.items()
    )


def _run_as_one(conn: Connection, steps: Sequence[Step]) -> None:
    if not steps:
        return
    *first, (last, _) = steps
    ctes = ", ".join(f"w{i} as ({sql})" for i, (sql, _) in enumerate(first))
    parameters = tuple(value for _, values in steps for value in values)
    conn.exec_driver_sql(f"with {ctes} {last}" if first else last, parameters)


@cache
def _processors(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> tuple[Processor, ...]:
    return tuple(table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns)


def _bound(dialect: Dialect, table: Table, values: Mapping[str, object]) -> list[object]:
    columns = tuple(values)
    processors = _processors(dialect, table, columns)
    return [p(v) if p else v for p, v in zip(processors, values.values(), strict=True)]


@cache
def _names(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    quote = dialect.identifier_preparer.quote
    return f"{quote(table.name)} ({', '.join(quote(name) for name in columns)})"


def _mark(dialect: Dialect) -> str:
    return "%s" if dialect.name == "postgresql" else "?"


def _insert(dialect: Dialect, table: Table, columns: tuple[str, ...], rows: Sequence[Values]) -> Step:
    if dialect.name == "postgresql":
        written = json.dumps([_protected(dialect, table, row) for row in rows], ensure_ascii=False, default=_written)
        return _insert_from_json(dialect, table, columns), (written,)
    marks = "(" + ", ".join([_mark(dialect)] * len(columns)) + ")"
    sql = f"insert into {_names(dialect, table, columns)} values {', '.join([marks] * len(rows))}"  # noqa: S608  # names come from the tables
    return sql, tuple(value for row in rows for value in _bound(dialect, table, row))


@cache
def _insert_from_json(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    """Build an insert that reads all rows from one parameter; its text never changes, so it stays prepared."""
    quote = dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in columns)
    source = f"json_populate_recordset(null::{quote(table.name)}, %s::json)"
    return f"insert into {_names(dialect, table, columns)} select {names} from {source}"  # noqa: S608  # names come from the tables


def _protected(dialect: Dialect, table: Table, row: Values) -> Values:
    """Encrypt the personal columns of a row that no bind processor sees."""
    kinds = _personal(table)
    return {**row, **{one: kinds[one].process_bind_param(row[one], dialect) for one in kinds.keys() & row.keys()}}


@cache
def _personal(table: Table) -> Mapping[str, Personal]:
    return {column.name: column.type for column in table.c if isinstance(column.type, Personal)}


def _written(value: object) -> str:
    """Format a day or moment so that both databases read it; a naive moment is refused."""
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written")


def _delete(dialect: Dialect, table: Table, key: Frozen) -> Step:
    where, parameters = _where(dialect, table, key)
    return f"delete from {dialect.identifier_preparer.quote(table.name)} where {where}", tuple(parameters)  # noqa: S608  # names come from the tables


def _update(dialect: Dialect, table: Table, key: Frozen, changes: Values) -> Step:
    quote, mark = dialect.identifier_preparer.quote, _mark(dialect)
    sets = ", ".join(f"{quote(name)} = {mark}" for name in changes)
    where, parameters = _where(dialect, table, key)
    sql = f"update {quote(table.name)} set {sets} where {where}"  # noqa: S608  # names come from the tables
    return sql, (*_bound(dialect, table, changes), *parameters)


def _where(dialect: Dialect, table: Table, key: Frozen) -> tuple[str, list[object]]:
    quote, mark = dialect.identifier_preparer.quote, _mark(dialect)
    wheres, parameters = [], []
    for name, value in key:
        if value is None:
            wheres.append(f"{quote(name)} is null")
            continue
        wanted = value if isinstance(value, tuple) else (value,)
        wheres.append(f"{quote(name)} in ({', '.join([mark] * len(wanted))})")
        parameters += [bound for one in wanted for bound in _bound(dialect, table, {name: one})]
    return " and ".join(wheres), parameters
