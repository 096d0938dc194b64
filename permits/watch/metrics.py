"""Counters and histograms that processes keep; what rows tell is read when it is asked for (permits.app.metrics).

Each has labels, so that no value exists before the process has chosen where values are kept (permits.watch.sharing).
"""

from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy import Engine, event

REQUESTS = Counter("daokou_requests", "Requests answered", ["endpoint", "method", "status"])
SECONDS = Histogram("daokou_request_seconds", "Time to answer", ["endpoint", "method"])
RUNNING = Gauge("daokou_requests_running", "Requests under way", ["process"], multiprocess_mode="livesum")
FAULTS = Counter("daokou_faults", "Requests and jobs that ended in a fault of ours", ["where"])
JOBS = Counter("daokou_jobs", "Jobs run, by how they ended", ["job", "outcome"])
JOB_SECONDS = Histogram(
    "daokou_job_seconds", "Time a job took", ["job"], buckets=(0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300)
)
SIGN_INS = Counter("daokou_sign_ins", "Attempts to sign in, by what became of them", ["outcome"])
STATEMENTS = Counter("daokou_statements", "Statements sent to the database", ["process"])
KEPT = (REQUESTS, SECONDS, RUNNING, FAULTS, JOBS, JOB_SECONDS, SIGN_INS, STATEMENTS)


def count_statements(engine: Engine, process: str) -> None:
    """Count the statements of an engine under the name of its kind of process."""

    def count(*_: object) -> None:
        STATEMENTS.labels(process).inc()

    event.listen(engine, "after_cursor_execute", count)
