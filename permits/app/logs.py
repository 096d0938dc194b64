"""Lines and metrics of every request; never a URL with a number, never a name."""

import re
import time
import uuid
from contextlib import ExitStack

import structlog
from flask import Flask, Response, g, got_request_exception, request

from permits.watch import metrics, tracing

GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = frozenset({"health.alive", "health.ready", "health.metrics", "static", "vendor_htmx.static"})
PROCESS = "web"
log = structlog.get_logger("daokou")


def register(app: Flask) -> None:
    """Number, time and log every request; a fault is logged once, by `_fault`."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_end)
    got_request_exception.connect(_fault, app)
    # Flask's own line would be a second one, with the path
    app.logger.disabled = True


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
    g.begun = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    metrics.RUNNING.labels(PROCESS).inc()
    if tracing.is_on():
        _begin_span()


def _begin_span() -> None:
    rule = str(request.url_rule)
    about = {"http.request.method": request.method, "http.route": rule, "request.id": str(g.request_id)}
    g.opened = ExitStack()
    g.span = g.opened.enter_context(tracing.span(f"{request.method} {rule}", **about))


def _finish(response: Response) -> Response:
    # the rule, not the path: a path may hold a case number or a licence number
    endpoint, taken = request.endpoint or "unknown", time.perf_counter() - g.begun
    metrics.REQUESTS.labels(endpoint, request.method, response.status_code).inc()
    metrics.SECONDS.labels(endpoint, request.method).observe(taken)
    response.headers["X-Request-ID"] = g.request_id
    if "span" in g:
        g.span.set_attribute("http.response.status_code", response.status_code)
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


def _end(_error: BaseException | None) -> None:
    if "begun" in g:
        metrics.RUNNING.labels(PROCESS).dec()
    if "opened" in g:
        g.pop("opened").close()


def _fault(_app: Flask, exception: Exception, **_: object) -> None:
    metrics.FAULTS.labels(PROCESS).inc()
    log.error("fault", rule=str(request.url_rule), exc_info=exception)
