"""Pages of a person's own account: the password, sign-ins, colleagues of the company."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection
from werkzeug.security import check_password_hash

from forms.accounts import ChangePasswordForm, InviteForm
from permits import clock
from permits.access import requires
from permits.actor import Actor
from permits.db import reading
from permits.errors import Invalid, LookAgain
from permits.http import act, current_actor, engine, say, session_means, sign_in
from permits.queries.lists import staff as queries
from permits.queries.office import people
from permits.services.house import links, registration, sign_ins
from permits.services.notifying.mailing import Addressee, write_to_account
from permits.web.accounts import arriving
from permits.web.confirming import act_once_confirmed

bp = Blueprint("own", __name__)


@bp.route("/account/password", methods=["GET", "POST"])
@requires("account.use")
def password() -> ResponseReturnValue:
    """Change the caller's password; their other sessions end."""
    form, actor = ChangePasswordForm(request.form or None), current_actor()
    attempt = sign_ins.Attempt(actor.username, request.remote_addr or "", actor.area, means=session_means())
    if request.method == "GET" or not form.validate() or not _knows_password(form, attempt):
        return _password_page(form), 422 if form.errors else 200
    try:
        act(lambda conn: _change(conn, actor, form))
    except LookAgain:
        return _password_page(form), 409
    except Invalid as refusal:
        for name, message, params in refusal.problems:
            form[name].errors = [say(message, params)]
        return _password_page(form), 422
    with reading(engine()) as conn:
        person = people.credentials(conn, actor.username)
    if person is not None:
        sign_in(actor, person, attempt)
    flash(gettext("The password is changed; your other sessions have ended"), "success")
    return redirect(url_for("account.profile"))


def _knows_password(form: ChangePasswordForm, attempt: sign_ins.Attempt) -> bool:
    """Return whether the present password is right; guessing it is delayed as at the sign-in."""
    if sentence := arriving.too_soon(attempt):
        form.current_password.errors = [sentence]
        return False
    with reading(engine()) as conn:
        person = people.credentials(conn, attempt.username)
    if person is not None and check_password_hash(person.password_hash, form.current_password.data):
        return True
    arriving.put_failure_on_record(attempt, current_actor())
    form.current_password.errors = [gettext("This is not your present password")]
    return False


def _change(conn: Connection, actor: Actor, form: ChangePasswordForm) -> None:
    links.set_password(conn, actor.person, form.password.data)
    email = queries.email_of(conn, actor.person)
    write_to_account(conn, Addressee(actor.area, actor.person, email), "account.changed", wall=clock.wall())


def _password_page(form: ChangePasswordForm) -> str:
    return render_template("account/change_password.html", form=form)


@bp.get("/company")
@requires("company.manage")
def company() -> ResponseReturnValue:
    """Show who acts for the caller's company."""
    return _company_page(InviteForm())


@bp.post("/company")
@requires("company.manage")
def invite() -> ResponseReturnValue:
    """Invite a colleague by letter."""
    form, owner = InviteForm(request.form), current_actor()
    if not form.validate():
        return _company_page(form), 422
    said = registration.Registration(form.email.data, form.name.data, "")
    try:
        act(lambda conn: registration.invite(conn, owner, said, wall=clock.wall()))
    except LookAgain:
        return _company_page(form), 409
    flash(gettext("A letter with a link is on its way to this address"), "success")
    return redirect(url_for("own.company"))


@bp.post("/company/members/<int:user_id>/remove")
@requires("company.manage")
def remove_member(user_id: int) -> ResponseReturnValue:
    """Take a colleague out of the company, once it is confirmed."""
    owner = current_actor()
    words = {"label": gettext("Take out"), "question": gettext("Take this person out of the company's accounts?")}
    act_once_confirmed(lambda conn: registration.dismiss(conn, owner, user_id), **words)
    flash(gettext("This person acts for the company no more"), "success")
    return redirect(url_for("own.company"))


def _company_page(form: InviteForm) -> str:
    with reading(engine()) as conn:
        rows = queries.members(conn, current_actor().company_id)
    return render_template("account/company.html", form=form, members=rows)
