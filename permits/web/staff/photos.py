"""Photographs of a site visit: uploaded from a phone on site, shown to everyone who may see the case."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from permits.access import requires
from permits.casefile import open_case
from permits.casefile.reading import look_at
from permits.casefile.seen import rows_of
from permits.db import reading
from permits.errors import LookAgain, NotFound
from permits.files import FolderStore
from permits.http import act, act_context, current_actor, engine, is_looking, settings
from permits.http.transfer import examined, takes_files
from permits.policies import is_applicant
from permits.queries.case.photos import photo
from permits.queries.reading.rows_beside import Photo
from permits.services.files.uploads import LARGEST_BYTES, PICTURES, REFUSALS, bare_name
from permits.services.procedures.photos import MOST_PHOTOS, add_photo, visit_of
from permits.web.case_pages import explain_refusal
from permits.web.files import handed_out

bp = Blueprint("photos", __name__)


@bp.get("/cases/<int:application_id>/photos")
@requires("work_item.act")
def of_visit(application_id: int) -> ResponseReturnValue:
    """Show the photographs of the visit without a record, and the upload form."""
    with reading(engine()) as conn:
        case = look_at(act_context(conn), application_id)
        survey = visit_of(case)
        found = [one for one in rows_of(case, Photo) if one.survey_id == survey.id]
    limits = {"kinds": PICTURES, "largest_mb": LARGEST_BYTES // 1024 // 1024, "most": MOST_PHOTOS}
    return render_template("desk/photos.html", case=case.app, survey=survey, photos=found, **limits)


@bp.post("/cases/<int:application_id>/photos")
@requires("work_item.act")
@takes_files
def add(application_id: int) -> ResponseReturnValue:
    """Store the valid photographs; show the faults of the others."""
    if is_looking():
        raise LookAgain
    with reading(engine()) as conn:
        visit_of(look_at(act_context(conn), application_id))
    sent = [one for one in request.files.getlist("photos") if one.filename]
    if not sent:
        flash(gettext("Choose a photograph first"), "error")
    elif sum(_is_kept(application_id, one) for one in sent):
        flash(gettext("The photographs are kept"), "success")
    return redirect(url_for("photos.of_visit", application_id=application_id))


def _is_kept(application_id: int, sent: FileStorage) -> bool:
    """Store a photograph, or flash its fault; returns whether it was stored."""
    store = FolderStore(settings().upload_dir)
    try:
        file = examined(sent, otherwise="photo.jpg", kinds=PICTURES)
        act(lambda conn: add_photo(act_context(conn), application_id, file=file, store=store))
    except REFUSALS as refusal:
        explain_refusal(refusal, about=bare_name(sent.filename or "", "photo.jpg"))
        return False
    return True


@bp.get("/photos/<int:photo_id>")
@requires("application.view")
def one(photo_id: int) -> ResponseReturnValue:
    """Send a photograph to anyone who may see the case; to the applicant only once the visit is recorded."""
    with reading(engine()) as conn:
        row = photo(conn, current_actor().area, photo_id)
        case = open_case(act_context(conn), application_id=row.application_id, lock=False)
    if is_applicant(current_actor(), case.app) and row.state != "recorded":
        raise NotFound
    return handed_out(row, is_inline=True)
