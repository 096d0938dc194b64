"""The notice board: current public notices, coming hearings, and the page to object."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.acts import StrangerForm
from permits import clock
from permits.access import public
from permits.actions.pages import form_of_body, typed
from permits.actions.procedures import Said as Statement
from permits.db import reading
from permits.errors import Invalid, LookAgain, NotFound
from permits.extensions import objection_limit
from permits.http import act, area, engine, find_actor, guest_context, office, reader, say, window
from permits.queries.case import procedures
from permits.queries.typed import Window
from permits.services.procedures.statements import Said, object_to_notice
from permits.web.public.public import bp
from workflows import local_day

Sent = MultiDict[str, str]
OBJECTION_FORM = form_of_body(Statement)
OBJECTION = "/public-notices/<int:notice_id>/objection"


@bp.get("/public-notices")
@public
def notices() -> ResponseReturnValue:
    """List the current public notices and the hearings from today on.

    Law: Administrative Licensing Law art. 46, 48.
    """
    where, today = area(), local_day(clock.now())
    with reading(reader()) as conn:
        rows = procedures.on_public_notice(conn, where, today, window())
        hearings = procedures.public_hearings(conn, where, today, window("hearings"))
    return render_template(
        "public/notices.html",
        rows=[(office().permit_name(row, row.permit), office().body(where, row.department).name, row) for row in rows],
        hearings=[(office().permit_name(row, row.permit), row) for row in hearings],
        parts=(rows, hearings),
    )


@bp.get(OBJECTION)
@public
def objection(notice_id: int) -> ResponseReturnValue:
    """Show the form for an objection; anybody may object, with or without an account."""
    return _page(_standing(notice_id), OBJECTION_FORM(kind="objection"), _stranger())


@bp.post(OBJECTION)
@objection_limit
@public
def object_to(notice_id: int) -> ResponseReturnValue:
    """File an objection in the caller's name, or in the name they give.

    Law: Administrative Licensing Law art. 36.
    """
    row, form, stranger = _standing(notice_id), OBJECTION_FORM(request.form), _stranger(request.form)
    is_told = stranger is None or stranger.validate()
    if not form.validate() or not is_told:
        return _page(row, form, stranger), 422
    said = Said(**typed(Statement, form), **(stranger.data if stranger else {}))
    try:
        number = act(lambda conn: object_to_notice(guest_context(conn), row.application_id, row.permit, said))
    except LookAgain:
        return _page(row, form, stranger), 409
    except Invalid as refusal:
        for name, text, params in refusal.problems:
            field = (stranger if stranger and name in stranger else form)[name]
            field.errors = [say(text, params)]
        return _page(row, form, stranger), 422
    sentence = gettext(
        "On file as %(number)s; the department answers it before the decision. Keep the number.", number=number
    )
    flash(sentence, "success")
    return redirect(url_for("public.notices"))


def _stranger(sent: Sent | None = None) -> StrangerForm | None:
    """Return the form of who objects, unless somebody is signed in."""
    return None if find_actor() else StrangerForm(sent)


def _standing(notice_id: int) -> procedures.OnNotice:
    """Find a public notice that is current today.

    Raises:
        NotFound: there is none, or its period is over.
    """
    with reading(engine()) as conn:
        today = local_day(clock.now())
        found = procedures.on_public_notice(conn, area(), today, Window(1), notice_id=notice_id)
    if not found:
        raise NotFound
    return found[0]


def _page(row: procedures.OnNotice, form: Form, stranger: StrangerForm | None) -> str:
    return render_template(
        "public/objection.html", row=row, permit=office().permit_name(row, row.permit), form=form, stranger=stranger
    )
