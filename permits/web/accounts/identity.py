"""Signing in by the identity service that the settings name: the way there, and the way back."""

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from flask import Blueprint, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from permits import clock
from permits.access import public
from permits.db import reading
from permits.errors import Forbidden, Refusal, Unavailable
from permits.http import act, area, engine, language, say, settings
from permits.queries.office import people
from permits.services.house import sign_ins
from permits.services.house.federation import identities
from permits.services.house.federation.identities import Terms
from permits.services.house.federation.provider import Asked, Client, Provider, Unproven, provider_of
from permits.services.house.once import spend
from permits.web.accounts import arriving

bp = Blueprint("identity", __name__)
log = structlog.get_logger(__name__)
AWAY, AWAY_FOR = "away", timedelta(minutes=10)
LONGEST_CODE = 4000


@bp.get("/login/identity")
@public
def leave() -> ResponseReturnValue:
    """Send the browser to the identity service."""
    provider, asked = _provider(), Asked(*(secrets.token_urlsafe(32) for _ in range(3)))
    try:
        address = provider.address(asked, wall=clock.wall())
    except Unavailable as refusal:
        return _back(refusal)
    away = {"state": asked.state, "nonce": asked.nonce, "verifier": asked.verifier}
    wanted = arriving.safe(request.args.get("next", ""))
    session[AWAY] = {**away, "since": clock.wall().isoformat(), "wanted": wanted, "area": area()}
    return redirect(address)


@bp.get("/login/identity/return")
@public
def come_back() -> ResponseReturnValue:
    """Take in whom the identity service names; nobody where it, or the way back, is not what was asked for."""
    provider, away = _provider(), session.pop(AWAY, None) or {}
    try:
        user_id = _enter(provider, _asked(provider, away), away)
    except Refusal as refusal:
        return _back(refusal)
    with reading(engine()) as conn:
        actor, person = people.by_id(conn, user_id), people.credentials_of(conn, user_id)
    if actor is None or person is None:
        return _back(Forbidden(identities.DISABLED))
    attempt = arriving.attempt_of(actor.username, sign_ins.IDENTITY)
    return arriving.go_on(arriving.Arrival(actor, person, attempt, away["wanted"]))


def _provider() -> Provider:
    known = settings()
    if not known.oidc_issuer:
        abort(404)
    # one address to come back to for all areas of the installation, as the service knows it
    back = known.public_url + "/login/identity/return"
    return provider_of(Client(known.oidc_issuer, known.oidc_client_id, known.oidc_client_secret, back))


def _since(away: Mapping[str, str]) -> datetime:
    return datetime.fromisoformat(away["since"])


def _asked(provider: Provider, away: Mapping[str, str]) -> Asked:
    """Return what this browser was sent away with, if it comes back with it, in time, from the same service."""
    wall, state, issuer = clock.wall(), request.args.get("state", ""), request.args.get("iss")
    if not away or not hmac.compare_digest(state.encode(), away["state"].encode()):
        raise Unproven
    is_other = issuer != provider.client.issuer if issuer is not None else provider.expects_issuer(wall=wall)
    if is_other or _since(away) + AWAY_FOR <= wall or not 0 < len(request.args.get("code", "")) <= LONGEST_CODE:
        raise Unproven
    return Asked(away["state"], away["nonce"], away["verifier"])


def _enter(provider: Provider, asked: Asked, away: Mapping[str, str]) -> int:
    """Return the account of whom the service names; what the browser was sent away with is used up before."""
    known, wall, lang = settings(), clock.wall(), language()
    terms = Terms(known.oidc_staff_claim, known.oidc_name_claim, known.oidc_uscc_claim, known.oidc_company_claim)
    if not act(lambda conn: spend(conn, asked.state, ends_at=_since(away) + AWAY_FOR, wall=wall)):
        raise Unproven
    claims = provider.claims(request.args["code"], asked, wall=wall, more=terms.wants_more)
    who = identities.Arriving(known.oidc_issuer, claims, away["area"], lang)

    def enter(conn: Connection) -> int:
        return identities.enter(conn, who, terms, wall=wall)

    return act(enter)


def _back(refusal: Refusal) -> ResponseReturnValue:
    """Lead back to the sign-in page with the sentence; the cause of a refusal is for the log, by its name alone."""
    cause = refusal.__cause__
    log.warning("identity.refused", code=refusal.code, cause=type(cause).__name__ if cause else "")
    flash(say(refusal.message, refusal.params), "error")
    return redirect(url_for("account.login"))
