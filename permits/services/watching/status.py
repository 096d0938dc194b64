"""What the figures mean: each line of the office's health is well, to be looked at, or to be acted on."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from permits.models.base import JsonObject
from permits.queries.office.watching import DUE_STATES, MAIL, Figures, Jobs
from permits.services.watching.surroundings import Disk, Found
from workflows import N_

OK, LOOK, ACT = STATES = ("ok", "look", "act")
# limits of the lines, and of the alerts of deploy/watch/alerts.yml
LATE_SECONDS, STUCK_SECONDS = 120.0, 900.0
BEAT_SILENT_SECONDS = 60.0
SWEEP_LATE_SECONDS, SWEEP_STUCK_SECONDS = 60.0, 300.0
REPLICA_LATE_SECONDS, REPLICA_STUCK_SECONDS = 60.0, 600.0
CLOCK_OFF_SECONDS, CLOCK_WRONG_SECONDS = 60.0, 600.0
DISK_LOW, DISK_FULL = 0.10, 0.03
CHECK_MISSED = timedelta(hours=36)
FAILED = "failed"
FIRST = N_("the first is to come in the night")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `figure` and `advice` are msgids, `runbook` a section of docs/runbook.md; a good line has none."""

    key: str
    state: str
    figure: str
    params: JsonObject = field(default_factory=dict)
    advice: str = ""
    runbook: str = ""

    def unless_good(self, advice: str, runbook: str) -> "Line":
        """Add what to do, where there is something to do."""
        return self if self.state == OK else replace(self, advice=advice, runbook=runbook)


def since(moment: datetime | None, now: datetime) -> float:
    """Return the seconds since a moment; 0 without one, or before it."""
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0


def seconds_late(job: Jobs, wall: datetime) -> float:
    """Return for how many seconds the oldest of these jobs is due; those that nobody tries again are not."""
    return since(job.due_since, wall) if job.state in DUE_STATES else 0.0


def queues_served(figures: Figures, wall: datetime) -> Counter[str]:
    """Count the workers alive by queue."""
    return Counter(queue for one in figures.alive(wall) for queue in one.queues.split())


def grade(value: float, look: float, act: float) -> str:
    """Return the state of a figure that should be small."""
    return ACT if value >= act else LOOK if value >= look else OK


def lines(found: Found) -> list[Line]:
    """Return every line, in the order of the page; without a database, what can be said without it."""
    around = [_database(found), *_replica(found), *_broker(found)]
    if found.figures is None:
        return [*around, *_disks(found.disks)]
    of_rows = [look(found.figures, found) for look in LOOKS]
    return [*around, *of_rows, *_disks(found.disks)]


def worst(found: Sequence[Line]) -> str:
    """Return the worst state of some lines."""
    return max((one.state for one in found), key=STATES.index, default=OK)


def _database(found: Found) -> Line:
    if found.figures is None:
        return Line("database", ACT, N_("does not answer"), {}, N_("Start it, then look at its log"), "database-away")
    return Line("database", OK, N_("answers; schema %(revision)s"), {"revision": found.figures.revision})


def _replica(found: Found) -> list[Line]:
    if found.replica is None:
        return []
    if not found.replica.is_there:
        advice = N_("Lists come from the database itself until it is back")
        return [Line("replica", LOOK, N_("does not answer"), {}, advice, "replica-away")]
    behind = found.replica.seconds_behind
    state = grade(behind, REPLICA_LATE_SECONDS, REPLICA_STUCK_SECONDS)
    line = Line("replica", state, N_("%(seconds)s seconds behind"), {"seconds": round(behind)})
    return [line.unless_good(N_("Lists are behind what was decided: look at the replication"), "replica-away")]


def _broker(found: Found) -> list[Line]:
    if found.broker is None:
        return []
    if not found.broker.is_there:
        advice = N_("Start it: jobs wait, and go on by themselves once it is back")
        return [Line("broker", ACT, N_("does not answer"), {}, advice, "broker-away")]
    count = sum(found.broker.messages.values())
    return [Line("broker", OK, N_("answers; %(count)s messages wait"), {"count": count})]


