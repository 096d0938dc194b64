"""Licences: as those see them who may see their case."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits.access import requires
from permits.api import addresses
from permits.api.answers import look
from permits.api.shapes_out import REFUSALS
from permits.casefile import Desk
from permits.queries import applications, licences

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

    def found(desk: Desk) -> object:
        row = licences.licence(desk.conn, desk.actor.area, path.number)
        applications.seen(desk.conn, desk.actor, str(row["application_id"]))
        return {**row, "is_in_force": licences.is_in_force(row, desk.today)}

    return look(found)
