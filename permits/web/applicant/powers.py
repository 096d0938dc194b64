"""Pages of powers of attorney: what is on record, record one, confirm one, revoke one, its document."""

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection
from werkzeug.datastructures import FileStorage
from wtforms.fields.choices import SelectChoice

from forms.fields import offered
from forms.powers import ACTS, PowerForm, TermsForm
from permits import clock
from permits.access import public, requires
from permits.db import reading
from permits.errors import Invalid, LookAgain, NotFound
from permits.files import FolderStore
from permits.http import (
    act,
    act_context,
    current_actor,
    engine,
    guest_context,
    language,
    office,
    say,
    settings,
    window,
)
from permits.http.matters import matters
from permits.http.transfer import examined, takes_files
from permits.policies import serves_counter
from permits.queries.lists.powers import powers_of
from permits.queries.typed import Window
from permits.services.administration.powers import (
    Empowered,
    Known,
    Terms,
    answer_power,
    confirm_power,
    find_power,
    may_confirm,
    power_to_confirm,
    record_power,
    revoke_power,
)
from permits.services.files.uploads import REFUSALS
from permits.services.house.links import Link, link_of, use
from permits.web.case_pages import today
from permits.web.confirming import act_once_confirmed
from permits.web.files import handed_out
from workflows import Text, form_fields

bp = Blueprint("powers", __name__)
ANSWERS = frozenset({"confirm", "refuse"})
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
    """Put a power of attorney on record; it waits for the principal."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    try:
        file = examined(request.files.get("file") or FileStorage(), otherwise="power.pdf", kinds=DOCUMENTS)
        store = FolderStore(settings().upload_dir)
        act(lambda conn: record_power(act_context(conn), _said(form), file=file, store=store, wall=clock.wall()))
    except REFUSALS as refusal:
        _blame(form, refusal)
        return _page(form), 422
    flash(gettext("The power of attorney is on record and waits for the principal to confirm it"), "success")
    return redirect(url_for("powers.powers"))


def _said(form: PowerForm) -> Empowered:
    return Empowered(
        form.principal_number.data,
        form.principal_name.data,
        form.id_kind.data,
        form.resident_id.data,
        _terms(form),
        form.principal_kind.data,
        form.principal_email.data or "",
    )


def _terms(form: PowerForm | TermsForm) -> Terms:
    return Terms(form.scope.data, form.acts.data, form.from_on.data, form.to_on.data)


@bp.route("/powers-of-attorney/<int:power_id>/confirm", methods=["GET", "POST"])
@requires("application.file")
def confirm(power_id: int) -> ResponseReturnValue:
    """Show a power of attorney to its principal, or to the counter that has seen the paper, and take the answer."""
    with reading(engine()) as conn:
        known = power_to_confirm(act_context(conn), power_id)
    form = TermsForm(request.form or None, data={**asdict(known.terms), "to_on": known.to_on})
    form.scope.choices = _scopes()
    if request.method == "GET" or not form.validate():
        return _confirm_page(form, known), 422 if form.errors else 200
    try:
        act(lambda conn: confirm_power(act_context(conn), power_id, _terms(form), wall=clock.wall()))
    except LookAgain:
        return _confirm_page(form, known), 409
    except Invalid as refusal:
        _blame(form, refusal)
        return _confirm_page(form, known), 422
    flash(gettext("The power of attorney is confirmed"), "success")
    return redirect(url_for("powers.powers"))


def _confirm_page(form: TermsForm, known: Known) -> str:
    at_counter = serves_counter(current_actor())
    return render_template("applicant/power.html", form=form, power=known, at_counter=at_counter)


@bp.post("/powers-of-attorney/<int:power_id>/revoke")
@requires("application.file")
def revoke(power_id: int) -> ResponseReturnValue:
    """Revoke a power of attorney, once it is confirmed."""
    words = {"label": gettext("Revoke"), "question": gettext("Revoke this power of attorney?")}
    act_once_confirmed(lambda conn: revoke_power(act_context(conn), power_id, wall=clock.wall()), **words)
    flash(gettext("The power of attorney is revoked"), "success")
    return redirect(url_for("powers.powers"))


@bp.route("/powers-of-attorney/answer/<string:token>", methods=["GET", "POST"])
@public
def answer(token: str) -> ResponseReturnValue:
    """Show a natural person the power of attorney somebody recorded, and take their answer; the link works once."""
    with reading(engine()) as conn:
        known = find_power(guest_context(conn), _asked(link_of(conn, token, wall=clock.wall())))
    if request.method == "GET" or request.form.get("answer") not in ANSWERS:
        return _answer_page(known)
    is_confirmed = request.form["answer"] == "confirm"

    def run(conn: Connection) -> None:
        power_id = _asked(use(conn, token, wall=clock.wall()))
        answer_power(guest_context(conn), power_id, is_confirmed=is_confirmed, wall=clock.wall())

    try:
        act(run)
    except LookAgain:
        return _answer_page(known), 409
    flash(gettext("Thank you: your answer is on record"), "success")
    return redirect(url_for("public.start"))


def _answer_page(known: Known) -> str:
    return render_template("applicant/power_answer.html", power=known, matters=_matters(), acts=dict(ACTS))


def _asked(link: Link) -> int:
    if "power" not in link.told:
        raise NotFound
    return int(link.told["power"])


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
    form.scope.choices = _scopes()
    return form


def _scopes() -> list[SelectChoice]:
    scopes = [(key, bundle.name.get(language())) for key, bundle in matters().items()]
    return offered([("", gettext("All matters")), *scopes])


def _blame(form: PowerForm | TermsForm, refusal: Exception) -> None:
    problems = refusal.problems if isinstance(refusal, Invalid) else ()
    for name, message, params in problems:
        form[name].errors = [*form[name].errors, say(message, params)]
    if not problems:
        form["file"].errors = [say(getattr(refusal, "message", ""), getattr(refusal, "params", None))]


def _page(form: PowerForm) -> str:
    actor = current_actor()
    with reading(engine()) as conn:
        rows = powers_of(conn, actor, window())
    waiting = {one.id for one in rows if one.waits and may_confirm(actor, one.principal_uscc)}
    about = {"matters": _matters(), "today": today(), "waiting": waiting, "at_counter": serves_counter(actor)}
    return render_template("applicant/powers.html", form=form, powers=rows, acts=dict(ACTS), **about)


def _matters() -> dict[str, Text]:
    return {bundle.key: bundle.name for bundle in office().all_versions()}
