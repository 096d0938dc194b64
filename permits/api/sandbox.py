"""The sandbox's virtual clock."""

from datetime import timedelta

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits import clock
from permits.access import requires
from permits.api.answers import answered
from permits.api.shapes import bodies
from permits.api.shapes.answers import REFUSALS
from permits.errors import Invalid, NotFound
from permits.http import calendar, engine, office, settings
from permits.services.timers.sandbox import move_clock
from workflows import N_, SHANGHAI, local_day

bp = APIBlueprint(
    "api_sandbox",
    __name__,
    url_prefix="/api/v1/sandbox",
    abp_tags=[Tag(name="Sandbox")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)
FARTHEST = timedelta(days=366 * 3)


@bp.get("/clock")
@requires("sandbox.use")
def read_clock() -> Response:
    """Read the virtual clock."""
    _only_sandbox()
    return answered(_shown())


@bp.put("/clock")
@requires("sandbox.use")
def set_clock(body: bodies.Clock) -> Response:
    """Move the virtual clock forward; every timer it passes fires, in order."""
    _only_sandbox()
    to = body.now if body.now.tzinfo else body.now.replace(tzinfo=SHANGHAI)
    days = calendar()
    if not days.first <= local_day(to) <= days.last or to - clock.now() > FARTHEST:
        raise Invalid.at("now", N_("The clock cannot be moved as far as that"))
    fired = move_clock(engine(), office(), to)
    return answered({**_shown(), "fired": fired})


def _shown() -> dict[str, object]:
    return {"now": clock.now(), "today": local_day(clock.now()), "sandbox": True}


def _only_sandbox() -> None:
    if not settings().sandbox:
        raise NotFound
