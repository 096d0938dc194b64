"""The app's database: opened at start, checked before a request at most once a second."""

import math
import time

from flask import Flask, abort, request
from sqlalchemy import Engine

from permits import clock
from permits.config import Settings
from permits.db import check_database, connect, reading
from permits.keys import hold
from permits.queries.office import installation
from permits.seeds.installing import read_office
from permits.services.calendar.calendars import renew

REFRESH_SECONDS = 1.0


def open_database(app: Flask, settings: Settings) -> None:
    """Connect the app to its database and load the office.

    Raises:
        SetupFault: the database cannot serve.
    """
    engine = connect(settings.database_url)
    check_database(engine)
    app.extensions.update(
        settings=settings,
        engine=engine,
        reader=_replica(settings) or engine,
        office=read_office(engine, settings),
        looked_at=-math.inf,  # the first request looks: before it no clock was compared
    )


def _replica(settings: Settings) -> Engine | None:
    """Connect to the replica, which holds the same personal data."""
    if settings.database_replica_url is None:
        return None
    replica = connect(settings.database_replica_url)
    hold(replica.dialect, settings.keys)
    return replica


def register(app: Flask, settings: Settings) -> None:
    """Check before each request for the office, a changed calendar and the clock's offset."""

    @app.before_request
    def look() -> None:
        # the checks below cost a query: stylesheets and health checks skip them
        if request.endpoint is None or request.endpoint.endswith("static") or request.blueprint == "health":
            return
        known = app.extensions
        if known["office"] is None:
            known["office"] = read_office(known["engine"], settings)
            if known["office"] is None:
                abort(503)
        if time.monotonic() - known["looked_at"] > REFRESH_SECONDS:
            known["looked_at"] = time.monotonic()
            with reading(known["engine"]) as conn:
                clock.of_database(conn)
                renew(conn, known["office"])
                if settings.sandbox:
                    clock.set_offset(installation.clock_offset(conn))
