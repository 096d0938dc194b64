"""The office's health for programs: the lines of the page `/statusz`, with the figures they are told from."""

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits.access import requires
from permits.api.answers import plain
from permits.api.shapes.answers import REFUSALS, AnswerShape
from permits.http.watching import look_around
from permits.models.base import JsonObject
from permits.services.watching import status as services

bp = APIBlueprint(
    "api_status",
    __name__,
    url_prefix="/api/v1/status",
    abp_tags=[Tag(name="Status")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)


class StatusLine(AnswerShape):
    """One line; `runbook` names a section of docs/runbook.md, empty where all is well."""

    key: str
    state: str
    params: JsonObject
    runbook: str


class OfficeStatus(AnswerShape):
    """The worst state of all lines, the lines, and the figures; `figures` is null while the database is away."""

    state: str
    lines: list[StatusLine]
    figures: JsonObject | None


@bp.get("", responses={"200": OfficeStatus})
@requires("status.view")
def shown() -> Response:
    """Return the office's health: ok, look or act by line."""
    found = look_around()
    lines = services.lines(found)
    told = [{"key": one.key, "state": one.state, "params": one.params, "runbook": one.runbook} for one in lines]
    return jsonify(plain({"state": services.worst(lines), "lines": told, "figures": found.figures}))
