"""Who registered and was not seen yet: the counter or an administrator confirms the card or licence, or rejects it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from permits import clock
from permits.access import requires
from permits.db import reading
from permits.errors import NotFound
from permits.http import act_context, current_actor, engine, office, window
from permits.queries.lists import staff as queries
from permits.queries.lists.searching import cut
from permits.services.administration import identities
from permits.web.administration.calendar import bp
from permits.web.confirming import act_once_confirmed

CONFIRM = "identity.confirm"


@bp.get("/registrations")
@requires(CONFIRM)
def registrations() -> ResponseReturnValue:
    """List the accounts whose holder or company nobody has seen yet."""
    search = cut(request.args.get("q", ""))
    with reading(engine()) as conn:
        rows = queries.unseen(conn, current_actor().area, search, window(), secret=office().secret)
    return render_template("office/registrations.html", rows=rows, search=search)


@bp.post("/registrations/<int:user_id>/confirm")
@requires(CONFIRM)
def confirm_identity(user_id: int) -> ResponseReturnValue:
    """Confirm somebody who came with an identity card or a business licence, once it is confirmed."""
    account = _account(user_id)
    question = gettext(
        "Have you seen the identity card of %(name)s, and does %(phone)s belong to them?",
        name=account.name_zh,
        phone=account.phone,
    )
    if account.claimed_uscc:
        question = gettext(
            "Have you seen the business licence of %(company)s with the code %(code)s, and that %(name)s acts for it?",
            company=account.claimed_company,
            code=account.claimed_uscc,
            name=account.name_zh,
        )
    return _done(identities.confirm, user_id, {"label": gettext("Confirm"), "question": question})


@bp.post("/registrations/<int:user_id>/reject")
@requires(CONFIRM)
def reject_identity(user_id: int) -> ResponseReturnValue:
    """Reject that somebody acts for a company, once it is confirmed."""
    account = _account(user_id)
    question = gettext(
        "%(name)s does not act for %(company)s? The account stays, for the person alone.",
        name=account.name_zh,
        company=account.claimed_company,
    )
    return _done(identities.reject, user_id, {"label": gettext("Reject"), "question": question})


def _account(user_id: int) -> queries.Unseen:
    with reading(engine()) as conn:
        found = queries.unseen_account(conn, current_actor().area, user_id)
    if found is None:
        raise NotFound
    return found


def _done(run: Callable[..., None], user_id: int, words: dict[str, str]) -> ResponseReturnValue:
    act_once_confirmed(lambda conn: run(act_context(conn), user_id, wall=clock.wall()), **words)
    flash(gettext("It is on record; the account is told by letter"), "success")
    return redirect(url_for("admin.registrations"))
