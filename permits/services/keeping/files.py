"""Compare the rows of received files and rendered documents with the files themselves, in both directions."""

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, Row, Select, select, union_all

from permits.db import reading
from permits.files import FolderStore
from permits.models import Material, Notice, Photo, PowerOfAttorney

BATCH = 500
# a file this young may belong to an act that has not committed yet
YOUNGEST_ORPHAN_SECONDS = 3600.0
KINDS: Mapping[str, type[Material | Photo | PowerOfAttorney | Notice]] = {
    "material": Material,
    "photo": Photo,
    "power": PowerOfAttorney,
    "document": Notice,
}
MISSING, CHANGED, UNREADABLE, ORPHANED, UNRENDERED = "missing", "changed", "unreadable", "orphaned", "unrendered"


@dataclass(frozen=True, slots=True)
class Stores:
    """Where files are kept: what came in, and what the office rendered."""

    uploads: FolderStore
    documents: FolderStore


@dataclass(frozen=True, slots=True)
class Found:
    """One difference: the kind of row and its id, or a file without a row; `unrendered` mends itself when opened."""

    kind: str
    id: int | None
    key: str
    fault: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the comparison is: the last row of a kind, and what was found since the step before."""

    kind: str
    last: int
    files: int
    found: Sequence[Found]


def compare(engine: Engine, stores: Stores, *, begin: tuple[str, int] | None, mb_a_second: float) -> Iterator[Checked]:
    """Compare each row with its file, in steps; `begin` is the kind and id after which an earlier run stopped.

    Reads at most `mb_a_second` from the disk; 0: as fast as it goes.
    """
    reached = list(KINDS).index(begin[0]) if begin else 0
    for kind in list(KINDS)[reached:]:
        store, last = stores.documents if kind == "document" else stores.uploads, 0
        if begin and kind == begin[0]:
            last = begin[1]
        while True:
            with reading(engine) as conn:
                rows = conn.execute(_after(kind, last)).all()
            if not rows:
                break
            last = int(rows[-1].id)
            yield Checked(kind, last, len(rows), [one for row in rows if (one := _of(kind, row, store, mb_a_second))])


def orphans(engine: Engine, stores: Stores) -> Iterator[Found]:
    """List the files that no row names; young ones may belong to an act under way."""
    with reading(engine) as conn:
        keys = (select(model.storage_key).where(model.storage_key.is_not(None)) for model in KINDS.values())
        known = set(conn.execute(union_all(*keys)).scalars())
    youngest = time.time() - YOUNGEST_ORPHAN_SECONDS
    for name, store in (("upload", stores.uploads), ("document", stores.documents)):
        for key, path in _files(store.root):
            if key not in known and path.stat().st_mtime < youngest:
                yield Found(name, None, key, ORPHANED)


def _after(kind: str, last: int) -> Select[int, str | None, str | None]:
    model = KINDS[kind]
    wanted = select(model.id, model.storage_key, model.sha256).where(model.id > last, model.storage_key.is_not(None))
    return wanted.order_by(model.id).limit(BATCH)


def _of(kind: str, row: Row[int, str | None, str | None], store: FolderStore, mb_a_second: float) -> Found | None:
    began = time.monotonic()
    try:
        data = store.get(str(row.storage_key))
    except FileNotFoundError:
        return Found(kind, row.id, row.storage_key, UNRENDERED if kind == "document" else MISSING)
    except OSError:
        return Found(kind, row.id, row.storage_key, UNREADABLE)
    is_same = hashlib.sha256(data).hexdigest() == row.sha256
    if mb_a_second:
        time.sleep(max(0.0, len(data) / (mb_a_second * 1e6) - (time.monotonic() - began)))
    return None if is_same else Found(kind, row.id, row.storage_key, CHANGED)


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path
