"""Nightly checks: every invariant with a replay of each trail, and every link of every chain; in bounded pieces."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Connection, Engine, delete, insert, select, update

from permits import clock
from permits.config import Settings
from permits.db import perform, reading
from permits.models import Application, CheckRun, OutboxRow
from permits.office import Office
from permits.queries.office.acts import broken_chains
from permits.queries.office.invariants import OPEN, Stall, stalls, unreadable
from permits.queries.office.replays import differences
from permits.services.notifying.mailing import insert_once
from permits.services.oversight import audit, roots
from permits.services.oversight.incidents import flag, settle_flag
from permits.services.timers.invariants import REPLAY, watch
from workflows import SHANGHAI, local_day

STALLS, AUDIT = "checks.stalls", "checks.audit"
# the day's root is published by then
FROM_HOUR = 2
# a piece ends after the first of these: other jobs of the queue go between two pieces
MOST_IN_A_PIECE, LONGEST_PIECE_SECONDS = 200, 2.0
MOST_FINDINGS_KEPT = 50
KEPT_FOR = timedelta(days=90)


@dataclass(slots=True)
class Piece:
    """What one piece found.

    `place` is the case it came to, None where it was the last piece; `findings` are in words; of `cases` an incident is
    raised.
    """

    place: int | None
    checked: int
    findings: list[str] = field(default_factory=list)
    cases: set[int] = field(default_factory=set)


Look = Callable[[Connection, "Night", int], Piece]


@dataclass(frozen=True, slots=True)
class Night:
    """What a check needs: the office, its settings, the moment."""

    office: Office
    settings: Settings
    at: datetime


def ask(conn: Connection, area: str, *, wall: datetime) -> int:
    """Request the checks of this night, once each; returns how many were requested. Old runs are forgotten.

    The row of the run makes it once a night, so that finished jobs may be forgotten; the caller commits.
    """
    conn.execute(delete(CheckRun).where(CheckRun.night < local_day(wall - KEPT_FOR)))
    return sum(_ask(conn, area, job, local_day(wall), wall=wall) for job in CHECKS)


def is_to_be_asked(conn: Connection, *, wall: datetime) -> bool:
    """Return whether it is night, and a check of this night was not requested yet; writes nothing."""
    if wall.astimezone(SHANGHAI).hour < FROM_HOUR:
        return False
    return len(conn.execute(select(CheckRun.kind).where(CheckRun.night == local_day(wall))).all()) < len(CHECKS)


def _ask(conn: Connection, area: str, job: str, night: date, *, wall: datetime) -> int:
    run = {"kind": _kind(job), "night": night, "begun_at": wall, "place": 0, "checked": 0, "found": 0, "findings": []}
    made = insert_once(conn, CheckRun, run)
    if made:
        row = {"area": area, "job": job, "args": {"night": night.isoformat()}, "dedupe": f"{job}-{night}"}
        times = {"created_at": wall, "available_at": wall, "attempts": 0}
        conn.execute(insert(OutboxRow).values(**row, **times, state="new"))
    return made


def go_on(engine: Engine, night_of: Night, job: str, night: date) -> bool:
    """Do one piece of a check; returns whether it was the last. Repeating a piece finds the same. Commits."""
    this = (CheckRun.kind == _kind(job)) & (CheckRun.night == night)
    with reading(engine) as conn:
        place = conn.execute(select(CheckRun.place).where(this, CheckRun.ended_at.is_(None))).scalar()
        if place is None:
            return True
        piece = CHECKS[job].look(conn, night_of, place)
    perform(engine, lambda conn: _note(conn, job, night, place=place, piece=piece))
    for application_id in sorted(piece.cases):
        perform(engine, partial(watch, application_id=application_id, at=night_of.at))
    if piece.place is not None:
        return False
    perform(engine, partial(_end, night_of=night_of, job=job, night=night))
    return True


def _note(conn: Connection, job: str, night: date, *, place: int, piece: Piece) -> None:
    """Add what a piece found, unless another worker has noted it."""
    this = (CheckRun.kind == _kind(job)) & (CheckRun.night == night) & (CheckRun.place == place)
    row = conn.execute(select(CheckRun.id, CheckRun.findings).where(this).with_for_update()).first()
    if row is None:
        return
    conn.execute(
        update(CheckRun)
        .where(CheckRun.id == row.id)
        .values(
            place=piece.place if piece.place is not None else place,
            checked=CheckRun.checked + piece.checked,
            found=CheckRun.found + len(piece.findings),
            findings=[*row.findings, *piece.findings][:MOST_FINDINGS_KEPT],
        )
    )


def _end(conn: Connection, *, night_of: Night, job: str, night: date) -> None:
    """End a check: an incident is open from now on if it found anything, none if it did not."""
    this = (CheckRun.kind == _kind(job)) & (CheckRun.night == night)
    found = conn.execute(
        update(CheckRun).where(this).values(ended_at=clock.wall()).returning(CheckRun.found)
    ).scalar_one()
    area, alarm = night_of.settings.area_code, CHECKS[job].alarm
    if found:
        flag(conn, area, alarm, {"found": found, "night": night.isoformat()}, at=night_of.at)
    else:
        settle_flag(conn, area, alarm, at=night_of.at)


def _look_for_stalls(conn: Connection, night_of: Night, place: int) -> Piece:
    """Replay the trails of the next open cases; the last piece asks the one statement of all invariants."""
    piece = Piece(place, 0)
    ids = select(Application.id).where(Application.state.in_(OPEN), Application.id > place)
    found = conn.execute(ids.order_by(Application.id).limit(MOST_IN_A_PIECE)).scalars().all()
    for application_id in _in_time(found):
        if found_here := differences(conn, application_id):
            piece.findings += [f"{application_id} {REPLAY} {said}" for said in found_here]
            piece.cases.add(application_id)
        piece.place, piece.checked = application_id, piece.checked + 1
    if not found:
        broken = stalls(conn, at=night_of.at) + unreadable(conn, night_of.office)
        piece.place, piece.findings = None, [_said(one) for one in broken]
        piece.cases = {one.application_id for one in broken[:MOST_IN_A_PIECE] if one.application_id is not None}
    return piece


def _said(one: Stall) -> str:
    return f"{one.application_id or '-'} {one.invariant} {one.about}"


def _look_at_chains(conn: Connection, night_of: Night, place: int) -> Piece:
    """Verify the chains of the next cases; the last piece verifies those of the offices, and the anchor."""
    piece = Piece(place, 0)
    for one in audit.verify_after(conn, place, most=MOST_IN_A_PIECE, seconds=LONGEST_PIECE_SECONDS):
        piece.place, piece.checked = one.application, piece.checked + 1
        piece.findings += [f"{one.application} {one.broken}"] if one.broken else []
    if not piece.checked:
        known = night_of.settings
        broken = [f"{name} {fault}" for name, _, fault in broken_chains(conn) if fault]
        piece.place, piece.findings = None, broken + roots.faults(conn, known.anchor_file, known.chain_key_ring)
    return piece


def _in_time(found: Sequence[int]) -> Iterator[int]:
    """Yield one after the other until the piece is long enough."""
    until = time.monotonic() + LONGEST_PIECE_SECONDS
    for one in found:
        yield one
        if time.monotonic() > until:
            return


@dataclass(frozen=True, slots=True)
class Check:
    """A nightly check: how it looks at a piece, and the incident it raises."""

    look: Look
    alarm: str


CHECKS: Mapping[str, Check] = {
    STALLS: Check(_look_for_stalls, "stalls_found"),
    AUDIT: Check(_look_at_chains, "chain_broken"),
}


def _kind(job: str) -> str:
    return job.removeprefix("checks.")
