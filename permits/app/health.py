"""Endpoints for operators: alive, ready, metrics."""

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from permits import clock, schema
from permits.access import public
from permits.db import reading
from permits.http import engine, settings
from permits.queries.office import installation
from permits.queries.office.recorded import area_codes

bp = Blueprint("health", __name__)
WAITING = Gauge("daokou_jobs_waiting", "Jobs in the outbox that are not done")
LAG = Gauge("daokou_jobs_lag_seconds", "How long the oldest waiting job has been waiting")
LONGEST_LAG_SECONDS = 900


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Answer 200 while the process runs."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Answer whether database, migrations, the area of the settings and the queue are usable."""
    try:
        checks = _checks()
    except SQLAlchemyError:
        checks = {"database": "unreachable"}
    is_ready = all(value == "ok" for value in checks.values())
    return jsonify(status="ok" if is_ready else "not ready", checks=checks), 200 if is_ready else 503


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Return the metrics in Prometheus' format."""
    try:
        _queue()
    except SQLAlchemyError:
        LAG.set(float("nan"))
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _checks() -> dict[str, str]:
    with reading(engine()) as conn:
        if fault := schema.look(conn).fault:
            return {"database": "ok", "migrations": fault}
        area = "ok" if settings().area_code in area_codes(conn) else "unknown"
    queue = "ok" if _queue() <= LONGEST_LAG_SECONDS else "lagging"
    return {"database": "ok", "migrations": "ok", "area": area, "queue": queue}


def _queue() -> float:
    with reading(engine()) as conn:
        count, oldest = installation.waiting_jobs(conn)
    lag = max(0.0, (clock.wall() - oldest).total_seconds()) if oldest else 0.0
    WAITING.set(count)
    LAG.set(lag)
    return lag