def _workers(figures: Figures, found: Found) -> Line:
    served = queues_served(figures, found.wall)
    bare = [queue for queue in found.queues if not served[queue]]
    if bare:
        said, advice = N_("none takes from: %(queues)s"), N_("Start a worker for these queues")
        return Line("workers", ACT, said, {"queues": ", ".join(bare)}, advice, "queue-without-worker")
    count = sum(one.kind == "worker" for one in figures.alive(found.wall))
    return Line("workers", OK, N_("%(count)s, every queue is served"), {"count": count})


def _beat(figures: Figures, found: Found) -> Line:
    seen = max((one.seen_at for one in figures.processes if one.kind == "beat"), default=None)
    begun = min((one.started_at for one in figures.alive(found.wall)), default=None)
    if not seen and begun and since(begun, found.wall) <= BEAT_SILENT_SECONDS:
        return Line("beat", OK, N_("not seen yet; the oldest process began a minute ago at most"))
    silent = since(seen, found.wall)
    said = N_("last beat %(seconds)s seconds ago") if seen else N_("not seen for a day")
    state = OK if seen and silent <= BEAT_SILENT_SECONDS else ACT
    line = Line("beat", state, said, {"seconds": round(silent)})
    return line.unless_good(N_("Start exactly one beat"), "beat-stopped")


def _sweep(figures: Figures, found: Found) -> Line:
    late = since(figures.timer_due_since, found.at)
    if not figures.timers_due:
        return Line("sweep", OK, N_("nothing is due"))
    state = grade(late, SWEEP_LATE_SECONDS, SWEEP_STUCK_SECONDS)
    params: JsonObject = {"count": figures.timers_due, "seconds": round(late)}
    line = Line("sweep", state, N_("%(count)s timers due, the oldest for %(seconds)s seconds"), params)
    return line.unless_good(
        N_("Legal limits do not fire: look at workers and beat, then run flask sweep"), "sweep-late"
    )


def _jobs(figures: Figures, found: Found) -> Line:
    return _queue("jobs", [one for one in figures.jobs if one.job != MAIL], found.wall)


def _mail(figures: Figures, found: Found) -> Line:
    return _queue("mail", [one for one in figures.jobs if one.job == MAIL], found.wall)


def _queue(key: str, jobs: Sequence[Jobs], wall: datetime) -> Line:
    waiting = sum(one.count for one in jobs if one.state in DUE_STATES)
    failed = sum(one.count for one in jobs if one.state == FAILED)
    late = max((seconds_late(one, wall) for one in jobs), default=0.0)
    params: JsonObject = {"waiting": waiting, "failed": failed, "seconds": round(late)}
    said = N_("%(waiting)s wait, the oldest is due for %(seconds)s seconds; %(failed)s failed")
    line = Line(key, ACT if failed else grade(late, LATE_SECONDS, STUCK_SECONDS), said, params)
    if failed:
        advice = N_("List them with flask outbox list; retry them once the cause is gone")
        return line.unless_good(advice, f"{key}-failed")
    return line.unless_good(N_("Look at workers, broker and load"), f"{key}-late")


def _incidents(figures: Figures, _found: Found) -> Line:
    count = sum(one.count for one in figures.incidents)
    if not count:
        return Line("incidents", OK, N_("none open"))
    advice = N_("Settle them on the page of incidents")
    return Line("incidents", LOOK, N_("%(count)s open"), {"count": count}, advice, "incidents-open")


def _is_young(figures: Figures, found: Found) -> bool:
    """Return whether the installation is too young to have missed what is done every night."""
    return figures.founded_at is not None and found.wall - figures.founded_at <= CHECK_MISSED


