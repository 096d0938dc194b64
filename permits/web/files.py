"""Files of a case, materials and notices, for everyone who may see the case."""

import hashlib
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from permits import clock
from permits.access import requires
from permits.casefile import open_case
from permits.db import perform, reading
from permits.errors import NotFound
from permits.files import FolderStore
from permits.http import act_context, current_actor, engine, say, settings
from permits.http.transfer import sent_file
from permits.queries.case import files as queries
from permits.queries.lists.notices import notice_to_read
from permits.queries.reading.rows import Notice
from permits.services.notifying.rerendering import ask_for_rendering
from permits.web.actions import home_of
from permits.words import word

bp = Blueprint("files", __name__)
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})
SOON_SECONDS, LATER_SECONDS = 2, 30


@bp.get("/papers/<int:material_id>")
@requires("application.view")
def paper(material_id: int) -> ResponseReturnValue:
    """Send a material; images and PDF are shown inline, other files are downloads."""
    with reading(engine()) as conn:
        row = queries.material(conn, current_actor().area, material_id)
        if row is None:
            raise NotFound
        open_case(act_context(conn), application_id=row.application_id, lock=False)
    return handed_out(row, is_inline=request.args.get("look") == "1" and row.media_type in SHOWN_INLINE)


def handed_out(row: Any, *, is_inline: bool) -> Response:
    """Send a stored file inline or as a download.

    Raises:
        NotFound: the content no longer has the hash recorded at upload.
    """
    try:
        data = FolderStore(settings().upload_dir).get(row.storage_key)
    except FileNotFoundError:
        raise NotFound from None
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise NotFound
    answer = sent_file(data, row.file_name, row.media_type, is_inline=is_inline)
    answer.headers["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
    )
    return answer


@bp.get("/notices/<int:notice_id>.pdf")
@requires("application.view")
def notice(notice_id: int) -> ResponseReturnValue:
    """Send the PDF of a notice; if it is missing, request its rendering and show a waiting page."""
    with reading(engine()) as conn:
        row = notice_to_read(conn, current_actor(), notice_id)
    store = FolderStore(settings().documents_dir)
    if row.storage_key is None or not store.has(row.storage_key):
        area, wall = current_actor().area, clock.wall()
        fault = perform(engine(), lambda conn: ask_for_rendering(conn, row, area=area, wall=wall))
        return _being_made(row, is_failing=fault is not None)
    data = store.get(row.storage_key)
    name = f"{row.number} {say(str(word('notice', row.kind)))}.pdf"
    return sent_file(data, name, "application/pdf", is_inline=True)


def _being_made(row: Notice, *, is_failing: bool) -> Response:
    """Show the waiting page of a document; the browser reloads it, without JavaScript too.

    Where the last try failed it says so, and looks again less often.
    """
    with reading(engine()) as conn:
        home = home_of(open_case(act_context(conn), application_id=row.application_id, lock=False))
    page = render_template("files/being_made.html", notice=row, home=home, is_failing=is_failing)
    answer = make_response(page, HTTPStatus.SERVICE_UNAVAILABLE if is_failing else HTTPStatus.ACCEPTED)
    answer.headers["Retry-After"] = answer.headers["Refresh"] = str(LATER_SECONDS if is_failing else SOON_SECONDS)
    return answer
