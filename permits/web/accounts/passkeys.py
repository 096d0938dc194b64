"""Passkeys at the pages: added, removed, a proof, a sign-in; what the browser answered comes in a hidden field."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from forms.accounts import PasskeyForm
from permits import clock
from permits.access import public, requires
from permits.db import reading
from permits.errors import Invalid
from permits.http import act, current_actor, engine, needs_second_factor, say, session_key
from permits.queries.office import people
from permits.services.house import sessions
from permits.services.house.factors import holding, passkeys
from permits.services.house.factors.passkeys import WRONG, NewPasskey
from permits.services.house.sign_ins import PASSKEY
from permits.web.accounts import arriving
from permits.web.accounts.asking import site
from permits.web.accounts.factors import codes_page, for_holder
from permits.web.confirming import act_once_confirmed

bp = Blueprint("passkeys", __name__)


@bp.post("/account/passkeys")
@requires("account.use")
def add() -> ResponseReturnValue:
    """Add the passkey that the browser has made; recovery codes are shown with the first second factor."""
    form, wall = PasskeyForm(request.form), clock.wall()
    if not form.validate():
        flash(gettext("Give the passkey a name"), "error")
        return redirect(url_for("factors.second_factor"))
    new = NewPasskey(form.name.data, form.credential.data)
    try:
        codes = act(for_holder(lambda conn, one: holding.add_passkey(conn, one, site(), new, wall=wall)))
    except Invalid:
        flash(say(WRONG), "error")
        return redirect(url_for("factors.second_factor"))
    if codes:
        return codes_page(codes)
    flash(gettext("The passkey is added"), "success")
    return redirect(url_for("factors.second_factor"))


@bp.post("/account/passkeys/<int:passkey_id>/remove")
@requires("account.use")
def remove(passkey_id: int) -> ResponseReturnValue:
    """Remove one of the caller's passkeys, once it is confirmed."""
    is_required, wall = needs_second_factor(current_actor()), clock.wall()
    words = {"label": gettext("Remove"), "question": gettext("Remove this passkey?")}
    removed = for_holder(
        lambda conn, one: holding.remove_passkey(conn, one, passkey_id, is_required=is_required, wall=wall)
    )
    act_once_confirmed(removed, **words)
    flash(gettext("The passkey is removed"), "success")
    return redirect(url_for("factors.second_factor"))


@bp.post("/account/passkeys/proof")
@requires("account.use")
def prove() -> ResponseReturnValue:
    """Take a passkey as the proof that the caller is who signed in."""
    key, user_id = session_key(), current_actor().person

    def once(conn: Connection) -> bool:
        is_mine = passkeys.accept(conn, site(), request.form.get("credential", ""), wall=clock.wall()) == user_id
        if is_mine:
            sessions.prove(conn, key, wall=clock.wall())
        return is_mine

    try:
        is_proven = act(once)
    except Invalid:
        is_proven = False
    if not is_proven:
        flash(say(WRONG), "error")
    return redirect(url_for("factors.second_factor"))


@bp.post("/login/passkey")
@public
def sign_in() -> ResponseReturnValue:
    """Sign in whoever holds a passkey: alone, or as the second step of the person who waits for it here."""
    waiting, answer = arriving.waiting(), request.form.get("credential", "")
    back = url_for("second_step.second_step" if waiting else "account.login")
    try:
        user_id = act(lambda conn: passkeys.accept(conn, site(), answer, wall=clock.wall()))
    except Invalid:
        return _refused(back)
    with reading(engine()) as conn:
        actor, person = people.by_id(conn, user_id), people.credentials_of(conn, user_id)
    if actor is None or person is None or (waiting and waiting.person.id != user_id):
        return _refused(back)
    if waiting:
        return arriving.come_in(waiting, PASSKEY)
    attempt = arriving.attempt_of(actor.username, PASSKEY)
    return arriving.come_in(arriving.Arrival(actor, person, attempt, request.form.get("next", "")))


def _refused(back: str) -> ResponseReturnValue:
    flash(say(WRONG), "error")
    return redirect(back)
