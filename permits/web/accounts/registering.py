"""Pages of people without an account or password: registering, asking for a new password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.accounts import AddressForm, RegisterForm
from forms.sentences import Form
from permits import clock
from permits.access import public
from permits.errors import Invalid, LookAgain
from permits.extensions import registration_limit
from permits.http import act, area, language, office, say
from permits.keys import phone_digest
from permits.services.house.registration import Registration, ask_for_password
from permits.services.house.registration import register as register_somebody

bp = Blueprint("registering", __name__)


@bp.route("/register", methods=["GET", "POST"])
@public
@registration_limit
def register() -> ResponseReturnValue:
    """Register somebody; what comes of it is told to the address alone."""
    form = RegisterForm(request.form or None)
    if request.method == "GET" or not form.validate():
        return _page("register", form), 422 if form.errors else 200
    typed = {name: text or "" for name, text in form.data.items()}
    said = Registration(**typed, phone_digest=phone_digest(office().secret, typed["phone"]))
    where, lang = area(), language()
    try:
        act(lambda conn: register_somebody(conn, where, said, language=lang, wall=clock.wall()))
    except LookAgain:
        return _page("register", form), 409
    except Invalid as refusal:
        for name, message, params in refusal.problems:
            form[name].errors = [say(message, params)]
        return _page("register", form), 422
    return _sent()


@bp.route("/forgotten-password", methods=["GET", "POST"])
@public
@registration_limit
def forgotten() -> ResponseReturnValue:
    """Send a link to choose a new password, where the address has an account; the answer is always the same."""
    form = AddressForm(request.form or None)
    if request.method == "GET" or not form.validate():
        return _page("forgotten", form), 422 if form.errors else 200
    try:
        act(lambda conn: ask_for_password(conn, form.email.data, wall=clock.wall()))
    except LookAgain:
        return _page("forgotten", form), 409
    return _sent()


def _sent() -> ResponseReturnValue:
    flash(gettext("A letter is on its way to this address: follow the link in it within two days"), "success")
    return redirect(url_for("account.login"))


def _page(name: str, form: Form) -> str:
    return render_template(f"account/{name}.html", form=form)
