"""What an office record would change: compared with what stands in the database, row by row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from permits.models.base import JsonObject
from permits.queries.office.records import AreaRecord, Record
from permits.verifier import sealed

# told in the chain as salted digests: nobody's address or telephone stands there
PERSONAL = frozenset({"email", "phone"})


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is added or changed; `fields` are the values before and after, None before for a new row."""

    record: Record
    is_new: bool
    fields: Mapping[str, tuple[object, object]]

    @property
    def type(self) -> str:
        """Return the type of its event."""
        return f"{self.record.kind}.{'added' if self.is_new else 'changed'}"

    def payload(self, salt: str) -> JsonObject:
        """Return what the chain tells of it."""
        told = {
            name: [sealed(salt, str(one)) if name in PERSONAL and one else _plain(one) for one in pair]
            for name, pair in self.fields.items()
        }
        return {"key": self.record.key, "fields": told}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, str | int) else str(value)


def differences(wanted: AreaRecord, known: AreaRecord | None) -> Iterator[Change]:
    """Compare an area and its rows with what is known; what the record does not say stays."""
    yield from _of_row(wanted, known)
    standing = known.rows() if known else {}
    for name, rows in wanted.rows().items():
        by_key = {row.key: row for row in standing.get(name, ())}
        for row in rows:
            yield from _of_row(row, by_key.get(row.key))


def _of_row(wanted: Record, known: Record | None) -> Iterator[Change]:
    names = [name for name in type(wanted).model_fields if not (name in wanted.beside and name in AreaRecord.beside)]
    if known is None:
        yield Change(wanted, True, {name: (None, _compared(wanted, name)) for name in names})
        return
    said = [name for name in names if name in wanted.model_fields_set]
    pairs = {name: (_compared(known, name), _compared(wanted, name)) for name in said}
    if changed := {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}:
        yield Change(wanted, False, changed)


def _compared(row: Record, name: str) -> object:
    value = getattr(row, name)
    return tuple(sorted(set(value))) if isinstance(value, tuple) else value
