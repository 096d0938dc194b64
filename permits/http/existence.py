"""What a caller may not see does not exist for it: any refusal about it is the same "not found"."""

from collections.abc import Callable, Mapping

from flask import request
from sqlalchemy import Connection

from permits.casefile.reading import look_at, look_at_case_of, look_at_named
from permits.db import reading
from permits.errors import NotFound, Unauthenticated
from permits.http.caller import act_context, engine, find_actor
from permits.queries.lists import licences
from permits.queries.lists.notices import readable_notice


def _of_licence(conn: Connection, number: str) -> None:
    context = act_context(conn)
    look_at(context, licences.licence(conn, context.actor.area, number).application_id)


# how a case is opened by a part of an address
OPENED_BY: Mapping[str, Callable[[Connection, str], object]] = {
    "application": lambda conn, named: look_at_named(act_context(conn), named),
    "application_id": lambda conn, named: look_at_named(act_context(conn), named),
    "work_item_id": lambda conn, named: look_at_case_of(act_context(conn), int(named)),
    "notice_id": lambda conn, named: readable_notice(conn, act_context(conn).actor, int(named)),
    "number": _of_licence,
}


def about_unseen(refusal: Exception) -> bool:
    """Return whether a refusal is about a case that the caller may not see.

    Services look at what was sent only after they have opened the case; this also covers what is checked before a
    service is called: the shape of a body, its files, its size.
    """
    if isinstance(refusal, NotFound | Unauthenticated) or find_actor() is None:
        return False
    named = {name: str(value) for name, value in (request.view_args or {}).items() if name in OPENED_BY}
    try:
        with reading(engine()) as conn:
            for name, value in named.items():
                OPENED_BY[name](conn, value)
    except NotFound:
        return True
    return False
