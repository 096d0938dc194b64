"""Rows in memory and their tables: a row class holds the columns an action needs."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, ClassVar, ParamSpec, Protocol, TypeAlias

from sqlalchemy import Table
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from permits.models import Base

Columns = ParamSpec("Columns")
Column: TypeAlias = InstrumentedAttribute[Any]
# the id of a row that is added and not yet written
UNWRITTEN = 0


class Row(Protocol[Columns]):
    """A row in memory; `model` names its table, so that a type checker knows which columns can change.

    Row classes write `model: ClassVar = Permit` without a type argument; otherwise the columns are not inferred.
    """

    @property
    def model(self) -> Callable[Columns, Base]:
        """The model of the table."""

    @property
    def id(self) -> int:
        """The row's key; `UNWRITTEN` until it is written."""


class Held(Protocol):
    """Any row class of a case."""

    model: ClassVar[Any]
    id: int

    def __init__(self, *values: object, **named: object) -> None:
        """Take the columns in their order."""


@cache
def table_of(model: Callable[..., Base]) -> Table:
    """Return the table of a model."""
    assert isinstance(model, type) and issubclass(model, Base)  # noqa: S101, PT018 - a callable only to the type checker
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - declarative models of this house are plain tables
    return table


def columns(model: type[Base], row: type[object]) -> Sequence[Column]:
    """List the columns of `model` that `row` holds, in its order."""
    return [getattr(model, field.name) for field in fields(row)]  # type: ignore[arg-type]  # rows are dataclasses


@cache
def held_columns(row: type[object]) -> frozenset[str]:
    """Return the names of the columns a row class holds."""
    return frozenset(field.name for field in fields(row))  # type: ignore[arg-type]  # rows are dataclasses


@cache
def _start(row: type[Held]) -> dict[str, object]:
    """Return the default of a column that an added row does not set."""
    found: dict[str, object] = {}
    for field in fields(row):  # type: ignore[arg-type]  # rows are dataclasses
        default = table_of(row.model).c[field.name].default
        found[field.name] = default.arg if isinstance(default, ScalarElementColumnDefault) else None
    return found


def unwritten(row: type[Held], values: dict[str, object]) -> Held:
    """Build a row that is added and not yet written."""
    held = {name: values.get(name, start) for name, start in _start(row).items()}
    return row(**{**held, "id": UNWRITTEN})
