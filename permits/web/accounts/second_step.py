"""The second step of signing in: a code; or, for who must have a second factor and has none, its enrolment."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.accounts import CodeForm
from permits import clock
from permits.access import public
from permits.db import reading
from permits.errors import Invalid, LookAgain
from permits.http import act, engine, is_looking, say
from permits.services.house.factors import holding, totp
from permits.services.house.sign_ins import TOTP
from permits.services.notifying.mailing import Addressee
from permits.web.accounts import arriving
from permits.web.accounts.arriving import Arrival
from permits.web.accounts.asking import options_for_holder
from permits.web.accounts.enrolling import drawing

bp = Blueprint("second_step", __name__)


@bp.route("/login/second-step", methods=["GET", "POST"])
@public
def second_step() -> ResponseReturnValue:
    """Take a code from whoever waits for the second step; there is no session before it is right."""
    arrival = arriving.waiting()
    if arrival is None:
        flash(gettext("Sign in from the beginning: the second step takes ten minutes at most"), "warning")
        return redirect(url_for("account.login"))
    form = CodeForm(request.form or None)
    if request.method == "GET" or is_looking():
        return _page(arrival, form), 409 if is_looking() else 200
    if not form.validate():
        return _page(arrival, form), 422
    if sentence := arriving.too_soon(arrival.attempt):
        form.one_time_password.errors = [sentence]
        return _page(arrival, form), HTTPStatus.TOO_MANY_REQUESTS
    return _check(arrival, form) if arrival.person.has_second_factor else _enrol(arrival, form)


def _check(arrival: Arrival, form: CodeForm) -> ResponseReturnValue:
    wall, to = clock.wall(), _addressee(arrival)
    said = form.one_time_password.data
    means = act(lambda conn: holding.accept(conn, to, said, wall=wall))
    if not means:
        arriving.put_failure_on_record(arrival.attempt, arrival.actor)
        form.one_time_password.errors = [say(totp.WRONG)]
        return _page(arrival, form), 422
    return arriving.come_in(arrival, means)


def _enrol(arrival: Arrival, form: CodeForm) -> ResponseReturnValue:
    """Turn the second factor on and begin the session; the recovery codes are shown on the way."""
    wall = clock.wall()
    holder = holding.Holder(_addressee(arrival), session="", proven_at=wall)
    try:
        codes = act(lambda conn: holding.turn_on(conn, holder, form.one_time_password.data, wall=wall))
    except LookAgain:
        return _page(arrival, form), 409
    except Invalid as refusal:
        form.one_time_password.errors = [say(text, params) for _field, text, params in refusal.problems]
        return _page(arrival, form), 422
    onward = arriving.arrive(arrival, TOTP)
    page = render_template("account/recovery_codes.html", codes=codes, onward=onward)
    return arriving.with_device(make_response(page), arrival.attempt)


def _addressee(arrival: Arrival) -> Addressee:
    return Addressee(arrival.actor.area, arrival.person.id, arrival.person.email)


def _page(arrival: Arrival, form: CodeForm) -> str:
    if arrival.person.has_second_factor:
        return render_template("account/second_step.html", form=form, ask=options_for_holder(arrival.person.id))
    with reading(engine()) as conn:
        secret = totp.pending(conn, arrival.person.id, wall=clock.wall())
    return render_template("account/enrol.html", form=form, drawing=drawing(secret, arrival.actor.username))
