"""Log lines: one JSON object a line on stderr, from our own code and from every package."""

import logging
import sys
from collections.abc import MutableMapping
from logging import LogRecord
from typing import Any, TypeAlias

import structlog
from structlog.contextvars import get_contextvars, merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper, add_log_level, format_exc_info
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

Line: TypeAlias = MutableMapping[str, Any]
STAMPED: tuple[Processor, ...] = (merge_contextvars, add_log_level, TimeStamper(fmt="iso", utc=True))
WRITTEN: tuple[Processor, ...] = (format_exc_info, JSONRenderer(ensure_ascii=False))
# what these say of their own life is wanted; of other packages, warnings alone
TOLD = ("gunicorn", "celery.worker", "celery.apps")
# a line for each message taken: jobs are logged when they end (tasks.watching)
QUIET = ("celery.worker.strategy", "celery.worker.request")


def configure() -> None:
    """Log one JSON object a line to stderr, whoever logs; a second call changes nothing more."""
    structlog.configure(
        processors=[*STAMPED, *WRITTEN],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one.formatter, ProcessorFormatter)]:
        root.removeHandler(handler)
    root.addHandler(_handler())
    for name, level in [(name, logging.INFO) for name in TOLD] + [(name, logging.WARNING) for name in QUIET]:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=True)


def request_id() -> str | None:
    """Return the number of the request, or of the one that caused the job, that is under way."""
    found = get_contextvars().get("request_id")
    return str(found) if found else None


def _handler() -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    processors: list[Processor] = [_named, ProcessorFormatter.remove_processors_meta, *WRITTEN]
    handler.setFormatter(ProcessorFormatter(foreign_pre_chain=STAMPED, processors=processors))
    handler.addFilter(_without_values)
    return handler


def _named(_logger: object, _method: str, line: Line) -> Line:
    """Name the package that logs."""
    return {**line, "logger": line["_record"].name}


def _without_values(record: LogRecord) -> bool:
    """Leave numbers alone in a complaint of the server: it quotes requests, with addresses and whoever sent them."""
    if record.name.startswith("gunicorn") and record.levelno > logging.INFO and isinstance(record.args, tuple):
        record.args = tuple(one if isinstance(one, int) else "…" for one in record.args)
    return True
