"""The daily root over the heads of all event chains: signed, published, and anchored in a file that only grows."""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from permits.errors import Conflict
from permits.files import own_file
from permits.models import Application, ChainRoot
from permits.queries.case.trail import heads_at
from permits.queries.office import acts
from permits.services.oversight.signing import Signature, is_signed, sign
from permits.verifier import GENESIS, Anchor, Head, anchor_line, digest, read_anchor
from workflows import N_, local_day


def publish(conn: Connection, anchor_file: Path, keys: Sequence[str], *, at: datetime) -> int | None:
    """Publish the root of a day once, from its first call on; returns its number, None where the day has one.

    The line is written to the file before the row: a line without a row, after a crash, is recorded the next time.

    Raises:
        Conflict: the anchor file is not the one the published roots are from; nothing is added to it.
    """
    known = conn.execute(
        select(ChainRoot.number, ChainRoot.at, ChainRoot.line).order_by(ChainRoot.number.desc())
    ).first()
    anchor = _anchor_of(anchor_file)
    if anchor.lines == (known.number if known else 0) + 1:
        _record(conn, anchor_file.read_text(encoding="utf-8").splitlines()[-1])
        return anchor.lines
    if (anchor.lines, anchor.last) != ((known.number, known.line) if known else (0, GENESIS)):
        raise Conflict("anchor_differs", N_("The anchor file is not the one the published roots were written to"))
    if known and local_day(known.at) >= local_day(at):
        return None
    line = _next_line(conn, anchor, keys, at)
    _append(anchor_file, line)
    _record(conn, line)
    return anchor.lines + 1


def _anchor_of(anchor_file: Path) -> Anchor:
    try:
        return read_anchor(anchor_file.read_text(encoding="utf-8")) if anchor_file.exists() else Anchor()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Conflict("anchor_differs", N_("The anchor file cannot be read")) from error


def _next_line(conn: Connection, anchor: Anchor, keys: Sequence[str], at: datetime) -> str:
    heads = _heads(conn)
    moved = {name: head for name, head in heads.items() if anchor.heads.get(name) != head}
    unsigned = anchor_line(anchor, moved, at=at)
    signature = sign(keys, json.loads(unsigned)["root"])
    return anchor_line(anchor, moved, at=at, kid=signature.kid, signature=signature.value)


def _heads(conn: Connection) -> dict[str, Head]:
    """Return the heads of all chains by name: those of cases by their id, those of the offices of areas."""
    wanted = select(Application.id, Application.event_seq, Application.event_hash).where(Application.event_seq > 0)
    return {str(row.id): (row.event_seq, row.event_hash) for row in conn.execute(wanted)} | dict(acts.heads(conn))


def _append(anchor_file: Path, line: str) -> None:
    own_file(anchor_file)
    with anchor_file.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def _record(conn: Connection, line: str) -> None:
    known = json.loads(line)
    heads = _heads(conn)
    conn.execute(
        insert(ChainRoot).values(
            number=known["number"],
            at=datetime.fromisoformat(known["at"]),
            heads=len(heads),
            root=known["root"],
            previous=known["previous"],
            line=digest(line),
            kid=known["kid"],
            signature=known["signature"],
        )
    )


def faults(conn: Connection, anchor_file: Path, keys: Sequence[str]) -> list[str]:
    """List what the anchor file, the published roots and the chains contradict each other in."""
    published = conn.execute(select(ChainRoot).order_by(ChainRoot.number)).mappings().all()
    try:
        anchor = _anchor_of(anchor_file)
    except Conflict as refusal:
        return [str(refusal)]
    found = []
    if published and (anchor.lines, anchor.last) != (published[-1]["number"], published[-1]["line"]):
        found.append(f"the anchor file has {anchor.lines} lines, {published[-1]['number']} roots were published")
    found += [
        f"root {row['number']} is not signed by a known key ({row['kid']})"
        for row in published
        if not is_signed(keys, row["root"], Signature(row["kid"], row["signature"]))
    ]
    of_office = {name: head for name, head in anchor.heads.items() if name.startswith(acts.OFFICE)}
    of_cases = {name: head for name, head in anchor.heads.items() if name not in of_office}
    held = heads_at(conn, of_cases) | acts.heads_at(conn, [(name, seq) for name, (seq, _) in of_office.items()])
    return found + [
        f"{name if name in of_office else f'application {name}'}: event {seq} is not the one that was anchored"
        for name, (seq, hashed) in anchor.heads.items()
        if held.get(name) != hashed
    ]
