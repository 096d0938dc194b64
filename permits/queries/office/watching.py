"""Figures of the installation's health, as its rows tell them: jobs, timers, incidents, checks, roots, processes.

They are of the whole installation, of every area: what is watched is the machinery, not a case.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Label, String, column, func, literal, null, select, table, text, union_all

from permits.models import ChainRoot, CheckRun, Incident, OutboxRow, SeenProcess, Setting, Timer, UtcDateTime
from permits.queries.office.installation import FOUNDED_AT
from permits.queries.office.invariants import Found
from permits.queries.typed import columns_of, every

# the job that sends a letter, whatever became of it
MAIL = "mail.send"
DUE_STATES = frozenset({"new", "running"})
CHECKS = ("stalls", "audit")
SEEN_FOR = timedelta(hours=24)
REPLICA_LAG = text(
    "select case when not pg_is_in_recovery() or pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0"
    " else coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 0) end"
)
SCHEMA = table("alembic_version", column("version_num", String()))
ALIVE_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Jobs:
    """Unfinished jobs of one kind and state, and since when the oldest is due."""

    job: str
    state: str
    count: int
    due_since: datetime | None


@dataclass(frozen=True, slots=True)
class Incidents:
    """Open incidents of one kind, and since when the oldest is open."""

    kind: str
    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Run:
    """The last nightly check of one kind."""

    kind: str
    night: date
    begun_at: datetime
    ended_at: datetime | None
    checked: int
    found: int
    findings: list[str]


@dataclass(frozen=True, slots=True)
class Process:
    """One process, and when it last said that it serves."""

    name: str
    kind: str
    queues: str
    version: str
    seconds_ahead: float
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one moment; `root` is the number and the moment of the last daily root.

    `founded_at` is None of an installation older than the note of it.
    """

    revision: str
    seconds_ahead: float
    founded_at: datetime | None = None
    jobs: Sequence[Jobs] = ()
    timers_due: int = 0
    timer_due_since: datetime | None = None
    incidents: Sequence[Incidents] = ()
    root: tuple[int, datetime] | None = None
    runs: Sequence[Run] = ()
    processes: Sequence[Process] = field(default=())

    def alive(self, wall: datetime) -> list[Process]:
        """List the processes that spoke in the last minute."""
        return [one for one in self.processes if wall - one.seen_at < ALIVE_FOR]

    def run(self, kind: str) -> Run | None:
        """Return the last check of a kind."""
        return next((one for one in self.runs if one.kind == kind), None)


def figures(conn: Connection, *, wall: datetime, at: datetime) -> Figures:
    """Read every figure, in five statements; timers and incidents live by the office's clock, all else by the wall."""
    revision, founded_at = _of_database(conn)
    counted = conn.execute(union_all(_jobs(), _timers(at), _incidents(), _roots())).all()
    timers = next((row for row in counted if row.part == "timer"), None)
    roots = next((row for row in counted if row.part == "root" and row.since), None)
    return Figures(
        revision=revision,
        seconds_ahead=seconds_ahead(conn, wall),
        founded_at=founded_at,
        jobs=[Jobs(row.name, row.state, row.many, row.since) for row in counted if row.part == "job"],
        timers_due=timers.many if timers else 0,
        timer_due_since=timers.since if timers else None,
        incidents=[Incidents(row.name, row.many, row.since) for row in counted if row.part == "incident"],
        root=(roots.many, roots.since) if roots else None,
        runs=_runs(conn),
        processes=_processes(conn, wall),
    )


def _of_database(conn: Connection) -> tuple[str, datetime | None]:
    """Return the revision of the schema, and the moment the installation was founded."""
    founded = select(Setting.value).where(Setting.key == FOUNDED_AT).scalar_subquery()
    row = conn.execute(select(SCHEMA.c.version_num, founded.label("founded"))).one()
    return str(row.version_num), datetime.fromisoformat(row.founded) if row.founded else None


def seconds_ahead(conn: Connection, wall: datetime) -> float:
    """Return by how many seconds the clock that said `wall` is ahead of the database's; on SQLite they are one."""
    if conn.dialect.name != "postgresql":
        return 0.0
    found: datetime = conn.execute(select(func.clock_timestamp())).scalar_one()
    return (wall - found).total_seconds()


def seconds_behind(conn: Connection) -> float:
    """Return by how many seconds a replica is behind; a primary, and a replica that has replayed all, are not."""
    return float(conn.execute(REPLICA_LAG).scalar_one()) if conn.dialect.name == "postgresql" else 0.0


def _part(name: str) -> Label[str]:
    return literal(name, String()).label("part")


def _jobs() -> Found:
    about = (OutboxRow.job.label("name"), OutboxRow.state, func.count().label("many"))
    due = func.min(OutboxRow.available_at, type_=UtcDateTime).label("since")
    waiting = select(_part("job"), *about, due).where(OutboxRow.state != "done", OutboxRow.state != "dropped")
    return waiting.group_by(OutboxRow.job, OutboxRow.state)


def _timers(at: datetime) -> Found:
    due = (Timer.state == "armed") & (Timer.fire_at <= at)
    return select(_part("timer"), null(), null(), func.count(), func.min(Timer.fire_at)).where(due)


def _incidents() -> Found:
    counted = select(_part("incident"), Incident.kind, null(), func.count(), func.min(Incident.raised_at))
    return counted.where(Incident.settled_at.is_(None)).group_by(Incident.kind)


def _roots() -> Found:
    return select(_part("root"), null(), null(), func.coalesce(func.max(ChainRoot.number), 0), func.max(ChainRoot.at))


def _runs(conn: Connection) -> list[Run]:
    last = select(func.max(CheckRun.id)).group_by(CheckRun.kind)
    return every(conn, Run, select(*columns_of(Run, CheckRun)).where(CheckRun.id.in_(last)))


def _processes(conn: Connection, wall: datetime) -> list[Process]:
    seen = select(*columns_of(Process, SeenProcess)).where(SeenProcess.seen_at > wall - SEEN_FOR)
    return every(conn, Process, seen.order_by(SeenProcess.kind, SeenProcess.name))
