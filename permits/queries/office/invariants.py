"""Invariants of every open case, each as a query that finds its violations. All run as a single statement."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Date,
    Exists,
    Integer,
    Select,
    String,
    TableValuedAlias,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from permits import clock
from permits.models import (
    Application,
    Event,
    Incident,
    LegalClock,
    Licence,
    OutboxRow,
    Permit,
    SpecialProcedure,
    Timer,
    WorkItem,
)
from permits.models.base import UtcDateTime
from permits.office import Office
from permits.queries.office.replays import differences
from permits.queries.reading.rows import Document
from permits.queries.typed import every
from workflows import N_, WHOLE_CASE, group, local_day

# the sweep runs four times a minute, the relay every other second: anything older than this is stuck
LONGEST_WAIT = timedelta(minutes=15)
RUNS = Application.state.in_(group("application", "running"))
OPEN = group("application", "open")
IN_WORK = group("application", "in_work")
WORKED_ON = group("work_item", "open")
UNFINISHED = group("work_item", "unfinished")
UNDECIDED = group("permit", "undecided")
REVIEW_KINDS = ("opinion", "co_approval", "decision", "survey", "government")
OF_PERMIT = ("committed", "statutory")


# bind parameters; the compiled statement is reused
LATE: ColumnElement[datetime] = bindparam("late", type_=UtcDateTime())
LATE_JOB: ColumnElement[datetime] = bindparam("late_job", type_=UtcDateTime())
TODAY: ColumnElement[date] = bindparam("today", type_=Date())


@dataclass(frozen=True, slots=True)
class Stall:
    """One violation: the invariant, the case and its subject."""

    invariant: str
    application_id: int | None
    about: str


Column: TypeAlias = ColumnElement[Any] | InstrumentedAttribute[Any]
Found: TypeAlias = Select[*tuple[Any, ...]]
Query = Callable[[str], Found]


def _of(application_id: Column, about: Column) -> Found:
    return select(cast(application_id, Integer).label("application_id"), cast(about, String).label("about"))


def _pinned(dialect: str) -> TableValuedAlias:
    """Return the keys of the permits pinned at acceptance, one a row."""
    of = func.jsonb_array_elements_text if dialect == "postgresql" else func.json_each
    return of(Application.required).table_valued("value", name="pinned")


def item_scope() -> ColumnElement[str]:
    """Return the scope of a work item's timers."""
    of_counter = and_(WorkItem.permit == "", WorkItem.department == "window")
    parts = (WorkItem.permit, literal(":"), WorkItem.department, literal(":"))
    middle: ColumnElement[str] = literal("")
    for part in parts:
        middle = middle + part
    return literal("item:") + case((of_counter, literal("")), else_=middle) + WorkItem.kind


def _open_item(*further: ColumnElement[bool]) -> Exists:
    mine = (WorkItem.application_id == Application.id, WorkItem.state.in_(WORKED_ON), WorkItem.due_on.is_not(None))
    return exists().where(*mine, *further)


def _permit(*states: str) -> Exists:
    return exists().where(Permit.application_id == Application.id, Permit.state.in_(states))


def _no_duty(_dialect: str) -> Found:
    resting = and_(Application.state == "in_review", _permit("suspended"))
    applicants = and_(Application.state == "supplement", Application.due_on.is_not(None))
    held = or_(_open_item(), resting, applicants)
    return _of(Application.id, Application.state).where(Application.state.in_(OPEN), ~held)


def _no_holder(_dialect: str) -> Found:
    unheld = or_(
        WorkItem.due_on.is_(None),
        WorkItem.department == "",
        and_(WorkItem.state == "claimed", WorkItem.assignee_id.is_(None)),
    )
    return _of(WorkItem.application_id, item_scope()).where(WorkItem.state.in_(WORKED_ON), unheld)


def _permit_missing(dialect: str) -> Found:
    pinned = _pinned(dialect)
    there = exists().where(Permit.application_id == Application.id, Permit.key == pinned.c.value)
    found = _of(Application.id, pinned.c.value).select_from(Application).join(pinned, literal(True))
    return found.where(Application.state.in_(IN_WORK), ~there)


def _permit_not_pinned(dialect: str) -> Found:
    pinned = _pinned(dialect)
    is_pinned = select(pinned.c.value).select_from(pinned).where(pinned.c.value == Permit.key).exists()
    return (
        _of(Application.id, Permit.key)
        .join(Permit, Permit.application_id == Application.id)
        .where(Application.state.in_(IN_WORK), Permit.state != "withdrawn", ~is_pinned)
    )


