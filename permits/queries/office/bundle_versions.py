"""The bundle versions of the installation: when each is in force, and how many cases run under it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from permits.models import Application, BundleVersion
from permits.queries.typed import every
from workflows import group

RUNNING = group("application", "running")
ACCEPTED = RUNNING - group("application", "unaccepted")


@dataclass(frozen=True, slots=True)
class Version:
    """One version as imported, with the numbers of all its cases and of those that run."""

    key: str
    version: str
    digest: str
    imported_at: datetime
    imported_by: str
    cases: int
    running: int


def versions(conn: Connection) -> list[Version]:
    """List the versions, oldest import first."""
    pins = (Application.bundle, Application.bundle_version)
    is_running = func.sum(case((Application.state.in_(RUNNING), 1), else_=0))
    counted = select(*pins, func.count().label("cases"), is_running.label("running")).group_by(*pins).subquery()
    columns = (
        *(BundleVersion.key, BundleVersion.version, BundleVersion.digest),
        *(BundleVersion.imported_at, BundleVersion.imported_by),
        *(func.coalesce(counted.c.cases, 0), func.coalesce(counted.c.running, 0)),
    )
    same = (counted.c.bundle == BundleVersion.key) & (counted.c.bundle_version == BundleVersion.version)
    return every(conn, Version, select(*columns).outerjoin(counted, same).order_by(BundleVersion.id))


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted case that runs under a version."""

    id: int
    area: str


def accepted_under(conn: Connection, key: str, version: str) -> list[Accepted]:
    """List the accepted cases that run under a version, oldest first."""
    under = (Application.bundle == key) & (Application.bundle_version == version)
    wanted = select(Application.id, Application.area).where(under, Application.state.in_(ACCEPTED))
    return every(conn, Accepted, wanted.order_by(Application.id))
