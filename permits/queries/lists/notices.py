"""Notices that an actor may read, by their ids."""

from sqlalchemy import Connection, bindparam, select

from permits.actor import Actor
from permits.documents.kinds import INTERNAL_NOTICES
from permits.errors import Conflict, NotFound
from permits.models import Notice as Model
from permits.policies import is_applicant
from permits.queries.lists import applications
from permits.queries.reading.rows import Notice
from permits.queries.typed import columns_of, first
from workflows import N_

ONE = select(*columns_of(Notice, Model)).where(Model.area == bindparam("area"), Model.id == bindparam("id"))


def readable_notice(conn: Connection, actor: Actor, notice_id: int) -> Notice:
    """Find a notice of a case the actor may see; an applicant reads no internal ones.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    row = first(conn, Notice, ONE, {"area": actor.area, "id": notice_id})
    if row is None:
        raise NotFound
    application = applications.seen(conn, actor, str(row.application_id))
    if row.kind in INTERNAL_NOTICES and is_applicant(actor, application):
        raise NotFound
    return row


def notice_to_read(conn: Connection, actor: Actor, notice_id: int) -> Notice:
    """Find a notice for its text; an applicant reads decisions and licences once they are served.

    Raises:
        NotFound: there is none, or not for this actor.
        Conflict: it is to be served on the applicant first.
    Law: Administrative Licensing Law art. 44.
    """
    row = readable_notice(conn, actor, notice_id)
    if row.served_at is None and is_applicant(actor, applications.seen(conn, actor, str(row.application_id))):
        raise Conflict(
            "not_served", N_("This notice is served on you first: at the counter, by post, or opened online")
        )
    return row
