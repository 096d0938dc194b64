"""The calendar of working days: preview and record a change, with the service of the page."""

import json
from collections.abc import Callable, Mapping
from datetime import date

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import StrictBool

from permits import clock
from permits.access import requires
from permits.actions import Body, Shape
from permits.actions.fields import Object, Title
from permits.api.answers import look, write
from permits.api.shapes.answers import REFUSALS, CalendarImpact, CalendarTaken
from permits.api.shapes.bodies import Received
from permits.casefile import ActContext
from permits.db import reading
from permits.errors import Invalid
from permits.http import engine, office, say
from permits.services.calendar import changes as calendar_changes
from permits.services.calendar.calendars import renew
from permits.services.calendar.changes import Change
from permits.services.calendar.impact import impact_of
from workflows import N_

bp = APIBlueprint(
    "api_calendar",
    __name__,
    url_prefix="/api/v1/calendar",
    abp_tags=[Tag(name="Calendar")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)
MANAGE = "calendar.manage"


class Closure(Shape):
    """A day on which the offices of your area close, or work though others rest, and the decision behind it."""

    on: date
    reason_zh: Title
    reason_en: Title = ""
    source: Title
    is_working: StrictBool = False


class Preview(Received):
    """A change to preview: a notice in its file format, or a closure."""

    notice: Object | None = None
    closure: Closure | None = None


class TakenNotice(Received, Body):
    """A State Council notice in its file format; `confirmed` lets it change days that are official already.

    `expected_version` is the `version` of the preview.
    """

    notice: Object
    confirmed: StrictBool = False


class TakenClosure(Received, Body):
    """A closure; `expected_version` is the `version` of the preview."""

    closure: Closure


@bp.post("/preview", responses={"200": CalendarImpact})
@requires(MANAGE)
def preview(body: Preview) -> Response:
    """Return the due days that a notice or a closure would move, case by case, without changing anything."""

    def found(context: ActContext) -> object:
        change = _read(body)(_informed(context))
        impact = impact_of(context, change)
        return {**_about(context, change), "needs_confirmation": change.revised, **impact.to_data()}

    return look(found)


@bp.post("/notices", responses={"200": CalendarTaken})
@requires(MANAGE)
def take_notice(body: TakenNotice) -> Response:
    """Import a State Council notice; every open limit follows it. The same notice again changes nothing."""
    return _take(_read(Preview(notice=body.notice)), body, confirmed=body.confirmed)


@bp.post("/closures", responses={"200": CalendarTaken})
@requires(MANAGE)
def take_closure(body: TakenClosure) -> Response:
    """Close the offices of your area on a day, or have them work; its open limits follow."""
    return _take(_read(Preview(closure=body.closure)), body)


def _take(read_change: Callable[[ActContext], Change], body: Body, *, confirmed: bool = False) -> Response:
    def act(context: ActContext) -> object:
        change = read_change(_informed(context))
        number, is_new = calendar_changes.commit(
            context, change, wall=clock.wall(), confirmed=confirmed, expected_edition=body.expected_version
        )
        return {
            **_about(context, change),
            "version": number if is_new else _edition(context),
            "change": number,
            "new": is_new,
        }

    answer = write(act, body.model_dump(mode="json"), note=body.note)
    with reading(engine()) as conn:
        renew(conn, office())  # so that the next call sees the new days at once
    return answer


def _informed(context: ActContext) -> ActContext:
    """Return the action context after loading calendar changes made by other processes."""
    renew(context.conn, context.office)
    return context


def _edition(context: ActContext) -> int:
    return context.office.calendars.current.edition


def _about(context: ActContext, change: Change) -> Mapping[str, object]:
    return {
        "version": _edition(context),
        "source": change.source,
        "area": change.area or None,
        "warnings": [f"{one.field}: {say(one.message, one.params)}" for one in change.doubts],
    }


def _read(body: Preview) -> Callable[[ActContext], Change]:
    """Return the function that reads the change in its caller's action context."""
    if (body.notice is None) is (body.closure is None):
        raise Invalid.at("notice", N_("Send either a notice or a closure"))
    if body.closure is None:
        raw = json.dumps(body.notice)
        return lambda context: calendar_changes.from_notice(context, raw)
    sent = body.closure.model_dump()
    sent["reason_en"] = sent["reason_en"] or sent["reason_zh"]
    return lambda context: calendar_changes.from_closure(
        context, calendar_changes.Closure(area=context.actor.area, **sent)
    )
