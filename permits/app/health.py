"""Endpoints for machines: alive, ready, metrics. The office's health for people is `permits.web.staff.status`."""

import hmac
from ipaddress import ip_address

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from permits.access import public
from permits.app.metrics import OfficeMetrics
from permits.app.readiness import checks
from permits.http import engine, settings
from permits.http.watching import look_around
from permits.watch.sharing import kept

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Answer 200 while the process runs."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Answer whether this process can serve: its database, its area, its clock."""
    found = checks(engine(), settings())
    is_ready = all(value == "ok" for value in found.values())
    return jsonify(status="ok" if is_ready else "not ready", checks=found), 200 if is_ready else 503


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Return the metrics of all processes in Prometheus' format, to whoever may have them."""
    if not may_have_metrics():
        return Response("metrics are for this installation's own network, or for METRICS_TOKEN\n", 403)
    office = CollectorRegistry()
    office.register(OfficeMetrics(look_around()))
    return Response(generate_latest(kept()) + generate_latest(office), content_type=CONTENT_TYPE_LATEST)


def may_have_metrics() -> bool:
    """Admit the token, where one is set; else who asks directly from this machine or a private network."""
    if token := settings().metrics_token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    is_forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not is_forwarded and _is_near(request.remote_addr or "")


def _is_near(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return found.is_loopback or found.is_private
