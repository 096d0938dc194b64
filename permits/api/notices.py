"""Notices as PDF."""

from datetime import timedelta

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits import clock
from permits.access import requires
from permits.api.answers import answered
from permits.api.shapes import addresses
from permits.api.shapes.answers import OF_NOTICE, REFUSALS
from permits.db import perform, reading
from permits.errors import Unavailable
from permits.files import FolderStore
from permits.http import current_actor, engine, settings
from permits.http.transfer import sent_file
from permits.queries.lists.notices import notice_to_read
from permits.services.notifying.rerendering import ask_for_rendering
from workflows import N_

bp = APIBlueprint(
    "api_notices",
    __name__,
    url_prefix="/api/v1/notices",
    abp_tags=[Tag(name="Notices")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)
COME_BACK_AFTER = timedelta(seconds=2)
CANNOT_BE_MADE = N_("The PDF cannot be made at this moment; the office tries again by itself")


@bp.get("/<int:notice_id>.pdf", responses=OF_NOTICE)
@requires("application.view")
def paper(path: addresses.OfNotice) -> Response:
    """Send a notice as PDF; 202 while it is being rendered."""
    actor = current_actor()
    with reading(engine()) as conn:
        found = notice_to_read(conn, actor, path.notice_id)
    store = FolderStore(settings().documents_dir)
    if found.storage_key is not None and store.has(found.storage_key):
        data = store.get(found.storage_key)
        response = sent_file(data, f"{found.number}.pdf", "application/pdf", is_inline=True)
        response.headers["Cache-Control"] = "private, no-store"
        return response
    wall = clock.wall()
    if perform(engine(), lambda conn: ask_for_rendering(conn, found, area=actor.area, wall=wall)) is not None:
        raise Unavailable(CANNOT_BE_MADE)
    waiting = answered({"id": found.id, "rendered": False}, 202)
    waiting.headers["Retry-After"] = str(int(COME_BACK_AFTER.total_seconds()))
    return waiting
