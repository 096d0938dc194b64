"""Metrics of several processes of one machine: each service writes to a folder of its own, one read gives all."""

import os
import shutil
import socket
import time
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from prometheus_client import REGISTRY, CollectorRegistry, Metric, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# a folder of another machine or container is taken as left behind when nothing was written to it for so long
LEFT_BEHIND_SECONDS = 24 * 3600


class _Shared:
    """The folder of all services of this machine; None in a process that keeps its metrics for itself."""

    root: ClassVar[Path | None] = None


class _OfAllProcesses(Collector):
    """The metrics of every process under a folder, added up."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def collect(self) -> Iterable[Metric]:
        """Read the files of all processes."""
        files = [str(path) for path in self._root.glob("*/*.db")]
        return MultiProcessCollector.merge(files, accumulate=True)  # type: ignore[no-any-return,no-untyped-call]


def share(root: Path, service: str) -> Path:
    """Keep the metrics of this process and its children under `root`; returns the folder of this service.

    Called once, before a metric has a value. Folders of services that have ended are removed.
    """
    folder = root / f"{service}_{socket.gethostname()}_{os.getpid()}"
    root.mkdir(parents=True, exist_ok=True)
    for other in [one for one in root.iterdir() if one.is_dir()]:
        if other == folder or _is_left_behind(other):
            shutil.rmtree(other, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ[FOLDER] = str(folder)
    # prometheus_client chooses where values are kept when it is imported: choose again
    values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]
    _Shared.root = root
    return folder


def forget(pid: int) -> None:
    """Remove the gauges of a process that has ended; what it counted stays."""
    mark_process_dead(pid)  # type: ignore[no-untyped-call]


def kept() -> CollectorRegistry:
    """Return the registry of everything counted here: in this process, or in all that share."""
    if _Shared.root is None:
        return REGISTRY
    registry = CollectorRegistry()
    registry.register(_OfAllProcesses(_Shared.root))
    return registry


def _is_left_behind(folder: Path) -> bool:
    service, _, rest = folder.name.partition("_")
    host, _, pid = rest.rpartition("_")
    if not (service and pid.isdecimal()):
        return False
    if host == socket.gethostname():
        return not Path(f"/proc/{pid}").exists()
    newest = max((path.stat().st_mtime for path in folder.iterdir()), default=folder.stat().st_mtime)
    return time.time() - newest > LEFT_BEHIND_SECONDS
