"""Incidents: a fault of a case is raised once, and settled when it is repaired."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from permits.models import Incident
from permits.models.base import JsonObject


def raise_incident(
    conn: Connection, application_id: int, kind: str, *, area: str, error: Exception, at: datetime
) -> None:
    """Raise an incident of a case unless one of its kind is open."""
    if conn.execute(select(Incident.id).where(open_incident(application_id, kind))).first() is None:
        values = {"application_id": application_id, "area": area, "kind": kind, "raised_at": at}
        conn.execute(insert(Incident).values(**values, detail={"error": type(error).__name__}))


def settle_incident(conn: Connection, application_id: int, kind: str, *, at: datetime) -> None:
    """Settle the open incident of a kind, if there is one."""
    conn.execute(update(Incident).where(open_incident(application_id, kind)).values(settled_at=at))


def flag(conn: Connection, area: str, kind: str, detail: JsonObject, *, at: datetime) -> None:
    """Raise an incident of the installation, about no case; one that is open gets the new detail."""
    renewed = update(Incident).where(_open_flag(area, kind)).values(detail=detail)
    if conn.execute(renewed).rowcount == 0:
        conn.execute(insert(Incident).values(area=area, kind=kind, detail=detail, raised_at=at))


def settle_flag(conn: Connection, area: str, kind: str, *, at: datetime) -> None:
    """Settle the open incident of the installation of a kind, if there is one."""
    conn.execute(update(Incident).where(_open_flag(area, kind)).values(settled_at=at))


def _open_flag(area: str, kind: str) -> ColumnElement[bool]:
    is_open = Incident.application_id.is_(None) & Incident.settled_at.is_(None)
    return (Incident.area == area) & (Incident.kind == kind) & is_open


def open_incident(application_id: int, kind: str) -> ColumnElement[bool]:
    """Match the open incidents of a kind of a case."""
    return (Incident.application_id == application_id) & (Incident.kind == kind) & Incident.settled_at.is_(None)
