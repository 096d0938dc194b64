"""Licences, for everyone who may see their case."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits.access import requires
from permits.api.actions import Target, add_actions
from permits.api.answers import look
from permits.api.shapes import addresses
from permits.api.shapes.answers import REFUSALS
from permits.api.states import licence_state

bp = APIBlueprint(
    "api_licences",
    __name__,
    url_prefix="/api/v1/licences",
    abp_tags=[Tag(name="Licences")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)


@bp.get("/<string:number>")
@requires("application.view")
def shown(path: addresses.OfLicence) -> Response:
    """Show a licence."""
    return look(lambda context: licence_state(context, path.number))


add_actions(
    bp,
    Target(
        "licence",
        "/<string:number>",
        addresses.OfLicence,
        lambda _context, path: (path.number,),
        lambda context, place: licence_state(context, str(place[0])),
    ),
)
