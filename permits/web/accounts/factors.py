"""The page of a person's second factor: turning it on and off, new recovery codes."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from forms.accounts import CodeForm, PasskeyForm, ProofForm
from permits import clock
from permits.access import requires
from permits.db import reading
from permits.errors import Invalid, LookAgain, NotFound
from permits.http import (
    act,
    current_actor,
    engine,
    needs_second_factor,
    proven_at,
    say,
    session_key,
)
from permits.queries.office import factors as queries
from permits.queries.office import people
from permits.services.house import sessions
from permits.services.house.factors import holding, totp
from permits.services.house.factors.holding import Holder
from permits.services.notifying.mailing import Addressee
from permits.web.accounts import arriving
from permits.web.accounts.asking import options_for_new, options_for_proof
from permits.web.accounts.enrolling import drawing
from permits.web.confirming import act_once_confirmed

bp = Blueprint("factors", __name__)
T = TypeVar("T")


@bp.get("/account/second-factor")
@requires("account.use")
def second_factor() -> ResponseReturnValue:
    """Show the caller's second factor, and what may be done with it once they have shown who they are."""
    return _page()


@bp.post("/account/second-factor/proof")
@requires("account.use")
def prove() -> ResponseReturnValue:
    """Take the password or a code as the proof that the caller is who signed in."""
    form, attempt = ProofForm(request.form), arriving.attempt_of(current_actor().username)
    if not form.validate():
        return _page(proof=form), 422
    if sentence := arriving.too_soon(attempt):
        form.password_or_code.errors = [sentence]
        return _page(proof=form), HTTPStatus.TOO_MANY_REQUESTS
    try:
        if act(lambda conn: _prove(conn, form.password_or_code.data)):
            return redirect(url_for("factors.second_factor"))
    except LookAgain:
        return _page(proof=form), 409
    arriving.put_failure_on_record(attempt, current_actor())
    form.password_or_code.errors = [gettext("This is neither your password nor a code of yours")]
    return _page(proof=form), 422


def _prove(conn: Connection, said: str) -> bool:
    actor, wall = current_actor(), clock.wall()
    person = people.credentials_of(conn, actor.person)
    if person is None:
        return False
    to = Addressee(actor.area, person.id, person.email)
    is_proven = holding.proves(conn, to, said, password_hash=person.password_hash, wall=wall)
    if is_proven:
        sessions.prove(conn, session_key(), wall=wall)
    return is_proven


@bp.post("/account/second-factor/begin")
@requires("account.use")
def begin() -> ResponseReturnValue:
    """Draw a new secret and show it."""
    act(for_holder(lambda conn, holder: holding.begin(conn, holder, wall=clock.wall())))
    return redirect(url_for("factors.second_factor"))


@bp.post("/account/second-factor/confirm")
@requires("account.use")
def confirm() -> ResponseReturnValue:
    """Turn the second factor on by a code of the secret that was shown; its recovery codes are shown this once."""
    form, wall = CodeForm(request.form), clock.wall()
    if not form.validate():
        return _page(code=form), 422
    said = form.one_time_password.data
    try:
        codes = act(for_holder(lambda conn, holder: holding.turn_on(conn, holder, said, wall=wall)))
    except LookAgain:
        return _page(code=form), 409
    except Invalid as refusal:
        form.one_time_password.errors = [say(text, params) for _field, text, params in refusal.problems]
        return _page(code=form), 422
    return codes_page(codes)


@bp.post("/account/second-factor/recovery-codes")
@requires("account.use")
def renew_codes() -> ResponseReturnValue:
    """Issue new recovery codes, which are shown this once."""
    return codes_page(act(for_holder(lambda conn, holder: holding.renew(conn, holder, wall=clock.wall()))))


@bp.post("/account/second-factor/off")
@requires("account.use")
def turn_off() -> ResponseReturnValue:
    """Turn the second factor off, once it is confirmed."""
    is_required = needs_second_factor(current_actor())
    words = {"label": gettext("Turn off"), "question": gettext("Let the password alone open your account?")}
    off = for_holder(lambda conn, one: holding.turn_off(conn, one, is_required=is_required, wall=clock.wall()))
    act_once_confirmed(off, **words)
    flash(gettext("The second factor is off"), "success")
    return redirect(url_for("account.profile"))


def for_holder(fn: Callable[[Connection, Holder], T]) -> Callable[[Connection], T]:
    """Let an act know whose factors it changes, in which session, and since when they have shown who they are."""

    def once(conn: Connection) -> T:
        actor = current_actor()
        person = people.credentials_of(conn, actor.person)
        if person is None:
            raise NotFound
        to = Addressee(actor.area, person.id, person.email)
        return fn(conn, Holder(to, session_key(), proven_at() if person.can_prove else clock.wall()))

    return once


def codes_page(codes: Sequence[str]) -> str:
    """Show recovery codes, this once."""
    return render_template("account/recovery_codes.html", codes=codes, onward=url_for("factors.second_factor"))


def _page(*, proof: ProofForm | None = None, code: CodeForm | None = None) -> str:
    actor, wall = current_actor(), clock.wall()
    with reading(engine()) as conn:
        held, keys = queries.held(conn, actor.person), queries.passkeys(conn, actor.person)
        secret = totp.pending(conn, actor.person, wall=wall)
        person = people.credentials_of(conn, actor.person)
    is_proven = sessions.is_proven(proven_at(), wall=wall) or not (person and person.can_prove)
    return render_template(
        "account/second_factor.html",
        held=held,
        passkeys=keys,
        ask=options_for_proof(keys) if not is_proven else options_for_new(keys),
        drawing=drawing(secret, actor.username),
        proof=proof or ProofForm(),
        code=code or CodeForm(),
        passkey=PasskeyForm(),
        is_proven=is_proven,
        is_required=needs_second_factor(actor),
    )
