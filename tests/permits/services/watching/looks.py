"""Looks at a good office, and at one with a single fault each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from permits.queries.office.watching import Figures, Incidents, Jobs, Process, Run
from permits.services.watching.status import ACT, LOOK, OK
from permits.services.watching.surroundings import Broker, Disk, Found, Replica

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
QUEUES = ("periodic", "urgent", "ordinary")


def ago(**much: float) -> datetime:
    return NOW - timedelta(**much)


def process(
    kind: str, *, queues: str = "", seconds: float = 5, ahead: float = 0.0, version: str = "1", begun: float = 3600
) -> Process:
    return Process(f"{kind} a 1", kind, queues, version, ahead, ago(seconds=begun), ago(seconds=seconds))


def run(kind: str, *, found: int = 0, hours: float = 3) -> Run:
    return Run(kind, date(2026, 3, 2), ago(hours=hours), ago(hours=hours), 12, found, [])


WELL = Figures(
    revision="0024",
    seconds_ahead=0.1,
    root=(7, ago(hours=5)),
    runs=[run("stalls"), run("audit")],
    processes=[process("web"), process("worker", queues=" ".join(QUEUES)), process("beat")],
)
ROOM = [Disk(name, 50, 100) for name in ("uploads", "documents", "instance")]
GOOD = Found(NOW, NOW, QUEUES, WELL, Broker(is_there=True, messages={"urgent": 2}), Replica(is_there=True), ROOM)


def found(**changes: object) -> Found:
    return replace(GOOD, figures=replace(WELL, **changes))


def mail(state: str, **much: float) -> Jobs:
    return Jobs("mail.send", state, 2, ago(**much))


CASES: Mapping[str, tuple[Found, str, str, str]] = {
    "database away": (replace(GOOD, figures=None), "database", ACT, "database-away"),
    "replica away": (replace(GOOD, replica=Replica(is_there=False)), "replica", LOOK, "replica-away"),
    "replica late": (replace(GOOD, replica=Replica(True, 601)), "replica", ACT, "replica-away"),
    "broker away": (replace(GOOD, broker=Broker(is_there=False, messages={})), "broker", ACT, "broker-away"),
    "a queue without a worker": (found(processes=WELL.processes[::2]), "workers", ACT, "queue-without-worker"),
    "a worker that is silent": (
        found(processes=[process("worker", queues=" ".join(QUEUES), seconds=61)]),
        "workers",
        ACT,
        "queue-without-worker",
    ),
    "no beat": (found(processes=WELL.processes[:2]), "beat", ACT, "beat-stopped"),
    "no beat yet": (found(processes=[process("web", begun=60)]), "beat", OK, ""),
    "no beat for a minute": (found(processes=[process("web", begun=61)]), "beat", ACT, "beat-stopped"),
    "beat silent": (found(processes=[process("beat", seconds=61)]), "beat", ACT, "beat-stopped"),
    "a timer just due": (found(timers_due=1, timer_due_since=ago(seconds=59)), "sweep", OK, ""),
    "a timer late": (found(timers_due=1, timer_due_since=ago(seconds=60)), "sweep", LOOK, "sweep-late"),
    "a timer stuck": (found(timers_due=1, timer_due_since=ago(seconds=300)), "sweep", ACT, "sweep-late"),
    "a letter just due": (found(jobs=[mail("new", seconds=119)]), "mail", OK, ""),
    "a letter late": (found(jobs=[mail("running", seconds=120)]), "mail", LOOK, "mail-late"),
    "a letter stuck": (found(jobs=[mail("new", seconds=900)]), "mail", ACT, "mail-late"),
    "a letter failed": (found(jobs=[mail("failed", seconds=1)]), "mail", ACT, "mail-failed"),
    "a letter dropped by a person": (found(jobs=[mail("dropped", days=9)]), "mail", OK, ""),
    "a job failed": (found(jobs=[Jobs("documents.render", "failed", 1, NOW)]), "jobs", ACT, "jobs-failed"),
    "letters are no jobs": (found(jobs=[mail("failed", days=1)]), "jobs", OK, ""),
    "an incident": (found(incidents=[Incidents("stalled", 3, NOW)]), "incidents", LOOK, "incidents-open"),
    "stalls found": (found(runs=[run("stalls", found=1)]), "stalls", ACT, "stalls-found"),
    "stalls not looked for": (found(runs=[run("stalls", hours=37)]), "stalls", LOOK, "check-missing"),
    "chain broken": (found(runs=[run("audit", found=1)]), "chain", ACT, "chain-broken"),
    "chain never verified": (found(runs=[]), "chain", LOOK, "check-missing"),
    "no check in the first night": (found(runs=[], founded_at=ago(hours=36)), "stalls", OK, ""),
    "no check after the first night": (found(runs=[], founded_at=ago(hours=37)), "chain", LOOK, "check-missing"),
    "no root yet": (found(root=None, founded_at=ago(hours=1)), "root", OK, ""),
    "no root after the first night": (found(root=None, founded_at=ago(hours=37)), "root", LOOK, "root-missing"),
    "no root": (found(root=None), "root", LOOK, "root-missing"),
    "an old root": (found(root=(3, ago(hours=37))), "root", LOOK, "root-missing"),
    "a clock off": (found(seconds_ahead=-60.0), "clock", LOOK, "clock-wrong"),
    "a clock wrong elsewhere": (found(processes=[process("web", ahead=600)]), "clock", ACT, "clock-wrong"),
    "two versions": (
        found(processes=[process("web"), process("web", version="2")]),
        "versions",
        LOOK,
        "versions-mixed",
    ),
    "disk low": (replace(GOOD, disks=[Disk("uploads", 9, 100)]), "disk_uploads", LOOK, "disk-low"),
    "disk full": (replace(GOOD, disks=[Disk("uploads", 2, 100)]), "disk_uploads", ACT, "disk-full"),
    "disk unreadable": (replace(GOOD, disks=[Disk("uploads", None, 0)]), "disk_uploads", ACT, "disk-full"),
    "disk hangs": (replace(GOOD, disks=[]), "disk", ACT, "disk-full"),
}
