"""Compare the rows of a case with what its events recorded of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from permits.casefile.writing.seals import COVERS, Cover, seal
from permits.models import Application
from permits.queries.case.trail import Kept
from permits.verifier import sealed

# a seal as last recorded: by which event, and the digest
Recorded = tuple[int, str]


@dataclass(frozen=True, slots=True)
class CoveredRow:
    """A row as the database holds it now: its name in seals, and its covered columns."""

    name: str
    values: Mapping[str, object]


def rows_of(conn: Connection, application_ids: Sequence[int]) -> dict[int, list[CoveredRow]]:
    """Read what the chain covers of several cases, by application; a statement a kind of row."""
    found: dict[int, list[CoveredRow]] = {one: [] for one in application_ids}
    for cover in COVERS:
        for application_id, row in _rows(conn, cover, application_ids):
            found[application_id].append(row)
    return found


def _rows(conn: Connection, cover: Cover, application_ids: Sequence[int]) -> Iterator[tuple[int, CoveredRow]]:
    table = cover.table
    of = table.c.id if cover.model is Application else table.c.application_id
    names = dict.fromkeys((*cover.named, *cover.told_apart, *cover.columns))
    wanted = select(of.label("of"), *(table.c[one] for one in names))
    for row in conn.execute(wanted.where(of.in_(application_ids))).mappings():
        yield row["of"], CoveredRow(cover.name_of(row), {one: row[one] for one in cover.columns})


def first_fault(events: Sequence[Kept], rows: Sequence[CoveredRow], *, salt: str) -> str | None:
    """Return the first difference between rows and events, or None; a case begun before seals has no salt."""
    recorded, seen = _recorded(events), set[str]()
    for row in rows:
        seen.add(row.name)
        columns = recorded.get(row.name, {})
        for column, value in row.values.items():
            if column in columns:
                seq, digest = columns[column]
                if seal(salt, column, value) != digest:
                    return f"{row.name}: {column} is not what event {seq} recorded"
            elif salt and value is not None:
                return f"{row.name}: {column} was never recorded"
    missing = next((name for name in recorded if name not in seen), None)
    return f"{missing} is missing" if missing else _first_text(events, salt)


def _recorded(events: Sequence[Kept]) -> dict[str, dict[str, Recorded]]:
    found: dict[str, dict[str, Recorded]] = {}
    for event in events:
        for name, columns in event["payload"].get("seals", {}).items():
            if columns is None:
                found.pop(name, None)
                continue
            held = found.setdefault(name, {})
            held.update({column: (event["seq"], digests[-1]) for column, digests in columns.items()})
    return found


def _first_text(events: Sequence[Kept], salt: str) -> str | None:
    """Return the first internal text that is not the one its event holds the digest of."""
    for event in events:
        held = {key: sealed(salt, text) for key, text in (event["internal_texts"] or {}).items()}
        if held != event["payload"].get("internal", {}):
            return f"the internal texts of event {event['seq']} were changed after it was recorded"
    return None
