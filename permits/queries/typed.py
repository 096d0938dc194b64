"""Reads the result of a statement as typed rows: a row's fields name the columns, in order."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Executable, Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from permits.errors import Invalid
from permits.models import Base
from workflows import N_

R = TypeVar("R")
Columns: TypeAlias = Mapping[str, ColumnElement[Any] | InstrumentedAttribute[Any]]
NONE_NAMED: Columns = MappingProxyType({})
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list asked for: `limit` rows after the row with the sort keys `after`; `name` tells lists apart."""

    limit: int
    after: tuple[object, ...] | None = None
    name: str = "cursor"


class Part(list[R]):
    """The rows of one window of a list; `last` has the sort keys of its last row where more rows follow."""

    def __init__(self, rows: list[R], window: Window, last: tuple[object, ...] | None) -> None:
        super().__init__(rows)
        self.window = window
        self.last = last


def columns_of(row: type[object], model: type[Base], named: Columns = NONE_NAMED) -> list[ColumnElement[Any]]:
    """List the column of each field of a row: the model's of that name, or one in `named`.

    Raises:
        KeyError: the model has no such column.
    """
    own = model.__table__.c
    return [cast("Any", named[one.name] if one.name in named else own[one.name]) for one in fields(cast("Any", row))]


def every(conn: Connection, row: type[R], wanted: Executable, bound: Mapping[str, object] | None = None) -> list[R]:
    """Return all rows of a statement."""
    return [row(*values) for values in conn.execute(wanted, bound)]


def first(conn: Connection, row: type[R], wanted: Executable, bound: Mapping[str, object] | None = None) -> R | None:
    """Return the first row of a statement, or None."""
    found = conn.execute(wanted, bound).first()
    return row(*found) if found else None


def part(
    conn: Connection,
    row: type[R],
    wanted: Select[Any],
    window: Window,
    *keys: ColumnElement[Any] | InstrumentedAttribute[Any],
    newest_first: bool = False,
) -> Part[R]:
    """Return one window of a statement's rows, sorted by `keys`; together they are unique and never null.

    Raises:
        Invalid: the cursor is one of another list.
    """
    order = tuple_(*keys)
    if window.after is not None:
        seen = tuple_(*(literal(value, key.type) for value, key in zip(_read(window, keys), keys, strict=True)))
        wanted = wanted.where(order < seen if newest_first else order > seen)
    sorted_by = [key.desc() if newest_first else key.asc() for key in keys]
    found = conn.execute(wanted.add_columns(*keys).order_by(*sorted_by).limit(window.limit + 1)).all()
    shown = found[: window.limit]
    rows = [row(*values[: -len(keys)]) for values in shown]
    return Part(rows, window, tuple(shown[-1][-len(keys) :]) if len(found) > window.limit else None)


def _read(window: Window, keys: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]) -> list[object]:
    """Convert the keys of a cursor to the types of their columns."""
    try:
        return [_key(value, key.type.python_type) for value, key in zip(window.after or (), keys, strict=True)]
    except (TypeError, ValueError):
        raise Invalid.at(window.name, N_("This cursor was not handed out by this list")) from None


def _key(value: object, kind: type) -> object:
    if kind in {date, datetime} and isinstance(value, str):
        return kind.fromisoformat(value)
    if type(value) is not kind or (isinstance(value, int) and not 0 <= value <= LARGEST_KEY):
        raise ValueError("not a key of this list")
    return value
