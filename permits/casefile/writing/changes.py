"""The change set of an action: every row it adds, changes or deletes, in memory at once and written together."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import Connection

from permits.casefile.rows import (
    ClockRow,
    DeficiencyListRow,
    DeficiencyRow,
    FeeNoticeRow,
    HearingRow,
    Held,
    LicenceRow,
    PermitRow,
    PublicNoticeRow,
    Row,
    Shelf,
    StatementRow,
    SurveyRow,
    WorkItemRow,
    table_of,
)
from permits.casefile.rows.columns import UNWRITTEN, Column, Columns, held_columns, unwritten
from permits.casefile.writing.batch import Batch, Values, matches
from permits.casefile.writing.seals import COVERED, Seals
from permits.errors import SetupFault
from permits.models import Base

Where: TypeAlias = Mapping[Column, object]
ROW_CLASSES: Sequence[type[Held]] = (
    PermitRow,
    WorkItemRow,
    LicenceRow,
    ClockRow,
    HearingRow,
    PublicNoticeRow,
    StatementRow,
    SurveyRow,
    FeeNoticeRow,
    DeficiencyListRow,
    DeficiencyRow,
)
HELD_AS = {row.model: row for row in ROW_CLASSES}


class ChangeSet:
    """The writes of an action. Rows in memory change at once; `send` writes them to the database."""

    def __init__(self, shelf: Shelf, application_id: int, salt: str) -> None:
        """Start with nothing to write."""
        self.seals = Seals(salt)
        self._shelf = shelf
        self._application_id = application_id
        self._batch = Batch()
        self._unwritten: dict[int, Values] = {}

    def add(self, model: Callable[Columns, Base], /, *args: Columns.args, **values: Columns.kwargs) -> Held | None:
        """Add a row; returns it as the case holds it, None where the case holds no rows of its kind."""
        row, of_case = HELD_AS.get(model), {**self._key(model), **values}
        self._batch.insert(table_of(model), of_case)
        held = unwritten(row, of_case) if row else None
        self.seals.note(model, held or of_case, of_case)
        if held is None:
            return None
        self._unwritten[id(held)] = of_case
        self._shelf.add(held)
        return held

    def change(self, row: Row[Columns], /, *args: Columns.args, **changes: Columns.kwargs) -> None:
        """Update columns of a row, including ones the row does not load.

        Raises:
            SetupFault: the row was added and written meanwhile; read it from the case again.
        """
        self.seals.note(row.model, row, changes, row)
        _set(row, changes)
        if row.id != UNWRITTEN:
            self._batch.update(table_of(row.model), {"id": row.id}, changes)
        elif id(row) in self._unwritten:
            self._unwritten[id(row)].update(changes)
        else:
            raise SetupFault("a row that was added is read again once it is written")

    def change_all(
        self, model: Callable[Columns, Base], where: Where, /, *args: Columns.args, **changes: Columns.kwargs
    ) -> None:
        """Update the rows of this case whose columns match `where` (a list: any of its values), loaded or not.

        Unwritten rows of this action are updated as well.

        Raises:
            SetupFault: the chain covers one of the columns; change such rows one by one.
        """
        if model in COVERED and not set(COVERED[model].columns).isdisjoint(changes):
            raise SetupFault(f"{table_of(model).name}: what the chain covers changes row by row")
        key = {column.key: value for column, value in where.items()}
        self._batch.update(table_of(model), {**self._key(model), **key}, changes)
        for row in self._shelf.held(HELD_AS.get(model)):
            if matches({name: getattr(row, name) for name in key}, key):
                _set(row, changes)

    def strike(self, row: Held) -> None:
        """Delete a row of this case."""
        self.seals.note_struck(row.model, row)
        self._shelf.strike(row)
        if row.id == UNWRITTEN:
            self._batch.take_back(self._unwritten.pop(id(row)))
        else:
            self._batch.delete(table_of(row.model), row.id)

    def send(self, conn: Connection) -> None:
        """Write everything and reset."""
        self._batch.run(conn)
        self._unwritten.clear()
        self._shelf.written()

    def _key(self, model: Callable[..., Base]) -> Values:
        """Add the case's key to a row; related tables such as jobs have no such column."""
        return {"application_id": self._application_id} if "application_id" in table_of(model).c else {}


def _set(row: Row[...], changes: Mapping[str, object]) -> None:
    held = held_columns(type(row))
    for name, value in changes.items():
        if name in held:
            setattr(row, name, value)
