"""Seals: digests of what a case rests on, recorded in its events, so that a rewritten row is noticed.

A seal is the digest of one column of one row, with the digest before where the action knew the value. The last seal
of a column tells what the column must hold; `permits.services.oversight.audit` compares.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy import Table

from permits.casefile.rows import table_of
from permits.errors import SetupFault
from permits.models import (
    Application,
    Base,
    FeeNotice,
    Licence,
    LicenceChange,
    Material,
    Notice,
    Payment,
    Permit,
    Statement,
    WorkItem,
)
from permits.models.base import JsonObject
from permits.verifier import sealed

# per column: the digest now, or the digests before and now; None: the row was removed
SealsOfRow: TypeAlias = dict[str, list[str]] | None
FORM = ("applicant", "agent", "project", "site", "answers")
DECISION = ("decision", "conditions", "narrower", "reasons", "document_number", "licence_number", "remedies")
VERDICT = ("verdict", "opinion", "conditions", "narrower", "reason_code", "law")
LICENCE = ("document_number", "holder", "department", "scope", "conditions", "valid_from", "valid_to")
CHANGE = ("ground", "law", "reason", "before", "after")
FILE = ("sha256", "size_bytes", "file_name", "media_type")
# printed on a notice after its event is hashed, so no event can cover it
RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Cover:
    """What the chain covers of a kind of row: the columns that name a row, and the sealed ones."""

    model: Callable[..., Base]
    named: tuple[str, ...]
    columns: tuple[str, ...]
    told_apart: tuple[str, ...] = ()  # columns whose digest tells apart what else has one name

    @property
    def table(self) -> Table:
        """The table."""
        return table_of(self.model)

    def name_of(self, row: object) -> str:
        """Return the name of a row as seals write it; `row` has the naming columns as attributes or keys."""
        values = [_value(row, one) for one in self.named]
        digests = [hashlib.sha256(str(_value(row, one)).encode()).hexdigest()[:16] for one in self.told_apart]
        return ":".join([self.table.name, *map(_said, values), *digests])


def _value(row: object, column: str) -> object:
    return row[column] if isinstance(row, Mapping) else getattr(row, column)


def _said(value: object) -> str:
    """Write a naming value alike before it is stored and after it is read."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


COVERS: Sequence[Cover] = (
    Cover(Application, (), (*FORM, "outcome", "bundle_version", "investigations")),
    Cover(Permit, ("key",), DECISION),
    Cover(WorkItem, ("permit", "department", "kind", "round"), VERDICT),
    Cover(Licence, ("number",), LICENCE),
    Cover(Material, ("code", "version"), FILE),
    Cover(Notice, ("event_seq", "kind", "permit"), ("number", "language", "facts")),
    Cover(FeeNotice, ("number",), ("permit", "kind", "amount_fen", "lines")),
    Cover(Payment, ("channel", "kind", "reference"), ("amount_fen", "by")),
    Cover(Statement, ("permit", "kind", "received_at"), ("by", "text", "answer"), told_apart=("text",)),
    Cover(LicenceChange, ("licence_id", "kind", "on", "number"), CHANGE),
)
COVERED: Mapping[Callable[..., Base], Cover] = {cover.model: cover for cover in COVERS}


def seal(salt: str, column: str, value: object) -> str:
    """Return the digest of a column's value; the salt keeps a short value from being guessed."""
    if column == "facts" and isinstance(value, Mapping):
        value = {name: one for name, one in value.items() if name != RECEIPT}
    return sealed(salt, value)


class Seals:
    """The seals of the rows an action has changed since the last event."""

    def __init__(self, salt: str) -> None:
        """Start without seals; `salt` is the case's."""
        self._salt = salt
        self._now: dict[str, dict[str, object] | None] = {}
        self._before: dict[tuple[str, str], object] = {}

    def note(
        self, model: Callable[..., Base], row: object, changes: Mapping[str, object], before: object = None
    ) -> None:
        """Note changed columns; `row` names the row, `before` holds what it knew of the columns until now."""
        cover = COVERED.get(model)
        if cover is None or not (touched := [one for one in cover.columns if one in changes]):
            return
        name = cover.name_of(row)
        held = self._now.setdefault(name, {})
        if held is None:
            held = self._now[name] = {}
        for column in touched:
            if column not in held and hasattr(before, column):
                self._before[name, column] = getattr(before, column)
            held[column] = changes[column]

    def note_struck(self, model: Callable[..., Base], row: object) -> None:
        """Note that a row was removed."""
        if model in COVERED:
            self._now[COVERED[model].name_of(row)] = None

    def take(self) -> dict[str, SealsOfRow]:
        """Return the seals for an event and start anew."""
        taken = {name: None if held is None else self._sealed(name, held) for name, held in self._now.items()}
        self._now, self._before = {}, {}
        return {name: seals for name, seals in taken.items() if seals is None or seals}

    def _sealed(self, name: str, held: Mapping[str, object]) -> dict[str, list[str]]:
        found = {}
        for column, value in held.items():
            digests = [seal(self._salt, column, value)]
            if (name, column) in self._before:
                digests.insert(0, seal(self._salt, column, self._before[name, column]))
            if len(set(digests)) == len(digests):
                found[column] = digests
        return found


def add_to(payload: JsonObject, seals: Mapping[str, SealsOfRow]) -> None:
    """Add seals to the payload of an event, after those it has."""
    held = payload.setdefault("seals", {})
    for name, columns in seals.items():
        held[name] = {**(held.get(name) or {}), **columns} if columns else None


def refuse_unrecorded(seals: Mapping[str, SealsOfRow]) -> None:
    """Refuse to write a change of what the chain covers that no event records.

    Raises:
        SetupFault: there is such a change.
    """
    if seals:
        raise SetupFault(f"changed without an event: {', '.join(sorted(seals))}")
