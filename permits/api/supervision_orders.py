"""Supervision orders across cases: open and answered ones, with their holders."""

from datetime import date

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits.access import requires
from permits.api.answers import Shown, look, paged, values_of
from permits.api.shapes import addresses
from permits.api.shapes.answers import REFUSALS, Listed
from permits.casefile import ActContext
from permits.http import after, page, reader
from permits.queries.case import supervision

bp = APIBlueprint(
    "api_supervision_orders",
    __name__,
    url_prefix="/api/v1/supervision-orders",
    abp_tags=[Tag(name="Supervision orders")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)


@bp.get("", responses={"200": Listed})
@requires("report.view")
def listed(query: addresses.OrderFilter) -> Response:
    """List the orders of the area by due day of the answer; open ones unless `state` names another state."""
    wanted = page()
    keys = after(wanted, date, int)

    def found(context: ActContext) -> Shown:
        chosen = supervision.OrderFilter(context.actor.area, query.state, query.department, wanted.limit, keys)
        rows = supervision.listing(context.conn, chosen)
        return paged([_shown(row, context.today) for row in rows], wanted, "answer_by_on", "id")

    return look(found, reader())


def _shown(row: supervision.Order, today: date) -> Shown:
    is_overdue = row.state == "open" and row.answer_by_on < today
    return {
        **values_of(row, without=("case_number",)),
        "application_number": row.case_number,
        "is_overdue": is_overdue,
    }