def _nobody_decides(_dialect: str) -> Found:
    item = exists().where(
        WorkItem.application_id == Permit.application_id,
        WorkItem.permit == Permit.key,
        WorkItem.kind == "decision",
        WorkItem.state.in_(UNFINISHED),
    )
    sibling = aliased(Permit)
    # whatever a permit waits for is itself under way
    others = sibling.state.in_(UNDECIDED) & (sibling.state != "waiting")
    forgotten = (Permit.state == "waiting") & ~exists().where(sibling.application_id == Application.id, others)
    return (
        _of(Application.id, Permit.key)
        .join(Permit, Permit.application_id == Application.id)
        .where(Application.state == "in_review", Permit.state.in_(UNDECIDED), or_(~item, forgotten))
    )


def _join_not_fired(_dialect: str) -> Found:
    complete = and_(~_permit(*UNDECIDED), _permit(*group("permit", "decided")))
    return _of(Application.id, Application.state).where(Application.state == "in_review", complete)


def _timer_overdue(dialect: str) -> Found:
    about = Timer.scope + literal(" ") + Timer.clock + literal(" ") + Timer.rung
    return _of(Timer.application_id, about).where(Timer.state == "armed", Timer.fire_at < LATE)


def _job_overdue(dialect: str) -> Found:
    waits = and_(OutboxRow.state.in_(("new", "running")), OutboxRow.available_at < LATE_JOB)
    about = OutboxRow.job + literal(" ") + OutboxRow.dedupe
    application_id = OutboxRow.args["application_id"].as_integer()
    return _of(application_id, about).where(or_(waits, OutboxRow.state == "failed"))


def _stop_without_procedure(_dialect: str) -> Found:
    procedure = exists().where(
        SpecialProcedure.application_id == Permit.application_id,
        SpecialProcedure.permit == Permit.key,
        SpecialProcedure.ended_on.is_(None),
    )
    return (
        _of(Application.id, Permit.key)
        .join(Permit, Permit.application_id == Application.id)
        .where(Application.state == "in_review", Permit.state == "suspended", ~procedure)
    )


def _stop_with_timer(_dialect: str) -> Found:
    armed = exists().where(
        Timer.application_id == Permit.application_id,
        Timer.scope == Permit.key,
        Timer.clock.in_(OF_PERMIT),
        Timer.state == "armed",
    )
    return (
        _of(Application.id, Permit.key)
        .join(Permit, Permit.application_id == Application.id)
        .where(Application.state == "in_review", Permit.state == "suspended", armed)
    )


def _chain_broken_off(_dialect: str) -> Found:
    head = exists().where(
        Event.application_id == Application.id,
        Event.seq == Application.event_seq,
        Event.hash == Application.event_hash,
    )
    beyond = exists().where(Event.application_id == Application.id, Event.seq > Application.event_seq)
    return _of(Application.id, Application.event_seq).where(Application.state.in_(OPEN), or_(~head, beyond))


def _work_on_decided(_dialect: str) -> Found:
    return (
        _of(WorkItem.application_id, item_scope())
        .join(Permit, and_(Permit.application_id == WorkItem.application_id, Permit.key == WorkItem.permit))
        .where(
            WorkItem.state.in_(WORKED_ON),
            WorkItem.kind.in_(REVIEW_KINDS),
            Permit.state.in_(group("permit", "ended")),
        )
    )


def _licence_not_granted(_dialect: str) -> Found:
    on = and_(Permit.application_id == Licence.application_id, Permit.key == Licence.permit)
    return (
        _of(Licence.application_id, Licence.number)
        .outerjoin(Permit, on)
        .where(Licence.state == "in_force", or_(Permit.id.is_(None), Permit.state != "granted"))
    )


def _clock_unwatched(dialect: str) -> Found:
    """Find running clocks without a timer, in cases without a stopped permit: a stop also stops the joint clocks."""
    armed = exists().where(
        Timer.application_id == LegalClock.application_id,
        Timer.scope == LegalClock.scope,
        Timer.clock == LegalClock.key,
        Timer.state == "armed",
    )
    watched = or_(LegalClock.scope == WHOLE_CASE, LegalClock.key != "committed")
    return (
        _of(Application.id, LegalClock.scope + literal(" ") + LegalClock.key)
        .join(LegalClock, LegalClock.application_id == Application.id)
        .where(
            Application.state.in_(OPEN),
            LegalClock.ended_on.is_(None),
            LegalClock.due_on >= TODAY,
            watched,
            ~_permit("suspended"),
            ~armed,
        )
    )


def _item_unwatched(dialect: str) -> Found:
    armed = exists().where(
        Timer.application_id == WorkItem.application_id, Timer.scope == item_scope(), Timer.state == "armed"
    )
    return _of(WorkItem.application_id, item_scope()).where(
        WorkItem.state.in_(WORKED_ON), WorkItem.due_on >= TODAY, ~armed
    )


def _never(_dialect: str) -> Found:
    """Find nothing: `disagreeing` replays trails in memory, `unreadable` asks the library of bundle versions."""
    return _of(Application.id, Application.state).where(literal(False))


@dataclass(frozen=True, slots=True)
class Invariant:
    """One invariant: its sentence, and the query that finds its violations."""

    sentence: str
    broken: Query


