"""Files of an application's materials: each sent by a request of its own, or together where no script runs."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection
from werkzeug.datastructures import FileStorage

from permits.access import requires
from permits.casefile.facts import current_route
from permits.db import reading
from permits.documents import render
from permits.errors import LookAgain
from permits.files import FolderStore
from permits.http import act, act_context, engine, is_looking, language, settings
from permits.http.transfer import examined, quota, sent_file, takes_files
from permits.queries.lists import applicant_pages as queries
from permits.services.changing import materials
from permits.services.files import uploads
from permits.services.filing.forms import form_to_sign
from permits.web.applicant.cases import FILE, bp, own_case, refusals
from permits.web.tracking import checklist

BOX = "file-"


@bp.post("/applications/<int:application_id>/papers")
@requires(FILE)
@takes_files
def upload(application_id: int) -> ResponseReturnValue:
    """Store the materials requested after submission."""
    faults = take_materials(application_id)
    for sentence in faults.values():
        flash(sentence, "error")
    if not faults:
        flash(gettext("The materials are kept"), "success")
    return redirect(url_for("applicant.track", application_id=application_id) + "#wanted")


@bp.post("/applications/<int:application_id>/papers/files")
@requires(FILE)
def add_file(application_id: int) -> ResponseReturnValue:
    """Store one file; answers a script with the new list of its material, or with why the file is refused."""
    with reading(engine()) as conn:
        own_case(conn, application_id)
    file, code = request.files.get("file"), request.form.get("code", "")
    try:
        _keep(application_id, code, file or FileStorage(filename=code))
    except LookAgain:
        return jsonify(said=gettext("Not saved: this page is out of date. Reload it to go on.")), 409
    except uploads.REFUSALS as refusal:
        return jsonify(said=" ".join(refusals(refusal))), 422
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        files = queries.materials_of(conn, application_id)
    used = sum(one.size_bytes for many in files.values() for one in many)
    listed = render_template("applicant/files.html", files=files[code], application=case.app, code=code)
    lists = checklist(current_route(case), files)
    lacking, needed = len(lists["missing"]), len(lists["required"])
    missing = gettext("%(missing)s of %(all)s still missing", missing=lacking, all=needed)
    return jsonify(files=listed, used_bytes=used, missing=missing), 201


@bp.get("/applications/<int:application_id>/forms/<string:code>.pdf")
@requires(FILE)
def made(application_id: int, code: str) -> ResponseReturnValue:
    """Send a paper filled in from the data, to be signed and handed in."""
    with reading(engine()) as conn:
        kind, facts = form_to_sign(own_case(conn, application_id), code)
    return sent_file(
        render(kind, facts, language=language()), f"{facts['number']}.pdf", "application/pdf", is_inline=True
    )


def take_materials(application_id: int) -> dict[str, str]:
    """Store the valid files, each in a transaction of its own, and remove the one named by `remove`.

    Returns the faults by material code.

    Raises:
        NotFound: there is no such application of the caller.
        LookAgain: the request may only look.
    """
    with reading(engine()) as conn:
        own_case(conn, application_id)
    if is_looking():
        raise LookAgain
    faults: dict[str, str] = {}
    for name, file in request.files.items(multi=True):
        if file.filename and name.startswith(BOX):
            code = name.removeprefix(BOX)
            try:
                _keep(application_id, code, file)
            except uploads.REFUSALS as refusal:
                said = f"{uploads.bare_name(file.filename, code)}: {' '.join(refusals(refusal))}"
                faults[code] = f"{faults[code]} {said}" if code in faults else said
    if material_id := request.form.get("remove", type=int):
        try:
            _remove(application_id, material_id)
        except uploads.REFUSALS as refusal:
            faults["remove"] = " ".join(refusals(refusal))
    return faults


def _keep(application_id: int, code: str, file: FileStorage) -> None:
    found, store = examined(file, otherwise=code), FolderStore(settings().upload_dir)

    def added(conn: Connection) -> None:
        materials.add_material(act_context(conn), application_id, code=code, file=found, store=store, quota=quota())

    act(added)


def _remove(application_id: int, material_id: int) -> None:
    act(lambda conn: materials.remove_material(act_context(conn), application_id, material_id))
