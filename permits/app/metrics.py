"""Metrics that rows and surroundings tell: read when they are asked for, the same from every process."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector

from permits.queries.office.watching import CHECKS, Figures
from permits.services.watching.status import queues_served, seconds_late, since
from permits.services.watching.surroundings import Found

Sample: TypeAlias = tuple[str, tuple[str, ...], float]
# name: what it says, and its labels
GAUGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "daokou_database_up": ("Whether the database answers", ()),
    "daokou_replica_up": ("Whether the replica answers, where there is one", ()),
    "daokou_replica_lag_seconds": ("By how much the replica is behind", ()),
    "daokou_broker_up": ("Whether the broker answers, where there is one", ()),
    "daokou_broker_messages": ("Messages no worker has taken", ("queue",)),
    "daokou_clock_ahead_seconds": ("By how much a clock is ahead of the database's", ("process",)),
    "daokou_process_silent_seconds": ("Time since a process of this kind last said that it serves", ("kind",)),
    "daokou_queue_workers": ("Workers seen in the last minute that take from a queue", ("queue",)),
    "daokou_processes": ("Processes seen in the last minute", ("kind", "version")),
    "daokou_jobs_waiting": ("Jobs in the outbox that are not done", ("job", "state")),
    "daokou_jobs_lag_seconds": ("How long the oldest job of a kind is due", ("job",)),
    "daokou_sweep_lag_seconds": ("How long the oldest due timer is due", ()),
    "daokou_timers_due": ("Timers that are due", ()),
    "daokou_incidents_open": ("Open incidents", ("kind",)),
    "daokou_check_found": ("Findings of the last nightly check", ("check",)),
    "daokou_check_age_seconds": ("Time since the last nightly check ended", ("check",)),
    "daokou_root_age_seconds": ("Time since the last root of the chains was published", ()),
    "daokou_disk_free_bytes": ("Free room under a folder", ("folder",)),
    "daokou_disk_size_bytes": ("Size of the disk under a folder", ("folder",)),
}


class OfficeMetrics(Collector):
    """What was found in one look."""

    def __init__(self, found: Found) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        """Return every gauge, each with its samples; one without samples too."""
        families = {name: GaugeMetricFamily(name, said, labels=labels) for name, (said, labels) in GAUGES.items()}
        for name, labels, value in samples(self._found):
            families[name].add_metric(labels, value)
        return families.values()


def samples(found: Found) -> Iterator[Sample]:
    """Yield every sample of a look."""
    yield from _surroundings(found)
    if found.figures is None:
        yield "daokou_database_up", (), 0
        return
    yield "daokou_database_up", (), 1
    yield from _processes(found.figures, found)
    yield from _work(found.figures, found)
    yield from _checks(found.figures, found)


def _surroundings(found: Found) -> Iterator[Sample]:
    if found.broker is not None:
        yield "daokou_broker_up", (), found.broker.is_there
        yield from (("daokou_broker_messages", (queue,), count) for queue, count in found.broker.messages.items())
    if found.replica is not None:
        yield "daokou_replica_up", (), found.replica.is_there
        yield "daokou_replica_lag_seconds", (), found.replica.seconds_behind
    for disk in found.disks:
        if disk.free_bytes is not None:
            yield "daokou_disk_free_bytes", (disk.folder,), disk.free_bytes
            yield "daokou_disk_size_bytes", (disk.folder,), disk.size_bytes


def _processes(figures: Figures, found: Found) -> Iterator[Sample]:
    yield "daokou_clock_ahead_seconds", ("this",), figures.seconds_ahead
    latest = {kind: max(one.seen_at for one in figures.processes if one.kind == kind) for kind in _kinds(figures)}
    for kind, seen_at in latest.items():
        yield "daokou_process_silent_seconds", (kind,), since(seen_at, found.wall)
    alive = figures.alive(found.wall)
    for process in alive:
        yield "daokou_clock_ahead_seconds", (process.name,), process.seconds_ahead
    for kind, version in sorted({(one.kind, one.version) for one in alive}):
        count = sum((one.kind, one.version) == (kind, version) for one in alive)
        yield "daokou_processes", (kind, version), count
    served = queues_served(figures, found.wall)
    yield from (("daokou_queue_workers", (queue,), served[queue]) for queue in found.queues)


def _kinds(figures: Figures) -> list[str]:
    return sorted({one.kind for one in figures.processes})


def _work(figures: Figures, found: Found) -> Iterator[Sample]:
    for one in figures.jobs:
        yield "daokou_jobs_waiting", (one.job, one.state), one.count
    for job in sorted({one.job for one in figures.jobs}):
        lag = max(seconds_late(one, found.wall) for one in figures.jobs if one.job == job)
        yield "daokou_jobs_lag_seconds", (job,), lag
    yield "daokou_timers_due", (), figures.timers_due
    yield "daokou_sweep_lag_seconds", (), since(figures.timer_due_since, found.at)
    yield from (("daokou_incidents_open", (one.kind,), one.count) for one in figures.incidents)


def _checks(figures: Figures, found: Found) -> Iterator[Sample]:
    ended = {run.kind: run.ended_at for run in figures.runs}
    yield from (("daokou_check_found", (run.kind,), run.found) for run in figures.runs)
    # before the first of its kind the age is that of the installation
    for kind in CHECKS:
        if moment := ended.get(kind, figures.founded_at):
            yield "daokou_check_age_seconds", (kind,), since(moment, found.wall)
    if figures.root is not None:
        yield "daokou_root_age_seconds", (), since(figures.root[1], found.at)
    elif figures.founded_at is not None:
        yield "daokou_root_age_seconds", (), since(figures.founded_at, found.wall)
