"""Permits: every move of one merged approval."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits.access import requires
from permits.api import addresses, shapes
from permits.api.answers import write
from permits.api.doors import PERMIT, Door
from permits.api.shapes_out import REFUSALS, PermitState
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


def _open(name: str, door: Door) -> None:
    """Register the door of one move."""

    def act_on(path: addresses.OfPermit, body: shapes.Act) -> Response:
        def act(context: ActContext) -> object:
            application_id = applications.find_id(context.conn, context.actor.area, path.application)
            door.act(context, application_id, path.permit, body)
            return permit_state(context, application_id, path.permit)

        return write(act, body.model_dump(mode="json"), note=body.remark())

    act_on.__name__ = act_on.__qualname__ = name
    act_on.__annotations__["body"] = door.shape
    bp.post(f"/<string:permit>/actions/{name}", summary=door.summary, responses={"200": PermitState})(
        requires("application.act")(act_on)
    )


for _name, _door in PERMIT.items():
    _open(_name, _door)