def _check(key: str, kind: str, figures: Figures, found: Found) -> Line:
    run = figures.run(kind)
    if run is None and _is_young(figures, found):
        return Line(key, OK, FIRST)
    if run is None or found.wall - (run.ended_at or run.begun_at) > CHECK_MISSED:
        said, advice = N_("no check in the last day and a half"), N_("Look at beat and at the ordinary queue")
        return Line(key, LOOK, said, {}, advice, "check-missing")
    params: JsonObject = {"found": run.found, "checked": run.checked, "night": run.night.isoformat()}
    said = N_("%(found)s findings in %(checked)s, night of %(night)s")
    if run.ended_at is None:
        said = N_("under way: %(checked)s checked, %(found)s findings, night of %(night)s")
    return Line(key, ACT if run.found else OK, said, params)


def _stalls(figures: Figures, found: Found) -> Line:
    line = _check("stalls", "stalls", figures, found)
    advice = N_("Run flask stalls --replay, then flask stalls --repair")
    return line if line.runbook else line.unless_good(advice, "stalls-found")


def _chain(figures: Figures, found: Found) -> Line:
    line = _check("chain", "audit", figures, found)
    advice = N_("Change nothing, keep a copy of the database, run flask audit verify")
    return line if line.runbook else line.unless_good(advice, "chain-broken")


def _root(figures: Figures, found: Found) -> Line:
    if figures.root is None and _is_young(figures, found):
        return Line("root", OK, FIRST)
    if figures.root is None or found.at - figures.root[1] > CHECK_MISSED:
        said, advice = N_("none in the last day and a half"), N_("Run flask audit anchor and read what it says")
        return Line("root", LOOK, said, {}, advice, "root-missing")
    return Line("root", OK, N_("no. %(number)s"), {"number": figures.root[0]})


def _clock(figures: Figures, found: Found) -> Line:
    all_ahead = [figures.seconds_ahead, *(one.seconds_ahead for one in figures.alive(found.wall))]
    furthest = max(all_ahead, key=abs)
    state = grade(abs(furthest), CLOCK_OFF_SECONDS, CLOCK_WRONG_SECONDS)
    said = N_("at most %(seconds)s seconds from the database's")
    line = Line("clock", state, said, {"seconds": abs(round(furthest, 1))})
    return line.unless_good(N_("Set the clock of that machine by NTP"), "clock-wrong")


def _versions(figures: Figures, found: Found) -> Line:
    alive = figures.alive(found.wall)
    versions = sorted({one.version for one in alive})
    params: JsonObject = {"count": len(alive), "versions": ", ".join(versions)}
    state = LOOK if len(versions) > 1 else OK
    line = Line("versions", state, N_("%(count)s processes of version %(versions)s"), params)
    return line.unless_good(N_("Restart the processes of the older version"), "versions-mixed")


def _disks(disks: Sequence[Disk]) -> list[Line]:
    if not disks:
        return [Line("disk", ACT, N_("does not answer"), {}, N_("Look at the storage"), "disk-full")]
    return [_disk(one) for one in disks]


def _disk(disk: Disk) -> Line:
    key = f"disk_{disk.folder}"
    if disk.free_bytes is None or not disk.size_bytes:
        return Line(key, ACT, N_("does not answer"), {}, N_("Look at the storage"), "disk-full")
    share = disk.free_bytes / disk.size_bytes
    state = ACT if share < DISK_FULL else LOOK if share < DISK_LOW else OK
    params: JsonObject = {"gigabytes": round(disk.free_bytes / 1e9, 1), "percent": round(100 * share)}
    line = Line(key, state, N_("%(gigabytes)s GB free, %(percent)s per cent"), params)
    advice = N_("Make room before the disk is full: then no file is taken")
    return line.unless_good(advice, "disk-full" if state == ACT else "disk-low")


LOOKS: tuple[Callable[[Figures, Found], Line], ...] = (
    _workers,
    _beat,
    _sweep,
    _jobs,
    _mail,
    _incidents,
    _stalls,
    _chain,
    _root,
    _clock,
    _versions,
)
