"""Pages of powers of attorney: what is on record, record one, revoke one, its document."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from forms.fields import offered
from forms.powers import PowerForm
from permits.access import requires
from permits.db import reading
from permits.errors import Invalid, NotFound
from permits.files import FolderStore
from permits.http import act, act_context, current_actor, engine, language, office, say, settings, window
from permits.http.matters import matters
from permits.http.transfer import examined, takes_files
from permits.queries.lists.powers import powers_of
from permits.queries.typed import Window
from permits.services.files.uploads import REFUSALS
from permits.services.house.powers import Empowered, record_power, revoke_power
from permits.web.case_pages import today
from permits.web.confirming import act_once_confirmed
from permits.web.files import handed_out
from workflows import form_fields

bp = Blueprint("powers", __name__)
DOCUMENTS = ("pdf", "ofd", "png", "jpg", "jpeg")


@bp.get("/powers-of-attorney")
@requires("application.file")
def powers() -> ResponseReturnValue:
    """Show the powers of attorney that concern the caller, and the form for one more."""
    return _page(_form())


@bp.post("/powers-of-attorney")
@requires("application.file")
@takes_files
def record() -> ResponseReturnValue:
    """Put a power of attorney on record."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    try:
        file = examined(request.files.get("file") or FileStorage(), otherwise="power.pdf", kinds=DOCUMENTS)
        said = Empowered(**{name: value for name, value in form.data.items() if name != "file"})
        store = FolderStore(settings().upload_dir)
        act(lambda conn: record_power(act_context(conn), said, file=file, store=store))
    except REFUSALS as refusal:
        _blame(form, refusal)
        return _page(form), 422
    flash(gettext("The power of attorney is on record"), "success")
    return redirect(url_for("powers.powers"))


@bp.post("/powers-of-attorney/<int:power_id>/revoke")
@requires("application.file")
def revoke(power_id: int) -> ResponseReturnValue:
    """Revoke a power of attorney, once it is confirmed."""
    words = {"label": gettext("Revoke"), "question": gettext("Revoke this power of attorney?")}
    act_once_confirmed(lambda conn: revoke_power(act_context(conn), power_id), **words)
    flash(gettext("The power of attorney is revoked"), "success")
    return redirect(url_for("powers.powers"))


@bp.get("/powers-of-attorney/<int:power_id>/document")
@requires("application.file")
def document(power_id: int) -> ResponseReturnValue:
    """Send the document of a power of attorney."""
    with reading(engine()) as conn:
        found = powers_of(conn, current_actor(), Window(1), power_id=power_id)
    if not found:
        raise NotFound
    return handed_out(found[0], is_inline=False)


def _form() -> PowerForm:
    form = PowerForm(request.form or None)
    kinds = form_fields()["agent.id_kind"].choices
    form.id_kind.choices = offered((str(one.value), one.label.get(language())) for one in kinds)
    scopes = [(key, bundle.name.get(language())) for key, bundle in matters().items()]
    form.scope.choices = offered([("", gettext("All matters")), *scopes])
    return form


def _blame(form: PowerForm, refusal: Exception) -> None:
    problems = refusal.problems if isinstance(refusal, Invalid) else ()
    for name, message, params in problems:
        form[name].errors = [*form[name].errors, say(message, params)]
    if not problems:
        form.file.errors = [say(getattr(refusal, "message", ""), getattr(refusal, "params", None))]


def _page(form: PowerForm) -> str:
    with reading(engine()) as conn:
        rows = powers_of(conn, current_actor(), window())
    names = {bundle.key: bundle.name for bundle in office().all_versions()}
    return render_template("applicant/powers.html", form=form, powers=rows, matters=names, today=today())
