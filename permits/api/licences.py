"""Licences: as those see them who may see their case."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits.access import requires
from permits.api import addresses, shapes
from permits.api.answers import look, write
from permits.api.doors import LICENCE, Door
from permits.api.shapes_out import REFUSALS
from permits.api.states import licence_state
from permits.casefile import ActContext

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


def _open(name: str, door: Door) -> None:
    """Register the door of one move."""

    def act_on(path: addresses.OfLicence, body: shapes.Act) -> Response:
        def act(context: ActContext) -> object:
            door.act(context, path.number, body)
            return licence_state(context, path.number)

        return write(act, body.model_dump(mode="json"), note=body.remark())

    act_on.__name__ = act_on.__qualname__ = name
    act_on.__annotations__["body"] = door.shape
    bp.post(f"/<string:number>/actions/{name}", summary=door.summary)(requires("application.act")(act_on))


for _name, _door in LICENCE.items():
    _open(_name, _door)
