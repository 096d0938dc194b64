"""Permits: the actions on one merged approval."""

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits.api.actions import Target, add_actions
from permits.api.shapes import addresses
from permits.api.shapes.answers import REFUSALS, PermitState
from permits.api.states import permit_state
from permits.casefile import ActContext
from permits.queries.lists import applications

bp = APIBlueprint(
    "api_permits",
    __name__,
    url_prefix="/api/v1/applications/<string:application>/permits",
    abp_tags=[Tag(name="Permits")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)


def _place(context: ActContext, path: addresses.OfPermit) -> tuple[int, str]:
    return (applications.find_id(context.conn, context.actor.area, path.application), path.permit)


add_actions(
    bp,
    Target(
        "permit",
        "/<string:permit>",
        addresses.OfPermit,
        _place,
        lambda context, place: permit_state(context, *place),
        PermitState,
    ),
)
