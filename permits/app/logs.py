"""Structured logs and metrics of every request; never a URL with a number, never a name."""

import logging
import re
import sys
import time
import uuid

import structlog
from flask import Flask, Response, g, got_request_exception, request
from prometheus_client import Counter, Histogram

REQUESTS = Counter("daokou_requests_total", "Requests answered", ["endpoint", "method", "status"])
SECONDS = Histogram("daokou_request_seconds", "Time to answer", ["endpoint", "method"])
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = frozenset({"health.alive", "health.ready", "health.metrics", "static", "vendor_htmx.static"})
log = structlog.get_logger("daokou")


def configure() -> None:
    """Log one JSON object per line to stderr."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def register(app: Flask) -> None:
    """Number, time and log every request."""
    app.before_request(_begin)
    app.after_request(_finish)
    got_request_exception.connect(_fault, app)


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
    g.begun = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _finish(response: Response) -> Response:
    # the rule, not the path: a path may hold a case number or a licence number
    endpoint, taken = request.endpoint or "unknown", time.perf_counter() - g.begun
    REQUESTS.labels(endpoint, request.method, response.status_code).inc()
    SECONDS.labels(endpoint, request.method).observe(taken)
    response.headers["X-Request-ID"] = g.request_id
    if endpoint not in QUIET:
        actor = g.get("actor")
        log.info(
            "request",
            method=request.method,
            rule=str(request.url_rule),
            status=response.status_code,
            ms=round(taken * 1000, 1),
            actor_id=actor.id if actor else None,
        )
    return response


def _fault(_app: Flask, exception: Exception, **_: object) -> None:
    log.error("fault", rule=str(request.url_rule), exc_info=exception)
