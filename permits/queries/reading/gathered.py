"""Reads many kinds of row in one statement: each row arrives as a JSON array and becomes a typed row."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Connection,
    Date,
    Dialect,
    FromClause,
    Select,
    Text,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from permits.models import Base
from permits.models.base import Json, UtcDateTime
from permits.models.internal import InternalJson, InternalText, internal
from permits.models.personal import Personal
from permits.queries.typed import NONE_NAMED, Columns, columns_of

R = TypeVar("R")
Rows: TypeAlias = Select[*tuple[Any, ...]]


class JsonRow(FunctionElement[str]):
    """The values of a row as one JSON array, text on both databases."""

    inherit_cache = True
    type = Text()


@compiles(JsonRow, "sqlite")
def _as_sqlite(element: JsonRow, compiler: SQLCompiler, **options: object) -> str:
    # documents are stored as text: json() prevents a second quoting
    values = [
        f"json({compiler.process(column, **options)})"
        if isinstance(column.type, Json)
        else compiler.process(column, **options)
        for column in element.clauses
    ]
    return f"json_array({', '.join(values)})"


@compiles(JsonRow, "postgresql")
def _as_postgresql(element: JsonRow, compiler: SQLCompiler, **options: object) -> str:
    return f"cast(json_build_array({compiler.process(element.clauses, **options)}) as text)"


@dataclass(frozen=True)
class Kind(Generic[R]):
    """Rows of one kind: columns in the order of the typed row's fields, source, condition and order."""

    row: type[R]
    columns: Sequence[ColumnElement[Any]]
    place: ColumnElement[int]
    source: FromClause
    where: ColumnElement[bool]

    @cached_property
    def rows(self) -> Rows:
        """The statement that reads this kind alone, in order."""
        return select(*self.columns).select_from(self.source).where(self.where).order_by(self.place)

    @cached_property
    def readers(self) -> Sequence[tuple[int, Callable[[Any], object]]]:
        """The converters from JSON values to column values, by position; None stays None."""
        found = ((place, _reader(column)) for place, column in enumerate(self.columns))
        return [(place, read) for place, read in found if read is not None]

    @cached_property
    def personal(self) -> Sequence[tuple[int, Personal]]:
        """The columns that are decrypted, by position."""
        return [(place, one.type) for place, one in enumerate(self.columns) if isinstance(one.type, Personal)]

    def part(self, number: int) -> Select[int, int, str]:
        """Return the part of a union that reads this kind."""
        named = literal(number).label("kind"), self.place.label("place"), JsonRow(*self.columns).label("row")
        return select(*named).select_from(self.source).where(self.where)

    def take(self, text: str, dialect: Dialect) -> R:
        """Build a row from its JSON array."""
        values = json.loads(text)
        for place, read in self.readers:
            if values[place] is not None:
                values[place] = read(values[place])
        for place, kind_of in self.personal:
            values[place] = kind_of.process_result_value(values[place], dialect)
        return self.row(*values)


def kind(
    row: type[R],
    model: type[Base],
    *,
    where: ColumnElement[bool],
    place: ColumnElement[int] | None = None,
    source: FromClause | None = None,
    named: Columns = NONE_NAMED,
) -> Kind[R]:
    """Return a kind of row: every field of `row` is the model's column of that name, or one in `named`.

    Raises:
        KeyError: the model has no such column.
    """
    table, columns = model.__table__, columns_of(row, model, named)
    return Kind(row, columns, table.c.id if place is None else place, table if source is None else source, where)


def _reader(column: ColumnElement[Any]) -> Callable[[Any], object] | None:
    if isinstance(column.type, InternalText | InternalJson):
        return internal
    if isinstance(column.type, UtcDateTime):
        return _moment
    if isinstance(column.type, Date):
        return date.fromisoformat
    return bool if isinstance(column.type, Boolean) else None


def _moment(text: str) -> datetime:
    """Parse a moment; SQLite stores it in UTC without an offset."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class Gathering:
    """One statement that reads several kinds of row."""

    def __init__(self, kinds: Sequence[Kind[Any]]) -> None:
        """Build the statement."""
        self.kinds = kinds
        self.rows = frozenset(one.row for one in kinds)
        parts = [one.part(number) for number, one in enumerate(kinds)]
        self.statement: CompoundSelect[int, int, str] = union_all(*parts).order_by("kind", "place")

    def read(self, conn: Connection, bound: Mapping[str, object]) -> dict[type[Any], list[Any]]:
        """Read the rows of every kind, each in order."""
        found: list[list[Any]] = [[] for _ in self.kinds]
        for number, _place, text in conn.execute(self.statement, bound):
            found[number].append(self.kinds[number].take(text, conn.dialect))
        return {one.row: rows for one, rows in zip(self.kinds, found, strict=True)}
