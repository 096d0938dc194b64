"""How a case was rated, and what became of a bad rating."""

from typing import Any

from sqlalchemy import Connection, and_, select

from permits.models import Application, WorkItem


def rating_of(conn: Connection, application_id: int) -> Any:
    """Give stars and comment with due day and result of the call-back where there is one; None while unrated."""
    called = and_(WorkItem.application_id == Application.id, WorkItem.kind == "call_back")
    rows = select(Application.stars, Application.rating_comment, WorkItem.due_on, WorkItem.opinion)
    rated = rows.outerjoin(WorkItem, called).where(Application.id == application_id, Application.stars.is_not(None))
    return conn.execute(rated).first()
