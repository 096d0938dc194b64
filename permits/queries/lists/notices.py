"""Notices an actor may read, by their ids."""

from typing import Any

from sqlalchemy import Connection, select

from permits.actor import Actor
from permits.errors import NotFound
from permits.models import Notice
from permits.policies import INTERNAL_NOTICES, is_applicant
from permits.queries.case.notices import COLUMNS
from permits.queries.lists import applications


def readable_notice(conn: Connection, actor: Actor, notice_id: int) -> Any:
    """Find a notice the actor may read: one of a case the actor may see; internal ones are not the applicant's.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    row = conn.execute(select(*COLUMNS).where(Notice.area == actor.area, Notice.id == notice_id)).first()
    if row is None:
        raise NotFound
    application = applications.seen(conn, actor, str(row.application_id))
    if row.kind in INTERNAL_NOTICES and is_applicant(actor, application):
        raise NotFound
    return row
