"""Whether this process can serve: its database, its area, its clock. Never lag, mail or broker."""

from collections.abc import Mapping

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from permits import clock, schema
from permits.config import Settings
from permits.db import reading
from permits.queries.office.recorded import area_codes
from permits.watch.bounded import Bounded

# a proxy asks every few seconds and waits as little; many that ask in one second cost one look
BOUND_SECONDS, KEPT_SECONDS = 1.5, 1.0
_CHECKS: Bounded[Mapping[str, str]] = Bounded(bound_seconds=BOUND_SECONDS, kept_seconds=KEPT_SECONDS)


def checks(engine: Engine, settings: Settings) -> Mapping[str, str]:
    """Return each check with "ok" or its fault."""
    return _CHECKS.answer((engine, settings), lambda: _look(engine, settings)) or {"database": "no answer"}


def _look(engine: Engine, settings: Settings) -> Mapping[str, str]:
    try:
        with reading(engine) as conn:
            if fault := schema.look(conn).fault:
                return {"database": "ok", "migrations": fault}
            area = "ok" if settings.area_code in area_codes(conn) else "unknown"
            clock.of_database(conn)
    except SQLAlchemyError:
        return {"database": "unreachable"}
    return {"database": "ok", "migrations": "ok", "area": area, "clock": "wrong" if clock.is_wrong() else "ok"}
