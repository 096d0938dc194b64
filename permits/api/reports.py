"""Reports: durations and on-time rates, and what one application saved."""

from datetime import date

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits.access import requires
from permits.analytics.turnaround import Period, turnaround
from permits.api.answers import complete, look
from permits.api.shapes import addresses
from permits.api.shapes.answers import REFUSALS
from permits.casefile import ActContext
from permits.casefile.reading import look_at_named
from permits.casefile.seen import seen_of
from permits.errors import Invalid
from permits.http import language, reader
from permits.queries.lanes.cases import lane_of
from permits.queries.lanes.saving import saving_of
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
        period = Period(first, last, context.today, query.bundle or "")
        rows = turnaround(context.conn, context.actor.area, period, by=query.by, basis=query.basis)
        return {"from": first, "to": last, "by": query.by, "basis": query.basis, **complete(rows)}

    return look(found, reader())


@bp.get("/applications/<string:application>")
@requires("report.view")
def report_application(path: addresses.OfApplication) -> Response:
    """Estimate the working days one decided application saved against the serial process; null before the decision.

    `overlap` is the work done at the same time, `calendar` the difference of the last days, `lower_bound` the same
    without the departments' queue waits. Negative where the serial process would have been faster.
    """

    def found(context: ActContext) -> object:
        case = look_at_named(context, path.application)
        saving = saving_of(lane_of(seen_of(case), context.office, language=language()), context.calendar)
        saved = saving and {
            "overlap": saving.overlap,
            "calendar": saving.calendar,
            "lower_bound": saving.lower_bound,
        }
        return {"id": case.app.id, "number": case.app.number, "is_estimate": True, "days_saved": saved}

    return look(found, reader())
