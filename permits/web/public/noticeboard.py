"""The notice board: current public notices, coming hearings, and the page to object."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form

from permits import clock
from permits.access import public, requires
from permits.actions.pages import form_of_body, typed
from permits.actions.procedures import Said as Statement
from permits.db import reading
from permits.errors import LookAgain, NotFound
from permits.http import act, act_context, engine, office, reader, settings
from permits.queries.case import procedures
from permits.services.procedures.statements import Said, object_to_notice
from permits.web.public.public import bp, permit_name
from workflows import local_day

OBJECTION_FORM = form_of_body(Statement)
OBJECTION = "/public-notices/<int:notice_id>/objection"


@bp.get("/public-notices")
@public
def notices() -> ResponseReturnValue:
    """List the current public notices and the hearings from today on.

    Law: Administrative Licensing Law art. 46, 48.
    """
    area, today = settings().area_code, local_day(clock.now())
    with reading(reader()) as conn:
        rows = procedures.on_public_notice(conn, area, today)
        hearings = procedures.public_hearings(conn, area, today)
    return render_template(
        "public/notices.html",
        rows=[(permit_name(row.permit), office().body(area, row.department).name, row) for row in rows],
        hearings=[(permit_name(row.permit), row) for row in hearings],
    )


@bp.get(OBJECTION)
@requires("account.use")
def objection(notice_id: int) -> ResponseReturnValue:
    """Show the form for an objection."""
    return _page(_standing(notice_id), OBJECTION_FORM(kind="objection"))


@bp.post(OBJECTION)
@requires("account.use")
def object_to(notice_id: int) -> ResponseReturnValue:
    """File an objection in the caller's name.

    Law: Administrative Licensing Law art. 36.
    """
    row, form = _standing(notice_id), OBJECTION_FORM(request.form)
    if not form.validate():
        return _page(row, form), 422
    said = Said(**typed(Statement, form))
    try:
        act(lambda conn: object_to_notice(act_context(conn), row.application_id, row.permit, said))
    except LookAgain:
        return _page(row, form), 409
    flash(gettext("It is on file; the department answers it before the decision"), "success")
    return redirect(url_for("public.notices"))


def _standing(notice_id: int) -> procedures.OnNotice:
    """Find a public notice that is current today.

    Raises:
        NotFound: there is none, or its period is over.
    """
    with reading(engine()) as conn:
        rows = procedures.on_public_notice(conn, settings().area_code, local_day(clock.now()))
    found = next((row for row in rows if row.id == notice_id), None)
    if found is None:
        raise NotFound
    return found


def _page(row: procedures.OnNotice, form: Form) -> str:
    return render_template("public/objection.html", row=row, permit=permit_name(row.permit), form=form)
