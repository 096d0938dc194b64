"""Answers of the API: one transaction a write, once an idempotency key; one format of days and moments."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeAlias, cast

from flask import Response, make_response, request
from sqlalchemy import Connection, Engine

from permits import clock
from permits.casefile import ActContext
from permits.db import perform, reading
from permits.errors import Invalid
from permits.http import Page, act_context, current_actor, cursor, engine, in_office
from permits.models.internal import Internal
from permits.queries.typed import Part
from permits.services.house import idempotency
from workflows import N_, SHANGHAI, Calendar

LONGEST_KEY = 200
# the named values of an answer, formatted by `plain`
Shown: TypeAlias = dict[str, object]
# fields with a day computed in working days
COUNTED = (
    "due_on",
    "committed_due_on",
    "statutory_due_on",
    "joint_cap_on",
    "promise_by",
    "request_by_on",
    "hold_by_on",
    "to_on",
    "answer_by_on",
    "inspect_by_on",
)


def plain(value: object) -> Any:
    """Convert a value to JSON types: moments with the office's offset, days as ISO text.

    Nobody outside the office gets an internal text.
    """
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        value = values_of(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, Sequence | frozenset | set) and not isinstance(value, str):
        return [plain(one) for one in value]
    return None if isinstance(value, Internal) and not in_office() else value


def values_of(row: object, *, without: Collection[str] = ()) -> Shown:
    """Return the fields of a typed row by name, `without` those not shown."""
    names = (field.name for field in fields(cast("Any", row)))
    return {name: getattr(row, name) for name in names if name not in without}


def marked(row: Mapping[str, object], calendar: Calendar) -> Shown:
    """Add `provisional` to a row: whether one of its computed days lies where the calendar is not final yet."""
    days = (row.get(name) for name in COUNTED)
    return {**row, "provisional": any(isinstance(on, date) and calendar.awaits_notice(on) for on in days)}


def all_marked(rows: Iterable[Mapping[str, object]], calendar: Calendar) -> list[Shown]:
    """Add `provisional` to each row."""
    return [marked(one, calendar) for one in rows]


def answered(value: object, status: int = 200) -> Response:
    """Return a JSON response."""
    response = make_response(json.dumps(plain(value), ensure_ascii=False), status)
    response.mimetype = "application/json"
    return response


def look(query: Callable[[ActContext], object], source: Engine | None = None) -> Response:
    """Answer with the result of a query on a read-only connection."""
    with reading(source or engine()) as conn:
        return answered(query(act_context(conn)))


def write(act: Callable[[ActContext], object], sent: object, *, note: str = "", status: int = 200) -> Response:
    """Run `act` in one transaction and answer with the new state; a completed Idempotency-Key returns its answer again.

    Raises:
        Invalid: the key is too long, or was used for another request.
    """
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY:
        raise Invalid.at("Idempotency-Key", N_("At most %(count)s characters"), count=LONGEST_KEY)
    asked = idempotency.digest(request.method, request.script_root + request.path, sent)
    actor_id = current_actor().id or 0

    def transact(conn: Connection) -> idempotency.Answer:
        def done() -> idempotency.Answer:
            return status, plain(act(act_context(conn, note)))

        if not key:
            return done()
        return idempotency.once(conn, actor_id, key, request=asked, wall=clock.wall(), act=done)

    code, answer = perform(engine(), transact)
    return answered(answer, code)


def paged(rows: Sequence[Mapping[str, object]], page: Page, *keys: str) -> Shown:
    """Build a page of rows; one row more than the limit was read."""
    shown = list(rows[: page.limit])
    more = len(rows) > page.limit
    return {"items": shown, "next_cursor": cursor([shown[-1][key] for key in keys]) if more else None}


def onward(part: Part[Any], items: Sequence[object]) -> Shown:
    """Build the page of one window of a list, its rows as shown."""
    return {"items": list(items), "next_cursor": cursor(part.last) if part.last else None}


def complete(rows: Sequence[object]) -> Shown:
    """Build the only page of a short list."""
    return {"items": list(rows), "next_cursor": None}
