"""Reads the result of a statement as typed rows: a row's fields name the columns, in order."""

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Executable
from sqlalchemy.orm import InstrumentedAttribute

from permits.models import Base

R = TypeVar("R")
Columns: TypeAlias = Mapping[str, ColumnElement[Any] | InstrumentedAttribute[Any]]
NONE_NAMED: Columns = MappingProxyType({})


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