INVARIANTS: Mapping[str, Invariant] = {
    "has_duty": Invariant(N_("Every open case has a duty with a due day"), _no_duty),
    "duty_held": Invariant(N_("Every duty has a due day and somebody who holds it"), _no_holder),
    "permits_pinned": Invariant(N_("Every permit pinned at acceptance is there"), _permit_missing),
    "no_stray_permit": Invariant(N_("No permit runs that was not pinned"), _permit_not_pinned),
    "someone_decides": Invariant(N_("Every undecided permit has somebody to decide it"), _nobody_decides),
    "join_fired": Invariant(N_("When the last permit is decided, so is the case"), _join_not_fired),
    "timers_fired": Invariant(N_("No timer is overdue"), _timer_overdue),
    "jobs_done": Invariant(N_("No job waits longer than a quarter of an hour or has failed"), _job_overdue),
    "stops_founded": Invariant(N_("Every stopped permit has an open special procedure"), _stop_without_procedure),
    "stops_rest": Invariant(N_("No limit of a stopped permit is about to pass"), _stop_with_timer),
    "chain_ends_at_head": Invariant(N_("Every trail ends where its case says it does"), _chain_broken_off),
    "no_work_on_decided": Invariant(N_("Nobody still works on a decided permit"), _work_on_decided),
    "licences_granted": Invariant(N_("Every licence comes from a granted permit"), _licence_not_granted),
    "clocks_watched": Invariant(N_("Every running limit has its timer"), _clock_unwatched),
    "items_watched": Invariant(N_("Every open duty has its timer"), _item_unwatched),
    "version_readable": Invariant(N_("The version of the rules a running case stands under can be read"), _never),
    "replay_agrees": Invariant(N_("The events of every case alone give the states of its rows"), _never),
}


def stalls(conn: Connection, *, at: datetime, application_id: int | None = None) -> list[Stall]:
    """List the violations of invariants, of all cases or of one, in one statement."""
    wanted: dict[str, object] = {"late": at - LONGEST_WAIT, "today": local_day(at)}
    # jobs wait in real time
    wanted["late_job"] = clock.wall() - LONGEST_WAIT
    if application_id is not None:
        wanted["application_id"] = application_id
    rows = conn.execute(_everything(conn.dialect.name, application_id is not None), wanted)
    return [Stall(row.invariant, row.application_id, row.about) for row in rows]


@cache
def _everything(dialect: str, of_one: bool) -> CompoundSelect[str, int, str]:
    parts = []
    for key, invariant in INVARIANTS.items():
        found = invariant.broken(dialect).subquery()
        part = select(literal(key).label("invariant"), found.c.application_id, found.c.about)
        parts.append(part.where(found.c.application_id == bindparam("application_id")) if of_one else part)
    return union_all(*parts).order_by("application_id", "invariant", "about")


def disagreeing(conn: Connection) -> list[Stall]:
    """List the open cases whose events do not give the states of their rows."""
    cases = conn.execute(select(Application.id).where(Application.state.in_(OPEN)).order_by(Application.id))
    return [Stall("replay_agrees", one, about) for one in cases.scalars().all() for about in differences(conn, one)]


def unreadable(conn: Connection, office: Office) -> list[Stall]:
    """List the running cases whose bundle version is missing or no longer parses."""
    pins = (Application.bundle, Application.bundle_version)
    used = [(key, version) for key, version in conn.execute(select(*pins).where(RUNS).distinct())]
    lost = [pin for pin in used if office.library.find(*pin) is None]
    if not lost:
        return []
    cases = select(Application.id, *pins).where(RUNS, tuple_(*pins).in_(lost)).order_by(Application.id)
    return [Stall("version_readable", one, f"{key} {version}") for one, key, version in conn.execute(cases)]


def within_area(conn: Connection, found: Sequence[Stall], area: str | None) -> list[Stall]:
    """Return the violations in cases of an area; without one, all."""
    if area is None:
        return list(found)
    about = {one.application_id for one in found}
    wanted = select(Application.id).where(Application.area == area, Application.id.in_(about))
    mine = set(conn.execute(wanted).scalars())
    return [one for one in found if one.application_id in mine]


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An open incident, with the case it is about."""

    application: int | None
    number: str | None
    title: str | None
    kind: str
    detail: Document
    raised_at: datetime


def incidents(conn: Connection, area: str | None = None) -> list[OpenIncident]:
    """List the open incidents, oldest first, each with the case it is about."""
    about = (Incident.application_id, Application.number, Application.title)
    wanted = (
        select(*about, Incident.kind, Incident.detail, Incident.raised_at)
        .outerjoin(Application, Application.id == Incident.application_id)
        .where(Incident.settled_at.is_(None))
        .order_by(Incident.id)
    )
    if area is not None:
        wanted = wanted.where(Incident.area == area)
    return every(conn, OpenIncident, wanted)
