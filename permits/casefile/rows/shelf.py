"""The rows of one case: read on first use, together with rows an action has added."""

from collections.abc import Iterable, Sequence
from typing import TypeVar, cast

from sqlalchemy import Connection

from permits.casefile.rows.columns import Held
from permits.casefile.rows.statements import MOST, children

Kind = TypeVar("Kind", bound=Held)


class Shelf:
    """One list per kind of row, oldest first; each kind costs one query, or none if it was put here."""

    def __init__(self, conn: Connection, application_id: int) -> None:
        """Start with nothing read."""
        self._conn = conn
        self._application_id = application_id
        self._held: dict[type[Held], list[Held]] = {}
        self._named: dict[type[Held], dict[str, Held]] = {}
        self._added: dict[type[Held], list[Held]] = {}

    def all(self, kind: type[Kind]) -> list[Kind]:
        """List the rows of a kind."""
        if kind not in self._held:
            self._read(kind)
        return cast("list[Kind]", self._held[kind])

    def _read(self, kind: type[Kind]) -> None:
        """Read a kind; the ones most acts need come together, unless some of them are here already."""
        bound = {"id": self._application_id}
        if kind in MOST.rows and MOST.rows.isdisjoint(self._held):
            for other, rows in MOST.read(self._conn, bound).items():
                self.put(other, rows)
        else:
            self.put(kind, (kind(*values) for values in self._conn.execute(children(kind), bound)))

    def named(self, kind: type[Kind], column: str) -> dict[str, Kind]:
        """Return the rows of a kind by a unique column."""
        if kind not in self._named:
            self._named[kind] = {getattr(row, column): row for row in self.all(kind)}
        return cast("dict[str, Kind]", self._named[kind])

    def held(self, kind: type[Held] | None) -> Sequence[Held]:
        """List the rows of a kind that are already in memory; costs no query."""
        return () if kind is None else self._held.get(kind, self._added.get(kind, ()))

    def put(self, kind: type[Kind], rows: Iterable[Kind]) -> None:
        """Take rows of a kind that were read elsewhere; an empty list if none exist."""
        self._held[kind] = [*rows, *self._added.get(kind, ())]

    def add(self, row: Held) -> None:
        """Add a row that is not yet written."""
        kind = type(row)
        self._added.setdefault(kind, []).append(row)
        self._named.pop(kind, None)
        if kind in self._held:
            self._held[kind].append(row)

    def strike(self, row: Held) -> None:
        """Remove a row."""
        kind = type(row)
        self._named.pop(kind, None)
        for rows in (self._held, self._added):
            if kind in rows:
                rows[kind] = [one for one in rows[kind] if one is not row]

    def written(self) -> None:
        """Forget the kinds with added rows: their rows have keys now and are read again on next use."""
        for kind in self._added:
            self._held.pop(kind, None)
            self._named.pop(kind, None)
        self._added.clear()
