"""Reports: durations and on-time rates."""

from datetime import date

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits.access import requires
from permits.analytics.turnaround import turnaround
from permits.api.answers import complete, look
from permits.api.shapes import addresses
from permits.api.shapes.answers import REFUSALS
from permits.casefile import ActContext
from permits.errors import Invalid
from permits.http import reader
from workflows import N_

bp = APIBlueprint(
    "api_reports",
    __name__,
    url_prefix="/api/v1/reports",
    abp_tags=[Tag(name="Reports")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)
FIRST_MONTH = 1


@bp.get("/turnaround")
@requires("report.view")
def report_turnaround(query: addresses.Turnaround) -> Response:
    """Report net working days, on-time rate and late work; by default this year so far."""

    def found(context: ActContext) -> object:
        last = query.last or context.today
        first = query.first or date(last.year, FIRST_MONTH, 1)
        if first > last:
            raise Invalid.at("to", N_("The last day lies before the first"))
        rows = turnaround(context.conn, context.actor.area, first=first, last=last, by=query.by, basis=query.basis)
        return {"from": first, "to": last, "by": query.by, "basis": query.basis, **complete(rows)}

    return look(found, reader())
