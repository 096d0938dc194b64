"""The page behind a one-time link: a person chooses a password, or agrees to act for a company."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.acts import PasswordForm
from permits import clock
from permits.access import public
from permits.db import reading
from permits.errors import Invalid, LookAgain
from permits.http import act, engine, say
from permits.queries.office.people import by_id
from permits.services.house.links import Link, accept, link_of, redeem

bp = Blueprint("welcome", __name__)


@bp.route("/welcome/<string:token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> ResponseReturnValue:
    """Show whose account it is and take the password, or the agreement to an invitation; the link works once."""
    with reading(engine()) as conn:
        link = link_of(conn, token, wall=clock.wall())
    if link.invites:
        return _invitation(token, link)
    form = PasswordForm(request.form or None)
    if request.method == "GET" or not form.validate():
        return _page(form, token), 422 if form.errors else 200
    try:
        act(lambda conn: redeem(conn, token, form.password.data, wall=clock.wall()))
    except LookAgain:
        return _page(form, token), 409
    except Invalid as refusal:
        form.password.errors = [say(text, params) for _field, text, params in refusal.problems]
        return _page(form, token), 422
    flash(gettext("Your password is set: sign in with it"), "success")
    return redirect(url_for("account.login"))


def _invitation(token: str, link: Link) -> ResponseReturnValue:
    status = 200
    if request.method == "POST":
        try:
            act(lambda conn: accept(conn, token, wall=clock.wall()))
        except LookAgain:
            status = 409
        else:
            flash(gettext("You act for this company now: sign in as you always do"), "success")
            return redirect(url_for("account.login"))
    return render_template("account/joining.html", told=link.told), status


def _page(form: PasswordForm, token: str) -> str:
    with reading(engine()) as conn:
        person = by_id(conn, link_of(conn, token, wall=clock.wall()).account)
    return render_template("account/password.html", form=form, person=person)
