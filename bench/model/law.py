"""The rules of dates, duties and outcomes, written from the law and the tables of limits alone, day by day."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bench.model.days import ONE_DAY, add, count, is_working, next_working

COMMITTED, STATUTORY, JOINT, JOINT_MORE = 7, 20, 45, 15
INTAKE, SUPPLEMENT, DELIVERY, GOVERNMENT = 5, 10, 10, 20
LIMITS = {"planning": 2, "police": 3, "roads": 5, "greening": 5}
P1, P2, P3, P4 = "road-occupation", "road-utilities", "green-space", "trees"
DECIDERS = {P1: "roads", P2: "roads", P3: "greening", P4: "greening"}
Stop = tuple[date, date | None]


@dataclass
class Duty:
    """One department's work on one permit; `waits` until the government can take it or has taken it."""

    permit: str
    department: str
    kind: str
    limit: int
    waits: bool = False
    binds: bool = False
    opened_on: date | None = None
    answered: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Permit, department and kind."""
        return self.permit, self.department, self.kind


@dataclass
class Permit:
    """One permit: its limits, its stops and how it ended."""

    key: str
    committed: int
    statutory: int
    duties: list[Duty]
    stops: list[Stop] = field(default_factory=list)
    extended: bool = False
    decided_on: date | None = None
    decision: str = ""
    is_withdrawn: bool = False

    @property
    def is_open(self) -> bool:
        """Neither decided nor withdrawn."""
        return not self.decision and not self.is_withdrawn


def months_after(day: date, months: int) -> date:
    """Return the same date some months later, the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def in_moratorium(answers: Mapping[str, Any], accepted_on: date) -> bool:
    """Say whether a road opened less than five years before the works is broken."""
    opened = answers.get("road_opened_on")
    if not answers.get("excavate") or not opened:
        return False
    works_on = max(accepted_on, date.fromisoformat(answers["period"]["from"]))
    return works_on <= months_after(date.fromisoformat(opened), 60)


def permits_of(answers: Mapping[str, Any], accepted_on: date) -> dict[str, Permit]:
    """List the permits the answers need and the duties of each department."""
    digs, greens = bool(answers.get("excavate")), bool(answers.get("green") or answers.get("trees"))
    is_barred = in_moratorium(answers, accepted_on)
    duties: dict[str, list[Duty]] = {}
    if digs or answers.get("occupy"):
        duties[P1] = _of(P1, planning=digs, police="co_approval", greening=greens)
        duties[P1] += _barred() if is_barred else []
        duties[P1].append(Duty(P1, "roads", "decision", LIMITS["roads"], waits=is_barred))
    if answers.get("utilities"):
        duties[P2] = _of(P2, planning=True, police="co_approval" if P1 in duties else "", greening=greens)
        duties[P2].append(Duty(P2, "roads", "decision", LIMITS["roads"]))
    if answers.get("green"):
        duties[P3] = [*_of(P3, planning=True), Duty(P3, "roads", "opinion", LIMITS["roads"])]
        duties[P3].append(Duty(P3, "greening", "decision", LIMITS["greening"]))
    if answers.get("trees"):
        duties[P4] = [Duty(P4, "greening", "decision", LIMITS["greening"])]
    more = {key: GOVERNMENT if is_barred and key == P1 else 0 for key in duties}
    return {key: Permit(key, COMMITTED + more[key], STATUTORY + more[key], found) for key, found in duties.items()}


def _of(permit: str, *, planning: bool = False, police: str = "", greening: bool = False) -> list[Duty]:
    found: list[Duty] = []
    if planning:
        found.append(Duty(permit, "planning", "opinion", LIMITS["planning"], binds=permit == P1))
    if police:
        found.append(Duty(permit, "police", police, LIMITS["police"], binds=True))
    if greening:
        found.append(Duty(permit, "greening", "opinion", LIMITS["greening"]))
    return found


def _barred() -> list[Duty]:
    reviews = Duty(P1, "roads", "opinion", GOVERNMENT, binds=True)
    return [reviews, Duty(P1, "government", "government", GOVERNMENT, waits=True, binds=True)]


def due(start: date, limit: int, stops: Iterable[Stop] = ()) -> date:
    """Walk to the last day of a limit; a day from a stop's first to before its last is not counted."""
    spans, day, left = list(stops), start, limit
    while left:
        day += ONE_DAY
        is_stopped = any(first <= day and (last is None or day < last) for first, last in spans)
        left -= is_working(day) and not is_stopped
    return day


def used(start: date, end: date, stops: Iterable[Stop] = ()) -> int:
    """Count the working days after a start through an end that were not stopped."""
    spans = list(stops)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working(day) and not any(a <= day and (b is None or day < b) for a, b in spans) for day in days)


def yellow(start: date, due_on: date, limit: int) -> date:
    """Return the first day with no more than one working day, or a fifth of the limit, left."""
    day = start
    while count(day, due_on) > max(1, limit // 5):
        day += ONE_DAY
    return day


def remedies(served_on: date) -> dict[str, str]:
    """Return the last days: sixty days and six months from service."""
    last = next_working(served_on + timedelta(days=60)), next_working(months_after(served_on, 6))
    names = ("served_on", "reconsideration_last_on", "court_last_on")
    return dict(zip(names, (day.isoformat() for day in (served_on, *last)), strict=True))


def term(permit: str, answers: Mapping[str, Any], decided_on: date) -> tuple[date, date]:
    """Return the first and last day of a licence: as asked, within the period and the longest allowed."""
    period = answers["period"]
    starts = max(decided_on, date.fromisoformat(period["from"]))
    ends = [date.fromisoformat(period["to"])]
    if permit == P1 and answers.get("occupy"):
        ends.append(starts + timedelta(days=min(answers["occupy"]["days"], 90) - 1))
    if permit == P3:
        ends.append(months_after(starts, min(answers["green"]["months"], 12)) - ONE_DAY)
    return starts, max(starts, min(ends))


def outcome(permits: Iterable[Permit]) -> str | None:
    """Sum up the permits that stand, whatever the order in which they ended; None while one is open."""
    known = list(permits)
    if any(permit.is_open for permit in known):
        return None
    decisions = {permit.decision for permit in known if permit.decision}
    if not decisions:
        return "withdrawn"
    if decisions == {"refused"}:
        return "all_refused"
    return "partly_granted" if "refused" in decisions else "all_granted"


def union(permits: Sequence[Permit]) -> list[Stop]:
    """List the stops of all permits; a date in two of them is one date."""
    return [(first, last) for permit in permits for first, last in permit.stops]


def delivered_by(decided_on: date) -> date:
    """Return the last day to serve what is decided."""
    return add(decided_on, DELIVERY)
