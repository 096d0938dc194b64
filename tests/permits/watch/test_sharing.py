"""Several processes, one read: counters add up, gauges of the dead go, folders of ended services go."""

import subprocess
import sys
from pathlib import Path

from permits.config import ROOT

# two children count, one of them dies and is forgotten
PROGRAM = """
import os, sys
from pathlib import Path
from permits.watch import metrics, sharing
from prometheus_client import generate_latest

root = Path(sys.argv[1])
left = root / f"web_{os.uname().nodename}_999999999"
left.mkdir(parents=True)
sharing.share(root, "web")
for _ in range(2):
    child = os.fork()
    if not child:
        metrics.REQUESTS.labels("a", "GET", "200").inc(3)
        metrics.RUNNING.labels("web").inc()
        os._exit(0)
    os.waitpid(child, 0)
sharing.forget(child)
assert not left.exists()
print(generate_latest(sharing.kept()).decode())
"""


def test_counters_of_all_processes_add_up_and_gauges_of_the_dead_go(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]

    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    assert 'daokou_requests_total{endpoint="a",method="GET",status="200"} 6.0' in told
    assert 'daokou_requests_running{process="web"} 1.0' in told
