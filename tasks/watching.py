"""What a process tells of its jobs: lines with the request that caused them, metrics, spans, who serves."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import ClassVar, Protocol

import structlog
from celery import Celery, signals
from sqlalchemy.exc import SQLAlchemyError
from structlog.contextvars import bind_contextvars, clear_contextvars, reset_contextvars

from permits.app import pulse
from permits.config import VERSION, Settings
from permits.db import reading
from permits.services.house import outbox
from permits.watch import lines, metrics, tracing
from tasks.context import current
from tasks.schedule import SCHEDULE

log = structlog.get_logger("daokou")
PERIODIC = frozenset(str(entry["task"]) for entry in SCHEDULE.values())


class Named(Protocol):
    """The used part of a Celery task."""

    name: str


class Try:
    """One try of an outbox row: measured from its begin to its end."""

    def __init__(self, job: str, row_id: int, opened: ExitStack) -> None:
        """Begin to measure; what is opened meanwhile is closed by `opened`."""
        self._job, self._row_id, self._opened = job, row_id, opened
        self._taken: outbox.Taken | None = None
        self._begun = time.perf_counter()

    def begin(self, taken: outbox.Taken) -> None:
        """Note that this process has taken the row: its lines and spans belong to the request that caused it."""
        self._taken = taken
        tokens = bind_contextvars(request_id=taken.request_id, job=self._job, row=self._row_id)
        self._opened.callback(reset_contextvars, **tokens)
        self._opened.enter_context(tracing.span(self._job, parent=taken.trace, row=self._row_id))

    def end(self) -> None:
        """Log and count how the try ended, as the row says; nothing if the row was never taken."""
        if self._taken is None:
            return
        seconds, outcome = time.perf_counter() - self._begun, _outcome(self._row_id)
        metrics.JOBS.labels(self._job, outcome).inc()
        metrics.JOB_SECONDS.labels(self._job).observe(seconds)
        log.info("job", outcome=outcome, attempts=self._taken.attempt, seconds=round(seconds, 3))


@contextmanager
def trying(job: str, row_id: int) -> Iterator[Try]:
    """Watch one try of a row."""
    with ExitStack() as opened:
        one = Try(job, row_id, opened)
        try:
            yield one
        finally:
            one.end()


def _outcome(row_id: int) -> str:
    """Return "done", "piece" (of a long job), "again" (after a failure) or the state in which the row stays."""
    try:
        with reading(current().engine) as conn:
            state, has_failed = outbox.state_of(conn, row_id)
    except SQLAlchemyError:
        return "unknown"
    if state == "new":
        return "again" if has_failed else "piece"
    return state


class _Process:
    """When this process last sent a message, when beat last said that it serves, and when each task was begun last."""

    begun: ClassVar[dict[str, float]] = {}
    sent_at: ClassVar[float] = 0.0
    told_at: ClassVar[float] = 0.0


def watch(celery: Celery, settings: Settings) -> None:
    """Let the processes of this Celery app tell of themselves: lines, metrics, spans, and that they serve."""
    signals.setup_logging.connect(_configure, weak=False)
    signals.task_prerun.connect(_begin, weak=False)
    signals.task_postrun.connect(_end, weak=False)
    signals.after_task_publish.connect(_sent, weak=False)

    def worker(**_: object) -> None:
        queues = tuple(celery.amqp.queues.consume_from)
        pulse.start(settings.database_url, pulse.Part("worker", queues))

    def beat(**_: object) -> None:
        # it serves as long as the broker takes its messages
        pulse.start(settings.database_url, pulse.Part("beat", is_alive=_has_sent))

    def traced(**_: object) -> None:
        _trace(settings)

    signals.worker_ready.connect(worker, weak=False)
    signals.beat_init.connect(beat, weak=False)
    signals.worker_process_init.connect(traced, weak=False)
    signals.worker_ready.connect(traced, weak=False)


def _configure(**_: object) -> None:
    lines.configure()


def _begin(task: Named, **_: object) -> None:
    clear_contextvars()
    _Process.begun[task.name] = time.perf_counter()


def _end(task: Named, state: str, **_: object) -> None:
    begun = _Process.begun.pop(task.name, None)
    if task.name not in PERIODIC or begun is None:
        return
    metrics.JOBS.labels(task.name, "done" if state == "SUCCESS" else "failed").inc()
    metrics.JOB_SECONDS.labels(task.name).observe(time.perf_counter() - begun)


def _sent(**_: object) -> None:
    _Process.sent_at = time.monotonic()


def _has_sent() -> bool:
    """Return whether a message was sent since this was last asked."""
    has_sent = _Process.sent_at > _Process.told_at
    _Process.told_at = time.monotonic()
    return has_sent


def _trace(settings: Settings) -> None:
    # a pool forks anew: what its parent began is there already
    if not tracing.is_on() and tracing.start(settings.otel_exporter_otlp_endpoint, "worker", VERSION):
        tracing.trace_statements(current().engine)
